"""The proxy of ``tradepost run``, byte by byte: a server of Tradepost's and a server of somebody else behind it."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tradepost.intercept.authority import Authority
from tradepost.intercept.proxy import Proxy

TEXT = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@asynccontextmanager
async def server(heads: list[bytes], answer: bytes = TEXT) -> AsyncIterator[int]:
    """A server that keeps the head of every request, and says the same to each."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(accept, "127.0.0.1", 0)
    async with listening:
        yield listening.sockets[0].getsockname()[1]


async def asked(port: int, request: bytes) -> bytes:
    """Everything that a port says to a request."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return answer


def proxied(folder: Path, request: bytes, *, offline: bool = False) -> tuple[bytes, list[bytes]]:
    """What the proxy says to a request, and what Tradepost was asked."""

    async def story() -> tuple[bytes, list[bytes]]:
        heads: list[bytes] = []
        async with server(heads) as port:
            proxy = Proxy(Authority(folder), f"http://127.0.0.1:{port}", offline=offline)
            await proxy.start()
            try:
                return await asked(proxy.port, request), heads
            finally:
                await proxy.close()

    return asyncio.run(story())


def with_other(folder: Path, request: Callable[[int], bytes], *, offline: bool = False) -> tuple[bytes, list[bytes]]:
    """What the proxy says to a request for somebody else, and what that one was asked."""

    async def story() -> tuple[bytes, list[bytes]]:
        heads: list[bytes] = []
        async with server(heads) as port:
            proxy = Proxy(Authority(folder), "http://127.0.0.1:1", offline=offline)
            await proxy.start()
            try:
                return await asked(proxy.port, request(port)), heads
            finally:
                await proxy.close()

    return asyncio.run(story())


def through_parent(
    folder: Path, request: bytes, answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> tuple[bytes, list[bytes]]:
    """What the proxy says where the caller has a proxy of its own, and what that one was asked."""

    async def story() -> tuple[bytes, list[bytes]]:
        heads: list[bytes] = []
        async with server(heads, answer) as port:
            for name in ("http_proxy", "https_proxy"):
                monkeypatch.setenv(name, f"http://jo:s%40fe@127.0.0.1:{port}")
                monkeypatch.delenv(name.upper(), raising=False)
            for name in ("no_proxy", "NO_PROXY"):
                monkeypatch.delenv(name, raising=False)
            proxy = Proxy(Authority(folder), "http://127.0.0.1:1")
            await proxy.start()
            try:
                return await asked(proxy.port, request), heads
            finally:
                await proxy.close()

    return asyncio.run(story())


def test_a_plain_call_to_amazon_arrives_at_tradepost(tmp_path: Path) -> None:
    said, heads = proxied(
        tmp_path,
        b"GET http://api.amazon.com/a%2Fb?c=d HTTP/1.1\r\nHost: api.amazon.com\r\nProxy-Authorization: x\r\n"
        b"Connection: keep-alive\r\nX-Own: 1\r\n\r\n",
    )
    assert said == TEXT
    assert heads == [b"GET /a%2Fb?c=d HTTP/1.1\r\nHost: api.amazon.com\r\nX-Own: 1\r\nConnection: close\r\n\r\n"]


def test_names_are_the_same_in_any_case_and_with_a_final_dot(tmp_path: Path) -> None:
    for name in (b"API.Amazon.COM", b"api.amazon.com."):
        said, _ = proxied(tmp_path, b"GET http://" + name + b"/ HTTP/1.1\r\nHost: x\r\n\r\n")
        assert said == TEXT


def test_a_plain_call_to_somebody_else_arrives_there(tmp_path: Path) -> None:
    said, heads = with_other(
        tmp_path, lambda port: b"GET http://localhost:%d HTTP/1.1\r\nHost: localhost\r\n\r\n" % port
    )
    assert said == TEXT
    assert heads == [b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"]


@pytest.mark.parametrize("offline", [False, True])
def test_a_tunnel_to_this_machine_is_open_offline_too(tmp_path: Path, offline: bool) -> None:
    said, heads = with_other(
        tmp_path,
        lambda port: b"CONNECT 127.0.0.1:%d HTTP/1.1\r\n\r\nGET /a HTTP/1.0\r\n\r\n" % port,
        offline=offline,
    )
    assert said == b"HTTP/1.1 200 Connection established\r\n\r\n" + TEXT
    assert heads == [b"GET /a HTTP/1.0\r\n\r\n"]


@pytest.mark.parametrize(
    "request_line", [b"CONNECT tradepost.invalid:443", b"GET http://tradepost.invalid/"], ids=["tunnel", "plain"]
)
def test_offline_says_why_it_refuses(tmp_path: Path, request_line: bytes) -> None:
    said, heads = proxied(tmp_path, request_line + b" HTTP/1.1\r\n\r\n", offline=True)
    target = request_line.split()[1]
    assert said.startswith(b"HTTP/1.1 502 Bad Gateway\r\n")
    assert said.endswith(b"\r\n\r\n" + target + b": tradepost run --offline lets no call out\n")
    assert heads == []


@pytest.mark.parametrize(
    "request_line", [b"GET /", b"GET", b"CONNECT nowhere:port", b"CONNECT :443", b"GET ftp://api.amazon.com/"]
)
def test_what_no_proxy_is_asked_is_refused(tmp_path: Path, request_line: bytes) -> None:
    said, heads = proxied(tmp_path, request_line + b" HTTP/1.1\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert heads == []


def test_a_host_that_does_not_answer_is_named(tmp_path: Path) -> None:
    said, _ = proxied(tmp_path, b"CONNECT 127.0.0.1:1 HTTP/1.1\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 502 Bad Gateway\r\n")
    assert b"127.0.0.1:1: " in said


def test_the_callers_own_proxy_is_asked_for_other_hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = base64.b64encode(b"jo:s@fe")
    said, heads = through_parent(
        tmp_path, b"GET http://tradepost.invalid/a HTTP/1.1\r\nHost: x\r\n\r\n", TEXT, monkeypatch
    )
    assert said == TEXT
    assert heads == [
        b"GET http://tradepost.invalid/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\nProxy-Authorization: Basic "
        + words
        + b"\r\n\r\n"
    ]
    established = b"HTTP/1.1 200 Fine\r\n\r\n"
    said, heads = through_parent(
        tmp_path, b"CONNECT tradepost.invalid:443 HTTP/1.1\r\n\r\n", established + b"hello", monkeypatch
    )
    assert said == b"HTTP/1.1 200 Connection established\r\n\r\nhello"
    assert heads == [
        b"CONNECT tradepost.invalid:443 HTTP/1.1\r\nHost: tradepost.invalid:443\r\nProxy-Authorization: Basic "
        + words
        + b"\r\n\r\n"
    ]


def test_the_refusal_of_the_callers_own_proxy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said, _ = through_parent(
        tmp_path, b"CONNECT tradepost.invalid:443 HTTP/1.1\r\n\r\n", b"HTTP/1.1 403 No\r\n\r\n", monkeypatch
    )
    assert said.startswith(b"HTTP/1.1 502 Bad Gateway\r\n")
    assert said.endswith(b"tradepost.invalid:443: the proxy 127.0.0.1 says HTTP/1.1 403 No\n")
