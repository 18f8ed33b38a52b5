"""Subscriptions: made, found and deleted, each to one notification type about one seller."""

from __future__ import annotations

import msgspec

from tradepost.accounts.roles import ROLES
from tradepost.contract import notifications as api
from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications import records
from tradepost.domains.exchange.notifications.directives import directive_of, directive_problems
from tradepost.domains.exchange.notifications.messages.table import KINDS, Kind
from tradepost.domains.exchange.notifications.operations import destinations
from tradepost.domains.exchange.notifications.outgoing import records as outgoing
from tradepost.domains.exchange.notifications.refusals import (
    DirectiveMissing,
    NotADestination,
    NotSubscribable,
    RoleMissing,
    SubscriptionExists,
    UnknownSubscription,
)
from tradepost.domains.exchange.notifications.subscription import Subscription
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem

PAGE_SIZE = 30


@handles(api.create_subscription)
async def create_subscription(ctx: Context, request: api.CreateSubscriptionArguments) -> api.CreateSubscriptionResponse:
    """Subscribes to a notification type about the caller, in a payload version, at a destination.

    There is one subscription for each application, seller, type and payload version; with filter expressions there may
    be several, as long as the expressions differ (published model).
    """
    kind = kind_of(request.notification_type)
    check_roles(ctx, kind)
    body = request.body
    problems = [*version_problems(kind, body.payload_version), *directive_problems(kind, body.processing_directive)]
    if problems:
        raise NotSubscribable(problems)
    destination = await destinations.find(ctx, body.destination_id)
    if destination is None:
        raise NotADestination(body.destination_id, ctx.application_id)
    if destination.kind not in ("webhook", *kind.ways):
        ways = " and ".join(kind.ways)
        raise NotSubscribable(
            [Problem("destinationId", destination.id, f"is not one of {ways}, by which {kind.type} is sent")]
        )
    directive = directive_of(body.processing_directive)
    if kind.filtered and not (directive.filter or directive.expression):
        raise DirectiveMissing
    made = Subscription(
        id="",
        seller_id=ctx.seller_id,
        application_id=ctx.application_id,
        type=kind.type,
        payload_version=body.payload_version,
        destination_id=destination.id,
        directive=directive,
        created_at=ctx.now,
    )
    return api.CreateSubscriptionResponse(payload=shown(await add(ctx, made)))


async def add(ctx: Context, wanted: Subscription) -> Subscription:
    """Keeps a new subscription, with an id of its own. Raises SubscriptionExists."""
    for each in await records.of_seller(ctx.tx, ctx.seller_id, ctx.application_id):
        if (each.type, each.payload_version) != (wanted.type, wanted.payload_version):
            continue
        mine, other = wanted.directive.expression, each.directive.expression
        if mine == other or not mine or not other:
            raise SubscriptionExists(wanted.type)
    key = (ctx.application_id, ctx.seller_id, wanted.type, wanted.payload_version, wanted.directive.expression)
    made = msgspec.structs.replace(wanted, id=ctx.seed.uuid("subscription", *key, ctx.now.isoformat()))
    await records.add_subscription(ctx.tx, made)
    return made


def check_roles(ctx: Context, kind: Kind) -> None:
    """Raises RoleMissing where the application has no role for what notifications of a type tell."""
    if kind.roles and not kind.roles & ctx.roles:
        raise RoleMissing(kind.type, ", ".join(sorted(ROLES[each] for each in kind.roles)))


def kind_of(type: str) -> Kind:
    """The notification type of this name. Raises Faulty."""
    kind = KINDS.get(type)
    if kind is None:
        raise Faulty([Problem("notificationType", type, "is not a notification type")])
    return kind


def version_problems(kind: Kind, version: str) -> list[Problem]:
    """What is wrong with a payload version of a type."""
    if version in kind.versions:
        return []
    return [Problem("payloadVersion", version, f"is not one of {kind.type}: {', '.join(kind.versions)}")]


@handles(api.get_subscription)
async def get_subscription(ctx: Context, request: api.GetSubscriptionArguments) -> api.GetSubscriptionResponse:
    """Shows the subscription to a type; without a payload version, the one of the newest version (published model)."""
    kind = kind_of(request.notification_type)
    found = [each for each in await _of_caller(ctx, kind) if request.payload_version in (None, each.payload_version)]
    if not found:
        raise UnknownSubscription(
            "notificationType", kind.type, "what the application has subscribed to for this seller"
        )
    newest = max(found, key=lambda each: (each.payload_version, each.created_at))
    return api.GetSubscriptionResponse(payload=shown(newest))


@handles(api.get_subscriptions)
async def get_subscriptions(ctx: Context, request: api.GetSubscriptionsArguments) -> api.GetSubscriptionsResponse:
    """Lists the subscriptions to a type, oldest first, a page of them at a time."""
    kind = kind_of(request.notification_types[0])
    version, size = request.payload_version, request.page_size or PAGE_SIZE
    query = ("notifications.subscriptions", ctx.application_id, kind.type, version or "")
    after: str = ctx.page_position(query, request.next_token) if request.next_token else ""
    found = sorted(
        (each for each in await _of_caller(ctx, kind) if version in (None, each.payload_version)),
        key=lambda each: each.id,
    )
    page, token = ctx.page(query, [each for each in found if each.id > after], size, lambda last: last.id)
    payload = api.GetSubscriptionsPayload(subscriptions=[shown(each) for each in page], next_token=token)
    return api.GetSubscriptionsResponse(payload=payload)


async def _of_caller(ctx: Context, kind: Kind) -> list[Subscription]:
    known = await records.of_seller(ctx.tx, ctx.seller_id, ctx.application_id)
    return [each for each in known if each.type == kind.type]


@handles(api.get_subscription_by_id)
async def get_subscription_by_id(
    ctx: Context, request: api.GetSubscriptionByIdArguments
) -> api.GetSubscriptionByIdResponse:
    """Shows a subscription of the application. A seller's token, which some clients send, shows his own ones."""
    found = await load(ctx, request.notification_type, request.subscription_id)
    return api.GetSubscriptionByIdResponse(payload=shown(found))


@handles(api.delete_subscription_by_id)
async def delete_subscription_by_id(
    ctx: Context, request: api.DeleteSubscriptionByIdArguments
) -> api.DeleteSubscriptionByIdResponse:
    """Ends a subscription of the application. What was made for it before is still sent (our choice)."""
    found = await load(ctx, request.notification_type, request.subscription_id)
    await records.remove_subscription(ctx.tx, found.seller_id, found.id)
    ctx.outgoing = await outgoing.let_go(ctx.tx, found.id) > 0
    return api.DeleteSubscriptionByIdResponse()


async def load(ctx: Context, type: str, subscription_id: str) -> Subscription:
    """The application's subscription of this id, to this type. Raises Faulty, UnknownSubscription."""
    kind = kind_of(type)
    found = await records.of_application(ctx.tx, ctx.application_id, subscription_id)
    if found is None or found.type != kind.type or (ctx.seller_id and found.seller_id != ctx.seller_id):
        raise UnknownSubscription(
            "subscriptionId", subscription_id, f"a subscription of the application to {kind.type}"
        )
    return found


def shown(subscription: Subscription) -> api.Subscription:
    """A subscription as the API shows it."""
    how = subscription.directive
    directive = None
    if how.expression:
        directive = api.ProcessingDirective(filter_expression=how.expression)
    elif how.filter:
        directive = api.ProcessingDirective(event_filter=msgspec.json.decode(how.filter, type=api.EventFilter))
    return api.Subscription(
        subscription_id=subscription.id,
        payload_version=subscription.payload_version,
        destination_id=subscription.destination_id,
        processing_directive=directive,
    )
