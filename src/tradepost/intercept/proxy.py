"""The proxy of ``tradepost run``: Amazon's hosts lead to Tradepost, every other host to where it always did.

Three ways lead in: CONNECT (what a proxy variable makes most clients do), an absolute URL over plain HTTP, and TLS
itself on a second port, for clients that know no proxy and were redirected below their HTTP library.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from urllib.parse import urlsplit

from tradepost.intercept.authority import Authority
from tradepost.intercept.hosts import intercepted

logger = logging.getLogger("tradepost.intercept")

_MOST_HEAD_BYTES = 65_536
_CHUNK = 65_536
_REFUSED = b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"


class Proxy:
    """Listens on two ports of this machine, and takes connections to where they belong."""

    def __init__(self, authority: Authority, upstream: str, *, offline: bool = False) -> None:
        self._authority = authority
        self._offline = offline
        parts = urlsplit(upstream)
        self._upstream = (parts.hostname or "127.0.0.1", parts.port or (443 if parts.scheme == "https" else 80))
        self._upstream_tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._servers: list[asyncio.Server] = []
        self._open: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begins to listen, on ports that the system chooses."""
        self._servers = [
            await asyncio.start_server(self._accept_proxied, "127.0.0.1", 0, limit=_MOST_HEAD_BYTES),
            await asyncio.start_server(self._accept_tls, "127.0.0.1", 0, ssl=self._authority.server_context()),
        ]

    @property
    def port(self) -> int:
        """The port of the HTTP proxy."""
        return int(self._servers[0].sockets[0].getsockname()[1])

    @property
    def tls_port(self) -> int:
        """The port that speaks TLS under Amazon's names."""
        return int(self._servers[1].sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stops listening, and ends what is still open."""
        for server in self._servers:
            server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _accept_tls(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._guard(self._to_tradepost(reader, writer), writer)

    async def _accept_proxied(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._guard(self._proxied(reader, writer), writer)

    async def _guard(self, work: object, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            await work  # type: ignore[misc]
        except (OSError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as fault:
            logger.debug("a connection ended: %s", fault)
        except asyncio.CancelledError:  # the command has ended, and the proxy with it
            return
        finally:
            self._open.discard(task)
            writer.close()

    async def _proxied(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, _, rest = head.partition(b" ")
        target, _, _ = rest.partition(b" ")
        if method == b"CONNECT":
            await self._connect(target.decode("latin-1"), reader, writer)
        else:
            await self._plain(method, target.decode("latin-1"), head, reader, writer)

    async def _connect(self, target: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, _, port = target.rpartition(":")
        host = host.strip("[]")
        if intercepted(host):
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await writer.drain()
            await writer.start_tls(self._authority.context_for(host))
            await self._to_tradepost(reader, writer)
            return
        away = await self._away(host, int(port), writer)
        if away is not None:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await _join(reader, writer, *away)

    async def _plain(
        self, method: bytes, target: str, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        parts = urlsplit(target)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = head.split(b"\r\n")
        kept = [each for each in lines[1:-2] if not each.lower().startswith((b"proxy-", b"connection:"))]
        rewritten = b"\r\n".join([b"%s %s HTTP/1.1" % (method, path.encode()), *kept, b"Connection: close", b"", b""])
        host = parts.hostname or ""
        if intercepted(host):
            away = await asyncio.open_connection(*self._upstream, ssl=self._upstream_tls)
        else:
            found = await self._away(host, parts.port or 80, writer)
            if found is None:
                return
            away = found
        away[1].write(rewritten)
        await _join(reader, writer, *away)

    async def _away(
        self, host: str, port: int, writer: asyncio.StreamWriter
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """A connection to a host that is not Amazon's; without one, the client is told why."""
        try:
            if self._offline:
                raise ConnectionRefusedError("tradepost run --offline lets no call out")
            return await asyncio.open_connection(host, port)
        except OSError as fault:
            text = f"{host}:{port}: {fault}\n".encode()
            writer.write(_REFUSED % (len(text), text))
            await writer.drain()
            return None

    async def _to_tradepost(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        away = await asyncio.open_connection(*self._upstream, ssl=self._upstream_tls)
        await _join(reader, writer, *away)


async def _join(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    away_reader: asyncio.StreamReader,
    away_writer: asyncio.StreamWriter,
) -> None:
    """Carries bytes both ways until both sides have said all they had to say."""
    try:
        await asyncio.gather(_carry(reader, away_writer), _carry(away_reader, writer))
    finally:
        away_writer.close()


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(_CHUNK):
            target.write(data)
            await target.drain()
        if target.can_write_eof():
            target.write_eof()
        else:  # TLS cannot half-close
            target.close()
    except (ConnectionError, ssl.SSLError):
        target.close()
