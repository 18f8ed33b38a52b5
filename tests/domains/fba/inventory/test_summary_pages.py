"""Finding summaries: by SKU, by change, and page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.domains.fba.inventory.test_inventory import summaries
from tests.shop import DE, INVENTORY, ORDERS, US, Json, Shop

from tradepost.domains.pages import InvalidPageToken, seal, unseal

SUMMARIES = f"{INVENTORY}/summaries"
QUERY = {"granularityType": "Marketplace", "granularityId": US, "marketplaceIds": US}


def skus(found: list[Json]) -> list[str]:
    return [each["sellerSku"] for each in found]


def refusal(shop: Shop, **query: Any) -> str:
    return str(shop.refused("GET", SUMMARIES, **{**QUERY, **query})[0]["details"])


@pytest.fixture
def many(shop: Shop) -> Shop:
    """A shop with 120 products."""
    for number in range(120):
        shop.stock(f"SKU-{number:03}", 0)
    return shop


def test_one_sku_or_several_can_be_asked_for(shop: Shop) -> None:
    for sku in ("MUG", "CUP", "POT"):
        shop.stock(sku, 1)
    assert skus(summaries(shop, sellerSku="CUP")) == ["CUP"]
    assert skus(summaries(shop, sellerSkus="POT,MUG,NONE,POT")) == ["MUG", "POT"]
    assert skus(summaries(shop, sellerSkus=["POT", "MUG"])) == ["MUG", "POT"]
    assert summaries(shop, sellerSku="NONE") == []


def test_several_skus_outrank_one_and_a_start_outranks_both(shop: Shop) -> None:
    for sku in ("MUG", "CUP", "POT"):
        shop.stock(sku, 1)
    shop.advance("P1D")
    start = shop.now()
    shop.add("POT", 1)
    assert skus(summaries(shop, sellerSku="MUG", sellerSkus="CUP")) == ["CUP"]
    assert skus(summaries(shop, sellerSku="MUG", sellerSkus="CUP", startDateTime=start)) == ["POT"]


def test_50_skus_can_be_asked_for_and_not_51(many: Shop) -> None:
    fifty = [f"SKU-{number:03}" for number in range(50)]
    assert skus(summaries(many, sellerSkus=",".join(fifty))) == fifty
    assert "sellerSkus" in refusal(many, sellerSkus=",".join([*fifty, "SKU-050"]))


def test_a_start_finds_what_changed_since_in_the_order_of_the_changes(shop: Shop) -> None:
    for sku in ("MUG", "CUP", "POT"):
        shop.stock(sku, 5)
    shop.advance("PT1H")
    start = shop.now()
    shop.order("O-1", {"POT": 1})
    shop.advance("PT1M")
    shop.add("CUP", 1)
    assert skus(summaries(shop, startDateTime=start)) == ["POT", "CUP"]
    shop.ok("PUT", f"{ORDERS}/O-1/cancel")
    assert skus(summaries(shop, startDateTime=shop.now())) == ["CUP", "POT"]


def test_a_start_more_than_18_months_ago_is_refused(shop: Shop) -> None:
    shop.stock("MUG", 1)
    shop.controlled("POST", "clock/advance", {"to": "2028-01-15T00:00:00Z"})
    assert summaries(shop, startDateTime="2026-07-15T00:00:00Z") == []
    assert "18 months" in refusal(shop, startDateTime="2026-07-14T23:59:59Z")
    assert "startDateTime" in refusal(shop, startDateTime="yesterday")


def test_a_granularity_must_be_the_marketplace_that_is_asked_for(shop: Shop) -> None:
    assert f"granularityId: '{DE}'" in refusal(shop, granularityId=DE)
    assert "granularityType" in refusal(shop, granularityType="Country")
    assert "marketplaceIds" in refusal(shop, marketplaceIds=f"{US},{DE}")


# Pages


def test_pages_of_50_hold_every_product_once(many: Shop) -> None:
    found: list[str] = []
    sizes: list[int] = []
    answer = many.ok("GET", SUMMARIES, **QUERY)
    while True:
        page = skus(answer["payload"]["inventorySummaries"])
        found, sizes = found + page, [*sizes, len(page)]
        token = answer.get("pagination", {}).get("nextToken")
        if token is None:
            break
        answer = many.ok("GET", SUMMARIES, **QUERY, nextToken=token)
    assert sizes == [50, 50, 20]
    assert found == [f"SKU-{number:03}" for number in range(120)]


def test_pages_of_changes_hold_every_change_once(many: Shop) -> None:
    many.advance("P1D")
    query = {**QUERY, "startDateTime": many.now()}
    for number in range(70):
        many.add(f"SKU-{number:03}", 1)
    first = many.ok("GET", SUMMARIES, **query)
    second = many.ok("GET", SUMMARIES, **query, nextToken=first["pagination"]["nextToken"])
    found = skus(first["payload"]["inventorySummaries"] + second["payload"]["inventorySummaries"])
    assert found == [f"SKU-{number:03}" for number in range(70)]
    assert "pagination" not in second


def test_a_page_token_belongs_to_its_query(many: Shop) -> None:
    many.stock("SKU-000", 0, DE)
    token = many.ok("GET", SUMMARIES, **QUERY)["pagination"]["nextToken"]
    assert "nextToken" in refusal(many, nextToken=token, startDateTime=many.now())
    assert "nextToken" in refusal(many, nextToken=token, granularityId=DE, marketplaceIds=DE)
    assert "nextToken" in refusal(many, nextToken=token, sellerSkus="SKU-001")


def test_a_page_token_belongs_to_its_seller(many: Shop, new_shop: Callable[..., Shop]) -> None:
    token = many.ok("GET", SUMMARIES, **QUERY)["pagination"]["nextToken"]
    other = new_shop(beside=many)
    assert "nextToken" in refusal(other, nextToken=token)


def test_a_page_token_that_was_altered_is_refused(many: Shop) -> None:
    token = many.ok("GET", SUMMARIES, **QUERY)["pagination"]["nextToken"]
    for at in range(0, len(token), 7):
        altered = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        assert "nextToken" in refusal(many, nextToken=altered)
    for altered in (token[:-1], token + "A", "!" + token, "x", "é"):
        assert "nextToken" in refusal(many, nextToken=altered)


def test_every_sign_of_a_page_token_counts() -> None:
    for position in ("a", "ab", "abc"):
        token = seal(b"key", ("seller", "query"), position)
        assert unseal(b"key", ("seller", "query"), token) == position
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        for at, sign in enumerate(token):
            for other in letters.replace(sign, ""):
                with pytest.raises(InvalidPageToken):
                    unseal(b"key", ("seller", "query"), token[:at] + other + token[at + 1 :])
        for longer in (token + "=", token + "\n", token[:3] + "!" + token[3:]):
            with pytest.raises(InvalidPageToken):
                unseal(b"key", ("seller", "query"), longer)


def test_a_page_token_expires() -> None:
    token = seal(b"key", ("seller", "query"), ["SKU-050"])
    assert unseal(b"key", ("seller", "query"), token, 30) == ["SKU-050"]
    with pytest.raises(InvalidPageToken) as refused:
        unseal(b"key", ("seller", "query"), token, -1)
    assert "expired" in (refused.value.details or "")
