"""Situations in which others called Shipping v2, made again."""

from __future__ import annotations

import httpx

from tests.domains.shipping.sending import V2, question
from tests.shop import Shop


def rates_for_an_order_that_there_is_not(shop: Shop) -> httpx.Response:
    channel = {"channelType": "AMAZON", "amazonOrderDetails": {"orderId": "902-1234567-1234567"}}
    return shop.call("POST", f"{V2}/shipments/rates", question(channelDetails=channel, shipTo=None))
