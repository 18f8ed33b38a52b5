"""``operations``, ``credentials`` and ``doctor``: what is answered, to whom, and whether all is well."""

from __future__ import annotations

import json
import sys

import click

from tradepost.cli.asking import ask, of_a_world


@click.command()
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


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["env", "json", "sp-api-yaml"]),
    default="env",
    show_default=True,
    help="For a shell, for programs, or the file credentials.yml of python-amazon-sp-api.",
)
@of_a_world
def credentials(form: str, url: str, world: str, admin_token: str | None) -> None:
    """Show the credentials of the first selling partner."""
    from tradepost.intercept.credentials import credentials_environment

    found = ask("GET", url, "credentials", world, admin_token)
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


@click.command()
@of_a_world
def doctor(url: str, world: str, admin_token: str | None) -> None:
    """Say whether the server answers, and what fails in a world. Exit code 1 when something does."""
    found = ask("GET", url, "doctor", world, admin_token)
    click.echo(f"server     {url} answers")
    for each in found["failingTransitions"]:
        click.secho(f"failing    {each['kind']} of {each['subject']}, {each['attempts']}×: {each['error']}", fg="red")
    for each in found["undelivered"]:
        named = f"{each['type']} about {each['subject']}"
        click.secho(f"{each['state']:<10} {named}, {each['attempts']}×: {each['reason']}", fg="red")
    if found["failingTransitions"] or found["undelivered"]:
        sys.exit(1)
    click.echo(f"world      {world} is well")
