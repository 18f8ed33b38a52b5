"""A feed leaves behind what the same calls leave behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domains.exchange.feeds.conftest import envelope, listings_report, xml_report
from tests.domains.exchange.feeds.test_fulfillment_order_feeds import cancellation, order
from tests.shop import US, Json, Shop

SKUS = ("MUG", "TRAY", "NOBODY")
EACH = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
AVAILABILITY, OFFER, CONDITION = "fulfillment_availability", "purchasable_offer", "condition_type"


def values(name: str, number: int) -> list[Json]:
    if name == AVAILABILITY:
        return [{"fulfillment_channel_code": "DEFAULT", "quantity": number}]
    if name == CONDITION:
        return [{"value": ("new_new", "used_good", "no_such_condition")[number % 3]}]
    return [{"currency": "USD", "audience": "ALL", "our_price": [{"schedule": [{"value_with_tax": number + 0.5}]}]}]


CHANGES = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(SKUS),
            st.sampled_from(["add", "replace", "merge", "delete"]),
            st.sampled_from([AVAILABILITY, OFFER, CONDITION]),
            st.integers(0, 40),
        ),
        st.tuples(st.sampled_from(SKUS), st.just("remove"), st.just(""), st.just(0)),
    ),
    min_size=1,
    max_size=8,
)


def seen(shop: Shop) -> list[Any]:
    """The listings of a shop without their times."""
    found: list[Any] = []
    for sku in SKUS:
        response = shop.call(
            "GET",
            shop.listing_path(sku),
            marketplaceIds=US,
            includedData="summaries,attributes,issues,offers,fulfillmentAvailability",
        )
        shown = response.json()
        for summary in shown.get("summaries", ()):
            summary.pop("createdDate"), summary.pop("lastUpdatedDate"), summary.pop("mainImage", None)
        found.append((response.status_code, shown))
    return found


@EACH
@given(changes=CHANGES)
def test_listings_are_the_same_by_feed_and_by_call(
    new_shop: Callable[..., Shop], changes: list[tuple[str, str, str, int]]
) -> None:
    by_feed, by_call = new_shop(), new_shop()
    for shop in (by_feed, by_call):
        shop.list_product("MUG", 20, 10)
        shop.list_product("TRAY", 10, 10)
    messages: list[Json] = []
    accepted = 0
    for sku, op, name, number in changes:
        if op == "remove":
            messages.append({"sku": sku, "operationType": "DELETE"})
            response = by_call.call("DELETE", by_call.listing_path(sku), marketplaceIds=US)
        else:
            body = {
                "productType": "PRODUCT",
                "patches": [{"op": op, "path": f"/attributes/{name}", "value": values(name, number)}],
            }
            messages.append({"sku": sku, "operationType": "PATCH", **body})
            response = by_call.call("PATCH", by_call.listing_path(sku), body, marketplaceIds=US)
        accepted += response.status_code == 200 and response.json()["status"] == "ACCEPTED"
        by_call.advance("PT10S")
    report = listings_report(by_feed, *messages)
    assert report["summary"]["messagesAccepted"] == accepted
    assert seen(by_feed) == seen(by_call)


@EACH
@given(
    wishes=st.lists(
        st.tuples(st.sampled_from(["F-1", "F-2", "F-3"]), st.sampled_from(["MUG", "CUP"]), st.integers(1, 4)),
        min_size=1,
        max_size=5,
    ),
    cancelled=st.lists(st.sampled_from(["F-1", "F-2", "F-9"]), max_size=3),
)
def test_fulfillment_orders_are_the_same_by_feed_and_by_call(
    new_shop: Callable[..., Shop], wishes: list[tuple[str, str, int]], cancelled: list[str]
) -> None:
    by_feed, by_call = new_shop(), new_shop()
    for shop in (by_feed, by_call):
        shop.stock("MUG", 8)
    document = envelope(by_feed, "FulfillmentOrderRequest", *(order(*each) for each in wishes))
    made = xml_report(by_feed, "POST_FULFILLMENT_ORDER_REQUEST_DATA", document)
    answers = []
    for order_id, sku, units in wishes:
        body = by_call.order_body(order_id, {sku: units}, fulfillmentPolicy="FillOrKill")
        answers.append(by_call.call("POST", "/fba/outbound/2020-07-01/fulfillmentOrders", body).status_code == 200)
    assert made.counts[:2] == [len(wishes), sum(answers)]
    if cancelled:
        gone = envelope(by_feed, "FulfillmentOrderCancellationRequest", *(cancellation(each) for each in cancelled))
        xml_report(by_feed, "POST_FULFILLMENT_ORDER_CANCELLATION_REQUEST_DATA", gone)
        for each in cancelled:
            by_call.call("PUT", f"/fba/outbound/2020-07-01/fulfillmentOrders/{each}/cancel")
    assert (by_feed.fulfillable("MUG"), by_feed.reserved("MUG")) == (
        by_call.fulfillable("MUG"),
        by_call.reserved("MUG"),
    )
