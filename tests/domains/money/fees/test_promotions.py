"""What Amazon lets a seller off of his fees: it is estimated, told and charged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.domains.exchange.notifying import fits, made, ordered, webhook
from tests.domains.exchange.reports.reporting import rows
from tests.domains.exchange.test_notifications import confirmed
from tests.domains.money.fees.test_estimates import amounts, of_asin, of_sku, wish
from tests.shop import US, Json, Shop


def promoted(shop: Shop, sku: str, percent: float, **more: Any) -> Json:
    return shop.controlled("POST", "fee-promotions", {"sku": sku, "percent": percent, **more})


def charged(shop: Shop, order: str) -> Json:
    found = shop.ok("GET", f"/finances/v0/orders/{order}/financialEvents")["payload"]["FinancialEvents"]
    [event] = found["ShipmentEventList"]
    [item] = event["ShipmentItemList"]
    return {each["FeeType"]: each["FeeAmount"]["CurrencyAmount"] for each in item["ItemFeeList"]}


def sold(shop: Shop, sku: str) -> Json:
    """The fees of one unit that a buyer ordered and the seller shipped."""
    order = ordered(shop, sku, paid=True)
    item = shop.ok("GET", f"/orders/v0/orders/{order}/orderItems")["payload"]["OrderItems"][0]["OrderItemId"]
    confirmed(shop, order, item, 1)
    shop.advance("PT5M")
    return charged(shop, order)


def test_a_promotion_lessens_the_estimate_of_its_fee(shop: Shop) -> None:
    asin = shop.list_product("MUG-1", 20.00)
    promotion = promoted(shop, "MUG-1", 40)
    assert (promotion["asin"], promotion["feeType"], promotion["percent"]) == (asin, "ReferralFee", "40")
    found = of_sku(shop, "MUG-1", wish(20.00))
    [referral] = [each for each in found["FeesEstimate"]["FeeDetailList"] if each["FeeType"] == "ReferralFee"]
    assert [referral[name]["Amount"] for name in ("FeeAmount", "FeePromotion", "FinalFee")] == [3.0, 1.2, 1.8]
    assert found["FeesEstimate"]["TotalFeesEstimate"]["Amount"] == 1.8


def test_what_is_sold_meanwhile_is_charged_the_promoted_fee(shop: Shop) -> None:
    shop.list_product("MUG-1", 20.00)
    shop.list_product("MUG-2", 20.00)
    promoted(shop, "MUG-1", 50)
    usual, off = sold(shop, "MUG-2"), sold(shop, "MUG-1")
    assert off["Commission"] * 2 == usual["Commission"] == -3.0


def test_a_promotion_begins_and_ends(shop: Shop) -> None:
    asin = shop.list_product("MUG-1", 20.00)
    now = datetime.fromisoformat(shop.now())
    start, end = now + timedelta(days=10), now + timedelta(days=20)
    promoted(shop, "MUG-1", 50, startsAt=start.isoformat(), endsAt=end.isoformat())
    found = []
    for wait in ("P9D", "P6D", "P6D"):
        shop.advance(wait)
        found.append(amounts(of_asin(shop, asin, wish(20.00)))["ReferralFee"])
    assert found == [3.0, 1.5, 3.0]


def test_a_promotion_with_a_threshold_counts_from_that_price_on(shop: Shop) -> None:
    asin = shop.list_product("MUG-1", 20.00)
    promoted(shop, "MUG-1", 50, priceThreshold=20)
    assert amounts(of_asin(shop, asin, wish(19.99)))["ReferralFee"] == 3.0
    assert amounts(of_asin(shop, asin, wish(20.00)))["ReferralFee"] == 1.5


def test_the_best_of_several_promotions_counts(shop: Shop) -> None:
    asin = shop.list_product("MUG-1", 20.00)
    promoted(shop, "MUG-1", 50)
    promoted(shop, "MUG-1", 10)
    assert amounts(of_asin(shop, asin, wish(20.00)))["ReferralFee"] == 1.5


def test_fulfillment_can_be_promoted_and_the_fee_report_says_so(shop: Shop) -> None:
    shop.list_product("MUG-1", 20.00, fba=True)
    [before] = rows(shop, "GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA")
    promoted(shop, "MUG-1", 100, feeType="FBAFees")
    shop.advance("P2D")
    [after] = rows(shop, "GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA")
    assert float(before["expected-fulfillment-fee-per-unit"]) > 0
    assert float(after["expected-fulfillment-fee-per-unit"]) == 0
    assert float(before["estimated-fee-total"]) - float(after["estimated-fee-total"]) == float(
        before["expected-fulfillment-fee-per-unit"]
    )


def test_the_seller_is_told_of_it(shop: Shop) -> None:
    asin = shop.list_product("MUG-1", 20.00)
    webhook(shop, "FEE_PROMOTION")
    promotion = promoted(shop, "MUG-1", 40, priceThreshold=10)
    [message] = made(shop, "FEE_PROMOTION")
    fits(message, "FeePromotionNotification")
    said = message["Payload"]["FeePromotionNotification"]
    assert (said["MerchantId"], said["MarketplaceId"]) == (shop.credentials["seller_id"], US)
    assert said["Identifiers"][0]["IdentifierValues"][0]["IdentifierValueId"] == asin
    assert said["PromotionActiveTimeRange"]["EffectiveThroughDate"][:19] == promotion["endsAt"][:19]
    [information] = said["PromotionInformation"]
    assert (information["FeeType"], information["FeeDiscountValue"]) == ("ReferralFee", 40.0)
    assert information["PriceThreshold"] == {"Amount": 10, "CurrencyCode": "USD"}
    assert information["FeeDiscountMonetaryAmount"] == {"Amount": 1, "CurrencyCode": "USD"}
    assert information["FeesEstimate"]["TotalFeesEstimate"] == {"Amount": 2, "CurrencyCode": "USD"}


def test_another_seller_of_the_same_product_pays_as_before(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop()
    other = new_shop(beside=shop)
    asin = shop.list_product("MUG-1", 20.00)
    promoted(shop, "MUG-1", 50)
    assert amounts(of_asin(shop, asin, wish(20.00)))["ReferralFee"] == 1.5
    assert amounts(of_asin(other, asin, wish(20.00)))["ReferralFee"] == 3.0


def test_what_is_no_promotion_is_refused_and_nothing_changes(shop: Shop) -> None:
    asin = shop.list_product("MUG-1", 20.00)
    bad: list[tuple[Json, str]] = [
        ({"percent": 101}, "percent: '101' is not from 0 to 100"),
        ({"percent": "NaN"}, "percent: 'NaN' is not from 0 to 100"),
        ({"sku": "MUG-2"}, f"sku: 'MUG-2' is not offered in marketplace {US}"),
        ({"marketplaceId": "MARS"}, "marketplaceId: 'MARS' is no marketplace"),
        (
            {"startsAt": "2026-05-01T00:00:00Z", "endsAt": "2026-05-01T00:00:00Z"},
            "endsAt: '2026-05-01T00:00:00+00:00' does not come after startsAt '2026-05-01T00:00:00+00:00'",
        ),
    ]
    for wrong, why in bad:
        answer = shop.control("POST", "fee-promotions", {"sku": "MUG-1", "percent": 10, **wrong})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["details"] == why
    assert amounts(of_asin(shop, asin, wish(20.00)))["ReferralFee"] == 3.0
    assert shop.events("fees.promotion_granted") == []
