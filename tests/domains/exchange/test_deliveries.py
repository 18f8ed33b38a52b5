"""Notifications arrive: in queues that boto3 reads, on event buses, at webhooks; once each, in order."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.domains.exchange.notifying import (
    NOTIFICATIONS,
    Application,
    Queue,
    client,
    made,
    ordered,
    sent,
    subscribed,
    webhook,
)
from tests.shop import Json, Shop

SENDER = "arn:aws:iam::437568002678:root"


def statuses(messages: list[Json]) -> list[str]:
    return [each["Payload"]["OrderChangeNotification"]["Summary"]["OrderStatus"] for each in messages]


def policy(principal: str, effect: str = "Allow") -> Json:
    statement = {
        "Effect": effect,
        "Principal": {"AWS": principal},
        "Action": ["SQS:SendMessage", "SQS:GetQueueAttributes"],
        "Resource": "*",
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


@pytest.fixture
def queue(shop: Shop) -> Queue:
    """A queue that hears of orders."""
    found = Queue(shop)
    subscribed(shop, "ORDER_CHANGE", Application(shop).destination(found.arn))
    return found


def test_a_queue_gets_each_change_once_in_the_order_of_time(shop: Shop, queue: Queue) -> None:
    shop.list_product("MUG-1")
    orders = [ordered(shop, "MUG-1") for _ in range(3)]
    shop.advance("P1D")
    assert sent(shop) == {"delivered": 6}
    found = queue.messages()
    assert len(found) == 6
    for order in orders:
        about = [each for each in found if each["Payload"]["OrderChangeNotification"]["AmazonOrderId"] == order]
        about.sort(key=lambda each: str(each["EventTime"]))
        assert statuses(about) == ["Pending", "Unshipped"]
    assert len({each["NotificationMetadata"]["NotificationId"] for each in found}) == 6
    assert sent(shop) == {"delivered": 6}
    assert queue.messages() == []


def test_nobody_has_to_ask_for_what_was_made_to_be_sent(shop: Shop, queue: Queue) -> None:
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    answer = queue.sqs.receive_message(QueueUrl=queue.url, WaitTimeSeconds=20)
    assert statuses([json.loads(answer["Messages"][0]["Body"])]) == ["Pending"]


def test_a_missing_queue_is_seen_and_once_it_is_there_everything_comes_in_order(shop: Shop) -> None:
    sqs = client(shop, "sqs")
    name = f"late-{shop.world}"
    subscribed(shop, "ORDER_CHANGE", Application(shop).destination(f"arn:aws:sqs:us-east-1:123456789012:{name}"))
    shop.list_product("MUG-1")
    order = ordered(shop, "MUG-1")
    shop.advance("PT1H")
    assert sent(shop) == {"failing": 1, "pending": 1}
    [stuck] = shop.controlled("GET", "doctor")["undelivered"]
    assert (stuck["type"], stuck["subject"], stuck["state"]) == ("ORDER_CHANGE", order, "failing")
    assert "NonExistentQueue" in stuck["reason"]
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    assert sent(shop) == {"delivered": 2}
    assert shop.controlled("GET", "doctor")["undelivered"] == []
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    assert statuses([json.loads(each["Body"]) for each in answer["Messages"]]) == ["Pending", "Unshipped"]


def test_a_destination_that_fails_stops_no_other(shop: Shop, queue: Queue) -> None:
    webhook(shop, "ORDER_STATUS_CHANGE")
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    assert sent(shop) == {"delivered": 1, "failing": 1}
    assert len(queue.messages()) == 1


@pytest.mark.parametrize(
    ("rules", "outcome"),
    [
        (policy(SENDER), "delivered"),
        (policy("437568002678"), "delivered"),
        (policy("*"), "delivered"),
        (policy("arn:aws:iam::111111111111:root"), "failing"),
        (policy(SENDER, "Deny"), "failing"),
    ],
)
def test_the_policy_of_a_queue_lets_notifications_in_or_refuses_them(shop: Shop, rules: Json, outcome: str) -> None:
    queue = Queue(shop, rules)
    subscribed(shop, "ORDER_CHANGE", Application(shop).destination(queue.arn))
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    assert sent(shop) == {outcome: 1}
    [delivery] = shop.controlled("GET", "deliveries")["deliveries"]
    refused = f"the policy of {queue.arn} does not let 437568002678 do sqs:SendMessage"
    assert delivery["reason"] == ("" if outcome == "delivered" else refused)
    assert len(queue.messages()) == (outcome == "delivered")


def test_an_event_bus_gets_events_of_the_partner_source(shop: Shop) -> None:
    made_of = Application(shop).bus()
    source = made_of["resource"]["eventBridge"]["name"]
    sent(shop)  # the event source has appeared by then
    events, queue = client(shop, "events"), Queue(shop)
    assert events.describe_event_source(Name=source)["Name"] == source
    events.create_event_bus(Name=source, EventSourceName=source)
    pattern = json.dumps({"source": [source], "detail-type": ["LISTINGS_ITEM_STATUS_CHANGE"]})
    events.put_rule(Name="listings", EventBusName=source, EventPattern=pattern)
    events.put_targets(Rule="listings", EventBusName=source, Targets=[{"Id": "1", "Arn": queue.arn}])
    subscribed(shop, "LISTINGS_ITEM_STATUS_CHANGE", made_of["destinationId"])
    shop.list_product("MUG-1")
    assert set(sent(shop)) == {"delivered"}
    found = queue.messages()
    assert {(each["source"], each["detail-type"]) for each in found} == {(source, "LISTINGS_ITEM_STATUS_CHANGE")}
    last = found[-1]
    assert last["detail"]["Payload"]["Status"] == ["BUYABLE", "DISCOVERABLE"]
    assert (last["account"], last["region"], last["resources"]) == ("123456789012", "us-east-1", [])


def test_an_event_bus_that_nobody_made_is_a_reason(shop: Shop) -> None:
    subscribed(shop, "LISTINGS_ITEM_STATUS_CHANGE", Application(shop).bus()["destinationId"])
    shop.list_product("MUG-1")
    sent(shop)
    assert "does not exist" in shop.controlled("GET", "doctor")["undelivered"][0]["reason"]


class Listener:
    """A program at a web address, which answers with a status of our choice."""

    def __init__(self) -> None:
        self.status = 200
        self.heard: list[tuple[dict[str, str], bytes]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, format: str, *arguments: object) -> None:
                return

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?x=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.server.shutdown()
    found.server.server_close()


def test_a_webhook_gets_signed_notifications(shop: Shop, listener: Listener) -> None:
    made_of = shop.controlled("POST", "webhooks", {"url": listener.url, "notificationType": "ORDER_CHANGE"})
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    assert sent(shop) == {"delivered": 1}
    [(headers, body)] = listener.heard
    parts = dict(each.split("=", 1) for each in headers["x-tradepost-signature"].split(","))
    expected = hmac.digest(made_of["secret"].encode(), f"{parts['t']}.".encode() + body, hashlib.sha256).hex()
    assert parts["v1"] == expected
    assert headers["x-tradepost-notification-type"] == "ORDER_CHANGE"
    assert json.loads(body)["NotificationMetadata"]["SubscriptionId"] == made_of["subscriptionId"]


def test_a_webhook_that_answers_an_error_is_tried_again_and_a_delivery_can_be_sent_again(
    shop: Shop, listener: Listener
) -> None:
    shop.controlled("POST", "webhooks", {"url": listener.url, "notificationType": "ORDER_CHANGE"})
    shop.list_product("MUG-1")
    listener.status = 503
    ordered(shop, "MUG-1")
    assert sent(shop) == {"failing": 1}
    [delivery] = shop.controlled("GET", "deliveries", state="failing")["deliveries"]
    assert delivery["reason"] == f"{listener.url} answered 503"
    listener.status = 202
    assert sent(shop) == {"delivered": 1}
    tried = len(listener.heard)
    assert tried >= 2
    shop.controlled("POST", f"deliveries/{delivery['id']}/redeliver")
    assert sent(shop) == {"delivered": 1}
    assert [each[1] for each in listener.heard] == [listener.heard[0][1]] * (tried + 1)
    assert shop.control("POST", "deliveries/999999/redeliver").status_code == 404


@pytest.mark.parametrize("url", ["ftp://host/", "http://", "nonsense", "http://a b/"])
def test_what_is_no_web_address_is_refused(shop: Shop, url: str) -> None:
    answer = shop.control("POST", "webhooks", {"url": url, "notificationType": "ORDER_CHANGE"})
    assert answer.status_code == 400
    assert "is not an http or https address" in answer.text
    assert shop.controlled("GET", "notifications")["destinations"] == []


def test_it_is_given_up_after_its_last_attempt(shop: Shop) -> None:
    webhook(shop, "ORDER_CHANGE")
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    for _ in range(25):
        counts = sent(shop)
    assert counts == {"dead": 1}
    [delivery] = shop.controlled("GET", "deliveries", state="dead")["deliveries"]
    assert delivery["attempts"] == 25
    assert shop.controlled("GET", "doctor")["undelivered"][0]["state"] == "dead"


def test_a_scenario_tells_nobody_unless_it_is_asked_to(shop: Shop) -> None:
    webhook(shop, "ORDER_CHANGE")
    shop.controlled("POST", "reset")
    shop.controlled("POST", "scenarios", {"name": "starter"})
    assert made(shop, "ORDER_CHANGE") == []
    shop.controlled("POST", "reset")
    shop.controlled("POST", "scenarios", {"name": "starter", "notify": True})
    times = [each["EventTime"] for each in made(shop, "ORDER_CHANGE")]
    assert len(times) > 15
    assert times == sorted(times)


def test_a_copy_of_a_world_tells_nobody(shop: Shop) -> None:
    webhook(shop, "ORDER_CHANGE")
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    shop.controlled("POST", "snapshots", {"name": "kept"})
    copy = shop.controlled("POST", "worlds", {"from": f"{shop.world}/kept"})["world"]
    assert shop.controlled("GET", "notifications", world=copy)["subscriptions"] == []
    assert shop.controlled("GET", "deliveries", world=copy)["deliveries"] == []
    shop.controlled("DELETE", f"worlds/{copy}")


def test_a_restored_snapshot_sends_nothing_again(shop: Shop) -> None:
    webhook(shop, "ORDER_CHANGE")
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    shop.controlled("POST", "snapshots", {"name": "kept"})
    shop.controlled("POST", "snapshots/kept/restore")
    assert sent(shop) == {}


def test_a_seller_who_has_withdrawn_his_grant_is_told_of_no_more(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop()
    webhook(shop, "ORDER_CHANGE")
    shop.list_product("MUG-1")
    shop.controlled("POST", "grants/revoke", {})
    ordered(shop, "MUG-1")
    assert made(shop, "ORDER_CHANGE") == []


def test_an_ended_subscription_hears_no_more(shop: Shop, queue: Queue) -> None:
    found = shop.ok("GET", f"{NOTIFICATIONS}/subscriptions/ORDER_CHANGE")["payload"]
    shop.ok("DELETE", f"{NOTIFICATIONS}/subscriptions/ORDER_CHANGE/{found['subscriptionId']}")
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    assert shop.controlled("GET", "deliveries")["deliveries"] == []


# Rules that upset notifications


def test_a_notification_comes_twice_with_the_same_id(shop: Shop, queue: Queue) -> None:
    shop.controlled("POST", "notifications/rules", {"duplicates": 1, "times": 1})
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    ordered(shop, "MUG-1")
    assert sent(shop) == {"delivered": 3}
    ids = [each["NotificationMetadata"]["NotificationId"] for each in queue.messages()]
    assert (len(ids), len(set(ids))) == (3, 2)
    assert shop.controlled("GET", "notifications/rules")["rules"][0]["met"] == 1


def test_a_notification_comes_after_the_one_that_followed_it(shop: Shop, queue: Queue) -> None:
    shop.controlled("POST", "notifications/rules", {"notificationType": "ORDER_CHANGE", "outOfOrder": True, "times": 1})
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    assert shop.controlled("GET", "deliveries")["counts"] == {"held": 1}
    shop.advance("PT1H")
    assert sent(shop) == {"delivered": 2}
    assert statuses(queue.messages()) == ["Unshipped", "Pending"]


def test_a_late_notification_waits_in_real_time(shop: Shop, queue: Queue) -> None:
    shop.controlled("POST", "notifications/rules", {"delaySeconds": 3600})
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    assert shop.controlled("GET", "deliveries")["counts"] == {"pending": 1}
    assert sent(shop) == {"delivered": 1}


def test_optional_fields_can_be_left_out(shop: Shop) -> None:
    webhook(shop, "ORDER_CHANGE")
    shop.controlled("POST", "notifications/rules", {"leaveOut": True})
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    [message] = made(shop, "ORDER_CHANGE")
    said = message["Payload"]["OrderChangeNotification"]["Summary"]
    assert "LatestShipDate" not in said
    assert set(said["OrderItems"][0]) == {"OrderItemId", "SellerSKU", "SupplySourceId", "Quantity"}


def test_a_rule_is_removed_and_a_wrong_one_refused(shop: Shop) -> None:
    first = shop.controlled("POST", "notifications/rules", {"leaveOut": True})["id"]
    shop.controlled("POST", "notifications/rules", {"duplicates": 2})
    assert shop.control("DELETE", f"notifications/rules/{first}").status_code == 204
    assert shop.control("DELETE", f"notifications/rules/{first}").status_code == 404
    for wrong in ({"times": 0}, {"duplicates": 1000}, {"delaySeconds": -1}, {"notificationType": "X"}, {"often": 1}):
        assert shop.control("POST", "notifications/rules", wrong).status_code == 400
    assert [each["duplicates"] for each in shop.controlled("GET", "notifications/rules")["rules"]] == [2]
    assert shop.control("DELETE", "notifications/rules").status_code == 204
    assert shop.controlled("GET", "notifications/rules")["rules"] == []
