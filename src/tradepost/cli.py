"""The command line: serve, run, and small commands that talk to a running server through its control API."""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote

import click

import tradepost
from tradepost.control.calling import ControlError, call, listen
from tradepost.store.errors import StoreError

_URL = click.option(
    "--url", envvar="TRADEPOST_URL", default="http://127.0.0.1:8008", show_default=True, help="Address of the server."
)
_WORLD = click.option("--world", envvar="TRADEPOST_WORLD", default="main", show_default=True, help="Name of the world.")
_DATA = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("tradepost-data"),
    show_default=True,
    help="Folder for worlds and keys.",
)
_ADMIN = click.option(
    "--admin-token", envvar="TRADEPOST_ADMIN_TOKEN", help="Token of a server that is not on loopback."
)


def _of_a_world(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that asks a running server about one of its worlds."""
    return _URL(_WORLD(_ADMIN(command)))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(tradepost.__version__, prog_name="tradepost")
def cli() -> None:
    """Amazon's Selling Partner API, on your own machine.

    Shell completion: eval "$(_TRADEPOST_COMPLETE=bash_source tradepost)", or zsh_source, or fish_source.
    """


def fail(message: str, code: int = 1) -> NoReturn:
    """Ends the program with one line that says why."""
    click.secho(f"tradepost: {message}", fg="red", err=True)
    sys.exit(code)


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8008, show_default=True, help="Port; 0 takes a free one."
)
@_DATA
@click.option("--database", envvar="TRADEPOST_DATABASE", default="", help="postgresql://… instead of SQLite.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes (PostgreSQL only)."
)
@click.option("--documents", envvar="TRADEPOST_DOCUMENTS", default="", help="s3://… instead of the data folder.")
@click.option("--public-url", envvar="TRADEPOST_PUBLIC_URL", default="", help="What links to documents begin with.")
@click.option("--scenario", default="starter", show_default=True, help="What a first start puts in; none for nothing.")
@_ADMIN
def serve(
    host: str,
    port: int,
    data: Path,
    database: str,
    workers: int,
    documents: str,
    public_url: str,
    scenario: str,
    admin_token: str | None,
) -> None:
    """Serve the API until you press Ctrl-C."""
    from tradepost.deliveries.channels import endpoints_of
    from tradepost.serving import Settings, serve_workers

    if workers > 1 and not database:
        fail("several workers need --database postgresql://…; SQLite serves from one process")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    settings = Settings(
        host=host,
        port=port,
        data=data,
        database=database,
        admin_token=admin_token,
        documents=documents,
        public_url=public_url,
        queues=endpoints_of(os.environ),
        scenario=scenario,
        workers=workers,
    )
    try:
        serve_workers(settings, _announce)
    except StoreError as fault:
        fail(str(fault))
    except OSError as fault:
        fail(_explained(fault, host, port, data))


def _announce(url: str, data: Path) -> None:
    click.secho(f"Tradepost {tradepost.__version__} answers on {url}", fg="green", bold=True)
    click.echo(f"  to look at   {url}/_tradepost/console")
    click.echo(f"  data         {data.resolve()}")
    click.echo("  credentials  tradepost credentials --format env")
    if (data / "admin.token").exists() and "//127.0.0.1" not in url and "//localhost" not in url:
        click.echo(f"  admin token  in {data / 'admin.token'}")
    click.echo("  a program    tradepost run --url " + url + " -- python your_program.py")
    sys.stdout.flush()


def _explained(fault: OSError, host: str, port: int, data: Path) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is taken; choose another one with --port"
    if fault.errno in (errno.EACCES, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EPERM):
        return f"cannot write to {data}: {fault.strerror}"
    return str(fault)


@cli.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--url", help="A running server; without it a private one lives as long as the command.")
@_WORLD
@_DATA
@click.option("--offline", is_flag=True, help="Refuse calls to hosts that are not Amazon's.")
@_ADMIN
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def run(
    url: str | None, world: str, data: Path, offline: bool, admin_token: str | None, command: tuple[str, ...]
) -> None:
    """Run COMMAND so that its calls to Amazon arrive at Tradepost."""
    from tradepost.intercept.run import CannotRun
    from tradepost.intercept.run import run as run_command

    try:
        code = asyncio.run(
            run_command(command, url=url, world=world, data=data, offline=offline, admin_token=admin_token)
        )
    except CannotRun as fault:
        fail(str(fault), fault.code)
    except (ControlError, StoreError) as fault:
        fail(str(fault))
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(code)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def operations(as_json: bool) -> None:
    """List every operation, and whether it is answered."""
    from tradepost.control.app import list_operations
    from tradepost.gateway.routes import Routes

    found = list_operations(Routes())
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for each in found:
        mark = click.style("answered", fg="green") if each["implemented"] else click.style("501     ", fg="yellow")
        click.echo(f"{mark}  {each['method']:<6} {each['path']}  {each['operation']}")


@cli.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["env", "json", "sp-api-yaml"]),
    default="env",
    show_default=True,
    help="For a shell, for programs, or the file credentials.yml of python-amazon-sp-api.",
)
@_of_a_world
def credentials(form: str, url: str, world: str, admin_token: str | None) -> None:
    """Show the credentials of the first selling partner."""
    from tradepost.intercept.environment import credentials_environment

    found = _call("GET", url, "credentials", world, admin_token)
    if form == "json":
        click.echo(json.dumps(found, indent=2))
    elif form == "env":
        for name, value in {**credentials_environment(found), "TRADEPOST_URL": url}.items():
            click.echo(f"export {name}='{value}'")
    else:
        click.echo("version: '1.0'\n\ndefault:")
        click.echo(f"  refresh_token: '{found['refresh_token']}'")
        click.echo(f"  lwa_app_id: '{found['client_id']}'")
        click.echo(f"  lwa_client_secret: '{found['client_secret']}'")


@cli.group()
def clock() -> None:
    """Read and move the clock of a world."""


@clock.command("show")
@_of_a_world
def clock_show(url: str, world: str, admin_token: str | None) -> None:
    """Show what time it is."""
    _show_clock(_call("GET", url, "clock", world, admin_token))


@clock.command("advance")
@click.argument("duration")
@_of_a_world
def clock_advance(duration: str, url: str, world: str, admin_token: str | None) -> None:
    """Move the clock ahead by DURATION (P1D, PT6H), or to a date-time."""
    wish = {"by": duration} if duration[:1].upper() == "P" else {"to": duration}
    _show_clock(_call("POST", url, "clock/advance", world, admin_token, wish))


@clock.command("freeze")
@_of_a_world
def clock_freeze(url: str, world: str, admin_token: str | None) -> None:
    """Stop the clock."""
    _show_clock(_call("POST", url, "clock/freeze", world, admin_token))


@clock.command("resume")
@click.option("--rate", type=float, help="Virtual seconds per real second.")
@_of_a_world
def clock_resume(rate: float | None, url: str, world: str, admin_token: str | None) -> None:
    """Let the clock run on."""
    _show_clock(_call("POST", url, "clock/resume", world, admin_token, {} if rate is None else {"rate": rate}))


def _show_clock(found: dict[str, Any]) -> None:
    how = "frozen" if found["frozen"] else f"running at {found['rate']:g}"
    click.echo(f"{found['now']}  {how}")
    if "transitions" in found:
        click.echo(f"{found['transitions']} transitions carried out")


@cli.command()
@_of_a_world
def reset(url: str, world: str, admin_token: str | None) -> None:
    """Empty a world; its credentials stay."""
    _call("POST", url, "reset", world, admin_token)
    click.echo(f"{world} is empty")


@cli.group()
def scenario() -> None:
    """Fill a world."""


@scenario.command("list")
@_of_a_world
def scenario_list(url: str, world: str, admin_token: str | None) -> None:
    """List what a world can be filled with."""
    for each in _call("GET", url, "scenarios", world, admin_token)["scenarios"]:
        click.echo(f"{each['name']:<12} {' '.join(each['description'].split())}")


@scenario.command("load")
@click.argument("name")
@click.argument("options", nargs=-1, metavar="[OPTION=VALUE]...")
@_of_a_world
def scenario_load(name: str, options: tuple[str, ...], url: str, world: str, admin_token: str | None) -> None:
    """Fill an empty world with scenario NAME; options such as days=30 marketplaces=US,DE."""
    body = {"name": name, "options": dict(_read_option(each) for each in options)}
    try:
        with click.progressbar(length=1, label=name, file=sys.stderr) as bar:
            for event, told in listen(url, "scenarios", world=world, admin_token=admin_token, body=body):
                if event == "progress":
                    bar.length, bar.label = told["steps"], told["doing"]
                    bar.update(told["done"] - bar.pos)
    except ControlError as refusal:
        fail(str(refusal))
    click.echo(f"{world} holds {name}")


def _read_option(text: str) -> tuple[str, object]:
    """``days=30``: a text, or a list of them at commas in what takes several."""
    name, sign, value = text.partition("=")
    if not sign:
        fail(f"{text} is not of the form option=value", 2)
    return name, value.split(",") if name == "marketplaces" else value


@cli.command()
@click.argument("switch", type=click.Choice(["on", "off"]))
@click.option("--orders-per-day", type=click.FloatRange(0.01), default=40, show_default=True, help="Mean of a week.")
@click.option("--marketplace", default="ATVPDKIKX0DER", show_default=True, help="Where the buyers come from.")
@click.option("--return-rate", type=click.FloatRange(0, 1), default=0.05, show_default=True, help="Sent back, 0 to 1.")
@click.option("--ships", is_flag=True, help="Ship the seller's own orders for him, within a day.")
@_of_a_world
def traffic(
    switch: str,
    orders_per_day: float,
    marketplace: str,
    return_rate: float,
    ships: bool,
    url: str,
    world: str,
    admin_token: str | None,
) -> None:
    """Let buyers come as the clock runs, or let them stay away."""
    wish = {"marketplaceId": marketplace, "ordersPerDay": orders_per_day if switch == "on" else 0}
    _call("PUT", url, "traffic", world, admin_token, {**wish, "returnRate": return_rate, "ships": ships})
    click.echo(f"{orders_per_day:g} orders a day" if switch == "on" else "nobody comes any more")


@cli.group("world")
def worlds() -> None:
    """Make and remove worlds: each has its own data, clock and credentials."""


@worlds.command("list")
@_of_a_world
def world_list(url: str, world: str, admin_token: str | None) -> None:
    """List the names of all worlds."""
    for each in _call("GET", url, "worlds", world, admin_token)["worlds"]:
        click.echo(each)


@worlds.command("make")
@click.argument("name", required=False)
@click.option("--seed", help="What its identifiers and figures derive from; a new one is as random.")
@click.option("--scenario", "filling", default="none", show_default=True, help="What it is filled with.")
@click.option("--from", "snapshot", help="A snapshot to begin with: NAME of this world, or WORLD/NAME.")
@_of_a_world
def world_make(
    name: str | None,
    seed: str | None,
    filling: str,
    snapshot: str | None,
    url: str,
    world: str,
    admin_token: str | None,
) -> None:
    """Make world NAME, or one whose name is chosen; its name is printed."""
    wish = {"name": name, "seed": seed, "from": snapshot, "scenario": filling}
    made = _call("POST", url, "worlds", world, admin_token, {key: value for key, value in wish.items() if value})
    click.echo(made["world"])


@worlds.command("delete")
@click.argument("name")
@_of_a_world
def world_delete(name: str, url: str, world: str, admin_token: str | None) -> None:
    """Remove world NAME and everything in it."""
    _call("DELETE", url, f"worlds/{quote(name, '')}", world, admin_token)
    click.echo(f"{name} is gone")


@cli.group()
def snapshot() -> None:
    """Put the state of a world aside, and bring it back."""


@snapshot.command("list")
@_of_a_world
def snapshot_list(url: str, world: str, admin_token: str | None) -> None:
    """List the snapshots of a world, and when they were made."""
    from tradepost.simulation.clock import from_milliseconds

    for each in _call("GET", url, "snapshots", world, admin_token)["snapshots"]:
        click.echo(f"{each['name']:<20} {from_milliseconds(each['madeAt']).isoformat(timespec='seconds')}")


@snapshot.command("make")
@click.argument("name")
@_of_a_world
def snapshot_make(name: str, url: str, world: str, admin_token: str | None) -> None:
    """Keep the state of a world as snapshot NAME."""
    _call("POST", url, "snapshots", world, admin_token, {"name": name})
    click.echo(f"{name} holds {world} as it is")


@snapshot.command("restore")
@click.argument("name")
@_of_a_world
def snapshot_restore(name: str, url: str, world: str, admin_token: str | None) -> None:
    """Bring a world back to snapshot NAME."""
    _call("POST", url, f"snapshots/{quote(name, '')}/restore", world, admin_token)
    click.echo(f"{world} is as it was at {name}")


@snapshot.command("delete")
@click.argument("name")
@_of_a_world
def snapshot_delete(name: str, url: str, world: str, admin_token: str | None) -> None:
    """Remove snapshot NAME."""
    _call("DELETE", url, f"snapshots/{quote(name, '')}", world, admin_token)
    click.echo(f"{name} is gone")


@cli.command()
@_of_a_world
def doctor(url: str, world: str, admin_token: str | None) -> None:
    """Say whether the server answers, and what fails in a world. Exit code 1 when something does."""
    found = _call("GET", url, "doctor", world, admin_token)
    click.echo(f"server     {url} answers")
    for each in found["failingTransitions"]:
        click.secho(f"failing    {each['kind']} of {each['subject']}, {each['attempts']}×: {each['error']}", fg="red")
    for each in found["undelivered"]:
        named = f"{each['type']} about {each['subject']}"
        click.secho(f"{each['state']:<10} {named}, {each['attempts']}×: {each['reason']}", fg="red")
    if found["failingTransitions"] or found["undelivered"]:
        sys.exit(1)
    click.echo(f"world      {world} is well")


def _call(method: str, url: str, path: str, world: str, admin_token: str | None, body: object = None) -> dict[str, Any]:
    try:
        return call(method, url, path, world=world, admin_token=admin_token, body=body)
    except ControlError as refusal:
        fail(str(refusal))


def main() -> None:
    """The entry point; colours appear on a terminal only."""
    cli(
        prog_name="tradepost",
        windows_expand_args=False,
        color=None if sys.stdout.isatty() and "NO_COLOR" not in os.environ else False,
    )
