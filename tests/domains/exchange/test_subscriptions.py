"""Whom to tell: destinations of an application, and its subscriptions to what happens to a seller."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from tests.domains.exchange.notifying import EVERY_CHANGE, NOTIFICATIONS, Application, Queue, ordered, sent, subscribed
from tests.shop import US, Json, Shop

ARN = "arn:aws:sqs:us-east-1:123456789012:orders"
SUBSCRIPTIONS = f"{NOTIFICATIONS}/subscriptions"


def wanted(destination_id: str, version: str = "1.0", **more: object) -> dict[str, object]:
    return {"payloadVersion": version, "destinationId": destination_id, **more}


def test_a_destination_is_made_listed_shown_and_deleted(shop: Shop) -> None:
    app = Application(shop)
    id = app.destination(ARN)
    shown = {"name": "orders", "destinationId": id, "resource": {"sqs": {"arn": ARN}}}
    assert app.call("GET", "destinations").json() == {"payload": [shown]}
    assert app.call("GET", f"destinations/{id}").json() == {"payload": shown}
    assert app.call("DELETE", f"destinations/{id}").json() == {}
    assert app.call("GET", "destinations").json() == {"payload": []}
    assert app.call("GET", f"destinations/{id}").status_code == 404


def test_an_event_bus_has_the_name_of_its_partner_event_source(shop: Shop) -> None:
    made = Application(shop).bus()
    application_id = shop.controlled("GET", "applications")["applications"][0]["applicationId"]
    assert made["resource"] == {
        "eventBridge": {
            "name": f"aws.partner/sellingpartnerapi.amazon.com/123456789012/{application_id}",
            "accountId": "123456789012",
            "region": "us-east-1",
        }
    }


def test_the_same_queue_again_is_refused(shop: Shop) -> None:
    app = Application(shop)
    app.destination(ARN)
    answer = app.call("POST", "destinations", {"name": "again", "resourceSpecification": {"sqs": {"arn": ARN}}})
    [error] = answer.json()["errors"]
    application_id = shop.controlled("GET", "applications")["applications"][0]["applicationId"]
    assert (answer.status_code, error["code"]) == (409, "Conflict")
    assert error["details"] == f"A destination with arn {ARN} already exists for the application {application_id}"
    assert len(app.call("GET", "destinations").json()["payload"]) == 1


def test_an_account_has_one_event_bus_destination(shop: Shop) -> None:
    app = Application(shop)
    app.bus()
    other = {"eventBridge": {"accountId": "123456789012", "region": "eu-west-1"}}
    assert app.call("POST", "destinations", {"name": "b", "resourceSpecification": other}).status_code == 409


@pytest.mark.parametrize(
    ("specification", "details"),
    [
        ({}, "must have either sqs or eventBridge"),
        ({"sqs": {"arn": ARN + ".fifo"}}, "FIFO"),
        ({"sqs": {"arn": "arn:aws:sns:us-east-1:123456789012:topic"}}, "arn"),
        ({"eventBridge": {"accountId": "12", "region": "us-east-1"}}, "accountId: '12' is not an AWS account id"),
        ({"eventBridge": {"accountId": "123456789012", "region": "moon"}}, "region: 'moon' is not an AWS region"),
    ],
)
def test_what_is_no_queue_and_no_event_bus_is_refused(shop: Shop, specification: object, details: str) -> None:
    app = Application(shop)
    answer = app.call("POST", "destinations", {"name": "orders", "resourceSpecification": specification})
    assert answer.status_code == 400
    assert details in answer.text
    assert app.call("GET", "destinations").json() == {"payload": []}


def test_destinations_want_a_grantless_token(shop: Shop) -> None:
    answer = shop.call("GET", f"{NOTIFICATIONS}/destinations")
    assert answer.status_code == 403
    assert "sellingpartnerapi::notifications" in answer.headers["x-tradepost-reason"]


def test_a_destination_belongs_to_its_application_and_its_region(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop()
    app, other = Application(shop), Application(new_shop(beside=shop))
    id = app.destination(ARN)
    assert other.call("GET", "destinations").json() == {"payload": []}
    assert other.call("GET", f"destinations/{id}").status_code == 404
    eu = app.call(
        "POST",
        "destinations",
        {"name": "eu", "resourceSpecification": {"sqs": {"arn": ARN + "-eu"}}},
        Host="sellingpartnerapi-eu.amazon.com",
    ).json()["payload"]["destinationId"]
    there = app.call("GET", "destinations", Host="sellingpartnerapi-na.amazon.com").json()["payload"]
    assert [each["destinationId"] for each in there] == [id]
    assert app.call("GET", f"destinations/{eu}", Host="sellingpartnerapi-na.amazon.com").status_code == 404


def test_a_subscription_is_made_found_and_ended(shop: Shop) -> None:
    app = Application(shop)
    destination = app.destination(ARN)
    id = subscribed(shop, "ORDER_CHANGE", destination)
    shown = {
        "subscriptionId": id,
        "payloadVersion": "1.0",
        "destinationId": destination,
        "processingDirective": EVERY_CHANGE,
    }
    assert shop.ok("GET", f"{SUBSCRIPTIONS}/ORDER_CHANGE") == {"payload": shown}
    assert shop.ok("GET", SUBSCRIPTIONS, notificationTypes="ORDER_CHANGE") == {"payload": {"subscriptions": [shown]}}
    assert app.call("GET", f"subscriptions/ORDER_CHANGE/{id}").json() == {"payload": shown}
    assert app.call("DELETE", f"subscriptions/ORDER_CHANGE/{id}").json() == {}
    [error] = shop.refused("GET", f"{SUBSCRIPTIONS}/ORDER_CHANGE", status=404)
    assert error["message"] == "The requested resource doesn't exist."


def test_some_clients_find_and_end_subscriptions_with_the_sellers_token(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop()
    id = subscribed(shop, "ORDER_CHANGE", Application(shop).destination(ARN))
    other = new_shop(beside=shop)
    other.refused("GET", f"{SUBSCRIPTIONS}/ORDER_CHANGE/{id}", status=404)
    other.refused("DELETE", f"{SUBSCRIPTIONS}/ORDER_CHANGE/{id}", status=404)
    assert shop.ok("GET", f"{SUBSCRIPTIONS}/ORDER_CHANGE/{id}")["payload"]["subscriptionId"] == id
    assert shop.ok("DELETE", f"{SUBSCRIPTIONS}/ORDER_CHANGE/{id}") == {}


def test_a_second_subscription_to_the_same_is_refused(shop: Shop) -> None:
    app = Application(shop)
    first, second = app.destination(ARN), app.destination(ARN + "-2")
    id = subscribed(shop, "ORDER_CHANGE", first)
    [error] = shop.refused(
        "POST", f"{SUBSCRIPTIONS}/ORDER_CHANGE", wanted(second, processingDirective=EVERY_CHANGE), status=409
    )
    assert error["code"] == "StateConflict"
    assert error["details"] == "Subscription already exist for notification type ORDER_CHANGE"
    assert shop.ok("GET", f"{SUBSCRIPTIONS}/ORDER_CHANGE")["payload"]["subscriptionId"] == id


def test_payload_versions_stand_side_by_side_and_the_newest_is_shown(shop: Shop) -> None:
    app = Application(shop)
    bus = app.bus()["destinationId"]
    old = subscribed(shop, "LISTINGS_ITEM_ISSUES_CHANGE", bus)
    new = subscribed(shop, "LISTINGS_ITEM_ISSUES_CHANGE", bus, "2023-12-13")
    path = f"{SUBSCRIPTIONS}/LISTINGS_ITEM_ISSUES_CHANGE"
    assert shop.ok("GET", path)["payload"]["subscriptionId"] == new
    assert shop.ok("GET", path, payloadVersion="1.0")["payload"]["subscriptionId"] == old


def test_a_destination_with_subscriptions_cannot_be_deleted(shop: Shop) -> None:
    app = Application(shop)
    id = app.destination(ARN)
    subscribed(shop, "ORDER_CHANGE", id)
    answer = app.call("DELETE", f"destinations/{id}")
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["code"]) == (403, "Unauthorized")
    assert (error["message"], error["details"]) == (
        "The requested action is forbidden.",
        "Destination has subscriptions",
    )
    assert len(app.call("GET", "destinations").json()["payload"]) == 1


@pytest.mark.parametrize(
    ("type", "change", "details"),
    [
        ("ORDER_CHANGED", {}, "notificationType: 'ORDER_CHANGED' is not a notification type"),
        ("ORDER_CHANGE", {"payloadVersion": "9"}, "payloadVersion: '9' is not one of ORDER_CHANGE: 1.0"),
        ("LISTINGS_ITEM_STATUS_CHANGE", {}, "is not one of eventBridge, by which LISTINGS_ITEM_STATUS_CHANGE is sent"),
        (
            "ORDER_CHANGE",
            {"processingDirective": {"eventFilter": {"eventFilterType": "ANY_OFFER_CHANGED"}}},
            "eventFilterType: 'ANY_OFFER_CHANGED' is not supported for ORDER_CHANGE",
        ),
        (
            "ORDER_CHANGE",
            {"processingDirective": {"eventFilter": {"eventFilterType": "ORDER_CHANGE", "marketplaceIds": [US]}}},
            "marketplaceIds: '' is not part of a filter of ORDER_CHANGE",
        ),
        (
            "ORDER_CHANGE",
            {
                "processingDirective": {
                    "eventFilter": {"eventFilterType": "ORDER_CHANGE"},
                    "filterExpression": "a == 1",
                }
            },
            "cannot come together with an eventFilter",
        ),
        ("ORDER_CHANGE", {"processingDirective": {"filterExpression": "a + 1 == 2"}}, "'+ 1 == 2' is not allowed"),
        ("ORDER_CHANGE", {"processingDirective": {"filterExpression": "(" * 200}}, "nested more than 20 deep"),
    ],
)
def test_what_cannot_be_subscribed_to_is_refused(
    shop: Shop, type: str, change: dict[str, object], details: str
) -> None:
    body = {**wanted(Application(shop).destination(ARN)), **change}
    [error] = shop.refused("POST", f"{SUBSCRIPTIONS}/{type}", body)
    assert details in error["details"]
    assert shop.controlled("GET", "notifications")["subscriptions"] == []


def test_changes_of_orders_are_subscribed_to_with_a_filter_alone(shop: Shop) -> None:
    body = wanted(Application(shop).destination(ARN))
    directives: list[Json] = [{}, {"processingDirective": None}, {"processingDirective": {}}]
    for directive in directives:
        [error] = shop.refused("POST", f"{SUBSCRIPTIONS}/ORDER_CHANGE", {**body, **directive})
        assert error["details"] == "Processing Directive eventFilter must not be empty"
    assert shop.controlled("GET", "notifications")["subscriptions"] == []
    assert shop.ok("POST", f"{SUBSCRIPTIONS}/ANY_OFFER_CHANGED", body)["payload"]["payloadVersion"] == "1.0"


def test_an_unknown_destination_is_named(shop: Shop) -> None:
    application_id = shop.controlled("GET", "applications")["applications"][0]["applicationId"]
    [error] = shop.refused("POST", f"{SUBSCRIPTIONS}/ORDER_CHANGE", wanted("nowhere"))
    assert (error["code"], error["message"][:30]) == ("InvalidInput", "Request has missing or invalid")
    assert error["details"] == f"No destination with id 'nowhere' for applicationId '{application_id}'"
    assert shop.controlled("GET", "notifications")["subscriptions"] == []


def test_a_type_wants_one_of_its_roles(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop(beside=new_shop(), roles=["Product Listing"])
    app = Application(shop)
    destination = app.destination(ARN)
    answer = shop.call("POST", f"{SUBSCRIPTIONS}/ORDER_CHANGE", wanted(destination))
    assert answer.status_code == 403
    assert "none of the roles that open ORDER_CHANGE" in answer.headers["x-tradepost-reason"]
    answer = app.call("POST", "subscriptions/ORDER_CHANGE", wanted(destination))
    assert answer.status_code == 403
    assert "acts for a selling partner" in answer.headers["x-tradepost-reason"]


def test_many_subscriptions_with_expressions_come_in_pages(shop: Shop) -> None:
    destination = Application(shop).destination(ARN)
    for number in range(32):
        expression = f"OrderChangeNotification.AmazonOrderId == '{number}'"
        subscribed(shop, "ORDER_CHANGE", destination, processingDirective={"filterExpression": expression})
    first = shop.ok("GET", SUBSCRIPTIONS, notificationTypes="ORDER_CHANGE")["payload"]
    rest = shop.ok("GET", SUBSCRIPTIONS, notificationTypes="ORDER_CHANGE", nextToken=first["nextToken"])["payload"]
    assert (len(first["subscriptions"]), len(rest["subscriptions"]), "nextToken" in rest) == (30, 2, False)
    found = {each["subscriptionId"] for each in (*first["subscriptions"], *rest["subscriptions"])}
    assert len(found) == 32


def test_who_is_told_outlives_a_reset(shop: Shop) -> None:
    id = subscribed(shop, "ORDER_CHANGE", Application(shop).destination(ARN))
    shop.controlled("POST", "reset")
    assert shop.ok("GET", f"{SUBSCRIPTIONS}/ORDER_CHANGE")["payload"]["subscriptionId"] == id


def tried(app: Application, destination_id: str, host: str = "localhost", **change: object) -> httpx.Response:
    body = {"destinationId": destination_id, "testNotification": {"payloadVersion": "1.0", "testScenario": "any"}}
    return app.call("POST", "subscriptions/ORDER_CHANGE/testNotification", {**body, **change}, Host=host)


def test_a_destination_is_tried_with_the_last_thing_that_has_happened(shop: Shop) -> None:
    app, queue = Application(shop), Queue(shop)
    destination = app.destination(queue.arn)
    answer = tried(app, destination)
    assert (answer.status_code, "has nothing to tell yet" in answer.text) == (400, True)
    shop.list_product("MUG-1")
    order = ordered(shop, "MUG-1")
    assert tried(app, destination, testNotification={"payloadVersion": "1.0"}).status_code == 400
    assert tried(app, destination, "sellingpartnerapi-na.amazon.com").status_code == 403
    assert shop.controlled("GET", "deliveries")["deliveries"] == []
    assert tried(app, destination, "sandbox.sellingpartnerapi-na.amazon.com").status_code == 200
    assert sent(shop) == {"delivered": 1}
    [message] = queue.messages()
    assert message["Payload"]["OrderChangeNotification"]["AmazonOrderId"] == order


def test_a_destination_is_tried_with_what_everybody_is_told(shop: Shop) -> None:
    app, queue = Application(shop), Queue(shop)
    shop.controlled("POST", "product-types/LUGGAGE/versions")
    body = {
        "destinationId": app.destination(queue.arn),
        "testNotification": {"payloadVersion": "1.0", "testScenario": "any"},
    }
    answer = app.call("POST", "subscriptions/PRODUCT_TYPE_DEFINITIONS_CHANGE/testNotification", body)
    assert answer.status_code == 200, answer.text
    sent(shop)
    [message] = queue.messages()
    assert message["Payload"]["AccountId"] == shop.credentials["seller_id"]
