"""Servers on a thread of their own."""

from __future__ import annotations

import asyncio
import resource
import ssl
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvloop

from tests.server.service import Handler, Serve, Service, Story, echo
from tradepost.server import AsgiApplication, Limits, Server


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop that runs on a thread."""
    loop = uvloop.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture
def serve(loop: asyncio.AbstractEventLoop) -> Iterator[Serve]:
    """Starts servers, and stops them after the test."""
    services: list[Service] = []

    def start(
        handler: Handler = echo,
        *,
        asgi: AsgiApplication | None = None,
        tls: ssl.SSLContext | None = None,
        **limits: Any,
    ) -> Service:
        story = Story(handler, asgi)
        service = Service(Server(story, limits=Limits(**limits), tls=tls), story, loop)
        service.run(service.server.start())
        services.append(service)
        return service

    yield start
    for each in services:
        each.run(each.server.close(0.0))


@pytest.fixture
def service(serve: Serve) -> Service:
    """A server that says what it was asked."""
    return serve()


@pytest.fixture
def many_files() -> None:
    """Leave to have as many connections open as the system allows."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
