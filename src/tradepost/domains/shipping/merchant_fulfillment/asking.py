"""What a seller wants to send: the details of a request, checked against the order, in the engine's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.contract import merchant_fulfillment_v0 as api
from tradepost.domains.carriage.rating import Package
from tradepost.domains.carriage.zones import Stop
from tradepost.domains.context import Context
from tradepost.domains.measures.liquids import LITERS
from tradepost.domains.measures.units import converted
from tradepost.domains.places.countries import COUNTRIES
from tradepost.domains.problems import Problem, Unknown, refuse
from tradepost.domains.selling.orders import reading
from tradepost.domains.selling.orders.order import Item, Order
from tradepost.domains.selling.orders.refusals import NotShippable
from tradepost.domains.shipping.merchant_fulfillment import records
from tradepost.domains.shipping.merchant_fulfillment.boxes import sides_of
from tradepost.domains.shipping.merchant_fulfillment.shipment import Shipment, units_of
from tradepost.domains.shipping.parcels.confirming import destination_of
from tradepost.domains.shipping.parcels.parcel import Content

_WEIGHTS: Final = {"oz": "ounces", "g": "grams"}
#: Where addresses need a state (published model), besides China.
_STATES: Final = frozenset({"US", "CA", "GB", "CN"})
#: Beyond this a number is no parcel's, in centimeters and kilograms; nor an amount an amount (our choice).
_MOST: Final = Decimal(10_000)
_MOST_VALUE: Final = 10**9
_WHERE: Final = "ShipmentRequestDetails"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent, of which order. ``replaces`` is the shipment whose parcel gets another label."""

    order: Order
    details: api.ShipmentRequestDetails
    package: Package
    origin: Stop
    destination: Stop
    contents: tuple[Content, ...]
    ships_at: datetime
    replaces: Shipment | None = None


async def order_of(ctx: Context, order_id: str, path: str) -> Order:
    """The caller's order that waits to be shipped by him, or is on its way. Raises Unknown, NotShippable."""
    order = await reading.find(ctx, order_id)
    if order is None or order.marketplace_id not in ctx.marketplaces:
        raise Unknown(path, order_id, "an order of yours")
    if order.channel != "MFN":
        raise NotShippable(order.id, "is fulfilled by Amazon")
    if order.pickup:
        raise NotShippable(order.id, "is picked up in a store")
    if order.easy_ship:
        raise NotShippable(order.id, "goes by Easy Ship: its package is scheduled there")
    if order.status not in ("Unshipped", "PartiallyShipped", "Shipped"):
        raise NotShippable(order.id, f"is {order.status}")
    return order


async def wanted(ctx: Context, details: api.ShipmentRequestDetails, *, hazmat: bool = False) -> Wanted:
    """What is to be sent, where every part of it is as it should be. Raises Unknown, NotShippable, Faulty.

    Units that have not left can be sent; and what another label was bought for, once that was called off (published
    model).
    """
    order = await order_of(ctx, details.amazon_order_id, f"{_WHERE}.AmazonOrderId")
    shipments = await records.of_order(ctx.tx, ctx.seller_id, order.id)
    problems: list[Problem] = []
    replaces = _units(order, shipments, details.item_list, problems)
    problems += _problems_of_address(details.ship_from_address)
    sides = _sides(details.package_dimensions, problems)
    kilograms = weighed(details.weight, f"{_WHERE}.Weight", problems)
    insured = _insured(order, details, problems)
    problems += _problems_of_items(details.item_list)
    refuse(problems)
    liquids = [
        decimal(each.liquid_volume.value) * LITERS[each.liquid_volume.unit] * each.quantity
        for each in details.item_list
        if each.liquid_volume is not None
    ]
    return Wanted(
        order=order,
        details=details,
        package=Package(
            length=sides[0],
            width=sides[1],
            height=sides[2],
            kilograms=kilograms,
            insured=insured,
            hazmat=hazmat or any(each.is_hazmat for each in details.item_list),
            liters=sum(liquids, Decimal(0)),
        ),
        origin=stop(details.ship_from_address),
        destination=destination_of(order),
        contents=tuple(_content(order, each) for each in details.item_list),
        ships_at=details.ship_date or ctx.now,
        replaces=replaces,
    )


def stop(address: api.Address) -> Stop:
    """An address as carriers read it."""
    lines = (address.address_line1, address.address_line2, address.address_line3, address.district_or_county)
    return Stop(
        name=address.name,
        lines=tuple(each for each in lines if each),
        city=address.city,
        state=address.state_or_province_code or "",
        postal_code=address.postal_code,
        country=address.country_code,
        phone=address.phone,
        email=address.email,
        residential=False,
    )


def decimal(value: float) -> Decimal:
    """A number of the wire as it was written."""
    return Decimal(repr(value))


def weighed(weight: api.Weight, path: str, problems: list[Problem]) -> Decimal:
    """A weight in kilograms. What is no parcel's is added to the problems."""
    kilograms = converted(decimal(weight.value), "weight", "kilograms", _WEIGHTS[weight.unit])
    if not 0 < kilograms < _MOST:
        problems.append(Problem(f"{path}.Value", f"{weight.value:g}", f"is not above 0 and below {_MOST} kg"))
    return kilograms


def _units(
    order: Order, shipments: Sequence[Shipment], items: Sequence[api.Item], problems: list[Problem]
) -> Shipment | None:
    """Checks the units that are to be sent; the shipment that they were bought a label for, which was called off."""
    where = f"{_WHERE}.ItemList"
    if not items:
        problems.append(Problem(where, "", "needs an item"))
        return None
    wrong = len(problems)
    for index, each in enumerate(items):
        if order.item(each.order_item_id) is None:
            rule = f"is not an item of order {order.id}"
            problems.append(Problem(f"{where}[{index}].OrderItemId", each.order_item_id, rule))
        if each.quantity < 1:
            problems.append(Problem(f"{where}[{index}].Quantity", str(each.quantity), "is not at least 1"))
    if len(problems) > wrong:
        return None
    units = units_of(items)
    too_many = _beyond(order, units)
    if not too_many:
        return None
    found = next((each for each in shipments if each.called_off and each.units == units), None)
    if found is None:
        problems.extend(
            Problem(f"{where}.Quantity", str(units[line.id]), f"is more than the {line.open} left of item {line.id}")
            for line in too_many
        )
    return found


def _beyond(order: Order, units: Mapping[str, int]) -> list[Item]:
    """The items of which more is wanted than is left."""
    return [each for each in order.items if units.get(each.id, 0) > each.open]


def _problems_of_address(address: api.Address) -> list[Problem]:
    found = []
    if address.country_code not in COUNTRIES:
        rule = "is not a country of ISO 3166"
        found.append(Problem(f"{_WHERE}.ShipFromAddress.CountryCode", address.country_code, rule))
    if address.country_code in _STATES and not address.state_or_province_code:
        rule = f"is required in {address.country_code}"
        found.append(Problem(f"{_WHERE}.ShipFromAddress.StateOrProvinceCode", "", rule))
    for name, value in (("Name", address.name), ("AddressLine1", address.address_line1), ("City", address.city)):
        if not value.strip():
            found.append(Problem(f"{_WHERE}.ShipFromAddress.{name}", value, "is required"))
    return found


def _sides(size: api.PackageDimensions, problems: list[Problem]) -> tuple[Decimal, Decimal, Decimal]:
    """Length, width and height in centimeters: of a predefined package, or as they are given."""
    where = f"{_WHERE}.PackageDimensions"
    if size.predefined_package_dimensions is not None:
        return sides_of(size.predefined_package_dimensions)
    found = []
    for name, value in (("Length", size.length), ("Width", size.width), ("Height", size.height)):
        if value is None or size.unit is None:
            rule = "is required with Length, Width, Height and Unit, where no PredefinedPackageDimensions are"
            problems.append(Problem(f"{where}.{name if value is None else 'Unit'}", "", rule))
            continue
        side = converted(decimal(value), "length", "centimeters", size.unit)
        if not 0 < side < _MOST:
            problems.append(Problem(f"{where}.{name}", f"{value:g}", f"is not above 0 and below {_MOST} cm"))
        found.append(side)
    length, width, height = found if len(found) == 3 else (Decimal(1),) * 3
    return length, width, height


def _insured(order: Order, details: api.ShipmentRequestDetails, problems: list[Problem]) -> Decimal:
    """The value that is to be covered beyond what a carrier covers anyway; none where none is declared."""
    declared, where = details.shipping_service_options.declared_value, f"{_WHERE}.ShippingServiceOptions.DeclaredValue"
    if declared is None:
        return Decimal(0)
    if declared.currency_code != order.currency:
        rule = f"is not {order.currency}, the currency of the order"
        problems.append(Problem(f"{where}.CurrencyCode", declared.currency_code, rule))
    if not 0 <= declared.amount < _MOST_VALUE:
        problems.append(Problem(f"{where}.Amount", f"{declared.amount:g}", f"is not from 0 to below {_MOST_VALUE}"))
    return decimal(declared.amount)


def _problems_of_items(items: Iterable[api.Item]) -> list[Problem]:
    found: list[Problem] = []
    for index, each in enumerate(items):
        where = f"{_WHERE}.ItemList[{index}]"
        if each.item_weight is not None:
            weighed(each.item_weight, f"{where}.ItemWeight", found)
        liquid = each.liquid_volume
        if liquid is not None and not 0 < liquid.value < _MOST:
            rule = f"is not above 0 and below {_MOST}"
            found.append(Problem(f"{where}.LiquidVolume.Value", f"{liquid.value:g}", rule))
    return found


def _content(order: Order, item: api.Item) -> Content:
    line = order.item(item.order_item_id)
    assert line is not None
    return Content(
        description=item.item_description or line.title,
        quantity=item.quantity,
        value=line.unit_price,
        kilograms=weighed(item.item_weight, "", []) if item.item_weight else Decimal(0),
        seller_sku=line.seller_sku,
        order_item_id=line.id,
    )
