"""Situations in which others called Notifications, made again."""

from __future__ import annotations

import httpx

from tests.domains.exchange.notifying import NOTIFICATIONS, Application
from tests.shop import Shop


def a_subscription_to_no_destination(shop: Shop) -> httpx.Response:
    body = {"payloadVersion": "1.0", "destinationId": "00000000-0000-4000-8000-000000000000"}
    return shop.call("POST", f"{NOTIFICATIONS}/subscriptions/ANY_OFFER_CHANGED", body)


def a_queue_that_was_made_a_destination(shop: Shop) -> httpx.Response:
    application = Application(shop)
    application.destination("arn:aws:sqs:eu-west-2:123456789012:queue")
    return application.call("GET", "destinations")
