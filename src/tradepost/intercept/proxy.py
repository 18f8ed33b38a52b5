"""The proxy of ``tradepost run``: Amazon's hosts lead to Tradepost, every other host to where it always did.

Three ways lead in: CONNECT (what a proxy variable makes most clients do), an absolute URL over plain HTTP, and TLS
itself on a second port, for clients that know no proxy and were redirected below their HTTP library.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from contextlib import suppress
from urllib.parse import urlsplit

from tradepost.intercept.authority import Authority
from tradepost.intercept.hosts import intercepted, local
from tradepost.intercept.onward import plain, relative, rewritten, tunnel

logger = logging.getLogger("tradepost.intercept")

_MOST_HEAD_BYTES = 65_536
_CHUNK = 65_536
_ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_REFUSED = "HTTP/1.1 {}\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}"
_DISTRUSTED = "tradepost: a call to %s ended, because the program does not trust the authority of tradepost run"
_DISTRUST = frozenset({"TLSV1_ALERT_UNKNOWN_CA", "SSLV3_ALERT_CERTIFICATE_UNKNOWN", "SSLV3_ALERT_BAD_CERTIFICATE"})


class Proxy:
    """Listens on two ports of this machine, and takes connections to where they belong."""

    def __init__(self, authority: Authority, upstream: str, *, offline: bool = False) -> None:
        self._authority = authority
        self.offline = offline
        parts = urlsplit(upstream)
        self.upstream_host = parts.hostname or "127.0.0.1"
        self._upstream = (self.upstream_host, parts.port or (443 if parts.scheme == "https" else 80))
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
        target = rest.partition(b" ")[0].decode("latin-1")
        try:
            if method == b"CONNECT":
                host, port = _host_and_port(f"//{target}", 443)
                await self._connect(host, port, reader, writer)
            else:
                host, port = _host_and_port(target, 80)
                await self._plain(host, port, target, head, reader, writer)
        except ValueError:
            await _refuse(writer, "400 Bad Request", f"{target} is not what a proxy is asked for")
        except OSError as fault:
            await _refuse(writer, "502 Bad Gateway", f"{target}: {fault}")

    async def _connect(self, host: str, port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if intercepted(host):
            writer.write(_ESTABLISHED)
            await writer.drain()
            try:
                await writer.start_tls(self._authority.context_for(host))
                await self._to_tradepost(reader, writer)
            except OSError as fault:  # no answer of ours belongs into a TLS connection
                if getattr(fault, "reason", None) in _DISTRUST:
                    logger.warning(_DISTRUSTED, host)
            return
        self._refuse_when_offline(host)
        away = await tunnel(host, port)
        writer.write(_ESTABLISHED)
        with suppress(OSError):
            await _join(reader, writer, *away)

    async def _plain(
        self,
        host: str,
        port: int,
        target: str,
        head: bytes,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        if intercepted(host):
            away = await asyncio.open_connection(*self._upstream, ssl=self._upstream_tls)
            sent = rewritten(head, relative(target))
        else:
            self._refuse_when_offline(host)
            away, parent = await plain(host, port)
            sent = rewritten(head, target, parent) if parent is not None else rewritten(head, relative(target))
        away[1].write(sent)
        with suppress(OSError):
            await _join(reader, writer, *away)

    def _refuse_when_offline(self, host: str) -> None:
        if self.offline and not local(host) and host != self.upstream_host:
            raise ConnectionRefusedError("tradepost run --offline lets no call out")

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


async def _refuse(writer: asyncio.StreamWriter, status: str, reason: str) -> None:
    text = f"{reason}\n"
    writer.write(_REFUSED.format(status, len(text.encode()), text).encode())
    await writer.drain()


def _host_and_port(target: str, usual: int) -> tuple[str, int]:
    """What an absolute address names. Raises ValueError for one that is not absolute."""
    parts = urlsplit(target)
    if not parts.hostname or parts.scheme not in ("", "http"):
        raise ValueError(target)
    return parts.hostname, parts.port or usual


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
