"""One item of the catalog, by data set and marketplace."""

from __future__ import annotations

import pytest
from tests.domains.selling.catalog.selling import ITEMS, numbered, product, said, searched, shown, spoken
from tests.shop import DE, GB, JP, US, Shop

EAN = "4006381333931"


def test_an_item_is_shown_at_a_glance(shop: Shop) -> None:
    asin = product(
        shop,
        type="SHIRT",
        attributes={"item_name": spoken("Linen shirt"), "color": spoken("Navy"), "item_package_quantity": said(2)},
    )
    assert shop.ok("GET", f"{ITEMS}/{asin}", marketplaceIds=US) == {
        "asin": asin,
        "summaries": [
            {
                "marketplaceId": US,
                "adultProduct": False,
                "autographed": False,
                "brand": "Fernhollow",
                "browseClassification": {
                    "displayName": "Shirts & Tops",
                    "classificationId": "211111011",
                    "parent": {
                        "displayName": "Clothing",
                        "classificationId": "211110011",
                        "parent": {"displayName": "Clothing, Shoes & Accessories", "classificationId": "211100011"},
                    },
                },
                "color": "Navy",
                "itemClassification": "BASE_PRODUCT",
                "itemName": "Linen shirt",
                "manufacturer": "Fernhollow Works",
                "memorabilia": False,
                "modelNumber": "FH-100",
                "packageQuantity": 2,
                "partNumber": "FH-100-A",
                "size": "Medium",
                "style": "Classic",
                "tradeInEligible": False,
                "websiteDisplayGroup": "fashion_display_on_website",
                "websiteDisplayGroupName": "Clothing, Shoes & Accessories",
            }
        ],
    }


def test_a_book_names_its_author_and_when_it_came_out(shop: Shop) -> None:
    asin = product(shop, type="ABIS_BOOK", attributes=numbered("isbn", "9780306406157"))
    found = shown(shop, asin, "summaries")
    assert found["contributors"] == [{"role": {"displayName": "Author", "value": "author"}, "value": "Ida Lindqvist"}]
    assert found["releaseDate"] == "2024-04-02"


def test_the_attributes_of_an_item_are_those_of_the_product_and_not_of_an_offer(shop: Shop) -> None:
    asin = product(shop, attributes={"color": spoken("Teal")})
    found = shown(shop, asin, "attributes")
    assert found["color"] == [{"value": "Teal", "marketplace_id": US, "language_tag": "en_US"}]
    assert not {"purchasable_offer", "condition_type", "supplier_declared_has_product_identifier_exemption"} & set(
        found
    )


def test_an_item_has_the_numbers_of_its_barcode_under_every_type(shop: Shop) -> None:
    asin = product(shop, attributes=numbered("upc", "036000291452"))
    assert shown(shop, asin, "identifiers") == {
        "marketplaceId": US,
        "identifiers": [
            {"identifierType": "EAN", "identifier": "0036000291452"},
            {"identifierType": "GTIN", "identifier": "00036000291452"},
            {"identifierType": "UPC", "identifier": "036000291452"},
        ],
    }


def test_in_japan_an_ean_is_a_jan(shop: Shop) -> None:
    asin = product(shop, JP, attributes=numbered("jan", "4901234567894", JP))
    found = shown(shop, asin, "identifiers", JP)["identifiers"]
    assert [each["identifierType"] for each in found] == ["GTIN", "JAN"]


def test_dimensions_are_in_the_units_in_which_they_were_said(shop: Shop) -> None:
    sides = {"length": (10, "inches"), "width": (4.5, "inches"), "height": (3, "inches")}
    measures = {side: {"unit": unit, "value": value} for side, (value, unit) in sides.items()}
    asin = product(
        shop,
        attributes={
            "item_package_dimensions": [{**measures, "marketplace_id": US}],
            "item_package_weight": [{"unit": "pounds", "value": 1.25, "marketplace_id": US}],
        },
    )
    assert shown(shop, asin, "dimensions")["package"] == {
        "length": {"unit": "inches", "value": 10.0},
        "width": {"unit": "inches", "value": 4.5},
        "height": {"unit": "inches", "value": 3.0},
        "weight": {"unit": "pounds", "value": 1.25},
    }


def test_a_package_that_nobody_measured_has_a_size_all_the_same(shop: Shop) -> None:
    shop.stock("MUG", 1)
    shop.stock("MUG", 1, DE)
    asin = shop.summary("MUG")["asin"]
    american, german = shown(shop, asin, "dimensions"), shown(shop, asin, "dimensions", DE)
    assert set(american) == {"marketplaceId", "package"}
    inches, centimeters = american["package"]["length"], german["package"]["length"]
    assert (inches["unit"], centimeters["unit"]) == ("inches", "centimeters")
    assert inches["value"] == round(centimeters["value"] / 2.54, 2)


def test_an_item_stands_in_the_browse_tree(shop: Shop) -> None:
    asin = product(shop, DE, type="COFFEE")
    [found] = shown(shop, asin, "classifications", DE)["classifications"]
    assert found["displayName"] == "Kaffee"
    assert found["parent"]["displayName"] == "Heißgetränke"
    assert found["parent"]["parent"]["displayName"] == "Lebensmittel"
    [english] = shown(shop, asin, "classifications", DE, locale="en_GB")["classifications"]
    assert (english["displayName"], english["classificationId"]) == ("Coffee", found["classificationId"])


def test_a_node_that_is_recommended_outranks_the_product_type(shop: Shop) -> None:
    lamps = shown(shop, product(shop, DE, type="LAMP"), "classifications", DE)["classifications"][0]
    recommended = {"recommended_browse_nodes": said(lamps["classificationId"], DE)}
    asin = product(shop, DE, attributes=recommended)
    assert shown(shop, asin, "classifications", DE)["classifications"] == [lamps]


def test_an_item_has_a_product_type(shop: Shop) -> None:
    asin = product(shop, type="LAMP")
    assert shown(shop, asin, "productTypes") == {"marketplaceId": US, "productType": "LAMP"}


def test_an_item_in_two_marketplaces_is_shown_in_both(shop: Shop) -> None:
    asin = product(shop, attributes={**numbered("ean", EAN), "item_name": spoken("Kettle")})
    german = {**numbered("ean", EAN, DE), "item_name": spoken("Kessel", DE, "de_DE")}
    assert product(shop, DE, attributes=german) == asin
    found = shop.ok(
        "GET", f"{ITEMS}/{asin}", marketplaceIds=f"{US},{DE},{GB}", includedData="summaries,attributes,productTypes"
    )
    assert [(each["marketplaceId"], each["itemName"]) for each in found["summaries"]] == [
        (US, "Kettle"),
        (DE, "Kessel"),
    ]
    assert [each["value"] for each in found["attributes"]["item_name"]] == ["Kettle", "Kessel"]
    assert [each["marketplaceId"] for each in found["productTypes"]] == [US, DE]


def test_summaries_are_in_the_language_that_is_asked_for(shop: Shop) -> None:
    names = [*spoken("Teekanne", DE, "de_DE"), *spoken("Teapot", DE, "en_GB")]
    asin = product(shop, DE, attributes={"item_name": names})
    assert shown(shop, asin, "summaries", DE)["itemName"] == "Teekanne"
    assert shown(shop, asin, "summaries", DE, locale="en_GB")["itemName"] == "Teapot"
    assert shown(shop, asin, "summaries", DE, locale="pl_PL")["itemName"] == "Teekanne"


def test_a_product_of_the_fulfillment_network_is_in_the_catalog(shop: Shop) -> None:
    shop.stock("MUG", 3)
    asin = shop.summary("MUG")["asin"]
    assert shown(shop, asin, "summaries")["itemName"] == "Product MUG"
    assert shown(shop, asin, "productTypes")["productType"] == "PRODUCT"
    assert [each["asin"] for each in searched(shop, keywords="mug")["items"]] == [asin]


def test_what_is_not_in_the_catalog_is_not_found(shop: Shop) -> None:
    response = shop.call("GET", f"{ITEMS}/B000000000", marketplaceIds=f"{US},{DE}")
    assert response.status_code == 404
    message = f"Requested item, B000000000, not found in marketplace(s) {US}, {DE}."
    assert response.json() == {"errors": [{"code": "NOT_FOUND", "message": message}]}
    asin = product(shop)
    [error] = shop.refused("GET", f"{ITEMS}/{asin}", status=404, marketplaceIds=DE)
    assert error["code"] == "NOT_FOUND"


@pytest.mark.parametrize("asin", ["b0abcdefgh", "B0ABC", "B0ABCDEFGHI", "B0ABC-EFGH"])
def test_what_cannot_be_an_asin_is_refused(shop: Shop, asin: str) -> None:
    [error] = shop.refused("GET", f"{ITEMS}/{asin}", marketplaceIds=US)
    assert (error["code"], error["message"]) == ("InvalidInput", "Invalid 'asin' provided.")


def test_a_data_set_has_its_exact_name(shop: Shop) -> None:
    asin = product(shop)
    [error] = shop.refused("GET", f"{ITEMS}/{asin}", marketplaceIds=US, includedData="summaries,salesRank")
    assert error["message"] == "Request has missing or invalid parameters and cannot be parsed."
    assert error["details"].startswith("includedData: 'salesRank' must be one of")


def test_details_of_vendors_are_not_for_sellers(shop: Shop) -> None:
    asin = product(shop)
    [error] = shop.refused("GET", f"{ITEMS}/{asin}", marketplaceIds=US, includedData="summaries,vendorDetails")
    assert (error["code"], error["message"]) == ("InvalidInput", "FORBIDDEN")
    [error] = shop.refused("GET", ITEMS, marketplaceIds=US, keywords="mug", includedData="vendorDetails")
    assert error["message"] == "FORBIDDEN"


def test_a_language_that_the_marketplace_has_not_is_refused(shop: Shop) -> None:
    [error] = shop.refused("GET", f"{ITEMS}/{product(shop)}", marketplaceIds=US, locale="de_DE")
    assert (error["message"], error["details"]) == (
        "Invalid 'locale' provided.",
        "locale: 'de_DE' is not one of en_US, es_US",
    )
