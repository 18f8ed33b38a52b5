"""The parts of a world that a test works with: its clock, buyers, faults, request log, jobs, events and more.

Names and meanings are those of the control API; ``docs/control-api.md`` says more of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from tradepost.testing.answers import (
    ClockReading,
    Delivery,
    Event,
    Fault,
    Job,
    Order,
    Request,
    Snapshot,
    UsagePlans,
)
from tradepost.testing.asking import Ask, Part, Steps, Way, call, given, path, query

_MOST_ROWS = 1000
_MILLISECOND = timedelta(milliseconds=1)


class Clock(Part[Way]):
    """The clock of a world."""

    @call
    def read(self, /) -> Steps[ClockReading]:
        """What time it is."""
        return msgspec.convert((yield Ask("GET", "clock")), ClockReading)

    @call
    def advance(
        self, /, by: timedelta | None = None, *, weeks: float = 0, days: float = 0, hours: float = 0,
        minutes: float = 0, seconds: float = 0,
    ) -> Steps[ClockReading]:  # fmt: skip
        """Moves it ahead; everything that falls due on the way has happened then."""
        more = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        whole, rest = divmod(((by or timedelta()) + more) // _MILLISECOND, 1000)
        return msgspec.convert((yield Ask("POST", "clock/advance", {"by": f"PT{whole}.{rest:03}S"})), ClockReading)

    @call
    def advance_to(self, /, when: datetime) -> Steps[ClockReading]:
        """Moves it ahead to a date-time, which must not lie behind; one without a zone is taken to be in UTC."""
        return msgspec.convert((yield Ask("POST", "clock/advance", {"to": when.isoformat()})), ClockReading)

    @call
    def freeze(self, /) -> Steps[ClockReading]:
        """Lets time stand still until it is resumed or advanced."""
        return msgspec.convert((yield Ask("POST", "clock/freeze")), ClockReading)

    @call
    def resume(self, /, rate: float = 1.0) -> Steps[ClockReading]:
        """Lets it run on, at ``rate`` virtual seconds per real second."""
        return msgspec.convert((yield Ask("POST", "clock/resume", {"rate": rate})), ClockReading)

    @call
    def stop(self, /) -> Steps[ClockReading]:
        """Ends an advance, or the loading of a scenario, that goes on elsewhere."""
        return msgspec.convert((yield Ask("POST", "clock/stop")), ClockReading)


class Buyers(Part[Way]):
    """What nobody can do at Amazon: order from the seller, and send back."""

    @call
    def order(
        self, /, *, sku: str | None = None, asin: str | None = None, quantity: int = 1,
        items: Iterable[Mapping[str, Any]] = (), marketplace_id: str | None = None,
        buyer: Mapping[str, Any] | None = None, channel: Literal["AFN", "MFN"] | None = None,
        service_level: Literal["Standard", "Expedited", "Priority"] | None = None, paid: bool | None = None,
        **more: object,
    ) -> Steps[Order]:  # fmt: skip
        """A buyer orders ``quantity`` of a ``sku`` or ``asin``, or several ``items``; ``paid`` skips the half hour.

        ``more`` are other fields of ``POST buyers/orders``. Raises Refused with the reason where it cannot be bought.
        """
        single = given(sku=sku, asin=asin, quantity=quantity)
        cart = [*([single] if sku or asin else []), *(dict(each) for each in items)]
        wish = given(
            items=cart, marketplace_id=marketplace_id, buyer=buyer, channel=channel, service_level=service_level,
            paid=paid, **more,
        )  # fmt: skip
        return msgspec.convert((yield Ask("POST", "buyers/orders", wish)), Order)

    @call
    def read(self, /, order_id: str) -> Steps[Order]:
        """The order as its buyer sees it."""
        return msgspec.convert((yield Ask("GET", path("buyers", "orders", order_id))), Order)

    @call
    def cancel(self, /, order_id: str, *, reason: str = "NoLongerNeeded") -> Steps[Order]:
        """The buyer does not want it any more; ``called_off`` says whether that is the end of it."""
        return msgspec.convert((yield _act(order_id, "cancel", (), reason)), Order)

    @call
    def send_back(
        self, /, order_id: str, items: Iterable[Mapping[str, Any]] = (), *, reason: str = "NoLongerNeeded"
    ) -> Steps[Order]:
        """The buyer sends back ``items`` (``orderItemId``, ``quantity``), or all that he has."""
        return msgspec.convert((yield _act(order_id, "return", items, reason)), Order)

    @call
    def refund(
        self, /, order_id: str, items: Iterable[Mapping[str, Any]] = (), *, reason: str = "NoLongerNeeded"
    ) -> Steps[Order]:
        """The buyer has the money of ``items``, or of all that was shipped, back, and keeps the goods."""
        return msgspec.convert((yield _act(order_id, "refund", items, reason)), Order)

    @call
    def replace(
        self, /, order_id: str, items: Iterable[Mapping[str, Any]] = (), *, reason: str = "DEFECTIVE"
    ) -> Steps[Order]:
        """Amazon's network sends ``items``, or all that it has sent, again: the answer is the new order."""
        return msgspec.convert((yield _act(order_id, "replace", items, reason)), Order)


def _act(order_id: str, deed: str, items: Iterable[Mapping[str, Any]], reason: str) -> Ask:
    named = [dict(each) for each in items]
    return Ask("POST", path("buyers", "orders", order_id, deed), given(reason=reason, items=named or None))


class Faults(Part[Way]):
    """What goes wrong on purpose; ``docs/failures.md`` has the kinds."""

    @call
    def add(
        self, /, operation: str = "*", *, kind: str | None = None, status: int | None = None, code: str | None = None,
        times: int | None = None, after: int | None = None, delay_ms: float | None = None, **more: object,
    ) -> Steps[Fault]:  # fmt: skip
        """Calls of an operation (or of an API, of ``lwa``, or all) meet this from now on.

        ``more`` are other fields of ``POST faults``: ``message``, ``body``, ``probability``, ``carried_out``, ….
        """
        wish = given(
            operation=operation, kind=kind, status=status, code=code, times=times, after=after, delay_ms=delay_ms,
            **more,
        )  # fmt: skip
        return msgspec.convert((yield Ask("POST", "faults", wish)), Fault)

    @call
    def all(self, /) -> Steps[list[Fault]]:
        """What is set, with how many calls have met each."""
        return msgspec.convert((yield Ask("GET", "faults"))["faults"], list[Fault])

    @call
    def remove(self, /, id: int) -> Steps[None]:
        """Takes one away."""
        yield Ask("DELETE", path("faults", id))

    @call
    def clear(self, /) -> Steps[None]:
        """Takes all away."""
        yield Ask("DELETE", "faults")


class Requests(Part[Way]):
    """The request log: what was really called, how often, with what, and why it was refused."""

    @call
    def of(
        self, /, operation: str, *, status: int | str | None = None, limit: int = _MOST_ROWS, **more: object
    ) -> Steps[list[Request]]:
        """The calls of an operation (``getOrders``), of an API (``orders_v0``) or of ``lwa``, oldest first.

        Of more than ``limit``, these are the newest. ``more`` are other parameters of ``GET requests``.
        """
        return (yield from _requests(operation=operation, status=status, limit=limit, **more))

    @call
    def all(
        self, /, *, status: int | str | None = None, limit: int = _MOST_ROWS, **more: object
    ) -> Steps[list[Request]]:
        """The calls of the world, oldest first: all, or those of a ``status`` (429, or a class such as ``4xx``)."""
        return (yield from _requests(status=status, limit=limit, **more))

    @call
    def count(self, /, operation: str | None = None, *, status: int | str | None = None, **more: object) -> Steps[int]:
        """How many there were, of all operations or of one."""
        found = yield Ask("GET", "requests/counts", query=query(operation=operation, status=status, **more))
        return int(found["calls"])

    @call
    def clear(self, /) -> Steps[None]:
        """Forgets every call."""
        yield Ask("DELETE", "requests")


def _requests(**parameters: object) -> Steps[list[Request]]:
    found = yield Ask("GET", "requests", query=query(**parameters))
    return msgspec.convert(found["requests"][::-1], list[Request])


class Jobs(Part[Way]):
    """Feeds, reports and other work that takes its time."""

    @call
    def all(
        self, /, kind: str | None = None, *, type: str | None = None, state: str | None = None, limit: int = _MOST_ROWS
    ) -> Steps[list[Job]]:
        """The newest first: of a ``kind`` (``feeds``, ``reports``), of a feed or report ``type``, in a ``state``."""
        found = yield Ask("GET", "jobs", query=query(kind=kind, type=type, state=state, limit=limit))
        return msgspec.convert(found["jobs"], list[Job])

    @call
    def read(self, /, kind: str, id: str) -> Steps[Job]:
        """One of them, by its feed id or report id."""
        return msgspec.convert((yield Ask("GET", path("jobs", kind, id))), Job)

    @call
    def hold(self, /, kind: str, id: str) -> Steps[Job]:
        """It stays in its state until it is released."""
        return msgspec.convert((yield Ask("POST", path("jobs", kind, id, "hold"))), Job)

    @call
    def release(self, /, kind: str, id: str) -> Steps[Job]:
        """It goes on at once."""
        return msgspec.convert((yield Ask("POST", path("jobs", kind, id, "release"))), Job)

    @call
    def end(
        self, /, kind: str, id: str, ending: Literal["fatal", "cancelled"] = "fatal", *, reason: str = ""
    ) -> Steps[Job]:
        """It ends at once, and says why."""
        wish = {"ending": ending, "reason": reason}
        return msgspec.convert((yield Ask("POST", path("jobs", kind, id, "end"), wish)), Job)

    @call
    def steer(
        self, /, kind: str | None = None, *, type: str | None = None, after: int | None = None,
        times: int | None = None, ending: Literal["fatal", "cancelled"] | None = None, reason: str | None = None,
        **more: object,
    ) -> Steps[int]:  # fmt: skip
        """Makes jobs that are queued from now on slow, stuck or fatal; gives the number of the rule.

        ``more`` are other fields of ``POST jobs/rules``: ``queued_seconds``, ``working_seconds``, ``stuck_in``.
        """
        wish = given(kind=kind, type=type, after=after, times=times, ending=ending, reason=reason, **more)
        return int((yield Ask("POST", "jobs/rules", wish))["id"])

    @call
    def steer_no_more(self, /) -> Steps[None]:
        """Takes every rule away."""
        yield Ask("DELETE", "jobs/rules")


class Events(Part[Way]):
    """What has happened in the world, by calls and by time."""

    @call
    def since(self, /, id: int = 0) -> Steps[list[Event]]:
        """Everything after the event of this id, oldest first."""
        return (yield from _events(id))

    @call
    def of(self, /, type: str, *, subject: str | None = None) -> Steps[list[Event]]:
        """The events of a type (``orders.shipped``), oldest first; with ``subject`` only those of one order, SKU, …."""
        found = yield from _events(0)
        return [each for each in found if each.type == type and subject in (None, each.subject)]


def _events(since: int) -> Steps[list[Event]]:
    found: list[Event] = []
    while True:
        page = yield Ask("GET", "events", query=query(since=found[-1].id if found else since, limit=_MOST_ROWS))
        found += msgspec.convert(page["events"], list[Event])
        if len(page["events"]) < _MOST_ROWS:
            return found


class Deliveries(Part[Way]):
    """Notifications on their way."""

    @call
    def all(
        self, /, *, state: str | None = None, type: str | None = None, subscription_id: str | None = None,
        limit: int = _MOST_ROWS,
    ) -> Steps[list[Delivery]]:  # fmt: skip
        """The newest first: in a ``state``, of a notification ``type``, of a subscription."""
        wish = query(state=state, type=type, subscription_id=subscription_id, limit=limit)
        return msgspec.convert((yield Ask("GET", "deliveries", query=wish))["deliveries"], list[Delivery])

    @call
    def read(self, /, id: int) -> Steps[Delivery]:
        """One of them."""
        return msgspec.convert((yield Ask("GET", path("deliveries", id))), Delivery)

    @call
    def send(self, /) -> Steps[dict[str, int]]:
        """Tries at once whatever waits, and gives how many there are in each state then."""
        return msgspec.convert((yield Ask("POST", "deliveries/send"))["counts"], dict[str, int])

    @call
    def redeliver(self, /, id: int) -> Steps[Delivery]:
        """Sends one again, whatever became of it."""
        return msgspec.convert((yield Ask("POST", path("deliveries", id, "redeliver"))), Delivery)

    @call
    def upset(self, /, notification_type: str | None = None, **rule: object) -> Steps[int]:
        """Makes notifications come twice, late or out of order; gives the number of the rule.

        ``rule`` are fields of ``POST notifications/rules``: ``duplicates``, ``delay_seconds``, ``out_of_order``, ….
        """
        wish = given(notification_type=notification_type, **rule)
        return int((yield Ask("POST", "notifications/rules", wish))["id"])

    @call
    def upset_no_more(self, /) -> Steps[None]:
        """Takes every such rule away."""
        yield Ask("DELETE", "notifications/rules")

    @call
    def webhook(self, /, url: str, notification_type: str, **more: object) -> Steps[str]:
        """Subscribes a web address to a notification type; gives the subscription's id."""
        wish = given(url=url, notification_type=notification_type, **more)
        return str((yield Ask("POST", "webhooks", wish))["subscriptionId"])


class Plans(Part[Way]):
    """Usage plans: how fast each operation may be called."""

    @call
    def read(self, /) -> Steps[UsagePlans]:
        """What holds."""
        return msgspec.convert((yield Ask("GET", "usage-plans")), UsagePlans)

    @call
    def scale(self, /, by: float) -> Steps[UsagePlans]:
        """Multiplies every published rate and burst; every bucket is full again. 1 is what Amazon has published."""
        return msgspec.convert((yield Ask("PUT", "usage-plans", {"scale": by})), UsagePlans)

    @call
    def limit(self, /, operation: str, *, rate: float, burst: float) -> Steps[UsagePlans]:
        """Gives one operation this rate, in requests a second, and burst, beside those that have others already."""
        before = yield Ask("GET", "usage-plans")
        operations = {**before["operations"], operation: {"rate": rate, "burst": burst}}
        return msgspec.convert((yield Ask("PUT", "usage-plans", {"operations": operations})), UsagePlans)


class Snapshots(Part[Way]):
    """States of the world that were put aside."""

    @call
    def make(self, /, name: str) -> Steps[Snapshot]:
        """Puts the state aside."""
        return msgspec.convert((yield Ask("POST", "snapshots", {"name": name})), Snapshot)

    @call
    def all(self, /) -> Steps[list[Snapshot]]:
        """Those that there are."""
        return msgspec.convert((yield Ask("GET", "snapshots"))["snapshots"], list[Snapshot])

    @call
    def restore(self, /, name: str) -> Steps[None]:
        """Brings the world back to it."""
        yield Ask("POST", path("snapshots", name, "restore"))

    @call
    def delete(self, /, name: str) -> Steps[None]:
        """Throws it away."""
        yield Ask("DELETE", path("snapshots", name))
