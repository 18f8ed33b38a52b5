"""``replay``: sends the calls of a recording again."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from tradepost.cli.asking import ask, fail, of_a_world

if TYPE_CHECKING:
    from tradepost.recording.calling import Keys


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", help="Another address to send them to, with the LWA_* keys of the environment.")
@of_a_world
def replay(file: Path, to: str | None, url: str, world: str, admin_token: str | None) -> None:
    """Send the calls of FILE again, and say how the answers differ. Exit code 1 where they do."""
    import msgspec

    from tradepost.recording.calling import NotAnswered
    from tradepost.recording.recorder import read
    from tradepost.recording.replaying import replayed

    try:
        calls = read(file)
    except msgspec.DecodeError as fault:
        fail(f"{file} is no recording: {fault}", 2)
    keys = _keys(to, url, world, admin_token)
    sent = different = 0
    try:
        for each in replayed(calls, to or url, keys, keep_host=to is None):
            sent += 1
            different += bool(each.differs)
            color = "red" if each.differs else "green"
            click.secho(f"{each.status}  {each.call.operation}  {each.call.method} {each.call.path}", fg=color)
            for line in each.differs:
                click.echo(f"     {line}")
    except NotAnswered as fault:
        fail(str(fault))
    click.echo(f"{sent} calls, {different} with another answer")
    sys.exit(1 if different else 0)


def _keys(to: str | None, url: str, world: str, admin_token: str | None) -> Keys:
    from tradepost.recording import calling

    if to is None:
        found = ask("GET", url, "credentials", world, admin_token)
        return calling.Keys(found["client_id"], found["client_secret"], found["refresh_token"], url, found["seller_id"])
    names = ("LWA_CLIENT_ID", "LWA_CLIENT_SECRET", "LWA_REFRESH_TOKEN")
    missing = [each for each in names if not os.environ.get(each)]
    if missing:
        fail(f"{' and '.join(missing)} must say whose calls these are to be", 2)
    amazons = (urlsplit(to).hostname or "").endswith(".amazon.com")
    client_id, client_secret, refresh_token = (os.environ[each] for each in names)
    login = "https://api.amazon.com" if amazons else to
    return calling.Keys(client_id, client_secret, refresh_token, login, os.environ.get("SP_API_SELLER_ID", ""))
