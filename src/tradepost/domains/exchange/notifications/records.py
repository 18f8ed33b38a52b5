"""The SQL of destinations and subscriptions, and of the rules that upset notifications."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from tradepost.domains.exchange.notifications.destination import Destination
from tradepost.domains.exchange.notifications.subscription import Directive, Subscription
from tradepost.domains.exchange.notifications.switches import SetSwitch, Switch
from tradepost.simulation.clock import from_milliseconds, to_milliseconds
from tradepost.store.database import Row, Transaction

_SUBSCRIPTION = (
    "seller_id, subscription_id, application_id, type, payload_version, destination_id, directive, created_at, made"
)

# Destinations


async def add_destination(tx: Transaction, destination: Destination) -> None:
    """Adds a destination."""
    await tx.run(
        "INSERT INTO notification_destinations"
        " (application_id, destination_id, region, kind, address, document, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        destination.application_id,
        destination.id,
        destination.region,
        destination.kind,
        destination.address,
        msgspec.json.encode(destination).decode(),
        to_milliseconds(destination.created_at),
    )


async def destinations(tx: Transaction, application_id: str, region: str) -> list[Destination]:
    """The destinations of an application that are seen in a region, oldest first; all of them without a region."""
    rows = await tx.all(
        "SELECT document FROM notification_destinations WHERE application_id = $1"
        " AND ($2 = '' OR region = '' OR region = $2) ORDER BY created_at, destination_id",
        application_id,
        region,
    )
    return [_destination(row) for row in rows]


async def destination(tx: Transaction, application_id: str, destination_id: str) -> Destination | None:
    """One destination of an application."""
    row = await tx.one(
        "SELECT document FROM notification_destinations WHERE application_id = $1 AND destination_id = $2",
        application_id,
        destination_id,
    )
    return None if row is None else _destination(row)


async def any_destination(tx: Transaction, destination_id: str) -> Destination | None:
    """A destination, whosever it is: for what sends to it."""
    row = await tx.one("SELECT document FROM notification_destinations WHERE destination_id = $1", destination_id)
    return None if row is None else _destination(row)


async def of_kind(tx: Transaction, kind: str) -> list[Destination]:
    """Every destination of a kind in this world, or of any kind where it is empty; oldest first."""
    rows = await tx.all(
        "SELECT document FROM notification_destinations WHERE $1 = '' OR kind = $1 ORDER BY created_at, destination_id",
        kind,
    )
    return [_destination(row) for row in rows]


async def remove_destination(tx: Transaction, application_id: str, destination_id: str) -> None:
    """Removes a destination."""
    await tx.run(
        "DELETE FROM notification_destinations WHERE application_id = $1 AND destination_id = $2",
        application_id,
        destination_id,
    )


async def in_use(tx: Transaction, application_id: str, destination_id: str) -> bool:
    """Whether subscriptions send to a destination."""
    row = await tx.one(
        "SELECT 1 FROM notification_subscriptions WHERE application_id = $1 AND destination_id = $2 LIMIT 1",
        application_id,
        destination_id,
    )
    return row is not None


def _destination(row: Row) -> Destination:
    return msgspec.json.decode(row[0], type=Destination)


# Subscriptions


async def add_subscription(tx: Transaction, subscription: Subscription) -> None:
    """Adds a subscription."""
    await tx.run(
        f"INSERT INTO notification_subscriptions ({_SUBSCRIPTION}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)",
        subscription.seller_id,
        subscription.id,
        subscription.application_id,
        subscription.type,
        subscription.payload_version,
        subscription.destination_id,
        msgspec.json.encode(subscription.directive).decode(),
        to_milliseconds(subscription.created_at),
    )


async def of_seller(tx: Transaction, seller_id: str, application_id: str | None = None) -> list[Subscription]:
    """The subscriptions about a seller, oldest first; those of one application where it is named."""
    rows = await tx.all(
        f"SELECT {_SUBSCRIPTION} FROM notification_subscriptions WHERE seller_id = $1"
        " ORDER BY created_at, subscription_id",
        seller_id,
    )
    return [_subscription(row) for row in rows if application_id in (None, row[2])]


async def of_type(tx: Transaction, type: str) -> list[Subscription]:
    """The subscriptions to a type about any seller (by ``notification_subscriptions_by_type``)."""
    rows = await tx.all(
        f"SELECT {_SUBSCRIPTION} FROM notification_subscriptions WHERE type = $1 ORDER BY created_at, subscription_id",
        type,
    )
    return [_subscription(row) for row in rows]


async def of_application(tx: Transaction, application_id: str, subscription_id: str) -> Subscription | None:
    """A subscription of an application, about whichever seller."""
    row = await tx.one(
        f"SELECT {_SUBSCRIPTION} FROM notification_subscriptions WHERE application_id = $1 AND subscription_id = $2",
        application_id,
        subscription_id,
    )
    return None if row is None else _subscription(row)


async def subscription(tx: Transaction, seller_id: str, subscription_id: str) -> Subscription | None:
    """One subscription about a seller."""
    row = await tx.one(
        f"SELECT {_SUBSCRIPTION} FROM notification_subscriptions WHERE seller_id = $1 AND subscription_id = $2",
        seller_id,
        subscription_id,
    )
    return None if row is None else _subscription(row)


async def every_subscription(tx: Transaction, seller_id: str | None = None) -> list[Subscription]:
    """All subscriptions of a world, oldest first; those about one seller where he is named."""
    rows = await tx.all(
        f"SELECT {_SUBSCRIPTION} FROM notification_subscriptions WHERE $1 = '' OR seller_id = $1"
        " ORDER BY created_at, subscription_id",
        seller_id or "",
    )
    return [_subscription(row) for row in rows]


async def remove_subscription(tx: Transaction, seller_id: str, subscription_id: str) -> None:
    """Removes a subscription, with the windows that it waits in."""
    for table in ("notification_subscriptions", "notification_windows"):
        await tx.run(f"DELETE FROM {table} WHERE seller_id = $1 AND subscription_id = $2", seller_id, subscription_id)


async def count_made(tx: Transaction, seller_id: str, subscription_id: str) -> int:
    """Counts one more notification of a subscription; its number."""
    row = await tx.one(
        "UPDATE notification_subscriptions SET made = made + 1 WHERE seller_id = $1 AND subscription_id = $2"
        " RETURNING made",
        seller_id,
        subscription_id,
    )
    assert row is not None
    return int(row[0])


async def forget(tx: Transaction) -> None:
    """Removes every destination and subscription, and what is on its way: a copy of a world is another world."""
    for table in ("destinations", "subscriptions", "windows", "deliveries"):
        await tx.run(f"DELETE FROM notification_{table}")


def _subscription(row: Row) -> Subscription:
    return Subscription(
        seller_id=row[0],
        id=row[1],
        application_id=row[2],
        type=row[3],
        payload_version=row[4],
        destination_id=row[5],
        directive=msgspec.json.decode(row[6], type=Directive),
        created_at=from_milliseconds(row[7]),
        made=row[8],
    )


# Windows of subscriptions that want few notifications


async def open_window(tx: Transaction, subscription: Subscription, subject: str, now: datetime) -> datetime | None:
    """When the window ends that a subscription waits in for its next notification of a thing; None where it is over."""
    row = await tx.one(
        "SELECT ends_at FROM notification_windows WHERE seller_id = $1 AND subscription_id = $2 AND subject = $3"
        " AND ends_at > $4",
        subscription.seller_id,
        subscription.id,
        subject,
        to_milliseconds(now),
    )
    return None if row is None else from_milliseconds(row[0])


async def begin_window(tx: Transaction, subscription: Subscription, subject: str, ends_at: datetime) -> None:
    """Has a subscription wait until then before it hears of a thing again."""
    await tx.run(
        "INSERT INTO notification_windows (seller_id, subscription_id, subject, ends_at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (seller_id, subscription_id, subject) DO UPDATE SET ends_at = excluded.ends_at",
        subscription.seller_id,
        subscription.id,
        subject,
        to_milliseconds(ends_at),
    )


# Rules that upset notifications


async def switches(tx: Transaction) -> list[SetSwitch]:
    """The rules of a world, oldest first."""
    rows: Sequence[Row] = await tx.all("SELECT id, rule, met FROM notification_rules ORDER BY id")
    return [SetSwitch(row[0], msgspec.json.decode(row[1], type=Switch), row[2]) for row in rows]


async def add_switch(tx: Transaction, switch: Switch) -> SetSwitch:
    """Sets a rule."""
    row = await tx.one(
        "INSERT INTO notification_rules (rule, met) VALUES ($1, 0) RETURNING id", msgspec.json.encode(switch).decode()
    )
    assert row is not None
    return SetSwitch(row[0], switch, 0)


async def count_switch(tx: Transaction, id: int) -> None:
    """Counts a notification that a rule has met."""
    await tx.run("UPDATE notification_rules SET met = met + 1 WHERE id = $1", id)


async def remove_switches(tx: Transaction, id: int | None) -> int:
    """Removes one rule, or all of them; says how many there were."""
    if id is None:
        return await tx.run("DELETE FROM notification_rules")
    return await tx.run("DELETE FROM notification_rules WHERE id = $1", id)
