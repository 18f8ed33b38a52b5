"""What a caller wants to send: addresses, packages and items of Shipping v2 in the engine's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES, Marketplace
from tradepost.contract import shipping_v2 as api
from tradepost.domains.carriage.rating import Package
from tradepost.domains.carriage.zones import Stop
from tradepost.domains.context import Context
from tradepost.domains.measures.liquids import LITERS
from tradepost.domains.places.countries import COUNTRIES
from tradepost.domains.problems import Problem
from tradepost.domains.selling.orders import reading
from tradepost.domains.selling.orders.order import Order
from tradepost.domains.shipping.amazon_shipping import points, records
from tradepost.domains.shipping.amazon_shipping.quote import Wish
from tradepost.domains.shipping.amazon_shipping.refusals import refuse
from tradepost.domains.shipping.parcels.confirming import destination_of
from tradepost.domains.shipping.parcels.parcel import Content

_KILOGRAMS: Final = {
    "GRAM": Decimal("0.001"),
    "KILOGRAM": Decimal(1),
    "OUNCE": Decimal("0.028349523125"),
    "POUND": Decimal("0.45359237"),
}
_CENTIMETERS: Final = {"CENTIMETER": Decimal(1), "INCH": Decimal("2.54")}
_BUSINESSES: Final = {"UK": "GB", "UAE": "AE"}
#: The countries of the published shipping businesses; what was sold elsewhere can start in no other one (seen).
_STARTS: Final = frozenset({"US", "IN", "GB", "AE", "SA", "EG", "IT", "ES", "FR", "JP"})
#: Side and weight beyond which a number is no parcel's, in centimeters and kilograms (our choice).
_MOST: Final = Decimal(10_000)
#: How many lines of items a package has at most, units a line, and what either is worth (our choice).
MOST_ITEMS: Final = 200
MOST_UNITS: Final = 100_000
MOST_VALUE: Final = 10**9
_NO_ORDER: Final = "is not an order of yours that you ship"
#: Which orders are rated; one that was shipped can be rated, and not bought for (seen).
_RATED: Final = ("Unshipped", "PartiallyShipped", "Shipped")
#: By how much items may be heavier together than their package: a hundredth was taken, a fifth was not (seen).
_TOLERANCE: Final = Decimal("1.02")


async def wish(
    ctx: Context,
    business_id: str | None,
    ship_from: api.Address,
    ship_to: api.Address | None,
    packages: Sequence[api.Package],
    channel: api.ChannelDetails,
    *,
    ships_at: datetime | None = None,
    collect: api.Currency | None = None,
    accounts: Sequence[api.CarrierAccount] = (),
    access_point_id: str | None = None,
) -> Wish:
    """What is to be sent.

    An order of Amazon's goes where its buyer said, whatever ``shipTo`` says (published model). Every shipment has one
    package (published guide). Raises Wrong.
    """
    problems: list[Problem] = []
    order = await _order(ctx, channel, problems)
    external = channel.channel_type == "EXTERNAL"
    marketplace = _marketplace(ctx, business_id, ship_from, order, problems, external=external)
    if len(packages) != 1:
        problems.append(Problem("packages", str(len(packages)), "is not one; a shipment has one package"))
    destination = _destination(ship_to, problems) if external else None
    if order is not None:
        destination = destination_of(order)
    if access_point_id and destination is not None:
        destination = _point(ctx, access_point_id, destination, problems)
    own = await _accounts(ctx, accounts, problems)
    if ship_from.country_code not in COUNTRIES:
        problems.append(Problem("shipFrom.countryCode", ship_from.country_code, "is not a country of ISO 3166"))
    for each in packages[:1]:
        _check_package(each, marketplace, order, problems)
        if external and not problems:
            problems += _problems_of_weights(each)
    if collect is not None:
        problems += _problems_of_collecting(collect, marketplace)
    refuse(problems)
    assert marketplace is not None
    assert destination is not None
    package = packages[0]
    return Wish(
        marketplace_id=marketplace.id,
        currency=marketplace.currency,
        origin=stop(ship_from, residential=False),
        destination=destination,
        package=_package(package, Decimal(0) if collect is None else _decimal(collect.value)),
        ships_at=ships_at or ctx.now,
        contents=tuple(_content(each, order) for each in package.items),
        package_reference=package.package_client_reference_id,
        seller_name=package.seller_display_name or "",
        order_id=order.id if order is not None else "",
        arrive_by=order.dates.latest_delivery if order is not None else None,
        accounts=own,
        at_point=bool(access_point_id),
    )


def stop(address: api.Address, *, residential: bool = True) -> Stop:
    """An address as carriers read it; one with a company's name is no home."""
    lines = (address.address_line1, address.address_line2, address.address_line3)
    return Stop(
        name=address.name,
        company=address.company_name or "",
        lines=tuple(each for each in lines if each),
        city=address.city,
        state=address.state_or_region,
        postal_code=address.postal_code,
        country=address.country_code,
        phone=address.phone_number or "",
        email=address.email or "",
        residential=residential and not address.company_name,
    )


def business_country(business_id: str) -> str:
    """The country of a shipping business: ``AmazonShipping_UK`` is that of Great Britain."""
    short = business_id.rpartition("_")[2]
    return _BUSINESSES.get(short, short)


async def _order(ctx: Context, channel: api.ChannelDetails, problems: list[Problem]) -> Order | None:
    where = "channelDetails.amazonOrderDetails.orderId"
    if channel.channel_type != "AMAZON":
        if channel.amazon_order_details is not None:
            rule = "is not supported where channelType is EXTERNAL"
            problems.append(Problem(where, channel.amazon_order_details.order_id, rule))
        return None
    if channel.amazon_order_details is None:
        problems.append(Problem(where, "", "is required where channelType is AMAZON"))
        return None
    order_id = channel.amazon_order_details.order_id
    order = await reading.find(ctx, order_id)
    rated = order is not None and order.channel == "MFN" and order.status in _RATED
    if order is None or not rated or order.easy_ship or order.marketplace_id not in ctx.marketplaces:
        problems.append(Problem(where, order_id, _NO_ORDER))
        return None
    return order


def _marketplace(
    ctx: Context,
    business_id: str | None,
    ship_from: api.Address,
    order: Order | None,
    problems: list[Problem],
    *,
    external: bool,
) -> Marketplace | None:
    """Where a label is bought: at the business that is named, or that of the country that the parcel starts in."""
    country = ship_from.country_code if business_id is None else business_country(business_id)
    found = home(ctx, country)
    if business_id is not None and country != ship_from.country_code:
        problems.append(Problem("shipFrom.countryCode", ship_from.country_code, f"is not {country} of {business_id}"))
    elif found is None:
        rule = "is not the country of a marketplace that you take part in, in this region"
        problems.append(Problem("shipFrom.countryCode", country, rule))
    elif external and country not in _STARTS:
        problems.append(
            Problem("shipFrom.countryCode", country, f"has no Amazon Shipping: no AmazonShipping_{country}")
        )
    if order is not None and found is not None and MARKETPLACES[order.marketplace_id].region != found.region:
        problems.append(Problem("shipFrom.countryCode", country, "is not in the region of the order's marketplace"))
    return found


def home(ctx: Context, country: str) -> Marketplace | None:
    """The marketplace of a country, where the caller takes part in it and may name it here."""
    own = (MARKETPLACES[each] for each in sorted(ctx.marketplaces))
    return next((each for each in own if each.country == country), None)


def _problems_of_collecting(collect: api.Currency, marketplace: Marketplace | None) -> list[Problem]:
    path, found = "valueAddedServices.collectOnDelivery.amount", []
    if marketplace is not None and collect.unit != marketplace.currency:
        found.append(_wrong_currency(f"{path}.unit", collect.unit, marketplace))
    if not 0 < collect.value < MOST_VALUE:
        found.append(Problem(f"{path}.value", f"{collect.value:g}", "is no amount to collect"))
    return found


def _destination(ship_to: api.Address | None, problems: list[Problem]) -> Stop | None:
    if ship_to is None:
        problems.append(Problem("shipTo", "", "is required where channelType is EXTERNAL"))
        return None
    if ship_to.country_code not in COUNTRIES:
        problems.append(Problem("shipTo.countryCode", ship_to.country_code, "is not a country of ISO 3166"))
    return stop(ship_to)


def _point(ctx: Context, point_id: str, destination: Stop, problems: list[Problem]) -> Stop | None:
    """An access point near the destination; the parcel waits there for who it is for."""
    point = points.find(ctx.seed, point_id, destination.country, destination.postal_code)
    if point is None:
        where = "destinationAccessPointDetails.accessPointId"
        problems.append(Problem(where, point_id, f"is no access point near {destination.postal_code}"))
        return None
    return msgspec.structs.replace(point.place, name=destination.name, company=point.name, phone=destination.phone)


async def _accounts(ctx: Context, asked: Sequence[api.CarrierAccount], problems: list[Problem]) -> dict[str, str]:
    """The accounts that labels are billed to, by carrier; all of them linked."""
    linked = {each.id: each.carrier for each in await records.accounts(ctx.tx, ctx.seller_id)} if asked else {}
    for index, each in enumerate(asked):
        if linked.get(each.carrier_account_id) != each.carrier_id:
            rule = f"is not a linked account of yours with carrier {each.carrier_id}"
            problems.append(Problem(f"carrierAccounts[{index}].carrierAccountId", each.carrier_account_id, rule))
    return {each.carrier_id: each.carrier_account_id for each in asked}


def _check_package(
    package: api.Package, marketplace: Marketplace | None, order: Order | None, problems: list[Problem]
) -> None:
    size = package.dimensions
    sides = {"length": size.length, "width": size.width, "height": size.height}
    for name, value in sides.items():
        if not 0 < value <= _MOST:
            problems.append(Problem(f"packages[0].dimensions.{name}", f"{value:g}", "is no side of a parcel"))
    if not 0 < package.weight.value <= _MOST:
        problems.append(Problem("packages[0].weight.value", f"{package.weight.value:g}", "is no weight of a parcel"))
    insured = package.insured_value
    if not 0 <= insured.value < MOST_VALUE:
        problems.append(Problem("packages[0].insuredValue.value", f"{insured.value:g}", "is no value of a parcel"))
    if marketplace is not None and insured.unit != marketplace.currency:
        problems.append(_wrong_currency("packages[0].insuredValue.unit", insured.unit, marketplace))
    if not 1 <= len(package.items) <= MOST_ITEMS:
        problems.append(Problem("packages[0].items", str(len(package.items)), f"is not 1 to {MOST_ITEMS} items"))
    packed: dict[str, int] = {}
    for index, each in enumerate(package.items[:MOST_ITEMS]):
        path = f"packages[0].items[{index}]"
        problems += _out_of_bounds(each, path)
        if marketplace is not None and each.item_value is not None and each.item_value.unit != marketplace.currency:
            problems.append(_wrong_currency(f"{path}.itemValue.unit", each.item_value.unit, marketplace))
        if order is not None:
            _check_item(each, order, path, packed, problems)


def _out_of_bounds(item: api.Item, path: str) -> list[Problem]:
    """What of an item is no number that goods have."""
    found = []
    if not 1 <= item.quantity <= MOST_UNITS:
        found.append(Problem(f"{path}.quantity", str(item.quantity), f"is not 1 to {MOST_UNITS}"))
    measured = (("itemValue", item.item_value, MOST_VALUE), ("weight", item.weight, _MOST))
    for name, amount, most in (*measured, ("liquidVolume", item.liquid_volume, _MOST)):
        if amount is not None and not 0 <= amount.value < most:
            found.append(Problem(f"{path}.{name}.value", f"{amount.value:g}", f"is not from 0 to below {most}"))
    return found


def _problems_of_weights(package: api.Package) -> list[Problem]:
    """What items of what was sold elsewhere weigh, as far as they say so, is no more than their package (seen)."""
    together = sum((_kilograms(each.weight) * each.quantity for each in package.items if each.weight), Decimal(0))
    if together <= _kilograms(package.weight) * _TOLERANCE:
        return []
    rule = f"is more than the {package.weight.value:g} {package.weight.unit} of the package"
    shown = together / _KILOGRAMS[package.weight.unit]
    return [Problem("packages[0].items", f"{shown:.2f} {package.weight.unit}", rule)]


def _check_item(item: api.Item, order: Order, path: str, packed: dict[str, int], problems: list[Problem]) -> None:
    identifier = item.item_identifier or ""
    line = order.item(identifier)
    if line is None:
        problems.append(Problem(f"{path}.itemIdentifier", identifier, f"is not an item of order {order.id}"))
        return
    packed[identifier] = packed.get(identifier, 0) + item.quantity
    most = line.quantity if order.status == "Shipped" else line.open
    if packed[identifier] > most:
        rule = f"is more than the {most} that are still to be shipped"
        problems.append(Problem(f"{path}.quantity", str(packed[identifier]), rule))


def _wrong_currency(path: str, unit: str, marketplace: Marketplace) -> Problem:
    return Problem(path, unit, f"is not {marketplace.currency}, the currency of {marketplace.name}")


def _package(package: api.Package, collect: Decimal) -> Package:
    size, per = package.dimensions, _CENTIMETERS[package.dimensions.unit]
    liters = [
        _decimal(each.liquid_volume.value) * LITERS[each.liquid_volume.unit] * each.quantity
        for each in package.items
        if each.liquid_volume is not None
    ]
    return Package(
        length=_decimal(size.length) * per,
        width=_decimal(size.width) * per,
        height=_decimal(size.height) * per,
        kilograms=_kilograms(package.weight),
        insured=_decimal(package.insured_value.value),
        collect=collect,
        hazmat=bool(package.is_hazmat) or any(each.is_hazmat for each in package.items),
        liters=sum(liters, Decimal(0)),
    )


def _content(item: api.Item, order: Order | None) -> Content:
    line = order.item(item.item_identifier or "") if order is not None else None
    return Content(
        description=item.description or (line.title if line else "") or item.item_identifier or "Merchandise",
        quantity=item.quantity,
        value=_decimal(item.item_value.value) if item.item_value else Decimal(0),
        kilograms=_kilograms(item.weight) if item.weight else Decimal(0),
        seller_sku=line.seller_sku if line else "",
        order_item_id=line.id if line else "",
    )


def _kilograms(weight: api.Weight) -> Decimal:
    return _decimal(weight.value) * _KILOGRAMS[weight.unit]


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value))
