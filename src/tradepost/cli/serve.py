"""``serve`` and ``run``: a server, and a program whose calls to Amazon arrive at one."""

from __future__ import annotations

import errno
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import tradepost
from tradepost.cli.asking import ADMIN, DATA, WORLD, fail

if TYPE_CHECKING:
    from tradepost.logs import Form

logger = logging.getLogger("tradepost")
_LAST_PORT = 65_535


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8008, show_default=True, help="Port; 0 takes a free one."
)
@DATA
@click.option("--database", envvar="TRADEPOST_DATABASE", default="", help="postgresql://… instead of SQLite.")
@click.option("--valkey", envvar="TRADEPOST_VALKEY_URL", default="", help="valkey://… counts quotas of all processes.")
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes (PostgreSQL only)."
)
@click.option(
    "--drain",
    type=click.FloatRange(0, 600),
    envvar="TRADEPOST_DRAIN",
    default=0,
    show_default=True,
    help="Seconds to go on answering, not ready, when told to stop.",
)
@click.option("--documents", envvar="TRADEPOST_DOCUMENTS", default="", help="s3://… instead of the data folder.")
@click.option("--public-url", envvar="TRADEPOST_PUBLIC_URL", default="", help="What links to documents begin with.")
@click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    envvar="TRADEPOST_LOG_FORMAT",
    default="text",
    show_default=True,
    help="json writes an object a line, for each call as well.",
)
@click.option(
    "--metrics-port",
    type=click.IntRange(0, 65535),
    envvar="TRADEPOST_METRICS_PORT",
    default=0,
    help="Answer there, too; each of several workers on its own port, this one and the following.",
)
@click.option("--scenario", default="starter", show_default=True, help="What a first start puts in; none for nothing.")
@ADMIN
def serve(
    host: str,
    port: int,
    data: Path,
    database: str,
    valkey: str,
    workers: int,
    drain: float,
    documents: str,
    public_url: str,
    log_format: Form,
    metrics_port: int,
    scenario: str,
    admin_token: str | None,
) -> None:
    """Serve the API until you press Ctrl-C."""
    from tradepost.deliveries.channels import endpoints_of
    from tradepost.logs import begin
    from tradepost.serving import Settings
    from tradepost.store.errors import StoreError
    from tradepost.workers import serve_workers

    if workers > 1 and not database:
        fail("several workers need --database postgresql://…; SQLite serves from one process")
    if valkey and not database:
        fail("--valkey is for several processes, which need --database postgresql://…; one counts quotas by itself")
    if metrics_port + workers - 1 > _LAST_PORT:
        fail(f"--metrics-port {metrics_port}: {workers} ports from there on lead past {_LAST_PORT}")
    begin(log_format)
    in_json = log_format == "json"
    try:
        settings = Settings(
            host=host,
            port=port,
            data=data,
            database=database,
            valkey=valkey,
            admin_token=admin_token,
            documents=documents,
            public_url=public_url,
            queues=endpoints_of(os.environ),
            scenario=scenario,
            workers=workers,
            drain=drain,
            log_format=log_format,
            metrics_port=metrics_port,
        )
        serve_workers(settings, _log_address if in_json else _announce)
    except (StoreError, OSError) as fault:
        cause = str(fault) if isinstance(fault, StoreError) else _explained(fault, host, port, data)
        if not in_json:
            fail(cause)
        logger.critical(cause)
        sys.exit(1)


def _announce(url: str, data: Path) -> None:
    click.secho(f"Tradepost {tradepost.__version__} answers on {url}", fg="green", bold=True)
    click.echo(f"  to look at   {url}/_tradepost/console")
    click.echo(f"  data         {data.resolve()}")
    click.echo("  credentials  tradepost credentials --format env")
    if (data / "admin.token").exists() and "//127.0.0.1" not in url and "//localhost" not in url:
        click.echo(f"  admin token  in {data / 'admin.token'}")
    click.echo("  a program    tradepost run --url " + url + " -- python your_program.py")
    sys.stdout.flush()


def _log_address(url: str, data: Path) -> None:
    fields = {"version": tradepost.__version__, "url": url, "data": str(data.resolve())}
    logger.info("Tradepost answers on %s", url, extra={"fields": fields})


def _explained(fault: OSError, host: str, port: int, data: Path) -> str:
    if fault.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is taken; choose another one with --port"
    if fault.errno in (errno.EACCES, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EPERM):
        return f"cannot write to {data}: {fault.strerror}"
    return str(fault)


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.option("--url", help="A running server; without it a private one lives as long as the command.")
@WORLD
@DATA
@click.option("--offline", is_flag=True, help="Refuse calls to hosts that are not Amazon's.")
@click.option(
    "--record", type=click.Path(dir_okay=False, path_type=Path), help="Write the calls and answers to a file, masked."
)
@ADMIN
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def run(
    url: str | None,
    world: str,
    data: Path,
    offline: bool,
    record: Path | None,
    admin_token: str | None,
    command: tuple[str, ...],
) -> None:
    """Run COMMAND so that its calls to Amazon arrive at Tradepost."""
    import asyncio

    from tradepost.control.calling import ControlError
    from tradepost.intercept.run import CannotRun
    from tradepost.intercept.run import run as run_command
    from tradepost.store.errors import StoreError

    try:
        code = asyncio.run(
            run_command(
                command, url=url, world=world, data=data, offline=offline, admin_token=admin_token, record=record
            )
        )
    except CannotRun as fault:
        fail(str(fault), fault.code)
    except (ControlError, StoreError) as fault:
        fail(str(fault))
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(code)
