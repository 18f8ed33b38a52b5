"""What is measured of feeds: many changes in one document against the same changes by calls, and reads beside it."""

from __future__ import annotations

import json
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import servers
from benchmarks.filling import US, Account
from benchmarks.wire import Figure, Measurement

_TYPE = "application/json; charset=UTF-8"
_API = "/feeds/2021-06-30"
(_PORT,) = servers.free_ports(1)


def feeds(
    folder: Path, rounds: int, many: int, *, messages: int = 100_000, calls: int = 1_000, skus: int = 50
) -> Iterator[Figure]:
    """Price changes: one feed of a hundred thousand, and a thousand calls of patchListingsItem with what follows.

    A round of a hundred thousand takes some twenty minutes, so each says on the error output that it has ended.
    """
    with servers.started(servers.tradepost(folder / "feeds", _PORT), _PORT, "/_tradepost/health") as (process, _):
        account = Account(_PORT)
        account.http.timeout = 3_600
        shop = {"days": 1, "ordersPerDay": 1, "skus": skus, "until": "2026-05-10T00:00:00Z"}
        account.http.post("/_tradepost/v1/reset", json={"scenario": "busy-shop", "options": shop}).raise_for_status()
        account.http.post("/_tradepost/v1/clock/freeze")
        account.http.put("/_tradepost/v1/feeds/settings", json={"mostMessages": None}).raise_for_status()
        known = listed(account)
        speeds, memory, beside = [], [], []
        for number in range(min(rounds, 3)):
            each_call = timed_calls(account, known, calls, number)
            before, quiet = servers.resident_megabytes(process), reads(account, threading.Event(), 200)
            ended = threading.Event()
            seen: list[float] = []
            reading = threading.Thread(target=lambda: seen.extend(reads(Account(_PORT), ended)))  # noqa: B023
            feed_id = sent(account, document(account, known, messages, number))
            reading.start()
            begin = time.perf_counter()
            advance(account, "PT1M")
            each_message = (time.perf_counter() - begin) / messages
            ended.set()
            reading.join()
            assert account.http.get(f"{_API}/feeds/{feed_id}").json()["processingStatus"] == "DONE"
            speeds.append(each_call / each_message)
            memory.append(servers.resident_megabytes(process) / before)
            beside.append(percentile(seen) / percentile(quiet))
            print(f"feeds: round {number + 1}, {each_message * 1000:.1f} ms a message", file=sys.stderr, flush=True)
    yield f"a change in a feed of {messages:,} is made so many times as fast as by a call", "", speeds
    yield f"memory of the server after a feed of {messages:,} / before", "", memory
    yield "the p99 of a read beside a feed / alone", "20", beside


def listed(account: Account) -> list[tuple[str, str]]:
    """The seller's SKUs that have a price, with their product types."""
    path = f"/listings/2021-08-01/items/{account.seller_id}"
    query: dict[str, str | int] = {"marketplaceIds": US, "includedData": "summaries,offers", "pageSize": 20}
    page = account.http.get(path, params=query).raise_for_status().json()
    return [(each["sku"], each["summaries"][0]["productType"]) for each in page["items"] if each.get("offers")]


def price(number: int) -> list[dict[str, Any]]:
    """An attribute with a price that differs from the last one."""
    amount = 20 + number % 977 / 100
    return [{"currency": "USD", "audience": "ALL", "our_price": [{"schedule": [{"value_with_tax": amount}]}]}]


def patches(number: int) -> list[dict[str, Any]]:
    """The change of a price."""
    return [{"op": "replace", "path": "/attributes/purchasable_offer", "value": price(number)}]


def timed_calls(account: Account, known: list[tuple[str, str]], calls: int, round_: int) -> float:
    """Seconds for each change by a call, with the processing that follows it."""
    begin = time.perf_counter()
    for number in range(calls):
        sku, kind = known[number % len(known)]
        account.http.patch(
            f"/listings/2021-08-01/items/{account.seller_id}/{sku}",
            params={"marketplaceIds": US},
            json={"productType": kind, "patches": patches(number + round_)},
        ).raise_for_status()
        if number % len(known) == len(known) - 1:  # each change is processed, as each of a feed is
            advance(account, "PT10S")
    advance(account, "PT10S")
    return (time.perf_counter() - begin) / calls


def document(account: Account, known: list[tuple[str, str]], messages: int, round_: int) -> bytes:
    """A listings feed of so many price changes."""
    header = {"sellerId": account.seller_id, "version": "2.0"}
    changes = [
        {
            "messageId": number + 1,
            "sku": known[number % len(known)][0],
            "operationType": "PATCH",
            "productType": known[number % len(known)][1],
            "patches": patches(number + round_),
        }
        for number in range(messages)
    ]
    return json.dumps({"header": header, "messages": changes}, separators=(",", ":")).encode()


def sent(account: Account, body: bytes) -> str:
    """Uploads a document, and makes a feed of it."""
    promised = account.http.post(f"{_API}/documents", json={"contentType": _TYPE}).raise_for_status().json()
    account.http.put(promised["url"], content=body, headers={"Content-Type": _TYPE}).raise_for_status()
    wish = {
        "feedType": "JSON_LISTINGS_FEED",
        "marketplaceIds": [US],
        "inputFeedDocumentId": promised["feedDocumentId"],
    }
    return str(account.http.post(f"{_API}/feeds", json=wish).raise_for_status().json()["feedId"])


def advance(account: Account, duration: str) -> None:
    """Lets time go by."""
    account.http.post("/_tradepost/v1/clock/advance", json={"by": duration}).raise_for_status()


def reads(account: Account, ended: threading.Event, most: int = 1_000_000) -> list[float]:
    """Seconds that reads of a page of orders take, one after another, until the work is over: one at least."""
    found: list[float] = []
    while not found or (not ended.is_set() and len(found) < most):
        begin = time.perf_counter()
        account.http.get("/orders/v0/orders", params={"MarketplaceIds": US, "CreatedAfter": "2026-05-01T00:00:00Z"})
        found.append(time.perf_counter() - begin)
        time.sleep(0.002)
    return found


def percentile(values: list[float]) -> float:
    """The 99th of a hundred."""
    return statistics.quantiles(values, n=100)[98] if len(values) > 1 else values[0]


MEASUREMENTS: dict[str, Measurement] = {"feeds": feeds}
