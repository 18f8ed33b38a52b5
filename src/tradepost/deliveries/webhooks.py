"""Webhooks: a notification as the body of a POST, signed, so that its receiver knows who sent it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import ssl
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from tradepost.deliveries.failure import UndeliverableError
from tradepost.domains.exchange.notifications.destination import Destination
from tradepost.domains.exchange.notifications.outgoing.delivery import Delivery
from tradepost.simulation.clock import real_milliseconds

SIGNATURE = "x-tradepost-signature"
_PATIENCE_SECONDS = 10
_LONGEST_STATUS_LINE = 1 << 14
_STATUS_LINE: Final = re.compile(rb"HTTP/1\.[01] ([1-9][0-9]{2})[ \r\n]")


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
        async with asyncio.timeout(_PATIENCE_SECONDS):
            status = await _post(destination.address, delivery.body.encode(), headers)
    except TimeoutError:
        raise UndeliverableError(f"{destination.address} did not answer within {_PATIENCE_SECONDS} seconds") from None
    except (OSError, ValueError, EOFError) as fault:
        raise UndeliverableError(f"{destination.address} cannot be reached: {fault}") from None
    if not 200 <= status < 300:
        raise UndeliverableError(f"{destination.address} answered {status}")


async def _post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer, of which nothing else is read.

    No thread waits here: the threads of the process are few, and those that wait for the disk need them.
    """
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    reader, writer = await asyncio.open_connection(
        host, port, ssl=_trusted() if secure else None, limit=_LONGEST_STATUS_LINE
    )
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        named = {"Host": parts.netloc.rpartition("@")[2], "Content-Length": str(len(body)), "Connection": "close"}
        lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in (named | headers).items())]
        writer.write("\r\n".join([*lines, "", ""]).encode("ascii") + body)
        await writer.drain()
        return await _status(reader)
    finally:
        writer.transport.abort()


async def _status(reader: asyncio.StreamReader) -> int:
    """The status that the answer begins with. Raises ValueError for what is no answer of HTTP."""
    while True:
        found = _STATUS_LINE.match(await reader.readline())
        if found is None:
            raise ValueError("what it answers is not HTTP")
        status = int(found[1])
        if status >= 200:
            return status
        while (await reader.readline()).strip():  # what announces the answer has headers of its own
            continue


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()
