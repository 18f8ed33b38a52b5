"""What ends by real time: access tokens, codes, grants and secrets, to the millisecond; and what a restart keeps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.accounts.home import Home
from tests.shop import US
from tests.simulation.conftest import OpenWorld
from tradepost.accounts import callers, founding, lwa, records
from tradepost.accounts.founding import Credentials
from tradepost.accounts.keys import InstallationKey, fingerprint
from tradepost.accounts.lwa import LwaError
from tradepost.store.database import Transaction
from tradepost.worlds.world import World

NOW = 1_800_000_000_000
SECOND, DAY = 1000, 86_400_000
Scene = Callable[[World, Transaction, Credentials], Awaitable[None]]
Play = Callable[[Scene], None]


@pytest.fixture
def play(open_world: OpenWorld, data_folder: Path) -> Play:
    """Plays a scene in one transaction of a new world, with the credentials of its seller."""

    def played(scene: Scene) -> None:
        async def run() -> None:
            async with open_world() as world, world.database.writing("") as tx:
                (partner,) = await records.partners(tx)
                key = InstallationKey.load(data_folder)
                await scene(world, tx, founding.credentials_of(key, world.uid, partner, 1))

        asyncio.run(run())

    return played


def form(credentials: Credentials, grant_type: str = "refresh_token", **more: str) -> dict[str, str]:
    known = {name: getattr(credentials, name) for name in ("client_id", "client_secret", "refresh_token")}
    return {"grant_type": grant_type, **known, **more}


async def refused(tx: Transaction, asked: dict[str, str], uid: str, now: int) -> tuple[int, str, str, str]:
    with pytest.raises(LwaError) as raised:
        await lwa.issue(tx, asked, uid, now)
    return raised.value.status, raised.value.error, raised.value.description, raised.value.reason


def test_an_access_token_lives_for_an_hour(play: Play) -> None:
    async def scene(world: World, tx: Transaction, credentials: Credentials) -> None:
        token = (await lwa.issue(tx, form(credentials), world.uid, NOW))["access_token"]
        caller = await callers.find(tx, token, NOW + 3600 * SECOND - 1)
        assert isinstance(caller, callers.Caller)
        assert caller.seller_id == credentials.seller_id
        assert caller.valid_until == NOW + 3600 * SECOND
        assert await callers.find(tx, token, NOW + 3600 * SECOND) == "expired"
        assert await callers.find(tx, token + "x", NOW) == "unknown"

    play(scene)


def test_a_restricted_data_token_lives_for_an_hour(play: Play) -> None:
    async def scene(world: World, tx: Transaction, credentials: Credentials) -> None:
        token = await lwa.issue_restricted(
            tx,
            application_id=credentials.application_id,
            seller_id=credentials.seller_id,
            refresh_hash=fingerprint(credentials.refresh_token),
            resources='[{"method":"GET","path":"/orders/v0/orders"}]',
            world_uid=world.uid,
            now=NOW,
        )
        caller = await callers.find(tx, token, NOW + 3600 * SECOND - 1)
        assert isinstance(caller, callers.Caller)
        assert caller.resources == (callers.RestrictedResource("GET", "/orders/v0/orders"),)
        assert await callers.find(tx, token, NOW + 3600 * SECOND) == "expired"

    play(scene)


def test_a_code_is_good_for_five_minutes(play: Play) -> None:
    async def scene(world: World, tx: Transaction, credentials: Credentials) -> None:
        parties = (credentials.application_id, credentials.seller_id)
        codes = [await lwa.issue_code(tx, *parties, None, NOW) for _ in range(2)]
        in_time = form(credentials, "authorization_code", code=codes[0])
        answer = await lwa.issue(tx, in_time, world.uid, NOW + 300 * SECOND - 1)
        assert answer["refresh_token"] != credentials.refresh_token
        late = form(credentials, "authorization_code", code=codes[1])
        assert await refused(tx, late, world.uid, NOW + 300 * SECOND) == (
            400,
            "invalid_grant",
            "The request has an invalid grant parameter : code",
            "the code is older than five minutes",
        )

    play(scene)


def test_a_grant_of_a_public_application_lasts_a_year(play: Play) -> None:
    async def scene(world: World, tx: Transaction, credentials: Credentials) -> None:
        code = await lwa.issue_code(tx, credentials.application_id, credentials.seller_id, None, NOW)
        answer = await lwa.issue(tx, form(credentials, "authorization_code", code=code), world.uid, NOW)
        again = form(credentials, refresh_token=answer["refresh_token"])
        assert (await lwa.issue(tx, again, world.uid, NOW + 365 * DAY - 1))["expires_in"] == 3600
        status, error, description, reason = await refused(tx, again, world.uid, NOW + 365 * DAY)
        assert (status, error, reason) == (400, "invalid_grant", "the grant has run out")
        assert description == (
            "The request has an invalid grant parameter : refresh_token."
            " User may have revoked or didn't grant the permission."
        )
        assert (await lwa.issue(tx, form(credentials), world.uid, NOW + 3650 * DAY))["token_type"] == "bearer"

    play(scene)


def test_a_code_belongs_to_its_application_and_its_redirect_uri(play: Play) -> None:
    async def scene(world: World, tx: Transaction, credentials: Credentials) -> None:
        parties = (credentials.application_id, credentials.seller_id)
        code = await lwa.issue_code(tx, *parties, "https://a.example/back", NOW)
        asked = form(credentials, "authorization_code", code=code, redirect_uri="https://b.example/")
        assert (await refused(tx, asked, world.uid, NOW))[2] == (
            "The request has an invalid grant parameter : redirect_uri"
        )
        foreign = await lwa.issue_code(tx, "amzn1.sp.solution.other", credentials.seller_id, None, NOW)
        asked = form(credentials, "authorization_code", code=foreign)
        assert (await refused(tx, asked, world.uid, NOW))[3] == "the code is another application's"

    play(scene)


def test_a_new_secret_stands_beside_the_old_one_until_that_runs_out(play: Play) -> None:
    async def scene(world: World, tx: Transaction, credentials: Credentials) -> None:
        await records.expire_secrets(tx, credentials.application_id, NOW + 7 * DAY)
        fresh = form(credentials, client_secret="amzn1.oa2-cs.v1.new")
        await records.add_secret(tx, credentials.application_id, fingerprint(fresh["client_secret"]))
        tokens = [
            (await lwa.issue(tx, each, world.uid, NOW + 7 * DAY - 1))["access_token"]
            for each in (form(credentials), fresh)
        ]
        assert await refused(tx, form(credentials), world.uid, NOW + 7 * DAY) == (
            401,
            "invalid_client",
            "Client authentication failed",
            "the client secret is wrong or has expired",
        )
        assert (await lwa.issue(tx, fresh, world.uid, NOW + 7 * DAY))["expires_in"] == 3600
        for token in tokens:
            assert isinstance(await callers.find(tx, token, NOW + 7 * DAY + SECOND), callers.Caller)

    play(scene)


def test_tokens_end_with_the_last_secret_of_their_application(play: Play) -> None:
    async def scene(world: World, tx: Transaction, credentials: Credentials) -> None:
        token = (await lwa.issue(tx, form(credentials), world.uid, NOW))["access_token"]
        await records.expire_secrets(tx, credentials.application_id, NOW + 60 * SECOND)
        caller = await callers.find(tx, token, NOW + 59 * SECOND)
        assert isinstance(caller, callers.Caller)
        assert caller.valid_until == NOW + 60 * SECOND
        assert await callers.find(tx, token, NOW + 60 * SECOND) == "secret expired"

    play(scene)


def test_an_application_whose_secret_has_expired_is_told_so(home: Home) -> None:
    shop = home.start()
    token, application_id = shop.token, shop.credentials["application_id"]
    home.stop()
    home.meanwhile(lambda tx: records.expire_secrets(tx, application_id, 1))
    response = home.start(token).call("GET", "/sellers/v1/account")
    assert response.status_code == 403
    assert response.text == (
        '{"errors":[{"message":"Access to requested resource is denied.","code":"Unauthorized",'
        '"details":"The LWA secret token you provided has expired."}]}'
    )
    assert response.headers["x-tradepost-reason"] == "the client secret of the application has expired"


def test_a_restart_keeps_tokens_credentials_usage_plans_clock_and_log(home: Home) -> None:
    shop = home.start()
    tokens = [shop.token, shop.log_in()]
    code = shop.controlled("POST", "authorization-codes")["spapi_oauth_code"]
    resource = {"method": "GET", "path": "/orders/v0/orders"}
    restricted = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": [resource]})
    shop.controlled("PUT", "usage-plans", {"scale": 3, "operations": {"getAccount": {"rate": 2, "burst": 5}}})
    shop.controlled("POST", "clock/freeze")
    shop.controlled("POST", "clock/advance", {"to": "2050-01-01T00:00:00Z"})
    before = (shop.credentials, shop.controlled("GET", "usage-plans"), shop.controlled("GET", "clock"))
    home.stop()
    shop = home.start(tokens[0])
    assert (shop.credentials, shop.controlled("GET", "usage-plans"), shop.controlled("GET", "clock")) == before
    for token in tokens:
        shop.token = token
        response = shop.call("GET", "/sellers/v1/account")
        assert (response.status_code, response.headers["x-amzn-ratelimit-limit"]) == (200, "6.0")
    shop.token = restricted["restrictedDataToken"]
    orders = f"/orders/v0/orders?MarketplaceIds={US}&CreatedAfter=2024-01-01"
    assert shop.call("GET", orders).status_code == 200
    names = ("client_id", "client_secret")
    answer = shop.ask_token(
        grant_type="authorization_code", code=code, **{name: shop.credentials[name] for name in names}
    )
    assert answer.status_code == 200
    log = shop.controlled("GET", "requests", operation="createRestrictedDataToken")["requests"]
    assert [each["status"] for each in log] == [200]


def test_an_expired_token_stays_expired_over_a_restart(home: Home) -> None:
    shop = home.start()
    token = shop.token
    shop.controlled("POST", "tokens/expire")
    home.stop()
    shop = home.start(token)
    (error,) = shop.refused("GET", "/sellers/v1/account", status=403)
    assert error["details"] == "The access token you provided has expired."
