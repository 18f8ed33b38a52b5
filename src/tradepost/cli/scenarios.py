"""``scenario`` and ``traffic``: what a world is filled with, and how buyers come to it."""

from __future__ import annotations

import click

from tradepost.cli.asking import ask, fail, follow, of_a_world


@click.group()
def scenario() -> None:
    """Fill a world."""


@scenario.command("list")
@of_a_world
def scenario_list(url: str, world: str, admin_token: str | None) -> None:
    """List what a world can be filled with."""
    for each in ask("GET", url, "scenarios", world, admin_token)["scenarios"]:
        click.echo(f"{each['name']:<12} {' '.join(each['description'].split())}")


@scenario.command("load")
@click.argument("name")
@click.argument("options", nargs=-1, metavar="[OPTION=VALUE]...")
@of_a_world
def scenario_load(name: str, options: tuple[str, ...], url: str, world: str, admin_token: str | None) -> None:
    """Fill an empty world with scenario NAME; options such as days=30 marketplaces=US,DE."""
    body = {"name": name, "options": dict(_read_option(each) for each in options)}
    follow("scenarios", url, world, admin_token, body, lambda told: (told["done"] / told["steps"], told["doing"]))
    click.echo(f"{world} holds {name}")


def _read_option(text: str) -> tuple[str, object]:
    """``days=30``: a text, or a list of them at commas in what takes several."""
    name, sign, value = text.partition("=")
    if not sign:
        fail(f"{text} is not of the form option=value", 2)
    return name, value.split(",") if name == "marketplaces" else value


@click.command()
@click.argument("switch", type=click.Choice(["on", "off"]))
@click.option("--orders-per-day", type=click.FloatRange(0.01), default=40, show_default=True, help="Mean of a week.")
@click.option("--marketplace", default="ATVPDKIKX0DER", show_default=True, help="Where the buyers come from.")
@click.option("--return-rate", type=click.FloatRange(0, 1), default=0.05, show_default=True, help="Sent back, 0 to 1.")
@click.option("--ships", is_flag=True, help="Ship the seller's own orders for him, within a day.")
@of_a_world
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
    ask("PUT", url, "traffic", world, admin_token, {**wish, "returnRate": return_rate, "ships": ships})
    click.echo(f"{orders_per_day:g} orders a day" if switch == "on" else "nobody comes any more")
