"""A notification to try a destination with, for the sandbox."""

from __future__ import annotations

import msgspec

from tradepost.accounts import records as accounts
from tradepost.contract import notifications as api
from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications import making
from tradepost.domains.exchange.notifications.hearing import maker_of
from tradepost.domains.exchange.notifications.messages.message import Message
from tradepost.domains.exchange.notifications.messages.table import Kind
from tradepost.domains.exchange.notifications.operations import destinations
from tradepost.domains.exchange.notifications.operations.subscriptions import check_roles, kind_of, version_problems
from tradepost.domains.exchange.notifications.refusals import SandboxOnly
from tradepost.domains.exchange.notifications.subscription import Directive, Subscription
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem, refuse
from tradepost.events import outbox
from tradepost.events.outbox import Event
from tradepost.simulation.clock import real_milliseconds

_LOOKED_THROUGH = 1000


@handles(api.send_test_notification)
async def send_test_notification(
    ctx: Context, request: api.SendTestNotificationArguments
) -> api.SendTestNotificationResponse:
    """Sends a notification of a type to a destination, as if it were subscribed to.

    What it tells is the last thing of that type that has happened to a seller of the application (our choice: which
    scenarios there are at Amazon is not published). It is refused on Amazon's hosts but those of the sandbox.
    """
    if ctx.region and "//sandbox." not in ctx.base_url:
        raise SandboxOnly
    kind, wanted = kind_of(request.notification_type), request.body.test_notification
    check_roles(ctx, kind)
    version = "" if wanted is None else wanted.payload_version
    problems = version_problems(kind, version)
    if wanted is None or not wanted.test_scenario:
        problems.append(Problem("testNotification.testScenario", "", "must not be empty"))
    refuse(problems)
    destination = await destinations.load(ctx, request.body.destination_id or "")
    found = await _last(ctx, kind)
    if found is None:
        raise Faulty([Problem("notificationType", kind.type, "has nothing to tell yet: let something happen first")])
    seller_id, event, message = found
    subscription = Subscription(
        id=ctx.seed.uuid("test notification", ctx.application_id, destination.id),
        seller_id=seller_id,
        application_id=ctx.application_id,
        type=kind.type,
        payload_version=version,
        destination_id=destination.id,
        directive=Directive(),
        created_at=ctx.now,
    )
    await making.send(ctx, subscription, message, event.occurred_at, number=real_milliseconds())
    return api.SendTestNotificationResponse()


async def _last(ctx: Context, kind: Kind) -> tuple[str, Event, Message] | None:
    """The seller, the event and the message of the last notification of this type that there could have been."""
    grants = await accounts.live_grants(ctx.tx, real_milliseconds())
    sellers = [each.seller_id for each in grants if each.application_id == ctx.application_id]
    for seller_id in sellers:
        as_seller = msgspec.structs.replace(ctx, seller_id=seller_id, kept={})
        happened = await outbox.newest(ctx.tx, seller_id, _LOOKED_THROUGH)
        if kind.market:  # what happens to nobody in particular is told to everybody
            happened = [*happened, *await outbox.newest(ctx.tx, "", _LOOKED_THROUGH)]
        for stored in happened:
            if stored.type not in kind.events:
                continue
            event = Event(seller_id, stored.type, stored.subject, stored.occurred_at, stored.body, stored.request_id)
            made = await maker_of(kind)(as_seller, event)
            if made:
                return seller_id, event, made[-1]
    return None
