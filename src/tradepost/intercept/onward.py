"""The way out for calls that are not Amazon's: straight, or through the proxy that the caller's environment names."""

from __future__ import annotations

import asyncio
import base64
import ssl
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from tradepost.intercept.hosts import local

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def tunnel(host: str, port: int) -> Streams:
    """A connection whose bytes reach this host. Raises OSError, also where the caller's proxy refuses."""
    parent = _parent("https", host, port)
    if parent is None:
        return await asyncio.open_connection(host, port)
    reader, writer = await _open(parent)
    name = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    writer.write(f"CONNECT {name} HTTP/1.1\r\nHost: {name}\r\n{_authorization(parent)}\r\n".encode("latin-1"))
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        head = b"an answer that is no HTTP\r\n"
    status = head.split(b"\r\n")[0]
    if status.split(b" ")[1:2] != [b"200"]:
        writer.close()
        raise ConnectionRefusedError(f"the proxy {parent.hostname} says {status.decode('latin-1')}")
    return reader, writer


async def plain(host: str, port: int) -> tuple[Streams, str | None]:
    """A connection for one plain request to this host.

    The text beside it is None where the host itself is at the other end. Where it is the caller's proxy, which wants
    the whole address in the first line, the text is the header by which it knows the caller (empty when it needs none).
    """
    parent = _parent("http", host, port)
    if parent is None:
        return await asyncio.open_connection(host, port), None
    return await _open(parent), _authorization(parent)


def rewritten(head: bytes, target: str, added: str = "") -> bytes:
    """A request's head for the next server: another target, nothing that was meant for the proxy, one request only."""
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    method = first.partition(b" ")[0]
    kept = [each for each in lines if not each.lower().startswith((b"proxy-", b"connection:"))]
    start = b"%s %s HTTP/1.1" % (method, target.encode("latin-1"))
    return b"\r\n".join([start, *kept, b"Connection: close", b""]) + added.encode("latin-1") + b"\r\n"


def relative(target: str) -> str:
    """The part of an absolute address that a server wants to see: path and query."""
    parts = urlsplit(target)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _parent(scheme: str, host: str, port: int) -> SplitResult | None:
    if local(host):
        return None
    proxies = getproxies()
    address = proxies.get(scheme) or proxies.get("all")
    if not address or proxy_bypass(f"{host}:{port}"):
        return None
    parent = urlsplit(address if "://" in address else f"http://{address}")
    if parent.scheme not in ("http", "https"):
        raise ConnectionRefusedError(f"a proxy of the kind {parent.scheme} cannot be asked")
    return parent


async def _open(parent: SplitResult) -> Streams:
    secure = parent.scheme == "https"
    tls = ssl.create_default_context() if secure else None
    return await asyncio.open_connection(parent.hostname, parent.port or (443 if secure else 80), ssl=tls)


def _authorization(parent: SplitResult) -> str:
    if parent.username is None:
        return ""
    words = f"{unquote(parent.username)}:{unquote(parent.password or '')}".encode()
    return f"Proxy-Authorization: Basic {base64.b64encode(words).decode()}\r\n"
