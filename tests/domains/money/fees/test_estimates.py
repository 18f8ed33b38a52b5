"""What a seller learns of fees before he sells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.domains.selling.catalog.selling import product
from tests.shop import DE, JP, US, Json, Shop

FEES = "/products/fees/v0"
CANNOT = "There is an client-side error. Please verify your inputs."


def package(grams: int, *sides: int) -> Json:
    length, width, height = ({"unit": "centimeters", "value": each} for each in sides)
    return {
        "item_package_weight": [{"unit": "grams", "value": grams, "marketplace_id": US}],
        "item_package_dimensions": [{"length": length, "width": width, "height": height, "marketplace_id": US}],
    }


def wish(price: float = 19.99, marketplace: str = US, currency: str = "USD", **more: Any) -> Json:
    listing = {"CurrencyCode": currency, "Amount": price}
    prices = {"ListingPrice": listing, **more.pop("prices", {})}
    return {"MarketplaceId": marketplace, "Identifier": "mine-1", "PriceToEstimateFees": prices, **more}


def of_asin(shop: Shop, asin: str, request: Json) -> Json:
    found = shop.ok("POST", f"{FEES}/items/{asin}/feesEstimate", {"FeesEstimateRequest": request})
    result: Json = found["payload"]["FeesEstimateResult"]
    return result


def of_sku(shop: Shop, sku: str, request: Json) -> Json:
    found = shop.ok("POST", f"{FEES}/listings/{sku}/feesEstimate", {"FeesEstimateRequest": request})
    result: Json = found["payload"]["FeesEstimateResult"]
    return result


def amounts(result: Json) -> dict[str, float]:
    assert result["Status"] == "Success"
    return {each["FeeType"]: each["FinalFee"]["Amount"] for each in result["FeesEstimate"]["FeeDetailList"]}


def wrong(result: Json) -> tuple[str, str, str]:
    assert result["Status"] == "ClientError"
    assert "FeesEstimate" not in result
    error = result["Error"]
    assert (error["Type"], error["Code"], error["Message"]) == ("Sender", "InvalidParameterValue", CANNOT)
    [detail] = error["Detail"]
    return detail["Field"], detail["Value"], detail["Rule"]


@pytest.fixture
def mug(shop: Shop) -> str:
    return product(shop, attributes=package(400, 12, 10, 10))


def test_a_mug_that_amazon_ships(shop: Shop, mug: str) -> None:
    result = of_asin(shop, mug, wish(IsAmazonFulfilled=True))
    assert result["FeesEstimateIdentifier"] == {
        "MarketplaceId": US,
        "SellerId": shop.credentials["seller_id"],
        "IdType": "ASIN",
        "IdValue": mug,
        "IsAmazonFulfilled": True,
        "PriceToEstimateFees": {"ListingPrice": {"CurrencyCode": "USD", "Amount": 19.99}},
        "SellerInputIdentifier": "mine-1",
    }
    estimate = result["FeesEstimate"]
    assert estimate["TotalFeesEstimate"] == {"CurrencyCode": "USD", "Amount": 7.8}
    assert estimate["TimeOfFeesEstimation"][:19] == shop.now()[:19]
    usd = {"CurrencyCode": "USD", "Amount": 4.8}
    none = {"CurrencyCode": "USD", "Amount": 0.0}
    assert amounts(result) == {"ReferralFee": 3.0, "VariableClosingFee": 0.0, "PerItemFee": 0.0, "FBAFees": 4.8}
    assert estimate["FeeDetailList"][3] == {
        "FeeType": "FBAFees",
        "FeeAmount": usd,
        "FeePromotion": none,
        "FinalFee": usd,
        "IncludedFeeDetailList": [
            {"FeeType": "FBAPickAndPack", "FeeAmount": usd, "FeePromotion": none, "FinalFee": usd}
        ],
    }


def test_a_mug_that_its_seller_ships_for_five_dollars(shop: Shop, mug: str) -> None:
    shipping = {"Shipping": {"CurrencyCode": "USD", "Amount": 5}}
    result = of_asin(shop, mug, wish(prices=shipping, IsAmazonFulfilled=False))
    assert amounts(result) == {"ReferralFee": 3.75, "VariableClosingFee": 0.0, "PerItemFee": 0.0}
    assert result["FeesEstimateIdentifier"]["IsAmazonFulfilled"] is False


def test_a_book_pays_a_closing_fee(shop: Shop) -> None:
    book = product(shop, type="ABIS_BOOK", attributes=package(300, 20, 13, 2))
    assert amounts(of_asin(shop, book, wish(10))) == {"ReferralFee": 1.5, "VariableClosingFee": 1.8, "PerItemFee": 0.0}


def test_a_sku_needs_no_price_and_no_listing(shop: Shop) -> None:
    shop.stock("MUG/1 blue", 3)
    result = of_sku(shop, "MUG%2F1%20blue", wish())
    assert amounts(result)["ReferralFee"] == 3.0
    assert result["FeesEstimateIdentifier"]["IdType"] == "SellerSKU"
    assert result["FeesEstimateIdentifier"]["IdValue"] == "MUG/1 blue"


def test_points_count_in_japan(shop: Shop) -> None:
    mug = product(shop, JP)
    plain = wish(2000, JP, "JPY")
    pointed = wish(2000, JP, "JPY", prices={"Points": {"PointsNumber": 200}})
    worth = {"PointsNumber": 9, "PointsMonetaryValue": {"CurrencyCode": "JPY", "Amount": 100}}
    shares = [amounts(of_asin(shop, mug, each))["ReferralFee"] for each in (plain, pointed)]
    assert shares == [300.0, 270.0]
    assert amounts(of_asin(shop, mug, wish(2000, JP, "JPY", prices={"Points": worth})))["ReferralFee"] == 285.0


def test_the_european_network_costs_more(shop: Shop) -> None:
    mug = product(shop, DE)
    home, abroad = (
        of_asin(shop, mug, wish(20, DE, "EUR", IsAmazonFulfilled=True, OptionalFulfillmentProgram=each))
        for each in ("FBA_CORE", "FBA_EFN")
    )
    assert amounts(home)["FBAFees"] < amounts(abroad)["FBAFees"]
    assert abroad["FeesEstimateIdentifier"]["OptionalFulfillmentProgram"] == "FBA_EFN"


def test_a_batch_answers_item_by_item(shop: Shop, mug: str) -> None:
    shop.stock("TEAPOT", 1, DE)
    asked = [
        {"IdType": "ASIN", "IdValue": mug, "FeesEstimateRequest": wish(10, Identifier="a")},
        {"IdType": "SellerSKU", "IdValue": "TEAPOT", "FeesEstimateRequest": wish(10, DE, "EUR", Identifier="b")},
        {"IdType": "SellerSKU", "IdValue": "TEAPOT", "FeesEstimateRequest": wish(10, Identifier="c")},
        {"IdType": "ASIN", "IdValue": "B000000000", "FeesEstimateRequest": wish(10, Identifier="d")},
        {"IdType": "ASIN", "IdValue": mug},
        {"IdType": "ASIN", "IdValue": mug, "FeesEstimateRequest": wish(20, Identifier="f")},
    ]
    response = shop.call("POST", f"{FEES}/feesEstimate", asked)
    assert response.status_code == 200
    results = response.json()
    named = [each["FeesEstimateIdentifier"].get("SellerInputIdentifier") for each in results]
    assert named == ["a", "b", "c", "d", None, "f"]
    assert [amounts(results[index])["ReferralFee"] for index in (0, 1, 5)] == [1.5, 1.5, 3.0]
    assert wrong(results[2]) == ("IdValue", "TEAPOT", f"is no SellerSKU of marketplace {US}")
    assert wrong(results[3]) == ("IdValue", "B000000000", f"is no ASIN of marketplace {US}")
    assert wrong(results[4]) == ("FeesEstimateRequest", "", "is needed")


@pytest.mark.parametrize(
    ("request_", "field", "value"),
    [
        (wish(0), "ListingPrice.Amount", "0.00"),
        (wish(-1), "ListingPrice.Amount", "-1.0"),
        (wish(1e13), "ListingPrice.Amount", "10000000000000.0"),
        (wish(5, currency="EUR"), "ListingPrice.CurrencyCode", "EUR"),
        (wish(5, "XX"), "MarketplaceId", "XX"),
        (wish(5, prices={"Shipping": {"CurrencyCode": "USD"}}), "Shipping.Amount", "None"),
        (wish(5, prices={"ListingPrice": {}}), "ListingPrice.CurrencyCode", "None"),
        (wish(5, JP, "JPY", prices={"Points": {"PointsNumber": -1}}), "PointsNumber", "-1"),
    ],
)
def test_what_cannot_be_estimated_says_why(shop: Shop, mug: str, request_: Json, field: str, value: str) -> None:
    assert wrong(of_asin(shop, mug, request_))[:2] == (field, value)


def test_an_estimate_without_its_request_is_refused(shop: Shop, mug: str) -> None:
    [error] = shop.refused("POST", f"{FEES}/items/{mug}/feesEstimate", {})
    assert error == {
        "code": "InvalidInput",
        "message": "This is an invalid input",
        "details": "Missing objects [FeesEstimateRequest] in body parameters.",
    }


@pytest.mark.parametrize("count", [0, 21])
def test_a_batch_holds_1_to_20(shop: Shop, mug: str, count: int) -> None:
    one = {"IdType": "ASIN", "IdValue": mug, "FeesEstimateRequest": wish()}
    [error] = shop.refused("POST", f"{FEES}/feesEstimate", [one] * count)
    assert error["details"] == f"body: {count} estimates are asked for; it takes 1 to 20"
    assert len(shop.call("POST", f"{FEES}/feesEstimate", [one] * 20).json()) == 20


def test_a_batch_is_a_bare_list(shop: Shop, mug: str) -> None:
    one = {"IdType": "ASIN", "IdValue": mug, "FeesEstimateRequest": wish()}
    for body in (one, {"requests": [one]}):
        [error] = shop.refused("POST", f"{FEES}/feesEstimate", body)
        assert error["details"].startswith("body: ")


def test_a_batch_is_one_call(shop: Shop, mug: str) -> None:
    operation = "product_fees_v0.getMyFeesEstimates"
    shop.controlled("PUT", "usage-plans", {"scale": 1, "operations": {operation: {"rate": 0.001, "burst": 1}}})
    batch = [{"IdType": "ASIN", "IdValue": mug, "FeesEstimateRequest": wish()}] * 20
    assert [shop.call("POST", f"{FEES}/feesEstimate", batch).status_code for _ in range(2)] == [200, 429]


def test_a_foreign_marketplace_is_none_of_the_sellers_business(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    american = new_shop(beside=shop, marketplaceIds=[US])
    mug = product(shop, DE)
    request = wish(5, DE, "EUR")
    [error] = american.refused("POST", f"{FEES}/items/{mug}/feesEstimate", {"FeesEstimateRequest": request}, status=403)
    assert (error["code"], error["message"]) == ("Unauthorized", "Access to requested resource is denied.")
    asked = [{"IdType": "ASIN", "IdValue": mug, "FeesEstimateRequest": request}]
    assert wrong(american.call("POST", f"{FEES}/feesEstimate", asked).json()[0])[0] == "MarketplaceId"


def test_an_estimate_changes_nothing(shop: Shop, mug: str) -> None:
    before = shop.events()
    of_asin(shop, mug, wish())
    assert shop.events() == before
