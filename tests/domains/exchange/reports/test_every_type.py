"""Every report type that is made, of a busy shop: its document reads, and its columns are the published ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.domains.exchange.reports.reporting import asked, downloaded, ended, restricted_token
from tests.shop import BARE, DE, US, Json, Shop
from tradepost.domains.exchange.reports.kinds import KINDS
from tradepost.domains.exchange.reports.refused import REFUSED

#: Columns as the published pages of report attributes list them.
COLUMNS = {
    "GET_FLAT_FILE_OPEN_LISTINGS_DATA": "sku|asin|price|quantity|Business Price|Quantity Price Type"
    "|Quantity Lower Bound 1|Quantity Price 1|Quantity Lower Bound 2|Quantity Price 2|Quantity Lower Bound 3"
    "|Quantity Price 3|Quantity Lower Bound 4|Quantity Price 4|Quantity Lower Bound 5|Quantity Price 5"
    "|Progressive Price Type|Progressive Lower Bound 1|Progressive Price 1|Progressive Lower Bound 2"
    "|Progressive Price 2|Progressive Lower Bound 3|Progressive Price 3",
    "GET_MERCHANT_LISTINGS_ALL_DATA": "item-name|item-description|listing-id|seller-sku|price|quantity|open-date"
    "|image-url|item-is-marketplace|product-id-type|zshop-shipping-fee|item-note|item-condition|zshop-category1"
    "|zshop-browse-path|zshop-storefront-feature|asin1|asin2|asin3|will-ship-internationally|expedited-shipping"
    "|zshop-boldface|product-id|bid-for-featured-placement|add-delete|pending-quantity|fulfillment-channel"
    "|merchant-shipping-group|status",
    "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL": "amazon-order-id|merchant-order-id|purchase-date"
    "|last-updated-date|order-status|fulfillment-channel|sales-channel|order-channel|ship-service-level|product-name"
    "|sku|asin|item-status|quantity|currency|item-price|item-tax|shipping-price|shipping-tax|gift-wrap-price"
    "|gift-wrap-tax|item-promotion-discount|ship-promotion-discount|ship-city|ship-state|ship-postal-code|ship-country"
    "|promotion-ids|is-business-order|purchase-order-number|price-designation",
    "GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING": "order-id|order-item-id|purchase-date|payments-date|reporting-date"
    "|promise-date|days-past-promise|buyer-email|buyer-phone-number|sku|product-name|quantity-purchased"
    "|quantity-shipped|quantity-to-ship|ship-service-level|recipient-name|ship-address-1|ship-address-2|ship-address-3"
    "|ship-city|ship-state|ship-postal-code|ship-country|is-business-order|purchase-order-number|price-designation"
    "|is-prime",
    "GET_AFN_INVENTORY_DATA": "seller-sku|fulfillment-channel-sku|asin|condition-type|Warehouse-Condition-code"
    "|Quantity Available",
    "GET_FBA_MYI_ALL_INVENTORY_DATA": "sku|fnsku|asin|product-name|condition|your-price|mfn-listing-exists"
    "|mfn-fulfillable-quantity|afn-listing-exists|afn-warehouse-quantity|afn-fulfillable-quantity"
    "|afn-unsellable-quantity|afn-reserved-quantity|afn-total-quantity|per-unit-volume|afn-inbound-working-quantity"
    "|afn-inbound-shipped-quantity|afn-inbound-receiving-quantity|afn-researching-quantity|afn-reserved-future-supply"
    "|afn-future-supply-buyable|store",
    "GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA": "return-date|order-id|sku|asin|fnsku|product-name|quantity"
    "|fulfillment-center-id|detailed-disposition|reason|status|license-plate-number|customer-comments",
    "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE": "Order ID|Order date|Return request date|Return request status"
    "|Amazon RMA ID|Merchant RMA ID|Label type|Label cost|Currency code|Return carrier|Tracking ID"
    "|Label to be paid by|A-to-Z Claim|Is prime|ASIN|Merchant SKU|Item Name|Return quantity|Return Reason|In policy"
    "|Return type|Resolution|Invoice number|Return delivery date|Order Amount|Order quantity|SafeT Action reason"
    "|SafeT claim id|SafeT claim state|SafeT claim creation time|SafeT claim reimbursement amount|Refunded Amount",
}
#: Types that have no rows in a busy shop: there is nothing of their kind in a world, or nobody has asked for it.
WITHOUT_DATA = {name for name, kind in KINDS.items() if kind.made_of.startswith("nothing")} | {
    "GET_FBA_REIMBURSEMENTS_DATA",
    "GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA",
    "GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA",
    "GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA",
    "GET_MERCHANT_CANCELLED_LISTINGS_DATA",
    "GET_STRANDED_INVENTORY_UI_DATA",
    "GET_PROMOTION_PERFORMANCE_REPORT",
    "GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_PROMOTION_DATA",
    "GET_MERCHANT_LISTINGS_INACTIVE_DATA",
    "GET_EASYSHIP_PICKEDUP",
    "GET_EASYSHIP_WAITING_FOR_PICKUP",
}
#: Types that other tests are about: they come by themselves or by a feed, are of Europe, or of stock that is just set
#: aside.
ELSEWHERE = {name for name, kind in KINDS.items() if kind.comes in ("by itself", "by a feed")} | {
    "GET_VAT_TRANSACTION_DATA",
    "GET_RESERVED_INVENTORY_DATA",
}
LONG_AGO = "2026-04-01T00:00:00Z"
MORE: dict[str, Json] = {
    "GET_PROMOTION_PERFORMANCE_REPORT": {
        "reportOptions": {"promotionStartDateFrom": LONG_AGO, "promotionStartDateTo": "2026-06-01T00:00:00Z"}
    },
    **{
        f"GET_BRAND_ANALYTICS_{name}_REPORT": {
            "reportOptions": {"reportPeriod": "WEEK"},
            "dataStartTime": "2026-05-03T00:00:00Z",
            "dataEndTime": "2026-05-09T00:00:00Z",
        }
        for name in ("SEARCH_TERMS", "MARKET_BASKET", "REPEAT_PURCHASE")
    },
    "GET_FBA_STORAGE_FEE_CHARGES_DATA": {"dataStartTime": "2026-05-10T00:00:00Z"},
    "GET_SALES_AND_TRAFFIC_REPORT": {"dataStartTime": "2026-05-01T00:00:00Z"},
}
SCHEMAS = Path("/work/shared/schemas/reports")
BUSY = {"days": 30, "ordersPerDay": 12, "skus": 12, "until": "2026-05-20T12:00:00Z"}


@pytest.fixture(scope="module")
def busy(server_url: str) -> Iterator[Shop]:
    """A shop that has sold for a month, frozen at the end of it."""
    made = BARE.post(
        f"{server_url}/_tradepost/v1/worlds",
        json={"scenario": "busy-shop", "options": BUSY, "seed": "reports"},
        timeout=300,
    )
    assert made.status_code == 201, made.text
    shop = Shop(server_url, made.json()["world"], made.json())
    shop.controlled("PUT", "usage-plans", {"scale": 10000})
    shop.controlled("POST", "clock/freeze")
    shop.log_in()
    yield shop
    BARE.delete(f"{server_url}/_tradepost/v1/worlds/{shop.world}", timeout=30)
    shop.close()


@pytest.mark.parametrize("name", sorted(name for name in KINDS if name not in ELSEWHERE))
def test_a_report_of_a_busy_shop(busy: Shop, name: str) -> None:
    kind = KINDS[name]
    found = ended(busy, asked(busy, name, US, **MORE.get(name, {})))
    if name in WITHOUT_DATA:
        assert found["processingStatus"] == "CANCELLED"
        assert "reportDocumentId" not in found
        return
    assert found["processingStatus"] == "DONE", found
    document_id = found["reportDocumentId"]
    token = restricted_token(busy, document_id) if kind.restricted else None
    response = downloaded(busy, document_id, token)
    assert response.headers["content-type"] == kind.content_type("US")
    if kind.form == "tsv":
        lines = response.content.decode(kind.charset("US")).split("\n")
        header = lines[0].split("\t")
        assert len(set(header)) == len(header)
        assert {len(each.split("\t")) for each in lines[:-1]} == {len(header)}
        assert len(lines) > 2, "there is a header and no row"
        if name in COLUMNS:
            assert "|".join(header) == COLUMNS[name]
    elif kind.form == "xml":
        assert len(ElementTree.fromstring(response.content)) > 0
    else:
        valid(name, response.json())


NAMES = {
    "GET_SALES_AND_TRAFFIC_REPORT": "sellerSalesAndTrafficReport",
    "GET_BRAND_ANALYTICS_SEARCH_TERMS_REPORT": "sellingPartnerSearchTermsReport",
    "GET_BRAND_ANALYTICS_MARKET_BASKET_REPORT": "sellingPartnerMarketBasketAnalysisReport",
    "GET_BRAND_ANALYTICS_REPEAT_PURCHASE_REPORT": "sellingPartnerRepeatPurchaseReport",
    "GET_PROMOTION_PERFORMANCE_REPORT": "promotionReport",
}


def valid(name: str, report: object) -> None:
    """Checks a report against its published schema, where that is on this machine."""
    path = SCHEMAS / f"{NAMES[name]}.json"
    if path.exists():
        validator = pytest.importorskip("jsonschema").Draft7Validator(json.loads(path.read_text()))
        assert [each.message for each in validator.iter_errors(report)] == []


def test_no_type_is_both_made_and_refused() -> None:
    assert not KINDS.keys() & REFUSED.keys()


@pytest.mark.parametrize(
    ("country", "name", "charset"),
    [
        ("US", "GET_MERCHANT_LISTINGS_ALL_DATA", "UTF-8"),
        ("JP", "GET_MERCHANT_LISTINGS_ALL_DATA", "Shift_JIS"),
        ("US", "GET_FBA_MYI_ALL_INVENTORY_DATA", "Cp1252"),
        ("DE", "GET_MERCHANT_LISTINGS_ALL_DATA", "Cp1252"),
        ("PL", "GET_MERCHANT_LISTINGS_ALL_DATA", "Cp1252"),
        ("TR", "GET_MERCHANT_LISTINGS_ALL_DATA", "UTF-8"),
        ("PL", "GET_FBA_MYI_ALL_INVENTORY_DATA", "UTF-8"),
        ("JP", "GET_XML_BROWSE_TREE_DATA", "UTF-8"),
    ],
)
def test_the_charset_of_a_type_in_a_country(country: str, name: str, charset: str) -> None:
    assert KINDS[name].charset(country) == charset


def test_the_fee_preview_of_europe_has_columns_of_its_own(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop()
    shop.list_product("LAMP", 50, 5, fba=True, marketplace=DE)
    found = ended(shop, asked(shop, "GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA", DE))
    header, row = downloaded(shop, found["reportDocumentId"]).text.splitlines()
    assert header.split("\t")[-6:] == [
        f"expected-efn-fulfilment-fee-per-unit-{each}" for each in ("uk", "de", "fr", "it", "es", "se")
    ]
    assert row.split("\t")[header.split("\t").index("unit-of-dimension")] == "centimeters"
