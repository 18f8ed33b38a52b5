"""``tradepost run -- CMD``: a server, a proxy that leads there, and CMD in an environment that knows both."""

from __future__ import annotations

import asyncio
import os
import signal
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from tradepost.control.calling import call
from tradepost.deliveries.channels import endpoints_of
from tradepost.intercept.authority import Authority
from tradepost.intercept.credentials import credentials_environment
from tradepost.intercept.environment import interception_environment, queues_environment
from tradepost.intercept.proxy import Proxy
from tradepost.recording.recorder import Recorder
from tradepost.serving import Settings, running

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)


class CannotRun(Exception):
    """The command was not started; the text is one line for a person, ``code`` the exit code that shells use."""

    def __init__(self, reason: str, code: int = 1) -> None:
        super().__init__(reason)
        self.code = code


async def run(
    command: Sequence[str],
    *,
    url: str | None,
    world: str,
    data: Path,
    offline: bool,
    admin_token: str | None = None,
    record: Path | None = None,
) -> int:
    """Runs a command so that its calls to Amazon arrive at Tradepost; its exit code is the answer.

    Without a ``url`` a private server lives as long as the command, on data of its own. What the world is called
    meanwhile goes into the file ``record``. Raises CannotRun; ControlError
    where the server does not answer or refuses.
    """
    authority = _authority(data)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tradepost-run-")))
        if url is None:
            private = Settings(port=0, data=folder / "data", queues=endpoints_of(os.environ))
            server = await stack.enter_async_context(running(private))
            url = f"http://127.0.0.1:{server.port}"
        credentials = await asyncio.to_thread(call, "GET", url, "credentials", world=world, admin_token=admin_token)
        told = await asyncio.to_thread(call, "GET", url, "notifications", world=world, admin_token=admin_token)
        proxy = Proxy(authority, url, offline=offline)
        await proxy.start()
        stack.push_async_callback(proxy.close)
        if record is not None:
            try:
                await stack.enter_async_context(Recorder(record, url, world, admin_token))
            except OSError as fault:
                raise CannotRun(f"cannot write to {record}: {fault.strerror}") from None
        environment = {
            **os.environ,
            **credentials_environment(credentials),
            **interception_environment(authority, proxy, folder, os.environ),
            **queues_environment(told["endpoints"], os.environ),
            "TRADEPOST_URL": url,
            "TRADEPOST_WORLD": world,
        }
        return await _supervise(command, environment)


def _authority(data: Path) -> Authority:
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Authority(data)
    except OSError as fault:
        raise CannotRun(f"cannot write to {data}: {fault.strerror}") from None
    except ValueError:
        raise CannotRun(f"ca.pem and ca.key in {data} are damaged; delete both, and new ones are made") from None


async def _start(command: Sequence[str], environment: dict[str, str]) -> asyncio.subprocess.Process:
    """Starts the command. Raises CannotRun with 127 where there is none, 126 where it cannot be executed."""
    try:
        return await asyncio.create_subprocess_exec(*command, env=environment)
    except FileNotFoundError:
        raise CannotRun(f"{command[0]}: no such command", 127) from None
    except OSError as fault:
        raise CannotRun(f"{command[0]}: {fault.strerror}", 126) from None


def _terminal_told_the_command_too() -> bool:
    """Whether Ctrl-C at the terminal reaches the command without us: it sends SIGINT to all of the foreground group."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    finally:
        os.close(terminal)


async def _supervise(command: Sequence[str], environment: dict[str, str]) -> int:
    """Runs the command to its end; signals are passed on."""
    loop = asyncio.get_running_loop()
    early: list[signal.Signals] = []
    process: asyncio.subprocess.Process | None = None

    def pass_on(number: signal.Signals) -> None:
        if number == signal.SIGINT and _terminal_told_the_command_too():
            return
        if process is None:
            early.append(number)
        elif process.returncode is None:
            process.send_signal(number)

    for each in _SIGNALS:  # before the command is there, so that none is lost
        loop.add_signal_handler(each, pass_on, each)
    try:
        process = await _start(command, environment)
        for each in early:
            process.send_signal(each)
        code = await process.wait()
    finally:
        for each in _SIGNALS:
            loop.remove_signal_handler(each)
    return code if code >= 0 else 128 - code
