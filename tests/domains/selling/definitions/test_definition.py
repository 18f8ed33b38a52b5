"""The definition of a product type: its links, its groups, its version, its schema."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft201909Validator, Draft202012Validator
from tests.conftest import ServerThread
from tests.domains.selling.definitions.reading import DEFINITIONS, definition, fetched, schema
from tests.shop import BARE, DE, GB, JP, US, Json, Shop

from tradepost.serving import Settings


def test_a_definition_says_what_it_is_and_links_to_its_schemas(shop: Shop) -> None:
    found = definition(shop, "LUGGAGE", requirements="LISTING", locale="en_US", sellerId=shop.credentials["seller_id"])
    assert found["productType"] == "LUGGAGE"
    assert found["displayName"] == "Luggage"
    assert (found["requirements"], found["requirementsEnforced"]) == ("LISTING", "ENFORCED")
    assert (found["locale"], found["marketplaceIds"]) == ("en_US", [US])
    assert found["productTypeVersion"]["latest"] is True
    assert found["productTypeVersion"]["releaseCandidate"] is False
    assert re.fullmatch(r"U[A-Za-z0-9+/]{11}=", found["productTypeVersion"]["version"])
    meta = fetched(found["metaSchema"])
    assert meta["$id"] == "https://schemas.amazon.com/selling-partners/definitions/product-types/meta-schema/v1"
    luggage = fetched(found["schema"])
    assert luggage["$schema"] == meta["$id"]
    assert luggage["$id"] == "https://schemas.amazon.com/selling-partners/definitions/product-types/schema/v1/LUGGAGE"


def test_every_attribute_of_the_schema_stands_in_one_group(shop: Shop) -> None:
    found = definition(shop, "SHIRT")
    names = [name for group in found["propertyGroups"].values() for name in group["propertyNames"]]
    assert sorted(names) == sorted(fetched(found["schema"])["properties"])
    assert list(found["propertyGroups"]) == [
        "offer",
        "images",
        "shipping",
        "variations",
        "safety_and_compliance",
        "product_identity",
        "product_details",
    ]
    assert found["propertyGroups"]["variations"]["propertyNames"] == [
        "parentage_level",
        "child_parent_sku_relationship",
        "variation_theme",
        "package_level",
        "package_contains_sku",
    ]
    offer_only = definition(shop, "SHIRT", requirements="LISTING_OFFER_ONLY")["propertyGroups"]
    assert list(offer_only) == ["offer", "product_identity"]
    assert offer_only["product_identity"]["propertyNames"] == [
        "externally_assigned_product_identifier",
        "merchant_suggested_asin",
    ]


def test_requirement_sets_have_their_attributes(shop: Shop) -> None:
    whole, product, offer = (
        schema(shop, "LUGGAGE", requirements=each) for each in ("LISTING", "LISTING_PRODUCT_ONLY", "LISTING_OFFER_ONLY")
    )
    assert set(product["properties"]) | set(offer["properties"]) == set(whole["properties"])
    assert "purchasable_offer" not in product["properties"]
    assert "item_name" not in offer["properties"]
    assert offer["required"] == ["condition_type", "purchasable_offer", "fulfillment_availability"]
    assert len(offer["allOf"]) == 2, "an ASIN, or an identifier"
    assert whole["required"] == ["item_name", "brand", "product_description"]
    assert len(whole["allOf"]) == 10


def test_requirements_that_are_not_enforced_ask_for_nothing(shop: Shop) -> None:
    found = definition(shop, "LUGGAGE", requirementsEnforced="NOT_ENFORCED")
    assert found["requirementsEnforced"] == "NOT_ENFORCED"
    loose = fetched(found["schema"])
    assert "required" not in loose
    assert "allOf" not in loose
    assert loose["properties"] == schema(shop, "LUGGAGE")["properties"]
    assert Draft202012Validator({**loose, "$schema": ""}).is_valid({})
    assert not Draft202012Validator({**loose, "$schema": ""}).is_valid({"item_name": [{"language_tag": "en_US"}]})


def test_a_schema_is_that_of_its_marketplace(shop: Shop) -> None:
    def shown(marketplace: str) -> Json:
        found = schema(shop, "BACKPACK", marketplace)
        properties = found["properties"]
        offer = properties["purchasable_offer"]["items"]["properties"]
        length = properties["item_dimensions"]["items"]["properties"]["length"]["properties"]["unit"]
        channel = properties["fulfillment_availability"]["items"]["properties"]["fulfillment_channel_code"]
        return {
            "languages": found["$defs"]["language_tag"]["enum"],
            "marketplaces": found["$defs"]["marketplace_id"]["enum"],
            "currency": offer["currency"]["enum"],
            "unit": length["default"],
            "channels": channel["enum"],
            "placed by": [each for each in ("item_type_keyword", "recommended_browse_nodes") if each in properties],
            "list price": next(iter(properties["list_price"]["items"]["properties"])),
        }

    assert shown(US) == {
        "languages": ["en_US", "es_US"],
        "marketplaces": [US],
        "currency": ["USD"],
        "unit": "inches",
        "channels": ["DEFAULT", "AMAZON_NA"],
        "placed by": ["item_type_keyword"],
        "list price": "value",
    }
    assert shown(DE) == {
        "languages": ["de_DE", "en_GB", "cs_CZ", "nl_NL", "pl_PL", "tr_TR", "da_DK"],
        "marketplaces": [DE],
        "currency": ["EUR"],
        "unit": "centimeters",
        "channels": ["DEFAULT", "AMAZON_EU"],
        "placed by": ["recommended_browse_nodes"],
        "list price": "value_with_tax",
    }
    assert shown(JP)["currency"] == ["JPY"]
    assert shown(JP)["channels"] == ["DEFAULT", "AMAZON_JP"]


def test_titles_and_labels_are_in_the_locale(shop: Shop) -> None:
    def shown(marketplace: str, **query: str) -> tuple[str, str, str, str]:
        found = definition(shop, "BACKPACK", marketplace, **query)
        properties = fetched(found["schema"])["properties"]
        condition = properties["condition_type"]["items"]["properties"]["value"]
        return (
            found["locale"],
            found["displayName"],
            properties["item_name"]["title"],
            dict(zip(condition["enum"], condition["enumNames"], strict=True))["used_good"],
        )

    assert shown(US) == ("en_US", "Backpack", "Title", "Used, good")
    assert shown(DE) == ("de_DE", "Rucksack", "Titel", "Gebraucht, gut")
    assert shown(DE, locale="DEFAULT") == ("de_DE", "Rucksack", "Titel", "Gebraucht, gut")
    assert shown(DE, locale="en_GB") == ("en_GB", "Backpack", "Title", "Used, good")
    assert shown(GB, locale="de") == ("de", "Rucksack", "Titel", "Gebraucht, gut")
    assert shown(GB, locale="fr_FR") == ("fr_FR", "Backpack", "Title", "Used, good")


def test_the_parentage_resolves_conditions(shop: Shop) -> None:
    child, parent, alone = (schema(shop, "SHIRT", parentageLevel=each) for each in ("CHILD", "PARENT", "NONE"))
    assert {"parentage_level", "child_parent_sku_relationship", "variation_theme", "shirt_size"} <= set(
        child["required"]
    )
    assert parent["required"] == ["item_name", "brand", "product_description", "parentage_level", "variation_theme"]
    assert "shirt_size" in alone["required"]
    assert "parentage_level" not in alone["required"]
    assert [len(each["allOf"]) for each in (child, parent, alone)] == [6, 4, 6]
    assert "parent" not in str(alone["allOf"])


def test_links_begin_with_the_address_of_the_request(shop: Shop) -> None:
    response = shop.call(
        "GET", f"{DEFINITIONS}/TEA", marketplaceIds=US, headers={"Host": "sellingpartnerapi-na.amazon.com"}
    )
    link = urlsplit(response.json()["schema"]["link"]["resource"])
    assert link.netloc == "sellingpartnerapi-na.amazon.com"
    answer = BARE.get(f"{shop.url}{link.path}?{link.query}", headers={"Host": link.netloc}, timeout=30)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["$id"].endswith("/TEA")


def test_a_link_is_open_where_the_control_api_is_not(tmp_path: Path) -> None:
    server = ServerThread(Settings(port=0, data=tmp_path, scenario="none", admin_token="secret"))
    url = server.start()
    try:
        assert BARE.get(f"{url}/_tradepost/v1/clock", timeout=30).status_code == 403
        answer = BARE.get(f"{url}/_tradepost/definitions/meta-schema/v1.json", headers={"Host": "example.com"})
        assert answer.status_code == 200
        assert answer.json()["$vocabulary"]
    finally:
        server.stop()


def test_a_link_that_was_never_given_is_not_found(shop: Shop) -> None:
    good = definition(shop, "TEA")["schema"]["link"]["resource"]
    assert BARE.get(good, timeout=30).status_code == 200
    for bad in (
        re.sub(r"/[0-9a-f]{32}\.json", f"/{'0' * 32}.json", good),
        good.replace("/TEA/", "/ZEPPELIN/"),
        good.replace(US, "ATLANTIS"),
        good.replace("requirements=LISTING", "requirements=EVERYTHING"),
        good.replace(US, DE),
        good.partition("?")[0],
        f"{shop.url}/_tradepost/definitions/meta-schema/v2.json",
    ):
        assert bad != good
        response = BARE.get(bad, timeout=30)
        assert (response.status_code, response.json()["errors"][0]["code"]) == (404, "NotFound"), bad


def test_a_version_can_be_named(shop: Shop) -> None:
    latest = definition(shop, "TEA")
    version = latest["productTypeVersion"]["version"]
    for name in ("LATEST", "RELEASE_CANDIDATE", version):
        assert definition(shop, "TEA", productTypeVersion=name) == latest
    assert definition(shop, "COFFEE")["productTypeVersion"]["version"] != version
    [error] = shop.refused("GET", f"{DEFINITIONS}/TEA", status=404, marketplaceIds=US, productTypeVersion="U0000=")
    assert error["code"] == "NotFound"
    assert error["details"] == "productTypeVersion: 'U0000=' is not a version of TEA"


def test_of_several_marketplaces_the_first_counts(shop: Shop) -> None:
    assert definition(shop, "TEA", f"{DE},{US}")["marketplaceIds"] == [DE]


def test_an_unknown_product_type_is_not_found(shop: Shop) -> None:
    [error] = shop.refused("GET", f"{DEFINITIONS}/ZEPPELIN", status=404, marketplaceIds=US)
    assert error == {
        "code": "NotFound",
        "message": "Resource not found.",
        "details": "productType: no product type is named 'ZEPPELIN'",
    }


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"requirements": "EVERYTHING"}, "requirements"),
        ({"requirementsEnforced": "MAYBE"}, "requirementsEnforced"),
        ({"locale": "xx_YY"}, "locale"),
        ({"parentageLevel": "AUNT"}, "parentageLevel"),
        ({"parentageLevel": "PARENT", "requirements": "LISTING_OFFER_ONLY"}, "parentageLevel"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(shop: Shop, query: dict[str, Any], told: str) -> None:
    [error] = shop.refused("GET", f"{DEFINITIONS}/TEA", marketplaceIds=US, **query)
    assert error["code"] == "InvalidInput"
    assert told in error["details"]


def test_an_answer_is_the_same_each_time(shop: Shop) -> None:
    assert definition(shop, "SHIRT", DE) == definition(shop, "SHIRT", DE)


def test_the_meta_schema_is_a_schema_and_a_validator_of_either_draft_takes_what_it_describes(shop: Shop) -> None:
    Draft201909Validator.check_schema(fetched(definition(shop, "TEA")["metaSchema"]))
    luggage = schema(shop, "LUGGAGE")
    Draft201909Validator.check_schema(luggage)
    Draft202012Validator.check_schema(luggage)
