"""What the control API answers, as values with types. Fields that are not known here are passed over."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import msgspec


class ClockReading(msgspec.Struct, frozen=True):
    """What time it is in a world; after an advance, also how many transitions were carried out on the way."""

    now: datetime
    frozen: bool
    rate: float
    transitions: int = 0


class Credentials(msgspec.Struct, frozen=True):
    """What a client needs to act as a seller."""

    client_id: str
    client_secret: str
    refresh_token: str
    seller_id: str
    marketplace_ids: tuple[str, ...]
    region: str
    application_id: str


class Buyer(msgspec.Struct, frozen=True):
    """Who has ordered."""

    name: str
    email: str


class OrderItem(msgspec.Struct, frozen=True, rename="camel"):
    """One line of an order, and what has become of its units."""

    order_item_id: str
    sku: str
    asin: str
    title: str
    quantity: int
    shipped: int
    cancelled: int
    refunded: int


class Order(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """An order as its buyer sees it.

    ``called_off`` is there after ``cancel``, ``return_id`` after ``send_back``, ``refund_id`` after ``refund``, and
    ``replaced_order_id`` after ``replace``.
    """

    order_id: str
    seller_id: str
    marketplace_id: str
    channel: Literal["AFN", "MFN"]
    status: str
    purchased_at: datetime
    currency: str
    total: Decimal
    buyer: Buyer
    items: tuple[OrderItem, ...]
    invoices: tuple[dict[str, Any], ...] = ()
    called_off: bool | None = None
    return_id: str | None = None
    refund_id: str | None = None
    replaced_order_id: str | None = None


class Fault(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A fault that is set: how many calls have met it, and how many of them it has struck."""

    id: int
    operation: str
    kind: str
    calls: int
    strikes: int
    status: int | None = None
    times: int | None = None


class Request(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A call of the SP-API or of Login with Amazon, as the request log has it.

    ``at`` is real time in milliseconds since 1970, ``reason`` the true cause of a refusal, ``hints`` names known
    mistakes, ``curl`` sends it again. Secrets and buyer data are masked.
    """

    id: int
    at: int
    request_id: str
    operation: str
    method: str
    path: str
    query: str
    status: int
    duration_ms: float
    seller_id: str
    application_id: str
    reason: str
    request_headers: tuple[tuple[str, str], ...]
    request_body: str
    response_headers: tuple[tuple[str, str], ...]
    response_body: str
    injected: str
    hints: tuple[str, ...]
    curl: str


class Job(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A feed, report or other work that takes its time; ``done`` of ``total`` pieces, ``reason`` why it is fatal."""

    seller_id: str
    kind: str
    id: str
    type: str
    state: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    stuck_in: str | None
    done: int
    total: int
    reason: str


class Event(msgspec.Struct, frozen=True, rename="camel"):
    """Something that has happened, at a time of the world; ``request_id`` names the call that caused it."""

    id: int
    seller_id: str
    type: str
    subject: str
    occurred_at: datetime
    request_id: str
    body: dict[str, Any]


class Delivery(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A notification on its way: what is sent, how often it was tried, and why it was not taken the last time."""

    id: int
    seller_id: str
    application_id: str
    subscription_id: str
    destination_id: str
    type: str
    subject: str
    made_at: datetime
    state: Literal["pending", "held", "failing", "delivered", "dead"]
    attempts: int
    next_at: datetime | None
    delivered_at: datetime | None
    reason: str
    body: Any


class Rate(msgspec.Struct, frozen=True):
    """Requests per second, and how many may come at once."""

    rate: float
    burst: float


class UsagePlans(msgspec.Struct, frozen=True):
    """What every published rate and burst is multiplied by, and which operations have others."""

    scale: float
    operations: dict[str, Rate] = {}


class Snapshot(msgspec.Struct, frozen=True, rename="camel"):
    """The state of a world, put aside; ``made_at`` is real time in milliseconds since 1970."""

    name: str
    made_at: int
    bytes: int
