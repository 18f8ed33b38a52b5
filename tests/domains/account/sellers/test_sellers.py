"""Selling partners: what they see of themselves, and the marketplaces there are."""

from __future__ import annotations

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from tests.shop import CA, DE, GB, JP, US, Shop

from tradepost.accounts.marketplaces import MARKETPLACES, in_region

STORES = "/sellers/v1/marketplaceParticipations"
ACCOUNT = "/sellers/v1/account"
COUNTRIES = {
    "na": "BR CA MX US",
    "eu": "AE BE DE EG ES FR GB IE IN IT NL PL SA SE TR ZA",
    "fe": "AU JP SG",
}


def countries(shop: Shop, host: str = "localhost") -> str:
    stores = shop.call("GET", STORES, headers={"host": host}).json()["payload"]
    return " ".join(sorted(each["marketplace"]["countryCode"] for each in stores))


def test_a_participation_names_country_currency_language_and_domain(shop: Shop) -> None:
    found = {each["marketplace"]["id"]: each for each in shop.ok("GET", STORES)["payload"]}
    assert len(found) == 23
    assert found[US] == {
        "marketplace": {
            "id": US,
            "name": "Amazon.com",
            "countryCode": "US",
            "defaultCurrencyCode": "USD",
            "defaultLanguageCode": "en_US",
            "domainName": "www.amazon.com",
        },
        "participation": {"isParticipating": True, "hasSuspendedListings": False},
        "storeName": "Tradepost Store",
    }
    assert found[GB]["marketplace"]["countryCode"] == "GB"
    assert found[GB]["marketplace"]["domainName"] == "www.amazon.co.uk"
    assert found[JP]["marketplace"]["defaultCurrencyCode"] == "JPY"


@pytest.mark.parametrize("region", ["na", "eu", "fe"])
@pytest.mark.parametrize("prefix", ["", "sandbox."])
def test_a_regional_host_shows_its_own_marketplaces(shop: Shop, region: str, prefix: str) -> None:
    assert countries(shop, f"{prefix}sellingpartnerapi-{region}.amazon.com") == COUNTRIES[region]


@pytest.mark.parametrize(
    "host",
    ["SellingPartnerAPI-EU.Amazon.com", "sellingpartnerapi-eu.amazon.com:443", "sellingpartnerapi-eu.amazon.com:8008"],
)
def test_a_host_is_read_in_any_case_and_without_its_port(shop: Shop, host: str) -> None:
    assert countries(shop, host) == COUNTRIES["eu"]


@pytest.mark.parametrize(
    "host",
    ["localhost:8008", "127.0.0.1", "[::1]:8008", "tradepost", "sellingpartnerapi-xx.amazon.com", "evil.example"],
)
def test_on_any_other_host_nothing_is_limited(shop: Shop, host: str) -> None:
    assert len(countries(shop, host).split()) == 23


def test_a_seller_of_one_region_sees_that_region(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    european = new_shop(beside=shop, region="eu", name="Euro Shop")
    assert european.credentials["region"] == "eu"
    assert countries(european) == COUNTRIES["eu"]
    assert {each["storeName"] for each in european.ok("GET", STORES)["payload"]} == {"Euro Shop"}


def test_a_seller_of_some_marketplaces_sees_those_in_their_order(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop(beside=shop, marketplaceIds=[DE, CA, DE])
    assert other.credentials["marketplace_ids"] == [DE, CA]
    assert [each["marketplace"]["id"] for each in other.ok("GET", STORES)["payload"]] == [DE, CA]


def test_an_account_is_for_applications_that_do_its_finances(shop: Shop) -> None:
    seller = shop.controlled("POST", "sellers", {"roles": ["PL", "SPI"]})
    other = Shop(shop.url, shop.world, seller)
    other.log_in()
    assert other.call("GET", STORES).status_code == 200
    [error] = other.refused("GET", ACCOUNT, status=403)
    assert error["code"] == "Unauthorized"
    shop.controlled("PUT", f"applications/{seller['application_id']}", {"roles": ["FA"]})
    assert other.call("GET", ACCOUNT).status_code == 200
    other.close()


def test_an_account_shows_plan_business_and_contact(shop: Shop) -> None:
    account = shop.ok("GET", ACCOUNT)["payload"]
    assert (account["businessType"], account["sellingPlan"]) == ("PRIVATE_LIMITED", "PROFESSIONAL")
    assert account["marketplaceParticipationList"] == shop.ok("GET", STORES)["payload"]
    assert account["business"]["registeredBusinessAddress"]["countryCode"] == "US"
    assert re.fullmatch(r"[0-9]{8}", account["business"]["companyRegistrationNumber"])
    assert account["primaryContact"]["name"].split()[1] == account["business"]["name"].split()[0]
    assert shop.ok("GET", ACCOUNT)["payload"] == account


def test_the_same_seed_makes_the_same_seller(new_shop: Callable[..., Shop]) -> None:
    one, same, other = new_shop(seed="one"), new_shop(seed="one"), new_shop(seed="two")
    assert one.credentials["seller_id"] == same.credentials["seller_id"] != other.credentials["seller_id"]
    assert one.ok("GET", ACCOUNT) == same.ok("GET", ACCOUNT)
    assert one.credentials["client_secret"] != same.credentials["client_secret"]


def test_credentials_have_the_forms_of_the_real_ones(shop: Shop) -> None:
    forms = {
        "client_id": r"amzn1\.application-oa2-client\.[0-9a-f]{32}",
        "client_secret": r"amzn1\.oa2-cs\.v1\.[0-9a-f]{64}",
        "refresh_token": r"Atzr\|[\w-]{300,2000}",
        "seller_id": r"A[A-Z0-9]{12,13}",
        "application_id": r"amzn1\.sp\.solution\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    }
    for name, form in forms.items():
        assert re.fullmatch(form, shop.credentials[name]), name


def test_one_seller_sees_nothing_of_another(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop(beside=shop)
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 1})
    other.refused("GET", "/fba/outbound/2020-07-01/fulfillmentOrders/O-1", status=404)
    other.stock("MUG", 7)
    assert (shop.fulfillable("MUG"), other.fulfillable("MUG")) == (4, 7)
    assert other.credentials["seller_id"] != shop.credentials["seller_id"]


@pytest.mark.parametrize(
    ("seller", "words"),
    [
        ({"roles": ["King"]}, "roles: 'King' is not a role; there are AF, AWD"),
        ({"region": "mars"}, "region: 'mars' is not one of na, eu, fe"),
        ({"marketplaceIds": ["A0"]}, "marketplaceIds: 'A0' is not the id of a marketplace"),
        ({"marketplaceIds": [US], "region": "eu"}, f"marketplaceIds: {US} is not in the region eu"),
        ({"role": ["AF"]}, "role"),
        ({"marketplaceIds": US}, "marketplaceIds"),
    ],
)
def test_a_seller_that_cannot_be_is_not_made(shop: Shop, seller: dict[str, object], words: str) -> None:
    response = shop.control("POST", "sellers", seller)
    assert response.status_code == 400
    assert words in response.json()["errors"][0]["details"]


def test_the_table_of_marketplaces_is_whole() -> None:
    by_region = {region: sorted(MARKETPLACES[id].country for id in in_region(region)) for region in COUNTRIES}
    assert by_region == {region: names.split() for region, names in COUNTRIES.items()}
    assert len(in_region("")) == len(MARKETPLACES) == 23
    assert len({each.country for each in MARKETPLACES.values()}) == 23
    assert len({each.domain for each in MARKETPLACES.values()}) == 23
    for id, each in MARKETPLACES.items():
        assert id == each.id
        assert re.fullmatch(r"A[A-Z0-9]{11,13}", id)
        assert re.fullmatch(r"[A-Z]{3}", each.currency)
        assert re.fullmatch(r"[a-z]{2}_[A-Z]{2}", each.language)
        assert ZoneInfo(each.time_zone).key == each.time_zone


@pytest.mark.parametrize(
    ("country", "id", "region", "currency", "language", "name"),
    [
        ("US", "ATVPDKIKX0DER", "na", "USD", "en_US", "Amazon.com"),
        ("CA", "A2EUQ1WTGCTBG2", "na", "CAD", "en_CA", "Amazon.ca"),
        ("MX", "A1AM78C64UM0Y8", "na", "MXN", "es_MX", "Amazon.com.mx"),
        ("BR", "A2Q3Y263D00KWC", "na", "BRL", "pt_BR", "Amazon.com.br"),
        ("IE", "A28R8C7NBKEWEA", "eu", "EUR", "en_IE", "Amazon.ie"),
        ("ES", "A1RKKUPIHCS9HS", "eu", "EUR", "es_ES", "Amazon.es"),
        ("GB", "A1F83G8C2ARO7P", "eu", "GBP", "en_GB", "Amazon.co.uk"),
        ("FR", "A13V1IB3VIYZZH", "eu", "EUR", "fr_FR", "Amazon.fr"),
        ("BE", "AMEN7PMS3EDWL", "eu", "EUR", "fr_BE", "Amazon.com.be"),
        ("NL", "A1805IZSGTT6HS", "eu", "EUR", "nl_NL", "Amazon.nl"),
        ("DE", "A1PA6795UKMFR9", "eu", "EUR", "de_DE", "Amazon.de"),
        ("IT", "APJ6JRA9NG5V4", "eu", "EUR", "it_IT", "Amazon.it"),
        ("SE", "A2NODRKZP88ZB9", "eu", "SEK", "sv_SE", "Amazon.se"),
        ("ZA", "AE08WJ6YKNBMC", "eu", "ZAR", "en_ZA", "Amazon.co.za"),
        ("PL", "A1C3SOZRARQ6R3", "eu", "PLN", "pl_PL", "Amazon.pl"),
        ("EG", "ARBP9OOSHTCHU", "eu", "EGP", "ar_AE", "Amazon.eg"),
        ("TR", "A33AVAJ2PDY3EV", "eu", "TRY", "tr_TR", "Amazon.com.tr"),
        ("SA", "A17E79C6D8DWNP", "eu", "SAR", "ar_AE", "Amazon.sa"),
        ("AE", "A2VIGQ35RCS4UG", "eu", "AED", "en_AE", "Amazon.ae"),
        ("IN", "A21TJRUUN4KGV", "eu", "INR", "en_IN", "Amazon.in"),
        ("SG", "A19VAU5U5O7RUS", "fe", "SGD", "en_SG", "Amazon.sg"),
        ("AU", "A39IBJ37TRP1C6", "fe", "AUD", "en_AU", "Amazon.com.au"),
        ("JP", "A1VC38T7YXB528", "fe", "JPY", "ja_JP", "Amazon.co.jp"),
    ],
)
def test_a_marketplace_is_as_published(
    country: str, id: str, region: str, currency: str, language: str, name: str
) -> None:
    found = MARKETPLACES[id]
    assert (found.country, found.region, found.currency) == (country, region, currency)
    assert (found.language, found.name) == (language, name)
