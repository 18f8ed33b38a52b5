"""Feeds are made, listed, cancelled and kept, and refused to those who may not send them."""

from __future__ import annotations

from collections.abc import Callable

from tests.domains.exchange.exchanging import FEEDS, XML, ended, feed, shown, uploaded
from tests.shop import CA, US, Json, Shop

FULFILLMENT, PRICE = "POST_ORDER_FULFILLMENT_DATA", "POST_PRODUCT_PRICING_DATA"


def asked(shop: Shop, type: str) -> Json:
    document = uploaded(shop, "<a/>")
    return {"feedType": type, "marketplaceIds": [US], "inputFeedDocumentId": document}


def listed(shop: Shop, **query: str) -> list[str]:
    return [each["feedId"] for each in shop.ok("GET", f"{FEEDS}/feeds", **query)["feeds"]]


def test_feeds_are_found_by_type_state_marketplace_and_time(shop: Shop) -> None:
    first = feed(shop, FULFILLMENT, "<a/>")
    shop.advance("PT1H")
    second = feed(shop, PRICE, "<a/>", marketplaceIds=[CA])
    third = feed(shop, FULFILLMENT, "<a/>")
    assert listed(shop, feedTypes=FULFILLMENT) == [third, first]
    assert set(listed(shop, feedTypes=f"{FULFILLMENT},{PRICE}")) == {first, second, third}
    assert listed(shop, feedTypes=f"{FULFILLMENT},{PRICE}", marketplaceIds=CA) == [second]
    assert listed(shop, feedTypes=FULFILLMENT, processingStatuses="IN_QUEUE") == [third]
    assert listed(shop, feedTypes=FULFILLMENT, processingStatuses="DONE") == [first]
    assert listed(shop, feedTypes=FULFILLMENT, createdSince=shop.now()) == [third]


def test_a_list_goes_on_page_by_page_and_its_token_comes_alone(shop: Shop) -> None:
    feeds = {feed(shop, FULFILLMENT, "<a/>") for _ in range(5)}
    page = shop.ok("GET", f"{FEEDS}/feeds", feedTypes=FULFILLMENT, pageSize="2")
    seen = [each["feedId"] for each in page["feeds"]]
    while "nextToken" in page:
        page = shop.ok("GET", f"{FEEDS}/feeds", nextToken=page["nextToken"])
        seen += [each["feedId"] for each in page["feeds"]]
    assert (len(seen), set(seen)) == (5, feeds)
    token = shop.ok("GET", f"{FEEDS}/feeds", feedTypes=FULFILLMENT, pageSize="2")["nextToken"]
    [error] = shop.refused("GET", f"{FEEDS}/feeds", nextToken=token, feedTypes=FULFILLMENT)
    assert error["details"].startswith("nextToken: must be the only parameter")


def test_a_feed_is_gone_after_90_days_and_its_report_with_it(shop: Shop) -> None:
    feed_id = feed(shop, FULFILLMENT, "<a/>")
    document = ended(shop, feed_id)["resultFeedDocumentId"]
    shop.advance("P89D")
    assert shown(shop, feed_id)["processingStatus"] == "DONE"
    shop.advance("P2D")
    assert shop.call("GET", f"{FEEDS}/feeds/{feed_id}").status_code == 404
    assert shop.call("GET", f"{FEEDS}/documents/{document}").status_code == 400
    assert listed(shop, feedTypes=FULFILLMENT) == []


def test_types_that_are_none_or_are_not_carried_out_are_refused(shop: Shop) -> None:
    for type, said in (
        ("POST_EVERYTHING", "is not a feed type"),
        ("POST_FBA_INBOUND_CARTON_CONTENTS", "is a feed type that is not carried out here"),
    ):
        [error] = shop.refused("POST", f"{FEEDS}/feeds", asked(shop, type))
        assert error["details"] == f"feedType: '{type}' {said}"
    assert shop.controlled("GET", "jobs")["jobs"] == []


def test_a_list_of_feeds_wants_their_types(shop: Shop) -> None:
    [error] = shop.refused("GET", f"{FEEDS}/feeds", createdSince="2021-06-19T00:00:00Z")
    assert (error["message"], error["details"]) == ("One or more required parameters missing", "feedTypes;")


def test_a_text_of_marketplaces_is_no_list_of_them_and_makes_no_feed(shop: Shop) -> None:
    [error] = shop.refused("POST", f"{FEEDS}/feeds", {**asked(shop, FULFILLMENT), "marketplaceIds": US})
    assert error["message"] == "Invalid request parameters"
    assert shop.controlled("GET", "jobs")["jobs"] == []


def test_an_application_needs_a_role_of_the_feed_type(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    lister = new_shop(beside=shop, roles=["PL"])
    response = lister.call("POST", f"{FEEDS}/feeds", asked(lister, FULFILLMENT))
    assert (response.status_code, response.json()["errors"][0]["code"]) == (403, "Unauthorized")
    assert response.headers["x-tradepost-reason"].endswith(
        "needs the role Direct-to-Consumer Shipping or Inventory and Order Tracking"
    )
    assert lister.controlled("GET", "jobs")["jobs"] == []
    assert lister.call("POST", f"{FEEDS}/feeds", asked(lister, "JSON_LISTINGS_FEED")).status_code == 202


def test_a_feed_of_another_seller_is_not_to_be_seen(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    feed_id = feed(shop, FULFILLMENT, "<a/>")
    document = ended(shop, feed_id)["resultFeedDocumentId"]
    other = new_shop(beside=shop)
    assert other.call("GET", f"{FEEDS}/feeds/{feed_id}").status_code == 404
    assert other.call("GET", f"{FEEDS}/documents/{document}").status_code == 400
    assert other.call("DELETE", f"{FEEDS}/feeds/{feed_id}").status_code == 404


def test_settings_that_mean_nothing_are_refused(shop: Shop) -> None:
    for wish in ({"mostMessages": 0}, {"legacyTypes": 1}, {"surprise": True}):
        assert shop.control("PUT", "feeds/settings", wish).status_code == 400
    assert shop.controlled("GET", "feeds/settings") == {"legacyTypes": False, "mostMessages": 25000}


def test_xml_is_a_content_type_of_xml_feeds(shop: Shop) -> None:
    for content_type in (XML, "application/xml"):
        assert ended(shop, feed(shop, FULFILLMENT, "<a/>", content_type))["processingStatus"] == "DONE"
