"""Every operation that shows personal data, by its published place in the list: what opens it, and what does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.shop import Shop
from tests.walk.requests import Sent, every_request
from tradepost.accounts.restricted import RestrictedPath

PATH = "/tokens/2021-03-01/restrictedDataToken"
SHOWS_LESS, CLOSED = "answered without personal data", "refused"
#: Each with what a normal token gets, and the roles of which an application needs one.
TABLE = {
    "orders_v0.getOrders": (SHOWS_LESS, {"DTC", "TI", "TR"}),
    "orders_v0.getOrder": (SHOWS_LESS, {"DTC", "TI", "TR"}),
    "orders_v0.getOrderItems": (SHOWS_LESS, {"DTC", "TI", "TR"}),
    "orders_v0.getOrderAddress": (SHOWS_LESS, {"DTC", "TI", "TR"}),
    "orders_v0.getOrderBuyerInfo": (SHOWS_LESS, {"DTC", "TI", "TR"}),
    "orders_v0.getOrderItemsBuyerInfo": (SHOWS_LESS, {"DTC", "TI", "TR"}),
    "orders_v0.getOrderRegulatedInfo": (CLOSED, {"DTC"}),
    "merchant_fulfillment_v0.getShipment": (SHOWS_LESS, {"DTC"}),
    "merchant_fulfillment_v0.cancelShipment": (SHOWS_LESS, {"DTC"}),
    "merchant_fulfillment_v0.createShipment": (SHOWS_LESS, {"DTC"}),
    "easy_ship_2022_03_23.createScheduledPackageBulk": (CLOSED, {"DTC"}),
    "shipping.getShipment": (CLOSED, {"DTC"}),
    "shipment_invoicing_v0.getShipmentDetails": (CLOSED, {"TI"}),
}
REPORT = "reports_2021_06_30.getReportDocument"
ALL = {sent.operation.key: sent for sent in every_request()}


def token(shop: Shop, method: str, path: str, **more: object) -> str:
    made = shop.ok("POST", PATH, {"restrictedResources": [{"method": method, "path": path}], **more})
    return str(made["restrictedDataToken"])


def is_open(shop: Shop, sent: Sent, token: str) -> bool:
    headers = {"x-amz-access-token": token, **sent.headers}
    response = shop.http.request(sent.method, sent.target, headers=headers, content=sent.body)
    assert response.status_code in (200, 400, 403, 404, 501), response.text
    return response.status_code != 403


@pytest.mark.parametrize("key", TABLE)
def test_a_token_for_the_path_opens_it(shop: Shop, key: str) -> None:
    sent, (normally, _) = ALL[key], TABLE[key]
    assert is_open(shop, sent, shop.token) == (normally is SHOWS_LESS)
    assert is_open(shop, sent, token(shop, sent.method, sent.operation.path))
    assert is_open(shop, sent, token(shop, sent.method, sent.target.partition("?")[0]))


@pytest.mark.parametrize("key", TABLE)
def test_a_token_for_another_path_opens_nothing(shop: Shop, key: str) -> None:
    sent = ALL[key]
    others = {"/orders/v0/orders", "/orders/v0/orders/902-1/buyerInfo"} - {sent.operation.path}
    for other in others:
        assert not is_open(shop, sent, token(shop, "GET", other))


def test_whoever_bears_the_token_needs_the_role(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    bearers = {role: new_shop(beside=shop, roles=[role, "IOT", "PL"]) for role in ("DTC", "TI", "TR", "PR")}
    for key, (_, roles) in TABLE.items():
        sent = ALL[key]
        for role, bearer in bearers.items():
            target = bearer.credentials["application_id"]
            made = token(shop, sent.method, sent.operation.path, targetApplication=target)
            assert is_open(shop, sent, made) == (role in roles), (key, role)


def test_no_other_operation_is_given_a_token(shop: Shop) -> None:
    for key, sent in ALL.items():
        if key in TABLE or key == REPORT:
            continue
        for path in (sent.operation.path, sent.target.partition("?")[0]):
            if sent.method not in ("GET", "PUT", "POST", "DELETE"):
                continue
            [error] = shop.refused("POST", PATH, {"restrictedResources": [{"method": sent.method, "path": path}]})
            assert error["message"] == "Application do not have access to some or all requested resource", key


def test_data_elements_are_those_that_the_resource_has_and_the_bearer_may_see() -> None:
    items = RestrictedPath("GET", "/x", elements=frozenset({"buyerInfo"}))
    asked = frozenset({"buyerInfo", "shippingAddress", "buyerTaxInformation"})
    assert items.elements_for(asked, frozenset({"DTC", "TI", "TR"})) == {"buyerInfo"}
    assert items.elements_for(asked, frozenset({"DTC"})) == frozenset()
    order = RestrictedPath("GET", "/x", elements=asked)
    assert order.elements_for(asked, frozenset({"DTC"})) == {"shippingAddress"}
    assert order.elements_for(frozenset({"buyerInfo"}), frozenset({"TR"})) == {"buyerInfo"}
