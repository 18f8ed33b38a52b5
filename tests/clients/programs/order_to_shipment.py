"""What an integration does: it hears of an order, reads it, ships it, and changes stock and price.

tradepost run -- python order_to_shipment.py
"""

import json
import os
from datetime import UTC, datetime

import boto3
import httpx
from sp_api.api import ListingsItems, Notifications, Orders
from sp_api.base import Marketplaces

US = "ATVPDKIKX0DER"
SELLER = os.environ["SP_API_SELLER_ID"]

# A queue of yours, and a subscription that sends orders to it.
sqs = boto3.client("sqs")
queue = sqs.create_queue(QueueName="orders")["QueueUrl"]
arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
notifications = Notifications(marketplace=Marketplaces.US)
destination = notifications.create_destination(name="orders", arn=arn).payload["destinationId"]
changes = {"eventFilterType": "ORDER_CHANGE", "orderChangeTypes": ["OrderStatusChange", "BuyerRequestedChange"]}
notifications.create_subscription(
    "ORDER_CHANGE", destination_id=destination, processingDirective={"eventFilter": changes}
)

# A buyer orders, and pays half an hour later.
control = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1"
cart = {"marketplaceId": US, "items": [{"sku": "NOTEBOOK", "quantity": 2}]}
order_id = httpx.post(f"{control}/buyers/orders", json=cart).raise_for_status().json()["orderId"]
httpx.post(f"{control}/clock/advance", json={"by": "PT30M"}).raise_for_status()

# ORDER_CHANGE arrives.
heard = ""
while heard != "Unshipped":
    for message in sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20).get("Messages", []):
        change = json.loads(message["Body"])["Payload"]["OrderChangeNotification"]
        if change["AmazonOrderId"] == order_id:
            heard = change["Summary"]["OrderStatus"]
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])

# The order is read and shipped.
orders = Orders(marketplace=Marketplaces.US)
[item] = orders.get_order_items(order_id).payload["OrderItems"]
package = {
    "packageReferenceId": "1",
    "carrierCode": "UPS",
    "trackingNumber": "1Z999AA10123456784",
    "shipDate": datetime.now(UTC).isoformat(),
    "orderItems": [{"orderItemId": item["OrderItemId"], "quantity": item["QuantityOrdered"]}],
}
orders.confirm_shipment(order_id, marketplaceId=US, packageDetail=package)

# Stock and price are changed.
listings = ListingsItems(marketplace=Marketplaces.US)
offer = {"audience": "ALL", "currency": "USD", "our_price": [{"schedule": [{"value_with_tax": 10.9}]}]}
patches = [
    {
        "op": "replace",
        "path": "/attributes/fulfillment_availability",
        "value": [{"fulfillment_channel_code": "DEFAULT", "quantity": 40}],
    },
    {"op": "replace", "path": "/attributes/purchasable_offer", "value": [{**offer, "marketplace_id": US}]},
]
change = {"productType": "BLANK_BOOK", "patches": patches}
listings.patch_listings_item(SELLER, "NOTEBOOK", marketplaceIds=[US], body=change)
httpx.post(f"{control}/clock/advance", json={"by": "PT1M"}).raise_for_status()

listing = listings.get_listings_item(
    SELLER, "NOTEBOOK", marketplaceIds=[US], includedData=["offers", "fulfillmentAvailability"]
).payload
print(json.dumps(["status", orders.get_order(order_id).payload["OrderStatus"]]))
print(json.dumps(["quantity", listing["fulfillmentAvailability"][0]["quantity"]]))
print(json.dumps(["price", listing["offers"][0]["price"]["amount"]]))
