"""The command line: serve, run, and small commands that talk to a running server through its control API."""

from __future__ import annotations

import os
import sys

import click

import tradepost
from tradepost.cli.account import credentials, doctor, operations
from tradepost.cli.clock import clock
from tradepost.cli.replay import replay
from tradepost.cli.sandbox import sandbox
from tradepost.cli.scenarios import scenario, traffic
from tradepost.cli.serve import run, serve
from tradepost.cli.worlds import reset, snapshot, worlds

__all__ = ["cli", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(tradepost.__version__, prog_name="tradepost")
def cli() -> None:
    """Amazon's Selling Partner API, on your own machine.

    Shell completion: eval "$(_TRADEPOST_COMPLETE=bash_source tradepost)", or zsh_source, or fish_source.
    """


for each in (
    serve,
    run,
    replay,
    operations,
    credentials,
    clock,
    reset,
    scenario,
    traffic,
    worlds,
    snapshot,
    sandbox,
    doctor,
):
    cli.add_command(each)


def main() -> None:
    """The entry point; colors appear on a terminal only."""
    cli(
        prog_name="tradepost",
        windows_expand_args=False,
        color=None if sys.stdout.isatty() and "NO_COLOR" not in os.environ else False,
    )
