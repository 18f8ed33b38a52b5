"""``sandbox``: the published cases of Amazon's static sandbox, from the models that the user has."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import quote

import click

from tradepost.cli.asking import ask, fail, of_a_world


@click.group()
def sandbox() -> None:
    """Answer Amazon's published sandbox cases on its sandbox hosts."""


@sandbox.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--strict/--not-strict", help="Refuse what no case is for, as Amazon's static sandbox does.")
@of_a_world
def sandbox_import(folder: Path, strict: bool, url: str, world: str, admin_token: str | None) -> None:
    """Read the published models below FOLDER, and keep their cases with the installation."""
    import msgspec

    from tradepost.gateway.routes import Routes
    from tradepost.sandbox import published

    keys = {(each.method, published.shape(each.path)): each.key for each in Routes().all}
    models = list(published.read(folder, lambda method, path: keys.get((method, published.shape(path)))))
    if not models:
        fail(f"no model below {folder} has cases of the sandbox")
    for each in models:
        told = msgspec.to_builtins(each)
        name = told.pop("name")
        ask("PUT", url, f"sandbox/models/{quote(name, safe='')}", world, admin_token, told)
    ask("PUT", url, "sandbox", world, admin_token, {"strict": strict})
    click.echo(f"{sum(len(each.cases) for each in models)} cases of {len(models)} models")


@sandbox.command("check")
@of_a_world
def sandbox_check(url: str, world: str, admin_token: str | None) -> None:
    """Send every case to this server, and say of each operation how many were met. Exit code 1 where one was not."""
    from tradepost.cli.sandbox_check import checked
    from tradepost.recording.calling import NotAnswered

    missed = 0
    try:
        found = checked(url, world, admin_token)
    except NotAnswered as fault:
        fail(str(fault))
    for operation, told in sorted(found.items()):
        met = sum(each is None for each in told)
        missed += len(told) - met
        click.secho(f"{met:>4} of {len(told):>3}  {operation}", fg="green" if met == len(told) else "red")
        for each in filter(None, told):
            click.echo(f"             {each}")
    sys.exit(1 if missed else 0)


@sandbox.command("forget")
@of_a_world
def sandbox_forget(url: str, world: str, admin_token: str | None) -> None:
    """Forget every case."""
    ask("DELETE", url, "sandbox", world, admin_token)
    click.echo("no cases are left")
