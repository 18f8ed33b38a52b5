"""The processes of one PostgreSQL database among themselves: session locks, and ``NOTIFY``, on a connection of its own.

PostgreSQL frees the locks of a connection that ends, however the process ended (docs/decisions/0010).
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar

import asyncpg
import msgspec

from tradepost.store.errors import Unavailable
from tradepost.store.peers import Hearing
from tradepost.store.postgres import Connection, connected, is_away, lock_key, to_its_end, unavailable

T = TypeVar("T")

logger = logging.getLogger("tradepost.store")

_CHANNEL = "tradepost"
_PROGRAM = "tradepost among others"
_LONGEST_STATEMENT = 5.0
_TELL_SECONDS = 0.02
_LONGEST_ANSWER = 1.0
#: A machine that has vanished is noticed after some ten seconds.
_KEEP_ALIVE = {"tcp_keepalives_idle": "4", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3"}


class Said(msgspec.Struct, frozen=True, array_like=True):
    """What one process tells the others. ``answer`` is the number of the question that is asked or answered, if any."""

    process: str
    what: str
    whom: str = ""
    asked: str = ""
    answered: str = ""


class PostgresPeers:
    """One process among those that serve a database; see ``Peers``."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._me = secrets.token_hex(6)
        self._connection: Any = None
        self._at_work = asyncio.Lock()
        self._heard: dict[str, Hearing] = {}
        self._asked: dict[str, Callable[[], Awaitable[None]]] = {}
        self._lost: list[Callable[[], None]] = []
        self._to_tell: dict[Said, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._answers: dict[str, asyncio.Semaphore] = {}
        self._stopped = False

    def when(self, what: str, hear: Hearing) -> None:
        """See ``Peers``."""
        self._heard[what] = hear

    def when_asked(self, what: str, answer: Callable[[], Awaitable[None]]) -> None:
        """See ``Peers``."""
        self._asked[what] = answer

    def when_lost(self, hear: Callable[[], None]) -> None:
        """See ``Peers``."""
        self._lost.append(hear)

    async def connected(self) -> None:
        """See ``Peers``."""
        async with self._at_work:
            await self._connect()

    async def _connect(self) -> Any:
        if self._stopped:
            raise Unavailable("the connection on which processes hear of each other is closed")
        if self._connection is None:
            try:
                connection = await connected(
                    self._address,
                    connection_class=Connection,
                    timeout=_LONGEST_STATEMENT,
                    command_timeout=_LONGEST_STATEMENT,
                    server_settings={"application_name": _PROGRAM, **_KEEP_ALIVE},
                )
                connection.add_termination_listener(self._on_end)
                await connection.add_listener(_CHANNEL, self._on_word)
            except (OSError, TimeoutError, asyncpg.InterfaceError, asyncpg.PostgresError) as fault:
                raise unavailable(fault) from fault
            self._connection = connection
        return self._connection

    def _on_end(self, connection: object) -> None:
        if connection is self._connection:
            self._connection = None
            for each in self._lost:
                each()

    async def _do(self, work: Callable[[Any], Awaitable[T]]) -> T:
        """Carries a statement out to its end, one at a time. A connection that does not answer any more is given up."""

        async def done() -> T:
            async with self._at_work:
                connection = await self._connect()
                try:
                    return await work(connection)
                except BaseException as fault:
                    if not is_away(fault) and not isinstance(fault, OSError):
                        raise
                    with suppress(asyncpg.InterfaceError):
                        connection.terminate()
                    self._on_end(connection)
                    raise unavailable(fault) from fault

        return await to_its_end(done())

    async def hold(self, names: Iterable[str]) -> set[str]:
        """See ``Peers``. Who is cancelled while he asks holds nothing."""
        by_key, held = {lock_key("peers", each): each for each in names}, set[str]()

        async def take(connection: Any) -> None:
            rows = await connection.fetch(
                "SELECT key FROM unnest($1::bigint[]) AS key WHERE pg_try_advisory_lock(key)", list(by_key)
            )
            held.update(by_key[row[0]] for row in rows)

        try:
            await self._do(take)
        except asyncio.CancelledError:
            for each in held:
                await self.let_go(each)
            raise
        return held

    async def let_go(self, name: str) -> None:
        """See ``Peers``."""
        if self._connection is None:
            return
        with suppress(Unavailable):
            await self._do(lambda it: it.execute("SELECT pg_advisory_unlock($1)", lock_key("peers", name)))

    # Telling and asking

    def tell(self, what: str, whom: str) -> None:
        """See ``Peers``. What is told many times in a moment is told once."""
        self._say(Said(self._me, what, whom))

    def _say(self, said: Said) -> None:
        if self._stopped:
            return
        if not self._to_tell:
            self._begin(self._tell_all())
        self._to_tell[said] = None

    async def _tell_all(self) -> None:
        await asyncio.sleep(_TELL_SECONDS)
        words, self._to_tell = [msgspec.json.encode(each).decode() for each in self._to_tell], {}
        with suppress(Unavailable):  # it is not for sure
            await self._do(
                lambda it: it.execute("SELECT pg_notify($1, word) FROM unnest($2::text[]) AS word", _CHANNEL, words)
            )

    async def ask(self, what: str) -> None:
        """See ``Peers``."""
        number, answers = secrets.token_hex(6), asyncio.Semaphore(0)
        self._answers[number] = answers
        try:
            async with asyncio.timeout(_LONGEST_ANSWER):
                others = await self._do(
                    lambda connection: connection.fetchval(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = $1"
                        " AND datname = current_database() AND pid <> pg_backend_pid()",
                        _PROGRAM,
                    )
                )
                if others:
                    self._say(Said(self._me, what, asked=number))
                for _ in range(others):
                    await answers.acquire()
        except (TimeoutError, Unavailable):
            logger.info("not every process has answered that it has done: %s", what)
        finally:
            del self._answers[number]

    def _on_word(self, connection: object, pid: int, channel: str, word: str) -> None:
        try:
            said = msgspec.json.decode(word, type=Said)
        except msgspec.DecodeError:  # of another version
            return
        if said.process == self._me:
            return
        if said.answered in self._answers:
            self._answers[said.answered].release()
        elif said.asked:
            self._begin(self._answer(said))
        elif said.what in self._heard:
            self._heard[said.what](said.whom)

    async def _answer(self, said: Said) -> None:
        work = self._asked.get(said.what)
        try:
            if work is not None:
                await work()
        except Exception:
            logger.exception("what another process asked for could not be done: %s", said.what)
        self._say(Said(self._me, said.what, answered=said.asked))

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """See ``Peers``."""
        self._stopped = True
        for each in tuple(self._tasks):
            each.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        async with self._at_work:
            connection, self._connection = self._connection, None
            if connection is not None:
                with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    await connection.close(timeout=_LONGEST_STATEMENT)
