"""The process that tests start: a server of their own, or none, and the proxy that takes calls to Amazon there.

``python -m tradepost.testing.host FOLDER`` writes into the folder what its users need to know, and lives as long as one
of them holds a lock on the file ``alive``. A lock goes with its process, however that ends, so nothing is left behind.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import json
import os
import shutil
import signal
import tempfile
import threading
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

import uvloop

from tradepost.control.calling import call
from tradepost.deliveries.channels import endpoints_of
from tradepost.intercept.authority import Authority
from tradepost.intercept.environment import interception_environment, queues_environment
from tradepost.intercept.proxy import Proxy
from tradepost.serving import Settings, running
from tradepost.testing.server import ADDRESS_FILE, ALIVE_FILE

_MEMORY: Final = Path("/dev/shm")
_ENOUGH_MEMORY: Final = 1 << 30


async def host(folder: Path, url: str | None, *, offline: bool) -> None:
    """Serves until nobody holds ``alive`` any more; without a ``url`` with a server on data of its own."""
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, done.set)
    async with AsyncExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tradepost-", dir=_quickest_folder())))
        if url is None:
            settings = Settings(port=0, data=place / "data", queues=endpoints_of(os.environ), scenario="none")
            server = await stack.enter_async_context(running(settings))
            url = f"http://127.0.0.1:{server.port}"
        token = os.environ.get("TRADEPOST_ADMIN_TOKEN")
        told = await asyncio.to_thread(call, "GET", url, "notifications", admin_token=token)
        authority = Authority(place)
        proxy = Proxy(authority, url, offline=offline)
        await proxy.start()
        stack.push_async_callback(proxy.close)
        environment = {
            **interception_environment(authority, proxy, place, os.environ),
            **queues_environment(told["endpoints"], os.environ),
            "TRADEPOST_URL": url,
        }
        _write(folder / ADDRESS_FILE, {"url": url, "environment": environment})
        print("ready", flush=True)  # noqa: T201
        _wait_for_the_last(folder, loop, done)
        await done.wait()
        (folder / ADDRESS_FILE).unlink(missing_ok=True)


def _wait_for_the_last(folder: Path, loop: asyncio.AbstractEventLoop, done: asyncio.Event) -> None:
    alive = (folder / ALIVE_FILE).open("a")

    def wait() -> None:
        fcntl.flock(alive, fcntl.LOCK_EX)  # kept to the end, so that who comes now waits until this is gone
        loop.call_soon_threadsafe(done.set)

    threading.Thread(target=wait, daemon=True).start()


def _write(path: Path, document: object) -> None:
    """Writes a file that is there whole or not at all, and that only its owner can read."""
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(document, file)
    draft.rename(path)


def _quickest_folder() -> Path | None:
    """Memory, where there is enough: what tests write need not outlast a power cut. None is the usual place."""
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _ENOUGH_MEMORY:
        return _MEMORY
    return None


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--url")
    arguments.add_argument("--offline", action="store_true")
    said = arguments.parse_args()
    uvloop.run(host(said.folder, said.url, offline=said.offline))
