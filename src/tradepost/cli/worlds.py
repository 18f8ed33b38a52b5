"""``world``, ``snapshot`` and ``reset``: worlds are made and emptied, put aside and brought back."""

from __future__ import annotations

from urllib.parse import quote

import click

from tradepost.cli.asking import ask, of_a_world

_starting = click.option(
    "--start", metavar="TIME", help="When its clock begins: now, unless 2031-03-03T12:00:00Z is said."
)


@click.command()
@_starting
@of_a_world
def reset(start: str | None, url: str, world: str, admin_token: str | None) -> None:
    """Empty a world; its credentials stay."""
    ask("POST", url, "reset", world, admin_token, {"startAt": start} if start else None)
    click.echo(f"{world} is empty")


@click.group("world")
def worlds() -> None:
    """Make and remove worlds: each has its own data, clock and credentials."""


@worlds.command("list")
@of_a_world
def world_list(url: str, world: str, admin_token: str | None) -> None:
    """List the names of all worlds."""
    for each in ask("GET", url, "worlds", world, admin_token)["worlds"]:
        click.echo(each)


@worlds.command("make")
@click.argument("name", required=False)
@click.option("--seed", help="What its identifiers and figures derive from; a new one is as random.")
@click.option("--scenario", "filling", default="none", show_default=True, help="What it is filled with.")
@click.option("--from", "snapshot", help="A snapshot to begin with: NAME of this world, or WORLD/NAME.")
@_starting
@click.option("--frozen", is_flag=True, help="Its clock stands still from the beginning.")
@of_a_world
def world_make(
    name: str | None,
    seed: str | None,
    filling: str,
    snapshot: str | None,
    start: str | None,
    frozen: bool,
    url: str,
    world: str,
    admin_token: str | None,
) -> None:
    """Make world NAME, or one whose name is chosen; its name is printed."""
    wish = {"name": name, "seed": seed, "from": snapshot, "scenario": filling, "startAt": start, "frozen": frozen}
    made = ask("POST", url, "worlds", world, admin_token, {key: value for key, value in wish.items() if value})
    click.echo(made["world"])


@worlds.command("delete")
@click.argument("name")
@of_a_world
def world_delete(name: str, url: str, world: str, admin_token: str | None) -> None:
    """Remove world NAME and everything in it."""
    ask("DELETE", url, f"worlds/{quote(name, '')}", world, admin_token)
    click.echo(f"{name} is gone")


@click.group()
def snapshot() -> None:
    """Put the state of a world aside, and bring it back."""


@snapshot.command("list")
@of_a_world
def snapshot_list(url: str, world: str, admin_token: str | None) -> None:
    """List the snapshots of a world, and when they were made."""
    from tradepost.simulation.clock import from_milliseconds

    for each in ask("GET", url, "snapshots", world, admin_token)["snapshots"]:
        click.echo(f"{each['name']:<20} {from_milliseconds(each['madeAt']).isoformat(timespec='seconds')}")


@snapshot.command("make")
@click.argument("name")
@of_a_world
def snapshot_make(name: str, url: str, world: str, admin_token: str | None) -> None:
    """Keep the state of a world as snapshot NAME."""
    ask("POST", url, "snapshots", world, admin_token, {"name": name})
    click.echo(f"{name} holds {world} as it is")


@snapshot.command("restore")
@click.argument("name")
@of_a_world
def snapshot_restore(name: str, url: str, world: str, admin_token: str | None) -> None:
    """Bring a world back to snapshot NAME."""
    ask("POST", url, f"snapshots/{quote(name, '')}/restore", world, admin_token)
    click.echo(f"{world} is as it was at {name}")


@snapshot.command("delete")
@click.argument("name")
@of_a_world
def snapshot_delete(name: str, url: str, world: str, admin_token: str | None) -> None:
    """Remove snapshot NAME."""
    ask("DELETE", url, f"snapshots/{quote(name, '')}", world, admin_token)
    click.echo(f"{name} is gone")
