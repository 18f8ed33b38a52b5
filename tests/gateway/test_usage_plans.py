"""Usage plans: one bucket for each application, selling partner, region and operation, refilled in real time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.shop import INVENTORY, US, Shop

ACCOUNT = "/sellers/v1/account"
STORES = "/sellers/v1/marketplaceParticipations"
SUMMARIES = f"{INVENTORY}/summaries?granularityType=Marketplace&granularityId={US}&marketplaceIds={US}"
EUROPE, SANDBOX = "sellingpartnerapi-eu.amazon.com", "sandbox.sellingpartnerapi-na.amazon.com"
NEVER = 0.0001  # requests a second: none comes back while a test runs


def limit(shop: Shop, rate: float, burst: float, operation: str = "getAccount") -> None:
    shop.controlled("PUT", "usage-plans", {"scale": 1, "operations": {operation: {"rate": rate, "burst": burst}}})


def codes(shop: Shop, count: int, path: str = ACCOUNT, host: str = "localhost") -> list[int]:
    return [shop.call("GET", path, headers={"host": host}).status_code for _ in range(count)]


def test_a_full_bucket_has_the_burst_and_an_empty_one_answers_429(shop: Shop) -> None:
    limit(shop, NEVER, 3)
    assert codes(shop, 5) == [200, 200, 200, 429, 429]
    response = shop.call("GET", ACCOUNT)
    assert response.text == (
        '{"errors":[{"message":"You exceeded your quota for the requested resource.","code":"QuotaExceeded"}]}'
    )
    assert response.headers["x-amzn-errortype"] == "TooManyRequestsException"


def test_a_bucket_refills_in_real_time_though_the_clock_of_the_world_is_frozen(shop: Shop) -> None:
    limit(shop, 1, 1)
    assert shop.controlled("GET", "clock")["frozen"] is True
    assert codes(shop, 1) == [200]
    shop.advance("P365D")
    begin = time.monotonic()
    while shop.call("GET", ACCOUNT).status_code == 429:
        assert time.monotonic() - begin < 10
    assert shop.call("GET", ACCOUNT).status_code == 429


def test_moving_the_clock_gives_no_quota(shop: Shop) -> None:
    limit(shop, NEVER, 1)
    assert codes(shop, 1) == [200]
    shop.advance("P365D")
    assert codes(shop, 1) == [429]


def test_a_refused_request_takes_nothing(shop: Shop) -> None:
    limit(shop, 1, 1)
    assert codes(shop, 1) == [200]
    begin = time.monotonic()
    refused = 0
    while shop.call("GET", ACCOUNT).status_code == 429:
        refused += 1
    assert refused > 0
    assert time.monotonic() - begin < 10


def test_a_request_without_a_good_token_or_role_takes_nothing(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    limit(shop, NEVER, 1)
    token = shop.token
    for shop.token in ("", "Atza|none", "x" * 3000):
        assert codes(shop, 2) == [403, 403]
    shop.token = token
    assert codes(shop, 2) == [200, 429]


def test_a_mistake_takes_one_as_any_request_does(shop: Shop) -> None:
    limit(shop, NEVER, 2, "getInventorySummaries")
    assert codes(shop, 3, f"{INVENTORY}/summaries") == [400, 400, 429]


def test_a_bucket_belongs_to_an_operation_and_a_seller_and_an_application(
    shop: Shop, new_shop: Callable[..., Shop]
) -> None:
    other = new_shop(beside=shop)
    limit(shop, NEVER, 1)
    shop.controlled(
        "PUT",
        "usage-plans",
        {
            "operations": {
                name: {"rate": NEVER, "burst": 1} for name in ("getAccount", "sellers.getMarketplaceParticipations")
            }
        },
    )
    assert codes(shop, 2) == [200, 429]
    assert codes(shop, 2, STORES) == [200, 429]
    assert codes(other, 2) == [200, 429]


def test_another_application_of_the_same_seller_has_a_bucket_of_its_own(
    shop: Shop, new_shop: Callable[..., Shop]
) -> None:
    other = new_shop(beside=shop)
    asked = {"sellerId": shop.credentials["seller_id"], "applicationId": other.credentials["application_id"]}
    code = shop.controlled("POST", "authorization-codes", asked)["spapi_oauth_code"]
    form = {name: other.credentials[name] for name in ("client_id", "client_secret")}
    granted = shop.ask_token(grant_type="authorization_code", code=code, **form).json()["access_token"]
    limit(shop, NEVER, 1)
    assert codes(shop, 2) == [200, 429]
    shop.token = granted
    assert codes(shop, 2) == [200, 429]
    other.token = granted
    assert codes(other, 1) == [429]


def test_several_tokens_share_one_bucket(shop: Shop) -> None:
    limit(shop, NEVER, 2)
    assert codes(shop, 1) == [200]
    shop.log_in()
    assert codes(shop, 2) == [200, 429]


def test_each_region_and_the_sandbox_have_buckets_of_their_own(shop: Shop) -> None:
    limit(shop, NEVER, 1)
    for host in ("localhost", EUROPE, SANDBOX):
        assert codes(shop, 2, host=host) == [200, 429]


def test_every_operation_of_the_sandbox_has_five_a_second_and_fifteen_at_once(shop: Shop) -> None:
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    first = shop.call("GET", STORES, headers={"host": SANDBOX})
    assert first.headers["x-amzn-ratelimit-limit"] == "5.0"
    assert codes(shop, 14, STORES, SANDBOX) == [200] * 14
    assert 429 in codes(shop, 30, STORES, SANDBOX)


def test_the_published_plans_hold_by_default(shop: Shop) -> None:
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    rates = {path: shop.call("GET", path).headers["x-amzn-ratelimit-limit"] for path in (ACCOUNT, STORES, SUMMARIES)}
    assert rates == {ACCOUNT: "0.016", STORES: "0.016", SUMMARIES: "2.0"}
    assert codes(shop, 15, STORES)[13:] == [200, 429]


def test_plans_are_scaled_and_replaced_at_run_time(shop: Shop) -> None:
    assert shop.controlled("PUT", "usage-plans", {"scale": 0.5}) == {"scale": 0.5, "operations": {}}
    assert shop.call("GET", SUMMARIES).headers["x-amzn-ratelimit-limit"] == "1.0"
    changed = shop.controlled("PUT", "usage-plans", {"operations": {"getInventorySummaries": {"rate": 3, "burst": 4}}})
    assert changed == {"scale": 0.5, "operations": {"getInventorySummaries": {"rate": 3.0, "burst": 4.0}}}
    assert shop.controlled("GET", "usage-plans") == changed
    response = shop.call("GET", SUMMARIES)
    assert (response.status_code, response.headers["x-amzn-ratelimit-limit"]) == (200, "1.5")


def test_a_change_fills_every_bucket(shop: Shop) -> None:
    limit(shop, NEVER, 1)
    assert codes(shop, 2) == [200, 429]
    limit(shop, NEVER, 1)
    assert codes(shop, 2) == [200, 429]


def test_plans_are_the_worlds_own(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop()
    limit(shop, NEVER, 1)
    assert codes(shop, 2) == [200, 429]
    assert codes(other, 3) == [200, 200, 200]
    assert other.controlled("GET", "usage-plans") == {"scale": 10000.0, "operations": {}}


@pytest.mark.parametrize(
    ("rate", "shown"),
    [(0.0167, "0.0167"), (0.0001, "0.0001"), (2, "2.0"), (0.5, "0.5"), (100000, "100000.0"), (1 / 3, "0.3333")],
)
def test_a_rate_is_a_decimal_without_exponent(shop: Shop, rate: float, shown: str) -> None:
    limit(shop, rate, 1)
    assert shop.call("GET", ACCOUNT).headers["x-amzn-ratelimit-limit"] == shown


def test_a_rate_is_never_zero_because_clients_divide_by_it(shop: Shop) -> None:
    shop.controlled("PUT", "usage-plans", {"scale": 0.0001})
    assert shop.call("GET", ACCOUNT).headers["x-amzn-ratelimit-limit"] == "0.0000016"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"scale": 0}, "scale: 0 is not between 0.0001 and 1000000"),
        ({"scale": -1}, "scale: -1 is not between"),
        ({"scale": 1e9}, "scale: 1e+09 is not between"),
        ({"scale": "fast"}, "scale"),
        ({"rate": 1}, "rate"),
        ({"operations": {"getOrdrs": {"rate": 1, "burst": 1}}}, "operations.getOrdrs: there is no such operation"),
        ({"operations": {"getAccount": {"rate": 0, "burst": 1}}}, "operations.getAccount: a rate"),
        ({"operations": {"getAccount": {"rate": 1, "burst": 0}}}, "operations.getAccount: a rate"),
        ({"operations": {"getAccount": {"rate": 1}}}, "burst"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_changes_nothing(shop: Shop, change: object, words: str) -> None:
    before = shop.controlled("GET", "usage-plans")
    response = shop.control("PUT", "usage-plans", change)
    assert response.status_code == 400
    assert words in response.json()["errors"][0]["details"]
    assert shop.controlled("GET", "usage-plans") == before
