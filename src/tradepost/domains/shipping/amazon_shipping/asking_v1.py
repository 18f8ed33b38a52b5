"""What a caller of Shipping v1 wants to send, in the engine's words; and what Amazon's own carrier offers for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from tradepost.contract import shipping as api
from tradepost.domains.carriage.rating import Package, Rate
from tradepost.domains.carriage.tariffs import SERVICES, TARIFFS
from tradepost.domains.carriage.zones import Stop
from tradepost.domains.context import Context
from tradepost.domains.places.countries import COUNTRIES
from tradepost.domains.problems import Problem
from tradepost.domains.shipping.amazon_shipping import purchasing
from tradepost.domains.shipping.amazon_shipping.asking import MOST_ITEMS, MOST_UNITS, MOST_VALUE, home
from tradepost.domains.shipping.amazon_shipping.created import Offer
from tradepost.domains.shipping.amazon_shipping.quote import Wish
from tradepost.domains.shipping.amazon_shipping.refusals import refuse
from tradepost.domains.shipping.parcels.parcel import Content

_KILOGRAMS: Final = {
    "g": Decimal("0.001"),
    "kg": Decimal(1),
    "oz": Decimal("0.028349523125"),
    "lb": Decimal("0.45359237"),
}
_CENTIMETERS: Final = {"CM": Decimal(1), "IN": Decimal("2.54")}
_MOST: Final = 10_000
#: How many containers a shipment has at most (our choice).
_MOST_CONTAINERS: Final = 20


def wishes(
    ctx: Context,
    ship_from: api.Address,
    ship_to: api.Address,
    containers: Sequence[api.Container | api.ContainerSpecification],
    ships_at: datetime | None,
    path: str,
) -> list[Wish]:
    """What is to be sent: a parcel for each container. Raises Wrong."""
    problems: list[Problem] = []
    marketplace = home(ctx, ship_from.country_code)
    if marketplace is None:
        rule = "is not the country of a marketplace that you take part in, in this region"
        problems.append(Problem("shipFrom.countryCode", ship_from.country_code, rule))
    if ship_to.country_code not in COUNTRIES:
        problems.append(Problem("shipTo.countryCode", ship_to.country_code, "is not a country of ISO 3166"))
    if not 1 <= len(containers) <= _MOST_CONTAINERS:
        problems.append(Problem(path, str(len(containers)), f"is not 1 to {_MOST_CONTAINERS} containers"))
    for index, each in enumerate(containers[:_MOST_CONTAINERS]):
        _check(each, f"{path}[{index}]", marketplace.currency if marketplace else None, problems)
    refuse(problems)
    assert marketplace is not None
    return [
        Wish(
            marketplace_id=marketplace.id,
            currency=marketplace.currency,
            origin=stop(ship_from, residential=False),
            destination=stop(ship_to),
            package=_package(each),
            ships_at=ships_at or ctx.now,
            contents=tuple(map(_content, each.items)) if isinstance(each, api.Container) else (),
            package_reference=each.container_reference_id if isinstance(each, api.Container) else "",
        )
        for each in containers
    ]


async def offers(ctx: Context, wanted: Sequence[Wish], service_types: Sequence[str] | None = None) -> list[Offer]:
    """The services of Amazon's own carrier that take every one of these, the cheapest first."""
    carrier = f"AMZN_{wanted[0].origin.country}"
    services = [each.id for each in TARIFFS[carrier].services]
    quotes = [await purchasing.ask(ctx, each, services=services) for each in wanted]
    found = []
    for service in services:
        rates: list[Rate] = [each for quote in quotes for each in quote.rates.values() if each.service == service]
        kind = service_type(service)
        if len(rates) == len(wanted) and (service_types is None or kind in service_types):
            id = ctx.seed.letters("0123456789ABCDEF", 29, "offer", quotes[0].token, service)
            found.append(Offer(id=id, service_type=kind, rates=rates))
    return sorted(found, key=lambda each: each.total)


def service_type(service: str) -> api.ServiceType:
    """The published type of a service of Amazon's own carrier."""
    if SERVICES[service][1].express:
        return "Amazon Shipping Premium"
    return "Amazon Shipping Ground" if service == "std-us-swa-mfn" else "Amazon Shipping Standard"


def stop(address: api.Address, *, residential: bool = True) -> Stop:
    """An address as carriers read it."""
    lines = (address.address_line1, address.address_line2, address.address_line3)
    return Stop(
        name=address.name,
        lines=tuple(each for each in lines if each),
        city=address.city,
        state=address.state_or_region,
        postal_code=address.postal_code,
        country=address.country_code,
        phone=address.phone_number or "",
        email=address.email or "",
        residential=residential,
    )


def _check(
    container: api.Container | api.ContainerSpecification, path: str, currency: str | None, problems: list[Problem]
) -> None:
    size = container.dimensions
    for name, value in (("length", size.length), ("width", size.width), ("height", size.height)):
        if not 0 < value <= _MOST:
            problems.append(Problem(f"{path}.dimensions.{name}", f"{value:g}", "is no side of a parcel"))
    if not 0 < container.weight.value <= _MOST:
        problems.append(Problem(f"{path}.weight.value", f"{container.weight.value:g}", "is no weight of a parcel"))
    if isinstance(container, api.ContainerSpecification):
        return
    if currency is not None and container.value.unit != currency:
        problems.append(Problem(f"{path}.value.unit", container.value.unit, f"is not {currency}"))
    if not 0 <= container.value.value < MOST_VALUE:
        problems.append(Problem(f"{path}.value.value", f"{container.value.value:g}", "is no value of a parcel"))
    if len(container.items) > MOST_ITEMS:
        problems.append(Problem(f"{path}.items", str(len(container.items)), f"is more than {MOST_ITEMS}"))
    for index, item in enumerate(container.items[:MOST_ITEMS]):
        where = f"{path}.items[{index}]"
        if not 1 <= item.quantity <= MOST_UNITS or item.quantity != int(item.quantity):
            rule = f"is not a whole number from 1 to {MOST_UNITS}"
            problems.append(Problem(f"{where}.quantity", f"{item.quantity:g}", rule))
        if not 0 <= item.unit_price.value < MOST_VALUE:
            problems.append(Problem(f"{where}.unitPrice.value", f"{item.unit_price.value:g}", "is no price"))
        if not 0 <= item.unit_weight.value <= _MOST:
            problems.append(Problem(f"{where}.unitWeight.value", f"{item.unit_weight.value:g}", "is no weight"))


def _package(container: api.Container | api.ContainerSpecification) -> Package:
    size, per = container.dimensions, _CENTIMETERS[container.dimensions.unit]
    return Package(
        length=_decimal(size.length) * per,
        width=_decimal(size.width) * per,
        height=_decimal(size.height) * per,
        kilograms=_decimal(container.weight.value) * _KILOGRAMS[container.weight.unit],
    )


def _content(item: api.ContainerItem) -> Content:
    return Content(
        description=item.title,
        quantity=int(item.quantity),
        value=_decimal(item.unit_price.value),
        kilograms=_decimal(item.unit_weight.value) * _KILOGRAMS[item.unit_weight.unit],
    )


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value))
