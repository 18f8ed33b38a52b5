"""Several processes that serve on one port: started together, started again when one dies, stopped together.

The process that starts them answers nothing itself. It has neither an event loop nor threads, so that a process may be
forked from it at any time.
"""

from __future__ import annotations

import logging
import os
import selectors
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn, Protocol

import msgspec
import uvloop

from tradepost.deliveries.channels import embedded_for
from tradepost.deliveries.embedded import Embedded
from tradepost.serving import Running, Settings, address_of, serve
from tradepost.simulation.clock import monotonic_seconds
from tradepost.store.errors import StoreError

logger = logging.getLogger("tradepost.workers")

#: Before a process is started again that died: the first pause in seconds, twice as long each time, and the longest.
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 30.0
#: A process that has lived so many seconds began well: when it dies, the pauses begin anew.
STEADY_SECONDS = 60.0
_READY = b"ready"
_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGCHLD}


def serve_workers(settings: Settings, announce: Callable[[str, Path], None]) -> None:
    """Serves until SIGINT or SIGTERM comes; ``announce`` hears of the address once requests are answered.

    Raises OSError for a port that is taken, StoreError.
    """
    if settings.workers == 1:

        def ready(server: Running) -> None:
            announce(address_of(settings.host, server.port), settings.data)

        uvloop.run(serve(settings, ready))
        return
    own_queues = embedded_for(settings.queues)  # of all processes together: the others only know where they are
    if own_queues is not None:
        queues = msgspec.structs.replace(settings.queues, embedded=own_queues.url)
        settings = msgspec.structs.replace(settings, queues=queues)
    try:
        with _listening(settings) as shared, _woken() as wakes:
            port = shared.getsockname()[1]
            Workers(settings, shared, own_queues, wakes).run(
                lambda: announce(address_of(settings.host, port), settings.data)
            )
    finally:
        if own_queues is not None:
            own_queues.close()


class HasFileno(Protocol):
    """What can be waited for."""

    def fileno(self) -> int:
        """Its number with the system."""


class Worker:
    """The place of one process among several: who has it, since when, and when the next one is to have it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.pid = 0
        self.due = 0.0
        self._begun = 0.0
        self._pause = FIRST_PAUSE

    def begin(self, pid: int) -> None:
        """A process has this place."""
        self.pid, self._begun = pid, monotonic_seconds()

    def end(self) -> float:
        """Its process died: for how many seconds the place is to be empty."""
        now = monotonic_seconds()
        if now - self._begun >= STEADY_SECONDS:
            self._pause = FIRST_PAUSE
        pause, self._pause = self._pause, min(LONGEST_PAUSE, 2 * self._pause)
        self.pid, self.due = 0, now + pause
        return pause


class Workers:
    """The processes of one server, as the process sees them that has started them."""

    def __init__(self, settings: Settings, shared: socket.socket, own_queues: Embedded | None, wakes: Wakes) -> None:
        self._settings = settings
        self._shared = shared
        self._own_queues = own_queues
        self._wakes = wakes
        self._workers = [Worker(number) for number in range(settings.workers)]
        self._lifeline, self._held = os.pipe()  # nobody writes to it: its end is the end of this process

    def run(self, ready: Callable[[], None]) -> None:
        """Keeps so many processes alive until it is told to stop. The first makes what a first start makes, alone."""
        try:
            if self._first_is_ready():
                ready()
                while not self._wakes.stopping:
                    self._start_due()
                    self._wait()
                    self._bury()
        finally:
            self._stop_all()
            os.close(self._held)
            os.close(self._lifeline)

    def _first_is_ready(self) -> bool:
        """Waits until the first process answers; False where a stop came first. Raises what it died of."""
        reading, writing = os.pipe()
        self._start(self._workers[0], writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            while not self._wakes.stopping:
                if pipe in self._wait(pipe):
                    said = pipe.read()
                    if said != _READY:
                        raise _died_of(said)
                    return True
        return False

    def _start_due(self) -> None:
        for each in self._workers:
            if not each.pid and each.due <= monotonic_seconds():
                self._start(each)

    def _start(self, worker: Worker, telling: int | None = None) -> None:
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)  # none is lost between the two processes
        pid = os.fork()
        if pid == 0:
            self._wakes.forget()
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
            self._work(worker, telling)
        worker.begin(pid)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)

    def _work(self, worker: Worker, telling: int | None) -> NoReturn:
        """What a process does; ``telling`` is closed when it answers, or is told what it died of."""
        code, settings = 1, self._settings
        if self._own_queues is not None:
            self._own_queues.forget()
        os.close(self._held)
        if settings.metrics_port:
            settings = msgspec.structs.replace(settings, metrics_port=settings.metrics_port + worker.number)

        def tell(said: bytes) -> bool:
            nonlocal telling
            pipe, telling = telling, None
            if pipe is None:
                return False
            with suppress(BrokenPipeError):  # told to stop meanwhile: nobody waits for it any more
                os.write(pipe, said)
            os.close(pipe)
            return True

        def ready(_: Running) -> None:
            tell(_READY)

        try:
            uvloop.run(serve(settings, ready, [self._shared], self._lifeline))
            code = 0
        except (StoreError, OSError) as fault:
            if not tell(_told(fault)):
                logger.error("a process of the server cannot go on: %s", fault)
        except BaseException:
            logger.exception("a process of the server failed")
        finally:
            os._exit(code)

    def _wait(self, *more: IO[bytes]) -> set[object]:
        """Waits for a signal, until a process is to be started, or until there is more to read; says of which."""
        waiting = [each.due for each in self._workers if not each.pid] if not more else []
        seconds = max(0.0, min(waiting) - monotonic_seconds()) if waiting else None
        queues = self._own_queues if self._own_queues is not None and self._own_queues.waits else None
        found = self._wakes.wait(seconds, *more, *([queues] if queues is not None else []))
        if queues is not None and queues in found:
            queues.start()
        return found

    def _bury(self) -> None:
        """Finds out who died."""
        for each in self._workers:
            if each.pid:
                pid, status = os.waitpid(each.pid, os.WNOHANG)
                if pid and not self._wakes.stopping:
                    pause = each.end()
                    logger.warning(
                        "process %d of the server has ended (%s); another one is started in %g seconds",
                        pid,
                        _cause(status),
                        pause,
                    )
                elif pid:
                    each.pid = 0

    def _stop_all(self) -> None:
        """Tells all to stop, and waits until they have."""
        living = [each.pid for each in self._workers if each.pid]
        for pid in living:
            os.kill(pid, signal.SIGTERM)
        for pid in living:
            os.waitpid(pid, 0)


class Wakes:
    """Signals, as what a process waits for that only looks after others."""

    def __init__(self, waking: socket.socket) -> None:
        self.stopping = False
        self._waking = waking

    def stop(self, number: int, frame: FrameType | None) -> None:
        """SIGINT or SIGTERM has come."""
        self.stopping = True

    def wait(self, seconds: float | None, *more: HasFileno) -> set[object]:
        """Waits for one of them, for something to read, or so long; says where there is something to read."""
        with selectors.DefaultSelector() as selector:
            for each in (self._waking, *more):
                selector.register(each, selectors.EVENT_READ)
            found: set[object] = {key.fileobj for key, _ in selector.select(seconds)}
        if self._waking in found:
            self._waking.recv(4096)
        return found

    def forget(self) -> None:
        """In a process that was forked: signals do there what they do everywhere."""
        signal.set_wakeup_fd(-1)
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_DFL)


@contextmanager
def _woken() -> Iterator[Wakes]:
    """Signals wake this process for as long as the block lasts."""
    reading, writing = socket.socketpair()
    with reading, writing:
        reading.setblocking(False)
        writing.setblocking(False)
        wakes = Wakes(reading)
        before = {each: signal.getsignal(each) for each in _SIGNALS}
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, wakes.stop)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(writing.fileno())
        try:
            yield wakes
        finally:
            signal.set_wakeup_fd(-1)
            for each, handler in before.items():
                signal.signal(each, handler)


def _listening(settings: Settings) -> socket.socket:
    """A socket that several processes may take connections from. Raises OSError."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    return socket.create_server((settings.host, settings.port), family=family, backlog=2048)


def _cause(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def _told(fault: StoreError | OSError) -> bytes:
    """What a process died of, for the one that has started it."""
    if isinstance(fault, OSError) and fault.strerror:
        return msgspec.json.encode([fault.errno, fault.strerror])
    return msgspec.json.encode([None, str(fault)])


def _died_of(said: bytes) -> StoreError | OSError:
    if not said:
        return StoreError("the server did not come to answer; its log says why")
    number, text = msgspec.json.decode(said, type=tuple[int | None, str])
    return StoreError(text) if number is None else OSError(number, text)
