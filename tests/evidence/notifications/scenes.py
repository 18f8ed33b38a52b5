"""Situations in which others called Notifications, made again."""

from __future__ import annotations

import httpx

from tests.domains.exchange.notifying import NOTIFICATIONS, Application, made, subscribed, webhook
from tests.domains.exchange.reports.reporting import asked, ended
from tests.shop import US, Json, Shop

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


def a_destination_by_its_id(shop: Shop) -> httpx.Response:
    application = Application(shop)
    return application.call("GET", f"destinations/{application.destination(_QUEUE)}")


def deleting_a_destination_that_nothing_is_sent_to(shop: Shop) -> httpx.Response:
    application = Application(shop)
    return application.call("DELETE", f"destinations/{application.destination(_QUEUE)}")


def a_subscription_by_its_id_without_a_seller(shop: Shop) -> httpx.Response:
    application = Application(shop)
    id = subscribed(shop, "ANY_OFFER_CHANGED", application.destination(_QUEUE))
    return application.call("GET", f"subscriptions/ANY_OFFER_CHANGED/{id}")


def deleting_a_subscription_without_a_seller(shop: Shop) -> httpx.Response:
    application = Application(shop)
    id = subscribed(shop, "B2B_ANY_OFFER_CHANGED", application.destination(_QUEUE))
    return application.call("DELETE", f"subscriptions/B2B_ANY_OFFER_CHANGED/{id}")


def deleting_a_subscription_for_a_seller(shop: Shop) -> httpx.Response:
    id = subscribed(shop, "ANY_OFFER_CHANGED", Application(shop).destination(_QUEUE))
    return shop.call("DELETE", f"{NOTIFICATIONS}/subscriptions/ANY_OFFER_CHANGED/{id}")


def no_subscription_to_a_type(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{NOTIFICATIONS}/subscriptions/ANY_OFFER_CHANGED")


def no_role_for_a_type(shop: Shop) -> httpx.Response:
    """A token that stands for no seller, as one without the role does."""
    return Application(shop).call("GET", "subscriptions/ANY_OFFER_CHANGED")


def a_path_of_destinations_that_is_doubled(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"/https:/sellingpartnerapi-na.amazon.com{NOTIFICATIONS}/destinations")


def destinations_for_the_token_of_a_seller(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{NOTIFICATIONS}/destinations")


def what_a_destination_is_not(shop: Shop) -> httpx.Response:
    return a_queue_that_was_made_a_destination(shop)


def a_destination_for_the_token_of_a_seller(shop: Shop) -> httpx.Response:
    body = {"name": "orders", "resourceSpecification": {"sqs": {"arn": _QUEUE}}}
    return shop.call("POST", f"{NOTIFICATIONS}/destinations", body)


def _subscribed(shop: Shop, type: str, **more: Json) -> httpx.Response:
    body = {"payloadVersion": "1.0", "destinationId": Application(shop).destination(_QUEUE), **more}
    return shop.call("POST", f"{NOTIFICATIONS}/subscriptions/{type}", body)


def changes_of_orders_without_a_directive(shop: Shop) -> httpx.Response:
    return _subscribed(shop, "ORDER_CHANGE")


def changes_of_orders_in_one_marketplace(shop: Shop) -> httpx.Response:
    wanted = {"marketplaceIds": [US], "eventFilterType": "ORDER_CHANGE"}
    return _subscribed(shop, "ORDER_CHANGE", processingDirective={"eventFilter": wanted})


def a_subscription_to_offers_without_a_directive(shop: Shop) -> httpx.Response:
    return _subscribed(shop, "ANY_OFFER_CHANGED")


def what_a_canceled_report_is_told_as(shop: Shop) -> httpx.Response:
    """The notification itself."""
    webhook(shop, "REPORT_PROCESSING_FINISHED", payloadVersion="1.0")
    ended(shop, asked(shop, "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL"))
    [message] = made(shop, "REPORT_PROCESSING_FINISHED")
    return httpx.Response(200, json=message)


def what_goes_over_event_bridge_to_a_queue(shop: Shop) -> httpx.Response:
    return _subscribed(shop, "LISTINGS_ITEM_STATUS_CHANGE")


def what_is_told_of_issues(shop: Shop) -> httpx.Response:
    """The notification itself, which an event bus has as the detail of its event."""
    webhook(shop, "LISTINGS_ITEM_ISSUES_CHANGE", payloadVersion="2023-12-13")
    shop.put_listing("MUG-1", shop.attributes(main_product_image_locator=None))
    shop.advance("PT1M")
    return httpx.Response(200, json=made(shop, "LISTINGS_ITEM_ISSUES_CHANGE")[0])


def what_is_told_of_a_new_offer(shop: Shop) -> httpx.Response:
    """The notification itself: a competitor sends what he sells, and another has Amazon send it."""
    asin = shop.list_product("MUG-1", 24.99)
    offer = {"marketplaceId": US, "asin": asin, "quantity": 5, "feedback": {"rating": 95, "count": 100}}
    shop.controlled("POST", "competitors", {**offer, "price": 23.0, "sellerId": "ACOMPETITOR001"})
    webhook(shop, "ANY_OFFER_CHANGED")
    shop.controlled("POST", "competitors", {**offer, "price": 22.0, "sellerId": "ACOMPETITOR002", "fulfillment": "FBA"})
    return httpx.Response(200, json=made(shop, "ANY_OFFER_CHANGED")[-1])
