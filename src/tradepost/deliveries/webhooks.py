"""Webhooks: a notification as the body of a POST, signed, so that its receiver knows who sent it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import http.client
from urllib.parse import urlsplit

from tradepost.deliveries.failure import UndeliverableError
from tradepost.domains.exchange.notifications.destination import Destination
from tradepost.domains.exchange.notifications.outgoing.delivery import Delivery
from tradepost.simulation.clock import real_milliseconds

SIGNATURE = "x-tradepost-signature"
_PATIENCE_SECONDS = 10


def signature(secret: str, at: int, body: str) -> str:
    """``t=SECONDS,v1=HEX``: the HMAC-SHA256 of the seconds, a dot and the body."""
    digest = hmac.digest(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hex()
    return f"t={at},v1={digest}"


async def send(destination: Destination, delivery: Delivery) -> None:
    """Posts a notification. Raises UndeliverableError unless it is answered with 2xx; redirects are not followed."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Tradepost",
        SIGNATURE: signature(destination.secret, real_milliseconds() // 1000, delivery.body),
        "x-tradepost-delivery": str(delivery.id),
        "x-tradepost-notification-type": delivery.type,
    }
    try:
        status = await asyncio.to_thread(_post, destination.address, delivery.body.encode(), headers)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise UndeliverableError(f"{destination.address} cannot be reached: {fault}") from None
    if not 200 <= status < 300:
        raise UndeliverableError(f"{destination.address} answered {status}")


def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_PATIENCE_SECONDS)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
