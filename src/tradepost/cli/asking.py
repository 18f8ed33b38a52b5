"""What commands share: the options that name a server and a world, and how it is asked.

What asks is loaded when a command asks: a server starts without it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

URL = click.option(
    "--url", envvar="TRADEPOST_URL", default="http://127.0.0.1:8008", show_default=True, help="Address of the server."
)
WORLD = click.option("--world", envvar="TRADEPOST_WORLD", default="main", show_default=True, help="Name of the world.")
DATA = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("tradepost-data"),
    show_default=True,
    help="Folder for worlds and keys.",
)
ADMIN = click.option("--admin-token", envvar="TRADEPOST_ADMIN_TOKEN", help="Token of a server that is not on loopback.")


def of_a_world(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that asks a running server about one of its worlds."""
    return URL(WORLD(ADMIN(command)))


def fail(message: str, code: int = 1) -> NoReturn:
    """Ends the program with one line that says why."""
    click.secho(f"tradepost: {message}", fg="red", err=True)
    sys.exit(code)


def ask(method: str, url: str, path: str, world: str, admin_token: str | None, body: object = None) -> dict[str, Any]:
    """What the control API answers; ends the program with one line where it refuses."""
    from tradepost.control.calling import ControlError, call

    try:
        return call(method, url, path, world=world, admin_token=admin_token, body=body)
    except ControlError as refusal:
        fail(str(refusal))


def follow(
    path: str,
    url: str,
    world: str,
    admin_token: str | None,
    body: object,
    share: Callable[[dict[str, Any]], tuple[float, str]],
) -> dict[str, Any]:
    """Has something done that takes long, and gives what it comes to.

    How far it is, is shown where a person looks: ``share`` reads from an event what is done, from 0 to 1, and what it
    is at. Ctrl-C ends it at the server, too: it says what time the world has come to, and the exit code is 130.
    """
    from tradepost.control.calling import ControlError, listen

    done: dict[str, Any] = {}
    try:
        with click.progressbar(length=1000, file=sys.stderr, hidden=not sys.stderr.isatty(), show_eta=False) as bar:
            for event, told in listen(url, path, world=world, admin_token=admin_token, body=body):
                if event == "progress":
                    part, bar.label = share(told)
                    bar.update(int(1000 * part) - bar.pos)
                else:
                    done = told
    except ControlError as refusal:
        fail(str(refusal))
    except KeyboardInterrupt:
        now = ask("POST", url, "clock/stop", world, admin_token)["now"]
        click.echo(f"{now}  stopped here", err=True)
        sys.exit(130)
    if not done:
        fail(f"the server on {url} went away")
    return done
