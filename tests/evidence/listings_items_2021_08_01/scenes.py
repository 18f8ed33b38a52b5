"""Situations in which others called Listings Items 2021-08-01, made again."""

from __future__ import annotations

from typing import Any

import httpx

from tests.shop import US, Json, Shop

ES, FR = "A1RKKUPIHCS9HS", "A13V1IB3VIYZZH"


def _patch(shop: Shop, path: str, value: Any, sku: str = "MUG") -> httpx.Response:
    patches = [{"op": "replace", "path": path, "value": value}]
    body = {"productType": "LUGGAGE", "patches": patches}
    return shop.call("PATCH", shop.listing_path(sku), body, marketplaceIds=US)


def _listed(shop: Shop) -> Shop:
    shop.list_product("MUG")
    return shop


def a_listing_that_there_is_not(shop: Shop) -> httpx.Response:
    every = "summaries,attributes,issues,offers,fulfillmentAvailability,procurement"
    return shop.call("GET", shop.listing_path("NONE"), marketplaceIds=US, includedData=every)


def a_listing_whose_sku_was_encoded_twice(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{shop.listing_path()}/A%2520B", marketplaceIds=US)


def a_listing_that_was_deleted(shop: Shop) -> httpx.Response:
    a_deletion(shop)
    shop.advance("PT1H")
    return shop.call("GET", shop.listing_path("MUG"), marketplaceIds=US)


def a_listing_in_two_marketplaces(shop: Shop) -> httpx.Response:
    for marketplace in (ES, FR):
        shop.list_product("MUG", marketplace=marketplace)
    wanted: Json = {"marketplaceIds": f"{ES},{FR}", "includedData": "summaries", "issueLocale": "en_US"}
    return shop.call("GET", shop.listing_path("MUG"), **wanted)


def a_submission_with_a_bad_attribute(shop: Shop) -> httpx.Response:
    body = {"productType": "LUGGAGE", "requirements": "LISTING", "attributes": shop.attributes(brand=[{"value": 5}])}
    return shop.call("PUT", shop.listing_path("MUG"), body, marketplaceIds=US)


def a_submission_that_is_good(shop: Shop) -> httpx.Response:
    body = {"productType": "LUGGAGE", "requirements": "LISTING", "attributes": shop.attributes()}
    return shop.call("PUT", shop.listing_path("MUG"), body, marketplaceIds=US)


def a_patch_of_an_attribute_that_there_is_not(shop: Shop) -> httpx.Response:
    value = [{"fulfillmentChannelCode": "DEFAULT", "quantity": 100}]
    return _patch(_listed(shop), "/attributes/fulfillmentAvailability", value)


def a_patch_with_a_value_of_no_form(shop: Shop) -> httpx.Response:
    return _patch(_listed(shop), "/attributes/product_description", [{"text": "Holds coffee"}])


def patches_that_are_no_list(shop: Shop) -> httpx.Response:
    patches = {"op": "replace", "path": "/attributes/fulfillment_availability", "value": {"quantity": 2}}
    body = {"productType": "LUGGAGE", "patches": patches}
    return _listed(shop).call("PATCH", shop.listing_path("MUG"), body, marketplaceIds=US)


def a_patch_with_a_path_that_leads_nowhere(shop: Shop) -> httpx.Response:
    return _patch(_listed(shop), "/brand", [{"value": "Northlea"}])


def a_price_of_a_sku_that_there_is_not(shop: Shop) -> httpx.Response:
    price = {"marketplace_id": US, "currency": "USD", "our_price": [{"schedule": [{"value_with_tax": 20}]}]}
    return _patch(shop, "/attributes/purchasable_offer", [price], "NONE")


def a_submission_without_a_sku(shop: Shop) -> httpx.Response:
    body = {"productType": "LUGGAGE", "requirements": "LISTING", "attributes": shop.attributes()}
    return shop.call("PUT", f"{shop.listing_path()}/", body, marketplaceIds=US)


def a_submission_of_nothing(shop: Shop) -> httpx.Response:
    return shop.call("PUT", shop.listing_path("W9-EYD8-3O"), {}, marketplaceIds=US)


def an_offer_on_no_product(shop: Shop) -> httpx.Response:
    attributes = shop.attributes(requirements="LISTING_OFFER_ONLY", merchant_suggested_asin=None)
    attributes["externally_assigned_product_identifier"] = []
    body = {"productType": "LUGGAGE", "requirements": "LISTING_OFFER_ONLY", "attributes": attributes}
    return shop.call("PUT", shop.listing_path("MUG"), body, marketplaceIds=US)


def an_offer_on_a_barcode_whose_kind_is_a_number(shop: Shop) -> httpx.Response:
    attributes = shop.attributes(requirements="LISTING_OFFER_ONLY", merchant_suggested_asin=None)
    attributes["externally_assigned_product_identifier"] = [{"type": 2, "value": "646113925597"}]
    body = {"productType": "PRODUCT", "requirements": "LISTING_OFFER_ONLY", "attributes": attributes}
    return shop.call("PUT", shop.listing_path("MUG"), body, marketplaceIds=US)


def a_listing_that_can_be_bought(shop: Shop) -> httpx.Response:
    return _listed(shop).call("GET", shop.listing_path("MUG"), marketplaceIds=US, includedData="summaries")


def a_price_that_is_changed(shop: Shop) -> httpx.Response:
    price = {"marketplace_id": US, "currency": "USD", "our_price": [{"schedule": [{"value_with_tax": 50}]}]}
    patches = [{"op": "replace", "path": "/attributes/purchasable_offer", "value": [price]}]
    body = {"productType": "PRODUCT", "patches": patches}
    return _listed(shop).call("PATCH", shop.listing_path("MUG"), body, marketplaceIds=US)


def a_sale_with_nothing_in_it(shop: Shop) -> httpx.Response:
    offer = {"marketplace_id": US, "currency": "USD", "audience": "ALL", "discounted_price": [{}]}
    return _patch(_listed(shop), "/attributes/purchasable_offer", [offer])


def a_listing_that_has_no_product_for_its_faults(shop: Shop) -> httpx.Response:
    suggested = [{"value": "B000000000", "marketplace_id": US}]
    attributes = shop.attributes(requirements="LISTING_OFFER_ONLY", merchant_suggested_asin=suggested)
    assert shop.put_listing("MUG", attributes, requirements="LISTING_OFFER_ONLY")["issues"] == []
    shop.advance("PT1H")
    wanted: Json = {"marketplaceIds": US, "includedData": "summaries,attributes,issues"}
    return shop.call("GET", shop.listing_path("MUG"), **wanted)


def a_listing_whose_channel_was_replaced(shop: Shop) -> httpx.Response:
    amazon = {"fulfillment_channel_code": "AMAZON_NA", "quantity": 0}
    assert _patch(_listed(shop), "/attributes/fulfillment_availability", [amazon]).json()["status"] == "ACCEPTED"
    shop.advance("PT1M")
    return shop.call("GET", shop.listing_path("MUG"), marketplaceIds=US, includedData="attributes")


def a_deletion_with_a_form_in_its_body(shop: Shop) -> httpx.Response:
    headers = {"x-amz-access-token": shop.token, "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    path = f"{_listed(shop).listing_path('MUG')}?marketplaceIds={US}"
    return shop.http.request("DELETE", path, content=b"sku=MUG", headers=headers)


def a_search_whose_path_ends_with_a_slash(shop: Shop) -> httpx.Response:
    return _listed(shop).call("GET", f"{shop.listing_path()}/", marketplaceIds=US)


def a_page_of_a_search_that_was_another(shop: Shop) -> httpx.Response:
    token = a_search_that_goes_on_by_a_parameter_of_another_name(shop).json()["pagination"]["nextToken"]
    wanted: Json = {"marketplaceIds": US, "pageSize": 1, "sortBy": "sku", "sortOrder": "DESC"}
    return shop.call("GET", shop.listing_path(), pageToken=token, **wanted)


def a_deletion(shop: Shop) -> httpx.Response:
    return _listed(shop).call("DELETE", shop.listing_path("MUG"), marketplaceIds=US)


def a_search_that_goes_on_by_a_parameter_of_another_name(shop: Shop) -> httpx.Response:
    for sku in ("A", "B"):
        shop.list_product(sku)
    wanted: Json = {"marketplaceIds": US, "pageSize": 1, "sortBy": "sku", "sortOrder": "ASC"}
    token = shop.ok("GET", shop.listing_path(), **wanted)["pagination"]["nextToken"]
    return shop.call("GET", shop.listing_path(), nextToken=token, **wanted)
