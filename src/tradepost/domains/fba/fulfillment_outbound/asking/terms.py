"""From a caller's request to the values that the rules speak of, and all of its faults at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tradepost.accounts.marketplaces import MARKETPLACES, Marketplace
from tradepost.contract import fulfillment_outbound_2020_07_01 as api
from tradepost.domains.fba.fulfillment_outbound.asking.addresses import Destination, address_problems
from tradepost.domains.fba.fulfillment_outbound.asking.features import Constraint
from tradepost.domains.fba.fulfillment_outbound.asking.intake import (
    OrderTerms,
    RequestedItem,
    displayable_id_problems,
    item_problems,
    term_problems,
)
from tradepost.domains.fba.fulfillment_outbound.refusals import FaultyOrder
from tradepost.domains.places.calendar import reachable
from tradepost.domains.problems import Problem
from tradepost.simulation.clock import to_milliseconds

Money = api.Money | None


def destination_of(address: api.Address) -> Destination:
    """Where an address leads."""
    return Destination(
        name=address.name,
        address_line1=address.address_line1,
        country_code=address.country_code,
        postal_code=address.postal_code,
        address_line2=address.address_line2 or "",
        address_line3=address.address_line3 or "",
        city=address.city or "",
        district_or_county=address.district_or_county or "",
        state_or_region=address.state_or_region or "",
        phone=address.phone or "",
    )


def constraints_of(settings: Iterable[api.FeatureSettings] | None) -> list[Constraint]:
    """The features that a request asks for; ones without a name ask for nothing."""
    return [
        Constraint(each.feature_name, each.feature_fulfillment_policy or "NotRequired")
        for each in settings or ()
        if each.feature_name
    ]


def requested_items(items: Iterable[api.CreateFulfillmentOrderItem]) -> list[RequestedItem]:
    """The items of an order's request."""
    return [
        RequestedItem(
            each.seller_fulfillment_order_item_id,
            each.seller_sku,
            each.quantity,
            each.per_unit_declared_value is not None,
            _currencies(each.per_unit_price, each.per_unit_tax),
        )
        for each in items
    ]


def order_terms(body: api.CreateFulfillmentOrderRequest) -> OrderTerms:
    """How an order is to be fulfilled."""
    window = body.delivery_window
    return OrderTerms(
        speed=body.shipping_speed_category,
        action=body.fulfillment_action or "Ship",
        window=None if window is None else (to_milliseconds(window.start_date), to_milliseconds(window.end_date)),
        cash_on_delivery=body.cod_settings is not None and body.cod_settings.is_cod_required,
        delivery_preferences=body.delivery_preferences is not None,
        payment_information=bool(body.payment_information),
        ship_from=body.ship_from_country_code or "",
        emails=tuple(body.notification_emails or ()),
        features=tuple(each.feature_name or "" for each in body.feature_constraints or ()),
    )


def check_order(body: api.CreateFulfillmentOrderRequest, marketplace: Marketplace) -> None:
    """Raises FaultyOrder, naming every field of an order's request that breaks a rule."""
    found: list[Problem] = []
    if not body.seller_fulfillment_order_id.strip():
        found.append(Problem("sellerFulfillmentOrderId", body.seller_fulfillment_order_id, "must not be empty"))
    found += displayable_id_problems(body.displayable_order_id)
    found += item_problems(requested_items(body.items), marketplace.country, marketplace.currency)
    found += term_problems(order_terms(body), marketplace.country)
    found += address_problems(destination_of(body.destination_address), marketplace.country)
    found += _speed_problems(body, marketplace) if not found else []
    if found:
        raise FaultyOrder(found)


def _speed_problems(body: api.CreateFulfillmentOrderRequest, marketplace: Marketplace) -> list[Problem]:
    """Whether the service reaches the address; a preview says ``DeliverySLAUnavailable`` where not (our choice)."""
    speed, destination = body.shipping_speed_category, destination_of(body.destination_address)
    if reachable(speed, marketplace.country, destination.country_code) and (
        speed == "Standard" or not destination.is_military
    ):
        return []
    return [Problem("shippingSpeedCategory", speed, "is not available for this destination")]


def marketplace_for(
    marketplace_id: str | None, ship_from: str | None, destination: str, own: frozenset[str]
) -> Marketplace:
    """The marketplace that an order is placed against.

    Without one in the request it is that of the country it ships from, else of the country it goes to, else the first
    in which the caller takes part (our choice). Raises FaultyOrder where the caller has none there.
    """
    if marketplace_id is not None:
        return MARKETPLACES[marketplace_id]
    mine = [each for id, each in MARKETPLACES.items() if id in own]
    for country in filter(None, (ship_from, destination)):
        found = next((each for each in mine if each.country == country), None)
        if found is not None:
            return found
        if country == ship_from:
            raise FaultyOrder(
                [Problem("shipFromCountryCode", ship_from, "is not the country of a marketplace of yours")]
            )
    return mine[0]


def _currencies(*amounts: Money) -> tuple[str, ...]:
    return tuple(each.currency_code for each in amounts if each is not None)


def skus_of(items: Sequence[RequestedItem]) -> list[str]:
    """The SKUs of a request, each once."""
    return list(dict.fromkeys(each.seller_sku for each in items))
