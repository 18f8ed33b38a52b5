"""Feeds with Amazon's own Python client, which checks the required fields of every answer."""

from __future__ import annotations

import gzip
import json
import os
import urllib.request
from typing import Any

from spapi import SPAPIClient, SPAPIConfig
from spapi.api.feeds_v2021_06_30.feeds_api import FeedsApi

US = "ATVPDKIKX0DER"
TYPE = "application/json; charset=UTF-8"


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def advance(duration: str) -> None:
    url = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1/clock/advance"
    urllib.request.urlopen(urllib.request.Request(url, json.dumps({"by": duration}).encode())).read()


config = SPAPIConfig(
    client_id=os.environ["LWA_CLIENT_ID"],
    client_secret=os.environ["LWA_CLIENT_SECRET"],
    refresh_token=os.environ["LWA_REFRESH_TOKEN"],
    region="NA",
)
feeds = FeedsApi(SPAPIClient(config).api_client)
promised = feeds.create_feed_document({"contentType": TYPE})
message = {"messageId": 1, "sku": "NOTEBOOK", "operationType": "DELETE"}
listings = {"header": {"sellerId": os.environ["SP_API_SELLER_ID"], "version": "2.0"}, "messages": [message]}
body = json.dumps(listings).encode()
put = urllib.request.Request(promised.url, body, {"Content-Type": TYPE}, method="PUT")
say("put", urllib.request.urlopen(put).status)
made = feeds.create_feed(
    {
        "feedType": "JSON_LISTINGS_FEED",
        "marketplaceIds": [US],
        "inputFeedDocumentId": promised.feed_document_id,
    }
)
say("queued", feeds.get_feed(made.feed_id).processing_status)
advance("PT1M")
shown = feeds.get_feed(made.feed_id)
say("ended", shown.processing_status)
result = feeds.get_feed_document(shown.result_feed_document_id)
report = json.loads(gzip.decompress(urllib.request.urlopen(result.url).read()))
say("report", [result.compression_algorithm, report["summary"]["messagesAccepted"]])
say("listed", [each.feed_id == made.feed_id for each in feeds.get_feeds(feed_types=["JSON_LISTINGS_FEED"]).feeds])
