"""``clock``: read and move the time of a world."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import click

from tradepost.cli.asking import ask, follow, of_a_world

_MOMENT = timedelta(milliseconds=1)


@click.group()
def clock() -> None:
    """Read and move the clock of a world."""


@clock.command("show")
@of_a_world
def clock_show(url: str, world: str, admin_token: str | None) -> None:
    """Show what time it is."""
    _show_clock(ask("GET", url, "clock", world, admin_token))


@clock.command("advance")
@click.argument("duration")
@of_a_world
def clock_advance(duration: str, url: str, world: str, admin_token: str | None) -> None:
    """Move the clock ahead by DURATION (P1D, PT6H), or to a date-time. Ctrl-C stops it where it has come to."""
    wish = {"by": duration} if duration[:1].upper() == "P" else {"to": duration}
    _show_clock(follow("clock/advance", url, world, admin_token, wish, _share))


def _share(told: dict[str, Any]) -> tuple[float, str]:
    since, now, to = (datetime.fromisoformat(told[name]) for name in ("since", "now", "to"))
    return (now - since) / max(to - since, _MOMENT), f"{now:%Y-%m-%d %H:%M}"


@clock.command("stop")
@of_a_world
def clock_stop(url: str, world: str, admin_token: str | None) -> None:
    """End an advance or a scenario that is under way; the world stays at the time it has come to."""
    _show_clock(ask("POST", url, "clock/stop", world, admin_token))


@clock.command("freeze")
@of_a_world
def clock_freeze(url: str, world: str, admin_token: str | None) -> None:
    """Freeze the clock: time stands still until it is resumed."""
    _show_clock(ask("POST", url, "clock/freeze", world, admin_token))


@clock.command("resume")
@click.option("--rate", type=float, help="Virtual seconds per real second.")
@of_a_world
def clock_resume(rate: float | None, url: str, world: str, admin_token: str | None) -> None:
    """Let the clock run on."""
    _show_clock(ask("POST", url, "clock/resume", world, admin_token, {} if rate is None else {"rate": rate}))


def _show_clock(found: dict[str, Any]) -> None:
    how = "frozen" if found["frozen"] else f"running at {found['rate']:g}"
    click.echo(f"{found['now']}  {how}")
    if "transitions" in found:
        click.echo(f"{found['transitions']} transitions carried out")
