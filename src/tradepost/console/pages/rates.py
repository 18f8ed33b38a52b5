"""Rates: what the carriers of a country ask for, by weight and zone."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import msgspec
from starlette.responses import Response

from tradepost.accounts.marketplaces import MARKETPLACES, Marketplace
from tradepost.console.visit import Visit
from tradepost.domains.carriage import records as carriage
from tradepost.domains.carriage.carriers import CARRIERS
from tradepost.domains.carriage.rating import RateTable, base_rate
from tradepost.domains.carriage.tariff import Service, Surcharges
from tradepost.domains.carriage.tariffs import TARIFFS

#: The weights that are shown, in kilograms.
_KILOGRAMS: Final = tuple(map(Decimal, ("0.5", "1", "2", "5", "10", "20", "30")))


class Shown(msgspec.Struct, frozen=True):
    """A service with its base rates: a row for each weight, a price for each zone; None for what it does not take."""

    service: Service
    own: bool
    rows: list[tuple[Decimal, list[Decimal | None]]]


class Table(msgspec.Struct, frozen=True):
    """A carrier with its services and what it adds."""

    code: str
    name: str
    down: bool
    services: list[Shown]
    surcharges: Surcharges


async def show(visit: Visit) -> Response:
    """The tables of the carriers of a marketplace's country, and those of one's own that took their place."""
    async with visit.reading() as ctx:
        down, own = await carriage.outages(ctx.tx), await carriage.tables(ctx.tx)
    asked = visit.asked("marketplace")
    marketplace = MARKETPLACES[asked if asked in visit.marketplaces else visit.marketplaces[0]]
    tables = [_table(each.code, marketplace, down, own) for each in CARRIERS[marketplace.country]]
    return visit.page("rates.html", "parcels", tables=tables, chosen=marketplace, marketplaces=visit.marketplaces)


def _table(code: str, marketplace: Marketplace, down: list[str], own: dict[str, RateTable]) -> Table:
    tariff = TARIFFS[code]
    services = [_shown(each, own.get(each.id), marketplace.currency) for each in tariff.services]
    return Table(code, tariff.name, code in down, services, tariff.surcharges)


def _shown(service: Service, own: RateTable | None, currency: str) -> Shown:
    def price(zone: int, kilograms: Decimal) -> Decimal | None:
        billed = max(kilograms, service.step_kg)
        return base_rate(service, zone, billed, currency) if own is None else own.price(zone, billed)

    rows = [(each, [price(zone, each) for zone in service.zones]) for each in _KILOGRAMS if each <= service.most_kg]
    return Shown(service, own is not None, rows)
