from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tradepost.domains.fba.fulfillment_outbound.asking.addresses import Destination
from tradepost.domains.fba.fulfillment_outbound.asking.features import Constraint
from tradepost.domains.fba.fulfillment_outbound.asking.fees import total
from tradepost.domains.fba.fulfillment_outbound.asking.offers import delivery_offers
from tradepost.domains.fba.fulfillment_outbound.asking.preview import PreviewRequest, preview, preview_all
from tradepost.domains.fba.fulfillment_outbound.shipping.allocation import WantedLine
from tradepost.simulation.seed import Seed

SEED = Seed("tradepost")
NOON = datetime(2026, 3, 4, 17, tzinfo=UTC)
TROY = Destination("Ann", "1 Main St", "US", "48084", city="Troy", state_or_region="MI")
TOKYO = Destination("Ann", "千代田1-1", "JP", "100-0001", state_or_region="東京都")


def request(**changes: object) -> PreviewRequest:
    usual = PreviewRequest(
        "A1", "US", "USD", "America/Los_Angeles", NOON, TROY, (WantedLine("1", "A", 2),), {"A": 5, "B": 1}
    )
    return msgspec.structs.replace(usual, **changes)


def in_japan(**changes: object) -> PreviewRequest:
    return request(country="JP", currency="JPY", zone="Asia/Tokyo", destination=TOKYO, **changes)


def test_each_speed_has_a_preview_and_speed_costs() -> None:
    assert [each.speed for each in preview_all(SEED, request())] == ["Expedited", "Priority", "Standard"]
    found = preview_all(SEED, request(), ["Standard", "Expedited", "Priority"])
    assert all(each.fulfillable and not each.unfulfillable for each in found)
    costs = [total(each.fees) for each in found]
    assert costs == sorted(costs)
    arrivals = [each.shipments[0].promise.latest_arrival for each in found]
    assert arrivals == sorted(arrivals, reverse=True)


def test_only_the_speeds_that_were_asked_for() -> None:
    assert [each.speed for each in preview_all(SEED, request(), ["Priority", "Priority"])] == ["Priority"]


def test_what_has_no_stock_and_what_nobody_knows_is_listed() -> None:
    lines = (WantedLine("1", "A", 9), WantedLine("2", "NONE", 1), WantedLine("3", "B", 1))
    found = preview(SEED, request(lines=lines), "Standard")
    assert found.fulfillable
    assert [(each.item_id, each.quantity, each.reasons) for each in found.unfulfillable] == [
        ("1", 4, ("InsufficientInventory",)),
        ("2", 1, ("InvalidSKU",)),
    ]
    units = {item.item_id: item.quantity for shipment in found.shipments for item in shipment.items}
    assert units == {"1": 5, "3": 1}


def test_without_any_stock_nothing_is_fulfillable() -> None:
    found = preview(SEED, request(available={"A": 0}), "Standard")
    assert (found.fulfillable, found.fees, found.shipments, found.weight) == (False, (), (), None)


def test_an_address_that_is_not_good() -> None:
    found = preview(SEED, request(destination=msgspec.structs.replace(TROY, postal_code="X")), "Standard")
    assert (found.fulfillable, found.order_reasons) == (False, ("InvalidDestinationAddress",))


def test_a_service_that_does_not_reach_the_address() -> None:
    toronto = Destination("Ann", "1 King St", "CA", "M5H 1A1", city="Toronto", state_or_region="ON")
    found = {each.speed: each.order_reasons for each in preview_all(SEED, request(destination=toronto))}
    assert found == {"Standard": (), "Expedited": (), "Priority": ("DeliverySLAUnavailable",)}


def test_a_required_feature_that_cannot_be_had() -> None:
    signed = (Constraint("SIGNATURE_CONFIRMATION", "Required"),)
    assert preview(SEED, request(constraints=signed), "Standard").fulfillable
    found = preview(SEED, in_japan(constraints=signed), "Standard")
    assert (found.fulfillable, found.order_reasons) == (False, ("FeatureUnavailable",))


def test_blocking_amazons_carrier_costs_five_percent() -> None:
    usual, blocked = (
        total(preview(SEED, request(constraints=constraints), "Standard").fees)
        for constraints in ((), (Constraint("BLOCK_AMZL", "Required"),))
    )
    assert abs(blocked - usual * Decimal("1.05")) <= Decimal("0.01")


def test_japan_has_scheduled_delivery_and_cash_on_delivery() -> None:
    found = preview_all(SEED, in_japan(with_windows=True, with_cod=True))
    assert [(each.speed, each.cash_on_delivery) for each in found] == [
        (speed, cod) for speed in ("Expedited", "Priority", "Standard", "ScheduledDelivery") for cod in (False, True)
    ]
    scheduled = found[-1]
    assert len(scheduled.windows) == 35
    assert scheduled.shipments[0].promise.earliest_arrival == scheduled.windows[0].start
    assert [fee.name for fee in scheduled.fees][-1] == "FBAFulfillmentCODFee"
    assert found[0].windows == ()


def test_elsewhere_there_is_neither() -> None:
    found = preview_all(SEED, request(with_cod=True), ["ScheduledDelivery"])
    assert [(each.fulfillable, each.order_reasons, each.windows) for each in found] == [
        (False, ("DeliverySLAUnavailable",), ())
    ]


def test_weights_are_told_in_pounds_in_the_united_states_alone() -> None:
    american, japanese = preview(SEED, request(), "Standard").weight, preview(SEED, in_japan(), "Standard").weight
    assert american is not None
    assert japanese is not None
    assert (american.unit, japanese.unit) == ("POUNDS", "KILOGRAMS")
    assert abs(american.value - japanese.value * Decimal("2.2046")) < Decimal("0.05")


def test_offers_come_fastest_first_and_hold_until_the_cut_off() -> None:
    offers = delivery_offers(NOON, "US", "US", "America/Los_Angeles", "en_US", in_stock=True)
    assert [offer.speed for offer in offers] == ["Priority", "Expedited", "Standard"]
    assert offers[0].text == "Arrives by Mar 5"
    assert offers[0].expires_at == datetime(2026, 3, 4, 20, tzinfo=UTC)
    assert all(NOON < offer.expires_at < offer.earliest < offer.latest for offer in offers)


def test_offers_speak_the_language_of_the_marketplace() -> None:
    offers = delivery_offers(NOON, "JP", "JP", "Asia/Tokyo", "ja_JP", in_stock=True)
    assert offers[0].text == "3月6日までにお届け"


def test_no_offers_without_stock_or_way() -> None:
    assert delivery_offers(NOON, "US", "US", "America/Los_Angeles", "en_US", in_stock=False) == ()
    assert delivery_offers(NOON, "DE", "US", "Europe/Paris", "de_DE", in_stock=True) == ()


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 5)), min_size=1, max_size=5),
    st.dictionaries(st.sampled_from("AB"), st.integers(0, 6)),
    st.integers(0, 2000),
)
def test_previews_account_for_every_unit(rows: list[tuple[str, int]], stock: dict[str, int], hours: int) -> None:
    lines = tuple(WantedLine(str(number), sku, count) for number, (sku, count) in enumerate(rows))
    asked = request(lines=lines, available=stock, now=NOON + timedelta(hours=hours))
    for found in preview_all(SEED, asked):
        missing = sum(each.quantity for each in found.unfulfillable)
        there = sum(item.quantity for shipment in found.shipments for item in shipment.items)
        assert missing + there == sum(line.quantity for line in lines)
        assert found.fulfillable == (there > 0)
        assert found == preview(SEED, asked, found.speed)
