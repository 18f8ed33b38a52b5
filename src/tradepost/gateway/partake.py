"""Whether the caller takes part in the marketplaces that the request names, on this host."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tradepost.accounts.marketplaces import MARKETPLACES, in_region
from tradepost.errors import InvalidInput
from tradepost.gateway.exchange import Exchange
from tradepost.gateway.refusals import Unauthorized


class UnknownMarketplace(InvalidInput):
    """400: there is no marketplace with this id."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"Invalid '{name}' provided.", f"{name}: '{value[:100]}' is not the id of a marketplace")


def partake(exchange: Exchange) -> None:
    """Checks the declared marketplace parameters. Raises UnknownMarketplace or Unauthorized."""
    route, caller = exchange.route, exchange.caller
    assert route is not None
    assert caller is not None
    if not route.marketplace_fields:
        return
    for name, value in _named(exchange.arguments, route.marketplace_fields):
        if value not in MARKETPLACES:
            raise UnknownMarketplace(name, value)
        if value not in caller.marketplaces:
            raise Unauthorized(f"selling partner {caller.seller_id} does not take part in marketplace {value}")
        if exchange.host.region and value not in in_region(exchange.host.region):
            raise Unauthorized(f"marketplace {value} is not in the region of {exchange.host.name}")


def _named(arguments: Any, fields: tuple[tuple[str, bool], ...]) -> Iterable[tuple[str, str]]:
    for attribute, in_body in fields:
        value = getattr(arguments.body if in_body else arguments, attribute, None)
        if isinstance(value, str):
            yield "marketplaceId", value
        elif value is not None:
            for each in value:
                yield "marketplaceIds", each
