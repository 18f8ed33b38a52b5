"""The listings feeds that Amazon ended: FATAL, unless a world is told to take them still."""

from __future__ import annotations

import pytest

from tests.domains.exchange.exchanging import XML, feed
from tests.domains.exchange.feeds.conftest import FLAT, envelope, report_of, rows, xml_report
from tests.shop import US, Shop
from tradepost.domains.exchange.feeds.kinds import KINDS

ENDED = sorted(name for name, kind in KINDS.items() if kind.ended)
PRICE, INVENTORY = "POST_PRODUCT_PRICING_DATA", "POST_INVENTORY_AVAILABILITY_DATA"
LOADER, PRICE_AND_QUANTITY = "POST_FLAT_FILE_INVLOADER_DATA", "POST_FLAT_FILE_PRICEANDQUANTITYONLY_UPDATE_DATA"


@pytest.fixture
def old(store: Shop) -> Shop:
    """A seller whose world takes the ended feeds."""
    answer = store.controlled("PUT", "feeds/settings", {"legacyTypes": True})
    assert answer == {"legacyTypes": True, "mostMessages": 25000}
    return store


def price(shop: Shop, sku: str) -> str:
    return str(shop.listing(sku)["offers"][0]["price"]["amount"])


def units(shop: Shop, sku: str) -> int:
    return int(shop.listing(sku)["fulfillmentAvailability"][0]["quantity"])


def prices(sku: str, value: str, more: str = "") -> str:
    return f'<Price><SKU>{sku}</SKU><StandardPrice currency="USD">{value}</StandardPrice>{more}</Price>'


def inventory(sku: str, more: str) -> str:
    return f"<Inventory><SKU>{sku}</SKU>{more}</Inventory>"


@pytest.mark.parametrize("type", ENDED)
def test_an_ended_feed_is_fatal_and_says_why(shop: Shop, type: str) -> None:
    content_type = XML if KINDS[type].form == "xml" else FLAT
    status, text = report_of(shop, feed(shop, type, "anything", content_type))
    assert (status, text[:47]) == ("FATAL", "Amazon does not take this feed type any more si")


def test_an_ended_feed_changes_nothing(store: Shop) -> None:
    status, _ = report_of(store, feed(store, PRICE, envelope(store, "Price", prices("MUG", "30.00"))))
    assert (status, price(store, "MUG")) == ("FATAL", "20.00")


def test_types_that_nothing_carries_out_stay_fatal(old: Shop) -> None:
    for type in ("POST_FLAT_FILE_LISTINGS_DATA", "POST_UIEE_BOOKLOADER_DATA"):
        assert report_of(old, feed(old, type, "sku\nMUG\n", FLAT))[0] == "FATAL"
    overrides = envelope(old, "Override", "<Override/>")
    assert report_of(old, feed(old, "POST_PRODUCT_OVERRIDES_DATA", overrides))[0] == "FATAL"


def test_prices_are_set_with_sales_and_limits(old: Shop) -> None:
    sale = (
        "<Sale><StartDate>2020-01-01T00:00:00Z</StartDate><EndDate>2099-01-01T00:00:00Z</EndDate>"
        '<SalePrice currency="USD">9.50</SalePrice></Sale>'
    )
    report = xml_report(old, PRICE, envelope(old, "Price", prices("MUG", "30.00"), prices("TRAY", "12.00", sale)))
    assert report.counts == [2, 2, 0, 0]
    assert (price(old, "MUG"), price(old, "TRAY")) == ("30.00", "9.50")


def test_a_price_of_nothing_known_is_told(old: Shop) -> None:
    document = envelope(old, "Price", prices("NOBODY", "30.00"), prices("MUG", "much"), "<Price><SKU>MUG</SKU></Price>")
    report = xml_report(old, PRICE, document)
    assert [each[:3] for each in report.results] == [
        (1, "Error", "13013"),
        (2, "Error", "90057"),
        (3, "Error", "90057"),
    ]
    assert report.about("SKU") == ["NOBODY", "MUG", "MUG"]
    assert price(old, "MUG") == "20.00"


def test_quantities_are_set_and_the_network_takes_over(old: Shop) -> None:
    document = envelope(
        old,
        "Inventory",
        inventory("MUG", "<Quantity>3</Quantity><FulfillmentLatency>5</FulfillmentLatency>"),
        inventory("TRAY", "<FulfillmentCenterID>AMAZON_NA</FulfillmentCenterID><Lookup>FulfillmentNetwork</Lookup>"),
        inventory("MUG", ""),
    )
    assert xml_report(old, INVENTORY, document).counts == [3, 2, 1, 0]
    assert units(old, "MUG") == 3
    [mug] = old.listing("MUG")["attributes"]["fulfillment_availability"]
    assert mug["lead_time_to_ship_max_days"] == 5
    [tray] = old.listing("TRAY")["fulfillmentAvailability"]
    assert tray["fulfillmentChannelCode"] == "AMAZON_NA"
    back = envelope(
        old, "Inventory", inventory("TRAY", "<Quantity>4</Quantity><SwitchFulfillmentTo>MFN</SwitchFulfillmentTo>")
    )
    assert xml_report(old, INVENTORY, back).counts == [1, 1, 0, 0]
    assert old.listing("TRAY")["fulfillmentAvailability"] == [{"fulfillmentChannelCode": "DEFAULT", "quantity": 4}]


def test_a_product_is_made_by_its_feeds_one_after_another(old: Shop) -> None:
    product = (
        "<Product><SKU>CUP</SKU><StandardProductID><Type>EAN</Type><Value>4006381333931</Value></StandardProductID>"
        "<Condition><ConditionType>New</ConditionType></Condition><DescriptionData><Title>Blue Cup</Title>"
        "<Brand>Fernhollow</Brand><Description>A cup.</Description><BulletPoint>Blue</BulletPoint>"
        "<BulletPoint>Round</BulletPoint><CountryOfOrigin>PT</CountryOfOrigin>"
        "<SupplierDeclaredDGHZRegulation>not_applicable</SupplierDeclaredDGHZRegulation>"
        "</DescriptionData></Product>"
    )
    made = xml_report(old, "POST_PRODUCT_DATA", envelope(old, "Product", product))
    assert made.counts[:3] == [1, 1, 0], made.results
    assert old.listing("CUP")["summaries"][0]["itemName"] == "Blue Cup"
    assert xml_report(old, PRICE, envelope(old, "Price", prices("CUP", "7.00"))).counts[:3] == [1, 1, 0]
    document = envelope(old, "Inventory", inventory("CUP", "<Quantity>6</Quantity>"))
    report = xml_report(old, INVENTORY, document)
    assert report.counts[:3] == [1, 1, 0], report.results
    shown = old.listing("CUP")
    assert (shown["summaries"][0]["status"], price(old, "CUP"), units(old, "CUP")) == (
        ["BUYABLE", "DISCOVERABLE"],
        "7.00",
        6,
    )
    picture = (
        "<ProductImage><SKU>CUP</SKU><ImageType>Main</ImageType>"
        "<ImageLocation>https://images.example.com/cup.jpg</ImageLocation></ProductImage>"
    )
    assert xml_report(old, "POST_PRODUCT_IMAGE_DATA", envelope(old, "ProductImage", picture)).counts[:3] == [1, 1, 0]
    [image] = old.listing("CUP")["attributes"]["main_product_image_locator"]
    assert image["media_location"] == "https://images.example.com/cup.jpg"
    gone = "<OperationType>Delete</OperationType><Product><SKU>CUP</SKU></Product>"
    assert xml_report(old, "POST_PRODUCT_DATA", envelope(old, "Product", gone)).counts[:3] == [1, 1, 0]
    assert old.call("GET", old.listing_path("CUP"), marketplaceIds=US).status_code == 404


def test_a_relation_to_what_is_not_listed_is_told_and_leaves_the_others_alone(old: Shop) -> None:
    relation = "<Relation><SKU>{}</SKU><Type>Variation</Type></Relation>"
    message = (
        f"<Relationship><ParentSKU>P</ParentSKU>{relation.format('MUG')}{relation.format('NOBODY')}</Relationship>"
    )
    before = old.listing("MUG")
    report = xml_report(old, "POST_PRODUCT_RELATIONSHIP_DATA", envelope(old, "Relationship", message))
    assert report.counts == [1, 0, 1, 0]
    assert old.listing("MUG") == before


def test_rows_change_price_and_quantity_and_leave_what_they_do_not_say(old: Shop) -> None:
    table = rows(
        *("sku", "price", "minimum-seller-allowed-price", "quantity", "handling-time"),
        values=[
            ("MUG", "21.00", "", "", ""),
            ("TRAY", "", "", "0", ""),
            ("MUG", "", "", "", ""),
            ("", "1", "", "", ""),
        ],
    )
    status, text = report_of(old, feed(old, PRICE_AND_QUANTITY, table, FLAT))
    assert status == "DONE"
    assert text.splitlines()[4:] == [
        "original-record-number\tsku\terror-code\terror-type\terror-message",
        "3\tMUG\t90057\tError\tThe row changes nothing.",
        "4\t\t41004\tError\tThere is no SKU in this row.",
    ]
    assert (price(old, "MUG"), units(old, "MUG")) == ("21.00", 10)
    assert (price(old, "TRAY"), units(old, "TRAY")) == ("10.00", 0)


def test_the_inventory_loader_offers_changes_and_takes_back(old: Shop) -> None:
    asin = old.listing("MUG")["summaries"][0]["asin"]
    table = rows(
        *("sku", "product-id", "product-id-type", "price", "item-condition", "quantity", "add-delete"),
        values=[
            ("USED", asin, "1", "8.00", "2", "1", "a"),
            ("MUG", "", "", "19.00", "", "4", ""),
            ("TRAY", "", "", "", "", "", "x"),
            ("NEW", asin, "1", "8.00", "77", "1", "a"),
        ],
    )
    _, text = report_of(old, feed(old, LOADER, table, FLAT))
    assert text.splitlines()[5:] == ["4\tNEW\t90057\tError\titem-condition: '77' is no condition."]
    used = old.listing("USED")["summaries"][0]
    assert (used["asin"], used["conditionType"], used["status"]) == (
        asin,
        "used_very_good",
        ["BUYABLE", "DISCOVERABLE"],
    )
    assert (price(old, "MUG"), units(old, "MUG")) == ("19.00", 4)
    assert old.call("GET", old.listing_path("TRAY"), marketplaceIds=US).status_code == 404
