"""Where messages go: to the address that was set for their kind, to AWS itself, or to the embedded queues."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

import msgspec

from tradepost.deliveries import embedded
from tradepost.deliveries.embedded import Embedded
from tradepost.deliveries.failure import UndeliverableError
from tradepost.deliveries.queues import Queues
from tradepost.domains.exchange.notifications.destination import Destination
from tradepost.domains.exchange.notifications.outgoing.delivery import Delivery

#: What stands in place of an address where AWS itself is meant.
AWS = "aws"
#: The account that the embedded queues belong to, which is moto's own.
EMBEDDED_ACCOUNT = "123456789012"


class Endpoints(msgspec.Struct, frozen=True):
    """The addresses of what speaks SQS and EventBridge: a URL, ``aws`` for AWS itself, or empty for the embedded one.

    ``embedded`` is the address of embedded queues that another process of this server holds.
    """

    sqs: str = ""
    events: str = ""
    embedded: str = ""


def endpoints_of(environment: Mapping[str, str]) -> Endpoints:
    """What the environment says: our own variables first, then those that programs for AWS read."""

    def said(own: str, common: str) -> str:
        return environment.get(own) or environment.get(common) or environment.get("AWS_ENDPOINT_URL") or ""

    return Endpoints(
        said("TRADEPOST_SQS_ENDPOINT", "AWS_ENDPOINT_URL_SQS"),
        said("TRADEPOST_EVENTS_ENDPOINT", "AWS_ENDPOINT_URL_EVENTS"),
    )


def embedded_for(endpoints: Endpoints) -> Embedded | None:
    """Embedded queues, where an address is missing and the extra is there that they need."""
    missing = not (endpoints.sqs and endpoints.events) and not endpoints.embedded
    return Embedded() if missing and embedded.available() else None


class Channels:
    """The ways out of one server."""

    def __init__(self, endpoints: Endpoints = Endpoints(), own: Embedded | None = None) -> None:  # noqa: B008
        self._own = own
        self._endpoints = endpoints
        self._queues = Queues()
        self._own_queues = Queues(checks_policies=True)

    @classmethod
    def open(cls, endpoints: Endpoints, own: Embedded | None = None) -> Channels:
        """The ways out, from within an event loop: embedded queues wait there for their first visitor."""
        if own is not None:
            own.watch()
        return cls(endpoints, own)

    @property
    def embedded(self) -> str:
        """The address of the embedded queues, or empty where there are none."""
        return self._endpoints.embedded if self._own is None else self._own.url

    @property
    def addresses(self) -> Endpoints:
        """Where SQS and EventBridge are; empty where there is nothing that speaks so."""
        return Endpoints(self._endpoints.sqs or self.embedded, self._endpoints.events or self.embedded, self.embedded)

    async def send(self, destination: Destination, delivery: Delivery) -> None:
        """Delivers one notification. Raises UndeliverableError."""
        if destination.kind == "webhook":
            from tradepost.deliveries import webhooks

            await webhooks.send(destination, delivery)
        elif destination.kind == "sqs":
            queues, endpoint = self._way(self._endpoints.sqs)
            await queues.send(endpoint, destination, delivery)
        else:
            queues, endpoint = self._way(self._endpoints.events)
            await queues.publish(endpoint, destination, delivery)

    async def open_event_source(self, destination: Destination) -> None:
        """Has the event source of a destination appear, where that is ours to do; AWS lets partners do it alone."""
        queues, endpoint = self._way(self._endpoints.events)
        if endpoint is not None:
            with contextlib.suppress(UndeliverableError):
                await queues.open_event_source(endpoint, destination)

    def _way(self, endpoint: str) -> tuple[Queues, str | None]:
        if endpoint:
            return self._queues, None if endpoint == AWS else endpoint
        if not self.embedded:
            raise UndeliverableError(
                "there is nowhere to send it: set TRADEPOST_SQS_ENDPOINT and TRADEPOST_EVENTS_ENDPOINT, or install"
                " queues of our own with pip install 'tradepost[aws]'"
            )
        return self._own_queues, self.embedded

    async def close(self) -> None:
        """Lets go of every client, and ends the embedded queues."""
        await self._queues.close()
        await self._own_queues.close()
        if self._own is not None:
            self._own.close()
