"""How an application is told of what happens: its queue, its destination, its subscriptions, its messages."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import boto3
import httpx
import jsonschema
import pytest

from tests.shop import US, Json, Shop

NOTIFICATIONS = "/notifications/v1"
SCHEMAS = Path("/work/shared/schemas/notifications")
REGION = "us-east-1"
#: What ORDER_CHANGE is subscribed to with.
EVERY_CHANGE: Json = {
    "eventFilter": {
        "eventFilterType": "ORDER_CHANGE",
        "orderChangeTypes": ["OrderStatusChange", "BuyerRequestedChange"],
    }
}


def client(shop: Shop, service: str) -> Any:
    """boto3, as a program under ``tradepost run`` has it."""
    named = {"sqs": "sqs", "events": "events"}[service]
    endpoint = shop.controlled("GET", "notifications")["endpoints"][named]
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


class Queue:
    """A queue of SQS that an application reads."""

    def __init__(self, shop: Shop, policy: Json | None = None) -> None:
        self.sqs = client(shop, "sqs")
        attributes = {"Policy": json.dumps(policy)} if policy else {}
        self.name = f"queue-{uuid.uuid4().hex}"
        self.url = self.sqs.create_queue(QueueName=self.name, Attributes=attributes)["QueueUrl"]
        found = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])
        self.arn = found["Attributes"]["QueueArn"]

    def messages(self, most: int = 100) -> list[Json]:
        """Everything that is in it, taken out."""
        found: list[Json] = []
        while len(found) < most:
            answer = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, WaitTimeSeconds=0)
            if not answer.get("Messages"):
                break
            for each in answer["Messages"]:
                found.append(json.loads(each["Body"]))
                self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=each["ReceiptHandle"])
        return found


class Application:
    """The application of a seller, as it asks to be told."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        answer = shop.ask_token(
            grant_type="client_credentials",
            scope="sellingpartnerapi::notifications",
            client_id=shop.credentials["client_id"],
            client_secret=shop.credentials["client_secret"],
        )
        assert answer.status_code == 200, answer.text
        self.token = answer.json()["access_token"]

    def call(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        """A grantless call."""
        own = {"x-amz-access-token": self.token, **headers}
        return self.shop.http.request(method, f"{NOTIFICATIONS}/{path}", json=body, headers=own)

    def destination(self, arn: str, name: str = "orders") -> str:
        answer = self.call("POST", "destinations", {"name": name, "resourceSpecification": {"sqs": {"arn": arn}}})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["payload"]["destinationId"])

    def bus(self, account: str = "123456789012") -> Json:
        specification = {"eventBridge": {"accountId": account, "region": REGION}}
        answer = self.call("POST", "destinations", {"name": "bus", "resourceSpecification": specification})
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()["payload"]
        return found


def subscribed(shop: Shop, type: str, destination_id: str, version: str = "1.0", **more: Any) -> str:
    if type == "ORDER_CHANGE":
        more = {"processingDirective": EVERY_CHANGE, **more}
    body = {"payloadVersion": version, "destinationId": destination_id, **more}
    found = shop.ok("POST", f"{NOTIFICATIONS}/subscriptions/{type}", body)
    return str(found["payload"]["subscriptionId"])


def webhook(shop: Shop, type: str, **more: Any) -> Json:
    """Subscribes an address that nobody listens at: what is sent to it can be read in the deliveries."""
    return shop.controlled("POST", "webhooks", {"url": "http://127.0.0.1:9/", "notificationType": type, **more})


def made(shop: Shop, type: str) -> list[Json]:
    """The notifications of a type that were made, in the order in which they were."""
    found = shop.controlled("GET", "deliveries", type=type, limit="1000")["deliveries"]
    return [each["body"] for each in reversed(found)]


def sent(shop: Shop) -> Json:
    """Has everything be sent that waits; how many there are in each state then."""
    counts: Json = shop.controlled("POST", "deliveries/send")["counts"]
    return counts


def fits(notification: Json, name: str) -> None:
    """The notification is as the published schema has it; without the schemas this says nothing."""
    path = SCHEMAS / f"{name}.json"
    if not path.exists():
        return
    schema = json.loads(path.read_text())
    if "#ref" in schema:  # a slip of the published file
        schema["$ref"] = schema.pop("#ref")
        del schema["type"]
    jsonschema.validate(notification, schema)


def ordered(shop: Shop, sku: str, quantity: int = 1, **more: Any) -> str:
    body = {"marketplaceId": US, "items": [{"sku": sku, "quantity": quantity}], **more}
    return str(shop.controlled("POST", "buyers/orders", body)["orderId"])


needs_schemas = pytest.mark.skipif(not SCHEMAS.exists(), reason="the published schemas are not on this machine")
