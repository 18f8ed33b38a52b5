"""Reports of listings say what the listings are."""

from __future__ import annotations

from tests.domains.exchange.reports.reporting import asked, document, ended, rows
from tests.shop import DE, Shop

ALL = "GET_MERCHANT_LISTINGS_ALL_DATA"
ACTIVE = "GET_MERCHANT_LISTINGS_DATA"
INACTIVE = "GET_MERCHANT_LISTINGS_INACTIVE_DATA"
CANCELLED = "GET_MERCHANT_CANCELLED_LISTINGS_DATA"
LITE = "GET_MERCHANT_LISTINGS_DATA_LITE"
REFERRAL = "GET_REFERRAL_FEE_PREVIEW_REPORT"


def test_a_listing_as_the_report_of_all_listings_has_it(store: Shop) -> None:
    found = {each["seller-sku"]: each for each in rows(store, ALL)}
    summary = store.listing("MUG")["summaries"][0]
    mug, lamp = found["MUG"], found["LAMP"]
    assert (mug["asin1"], mug["product-id"], mug["product-id-type"]) == (summary["asin"], summary["asin"], "1")
    assert (mug["item-name"], mug["price"], mug["quantity"]) == ("Cabin Trolley MUG", "20.00", "10")
    assert (mug["fulfillment-channel"], mug["status"], mug["item-condition"]) == ("DEFAULT", "Active", "11")
    assert (lamp["fulfillment-channel"], lamp["quantity"], lamp["pending-quantity"]) == ("AMAZON_NA", "", "")
    assert len({each["listing-id"] for each in found.values()}) == 3


def test_what_is_sold_out_is_inactive(store: Shop) -> None:
    store.list_product("CUP", 5, 0)
    assert {each["seller-sku"] for each in rows(store, ACTIVE)} == {"LAMP", "MUG", "TRAY"}
    assert [each["seller-sku"] for each in rows(store, INACTIVE)] == ["CUP"]
    assert [(each["seller-sku"], each["quantity"], each["price"]) for each in rows(store, LITE)] == [
        ("LAMP", "5", "50.00"),
        ("MUG", "10", "20.00"),
        ("TRAY", "10", "10.00"),
    ]


def test_a_deleted_listing_is_among_the_cancelled_ones_until_it_is_listed_again(store: Shop) -> None:
    assert ended(store, asked(store, CANCELLED))["processingStatus"] == "CANCELLED"
    assert store.call("DELETE", store.listing_path("MUG"), marketplaceIds="ATVPDKIKX0DER").status_code == 200
    store.advance("PT10S")
    assert [(each["seller-sku"], each["price"]) for each in rows(store, CANCELLED)] == [("MUG", "20.00")]
    assert {each["seller-sku"] for each in rows(store, ALL)} == {"LAMP", "TRAY"}
    store.list_product("MUG", 20, 10)
    store.advance("PT1H")
    assert ended(store, asked(store, CANCELLED))["processingStatus"] == "CANCELLED"


def test_a_listing_that_is_deleted_twice_is_there_once(store: Shop) -> None:
    for _ in range(2):
        store.call("DELETE", store.listing_path("MUG"), marketplaceIds="ATVPDKIKX0DER")
        store.advance("PT10S")
        store.list_product("MUG", 21, 10)
    store.call("DELETE", store.listing_path("MUG"), marketplaceIds="ATVPDKIKX0DER")
    store.advance("PT10S")
    assert [(each["seller-sku"], each["price"]) for each in rows(store, CANCELLED)] == [("MUG", "21.00")]


def test_listings_of_another_marketplace_are_in_its_own_report_alone(store: Shop) -> None:
    store.list_product("KANNE", 30, 4, marketplace=DE)
    assert [each["seller-sku"] for each in rows(store, ALL, DE)] == ["KANNE"]
    assert "KANNE" not in {each["seller-sku"] for each in rows(store, ALL)}


def test_the_referral_fee_is_the_one_that_product_fees_estimates(store: Shop) -> None:
    found = {each["seller-sku"]: each for each in rows(store, REFERRAL)}
    price = {"ListingPrice": {"CurrencyCode": "USD", "Amount": 20}}
    request = {"MarketplaceId": "ATVPDKIKX0DER", "PriceToEstimateFees": price, "Identifier": "x"}
    answer = store.ok("POST", "/products/fees/v0/listings/MUG/feesEstimate", {"FeesEstimateRequest": request})
    fees = answer["payload"]["FeesEstimateResult"]["FeesEstimate"]["FeeDetailList"]
    [referral] = [each for each in fees if each["FeeType"] == "ReferralFee"]
    assert float(found["MUG"]["estimated-referral-fee-per-item"]) == referral["FinalFee"]["Amount"]


def test_a_tab_in_a_title_breaks_no_row(store: Shop) -> None:
    attributes = store.listing("MUG")["attributes"]
    attributes["item_name"][0]["value"] = "Mug\twith <tab>\nand line"
    store.put_listing("MUG", attributes)
    store.advance("PT10S")
    assert {each["item-name"] for each in rows(store, ALL) if each["seller-sku"] == "MUG"} == {
        "Mug with <tab> and line"
    }


def test_a_quote_in_a_title_stands_as_it_is_and_quotes_nothing(store: Shop) -> None:
    attributes = store.listing("MUG")["attributes"]
    attributes["item_name"][0]["value"] = '"Mug of the year'
    store.put_listing("MUG", attributes)
    store.advance("PT10S")
    text = document(store, ALL).text
    assert [each.split("\t")[0] for each in text.splitlines() if "Mug" in each] == ['"Mug of the year']
