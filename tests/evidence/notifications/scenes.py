"""Situations in which others called Notifications, made again."""

from __future__ import annotations

import httpx

from tests.domains.exchange.notifying import NOTIFICATIONS, Application
from tests.shop import Shop

_QUEUE = "arn:aws:sqs:us-east-1:123456789012:queue"


def a_subscription_to_no_destination(shop: Shop) -> httpx.Response:
    body = {"payloadVersion": "1.0", "destinationId": "00000000-0000-4000-8000-000000000000"}
    return shop.call("POST", f"{NOTIFICATIONS}/subscriptions/ANY_OFFER_CHANGED", body)


def a_queue_that_was_made_a_destination(shop: Shop) -> httpx.Response:
    application = Application(shop)
    application.destination("arn:aws:sqs:eu-west-2:123456789012:queue")
    return application.call("GET", "destinations")


def a_queue_a_second_time(shop: Shop) -> httpx.Response:
    application = Application(shop)
    application.destination(_QUEUE)
    body = {"name": "again", "resourceSpecification": {"sqs": {"arn": _QUEUE}}}
    return application.call("POST", "destinations", body)


def a_type_a_second_time(shop: Shop) -> httpx.Response:
    body = {"payloadVersion": "1.0", "destinationId": Application(shop).destination(_QUEUE)}
    path = f"{NOTIFICATIONS}/subscriptions/REPORT_PROCESSING_FINISHED"
    shop.ok("POST", path, body)
    return shop.call("POST", path, body)


def deleting_a_destination_that_is_sent_to(shop: Shop) -> httpx.Response:
    application = Application(shop)
    id = application.destination(_QUEUE)
    body = {"payloadVersion": "1.0", "destinationId": id}
    shop.ok("POST", f"{NOTIFICATIONS}/subscriptions/ANY_OFFER_CHANGED", body)
    return application.call("DELETE", f"destinations/{id}")
