"""What an order in Brazil tells besides: its buyer's quarter and number as a taxpayer, and the marketplace's."""

from __future__ import annotations

from tests.shop import BR, US, Json, Shop

from tradepost.domains.places import taxpayers

ORDERS = "/orders/v0/orders"


def bought(shop: Shop, marketplace: str = BR, **buyer: object) -> str:
    body = {"marketplaceId": marketplace, "items": [{"sku": "MALA"}], "paid": True, "buyer": buyer}
    return str(shop.controlled("POST", "buyers/orders", body)["orderId"])


def opened(shop: Shop, order_id: str, *elements: str) -> Json:
    """An order, to a restricted data token."""
    resource = {"method": "GET", "path": f"{ORDERS}/{order_id}", "dataElements": list(elements)}
    token = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": [resource]})
    answer = shop.call("GET", f"{ORDERS}/{order_id}", headers={"x-amz-access-token": token["restrictedDataToken"]})
    found: Json = answer.json()["payload"]
    return found


def test_a_buyer_in_brazil_has_a_cpf_and_a_company_has_a_cnpj(shop: Shop) -> None:
    shop.list_product("MALA", 199.9, 10, marketplace=BR)
    person = opened(shop, bought(shop), "buyerInfo", "shippingAddress")
    [number] = person["BuyerInfo"]["BuyerTaxInfo"]["TaxClassifications"]
    assert (number["Name"], taxpayers.is_cpf(number["Value"])) == ("CPF", True)
    assert person["BuyerInfo"]["BuyerTaxInfo"]["TaxingRegion"] == "BR"
    assert person["BuyerInfo"]["BuyerCounty"] == person["ShippingAddress"]["County"] != ""
    company = opened(shop, bought(shop, business=True), "buyerInfo")
    [number] = company["BuyerInfo"]["BuyerTaxInfo"]["TaxClassifications"]
    assert (number["Name"], taxpayers.is_cnpj(number["Value"])) == ("CNPJ", True)
    assert company["BuyerInfo"]["BuyerTaxInfo"]["CompanyLegalName"]


def test_the_number_can_be_given_and_is_shown_to_those_alone_who_may_see_it(shop: Shop) -> None:
    shop.list_product("MALA", 199.9, 10, marketplace=BR)
    order_id = bought(shop, taxId="529.982.247-25")
    [number] = opened(shop, order_id, "buyerInfo")["BuyerInfo"]["BuyerTaxInfo"]["TaxClassifications"]
    assert number == {"Name": "CPF", "Value": "52998224725"}
    plain = shop.ok("GET", f"{ORDERS}/{order_id}")["payload"]
    assert "52998224725" not in str(plain)
    assert plain["MarketplaceTaxInfo"] == {"TaxClassifications": [{"Name": "CNPJ", "Value": "15436940000103"}]}


def test_a_wrong_digit_is_refused_and_so_is_a_number_where_there_are_none(shop: Shop) -> None:
    shop.list_product("MALA", 199.9, 10, marketplace=BR)
    shop.list_product("TRUNK", 20, 10)
    wrong = {"marketplaceId": BR, "items": [{"sku": "MALA"}], "buyer": {"taxId": "529.982.247-26"}}
    [error] = shop.control("POST", "buyers/orders", wrong).json()["errors"]
    assert error["details"] == "buyer.taxId: '529.982.247-26' is no CPF and no CNPJ: a digit is wrong"
    american = {"marketplaceId": US, "items": [{"sku": "TRUNK"}], "buyer": {"taxId": "529.982.247-25"}}
    assert shop.control("POST", "buyers/orders", american).status_code == 400
    assert shop.events("orders.created") == []
