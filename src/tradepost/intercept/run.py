"""``tradepost run -- CMD``: a server, a proxy that leads there, and CMD in an environment that knows both."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from tradepost.calling import call
from tradepost.intercept.authority import Authority
from tradepost.intercept.environment import credentials_environment, interception_environment
from tradepost.intercept.proxy import Proxy
from tradepost.serving import Settings, running

_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


async def run(
    command: Sequence[str], *, url: str | None, world: str, data: Path, offline: bool, admin_token: str | None = None
) -> int:
    """Runs a command so that its calls to Amazon arrive at Tradepost; its exit code is the answer.

    Without a ``url`` a private server lives as long as the command, on data of its own. Raises OSError where the
    command cannot be started or the server not reached.
    """
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tradepost-run-")))
        if url is None:
            private = Settings(port=0, data=folder / "data")
            server = await stack.enter_async_context(running(private))
            url = f"http://127.0.0.1:{server.port}"
        data.mkdir(parents=True, exist_ok=True)
        authority = Authority(data)
        proxy = Proxy(authority, url, offline=offline)
        await proxy.start()
        stack.push_async_callback(proxy.close)
        credentials = await asyncio.to_thread(call, "GET", url, "credentials", world=world, admin_token=admin_token)
        environment = {
            **os.environ,
            **credentials_environment(credentials),
            **interception_environment(authority, proxy, folder, os.environ),
            "TRADEPOST_URL": url,
            "TRADEPOST_WORLD": world,
        }
        return await _supervise(command, environment)


async def _supervise(command: Sequence[str], environment: dict[str, str]) -> int:
    """Runs the command to its end; signals that ask us to stop are passed on."""
    loop = asyncio.get_running_loop()
    early: list[signal.Signals] = []
    process: asyncio.subprocess.Process | None = None

    def pass_on(number: signal.Signals) -> None:
        if process is None:
            early.append(number)
        elif process.returncode is None:
            process.send_signal(number)

    for each in _SIGNALS:  # before the command is there, so that none is lost
        loop.add_signal_handler(each, pass_on, each)
    loop.add_signal_handler(signal.SIGINT, lambda: None)  # the terminal has sent it to the command as well
    try:
        process = await asyncio.create_subprocess_exec(*command, env=environment)
        for each in early:
            process.send_signal(each)
        code = await process.wait()
    finally:
        for each in (*_SIGNALS, signal.SIGINT):
            loop.remove_signal_handler(each)
    return code if code >= 0 else 128 - code
