"""Who is told of what: destinations and subscriptions, webhooks, rules that upset notifications, account statuses."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

import msgspec
from starlette.responses import Response

from tradepost.accounts import records as accounts
from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract.notifications import ProcessingDirective
from tradepost.control.calls import MOST_DIGITS, Call, answer
from tradepost.domains.account.sellers import standing
from tradepost.domains.account.sellers.standing import AccountStatus
from tradepost.domains.exchange.notifications import records
from tradepost.domains.exchange.notifications.destination import Destination
from tradepost.domains.exchange.notifications.directives import directive_of, directive_problems
from tradepost.domains.exchange.notifications.messages.table import KINDS
from tradepost.domains.exchange.notifications.operations import subscriptions
from tradepost.domains.exchange.notifications.subscription import Subscription
from tradepost.domains.exchange.notifications.switches import SetSwitch, Switch
from tradepost.domains.problems import Problem, refuse
from tradepost.errors import InvalidInput, NotFound
from tradepost.scenarios.acting import Seller
from tradepost.simulation.clock import real_milliseconds
from tradepost.worlds.world import World

_LONGEST_DELAY = 86_400
_MOST_DUPLICATES = 100


class NewWebhook(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """A web address that is to hear of a notification type; of the first seller, and for his first application.

    Without a ``secret`` one is drawn. The newest payload version is sent where none is named.
    """

    url: str
    notification_type: str
    payload_version: str | None = None
    seller_id: str | None = None
    application_id: str | None = None
    processing_directive: ProcessingDirective | None = None
    secret: str | None = None


class AccountStatusWish(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """How a seller's account is to stand in a marketplace."""

    marketplace_id: str
    status: AccountStatus
    seller_id: str | None = None


async def listed(call: Call) -> Response:
    """``GET notifications``: where queues and event buses are, and every destination and subscription."""
    world, ways = await call.world(), call.installation.channels
    async with world.database.reading() as tx:
        found = await records.of_kind(tx, "")
        wanted = await records.every_subscription(tx)
    addresses = ways.addresses
    return answer(
        {
            "endpoints": {"sqs": addresses.sqs, "events": addresses.events},
            "embedded": ways.embedded,
            "destinations": [_destination(each) for each in found],
            "subscriptions": [_subscription(each) for each in wanted],
        }
    )


async def add_webhook(call: Call) -> Response:
    """``POST webhooks``: 201; subscribes a web address, without a queue. Raises InvalidInput, SubscriptionExists."""
    wish, world = await call.body(NewWebhook), await call.world()
    kind = subscriptions.kind_of(wish.notification_type)
    version = wish.payload_version or max(kind.versions)
    refuse(
        [
            *_url_problems(wish.url),
            *subscriptions.version_problems(kind, version),
            *directive_problems(kind, wish.processing_directive),
        ]
    )
    seller_id, application_id = await _whose(call, world, wish)
    async with Seller(world, seller_id).acting() as ctx:
        ctx.application_id = application_id
        made = Destination(
            id=ctx.seed.uuid("webhook", application_id, wish.url, kind.type, version, ctx.now.isoformat()),
            application_id=application_id,
            region="",
            name=wish.url[:256],
            kind="webhook",
            address=wish.url,
            created_at=ctx.now,
            secret=wish.secret or secrets.token_urlsafe(24),
        )
        subscription = await subscriptions.add(
            ctx,
            Subscription(
                id="",
                seller_id=seller_id,
                application_id=application_id,
                type=kind.type,
                payload_version=version,
                destination_id=made.id,
                directive=directive_of(wish.processing_directive),
                created_at=ctx.now,
            ),
        )
        await records.add_destination(ctx.tx, made)
    return answer({**_subscription(subscription), "url": made.address, "secret": made.secret}, 201)


async def _whose(call: Call, world: World, wish: NewWebhook) -> tuple[str, str]:
    """About which seller, and for which application. Raises InvalidInput."""
    first = await call.installation.credentials(world)
    seller_id = wish.seller_id or first.seller_id
    async with world.database.reading() as tx:
        if await accounts.partner(tx, seller_id) is None:
            raise InvalidInput("Invalid Input", f"sellerId: '{seller_id[:60]}' is no seller of this world")
        grants = [each for each in await accounts.live_grants(tx, real_milliseconds()) if each.seller_id == seller_id]
    known = [each.application_id for each in grants]
    if wish.application_id is None and known:
        return seller_id, first.application_id if first.application_id in known else known[0]
    if wish.application_id not in known:
        asked = (wish.application_id or "")[:60]
        raise InvalidInput("Invalid Input", f"applicationId: '{asked}' may not act for seller {seller_id}")
    return seller_id, wish.application_id


def _url_problems(url: str) -> list[Problem]:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    good = good and url.isascii() and url.isprintable() and " " not in url
    return [] if good else [Problem("url", url, "is not an http or https address")]


async def rules(call: Call) -> Response:
    """``GET notifications/rules``: each with how many notifications it has met."""
    world = await call.world()
    async with world.database.reading() as tx:
        return answer({"rules": [_rule(each) for each in await records.switches(tx)]})


async def add_rule(call: Call) -> Response:
    """``POST notifications/rules``: 201; it upsets notifications that are made from now on. Raises InvalidInput."""
    world, rule = await call.world(), await call.body(Switch)
    _check(rule)
    async with world.database.writing("") as tx:
        return answer(_rule(await records.add_switch(tx, rule)), 201)


async def remove_rules(call: Call) -> Response:
    """``DELETE notifications/rules``: notifications are not upset any more."""
    world = await call.world()
    async with world.database.writing("") as tx:
        await records.remove_switches(tx, None)
    return Response(status_code=204)


async def remove_rule(call: Call) -> Response:
    """``DELETE notifications/rules/ID``. Raises NotFound."""
    world, text = await call.world(), str(call.request.path_params["id"])
    removed = 0
    if text.isdecimal() and len(text) <= MOST_DIGITS:
        async with world.database.writing("") as tx:
            removed = await records.remove_switches(tx, int(text))
    if not removed:
        raise NotFound("The specified resource does not exist.", f"there is no rule '{text[:60]}'")
    return Response(status_code=204)


async def set_account_status(call: Call) -> Response:
    """``PUT account-status``: how a seller's account stands in a marketplace from now on. Raises InvalidInput."""
    wish, world = await call.body(AccountStatusWish), await call.world()
    if wish.marketplace_id not in MARKETPLACES:
        raise InvalidInput("Invalid Input", f"marketplaceId: '{wish.marketplace_id[:60]}' is no marketplace")
    seller_id = wish.seller_id or (await call.installation.credentials(world)).seller_id
    async with Seller(world, seller_id, "control").acting() as ctx:
        if await accounts.partner(ctx.tx, seller_id) is None:
            raise InvalidInput("Invalid Input", f"sellerId: '{seller_id[:60]}' is no seller of this world")
        before = await standing.set_status(ctx, wish.marketplace_id, wish.status)
    said = {"sellerId": seller_id, "marketplaceId": wish.marketplace_id}
    return answer({**said, "status": wish.status, "previousStatus": before})


def _check(rule: Switch) -> None:
    named = rule.notification_type
    if named is not None and named not in KINDS:
        raise InvalidInput("Invalid Input", f"notificationType: '{named[:60]}' is not a notification type")
    if rule.times is not None and rule.times < 1:
        raise InvalidInput("Invalid Input", f"times: {rule.times} is not at least 1")
    if not 0 <= rule.duplicates <= _MOST_DUPLICATES:
        raise InvalidInput("Invalid Input", f"duplicates: {rule.duplicates} is not from 0 to {_MOST_DUPLICATES}")
    if not 0 <= rule.delay_seconds <= _LONGEST_DELAY:
        raise InvalidInput("Invalid Input", f"delaySeconds: {rule.delay_seconds:g} is not from 0 to {_LONGEST_DELAY}")


def _rule(each: SetSwitch) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.to_builtins(each.switch)
    return {"id": each.id, **said, "met": each.met}


def _destination(each: Destination) -> dict[str, Any]:
    return {
        "destinationId": each.id,
        "applicationId": each.application_id,
        "name": each.name,
        "kind": each.kind,
        "address": each.address,
        "eventSource": each.event_source if each.kind == "eventBridge" else None,
    }


def _subscription(each: Subscription) -> dict[str, Any]:
    directive = subscriptions.shown(each).processing_directive
    return {
        "subscriptionId": each.id,
        "sellerId": each.seller_id,
        "applicationId": each.application_id,
        "notificationType": each.type,
        "payloadVersion": each.payload_version,
        "destinationId": each.destination_id,
        "processingDirective": directive,
        "made": each.made,
    }
