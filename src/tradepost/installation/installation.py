"""An installation: its worlds, the key that its secrets come from, and which world a client or token belongs to."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from tradepost import scenarios
from tradepost.accounts import founding, records
from tradepost.accounts.callers import Caller
from tradepost.accounts.founding import AccountWish, Credentials
from tradepost.accounts.keys import InstallationKey, fingerprint, new_world_uid
from tradepost.accounts.records import Application
from tradepost.accounts.roles import ALL_ROLES
from tradepost.accounts.usage_plans import UsagePlanSettings
from tradepost.deliveries.channels import Channels
from tradepost.deliveries.sender import Sender
from tradepost.documents.objects import Objects
from tradepost.documents.sweeping import sweep
from tradepost.domains.exchange.notifications import records as notifications
from tradepost.errors import ApiError, InvalidInput
from tradepost.installation.snapshots import KEPT_TABLES, Snapshots, folder_of
from tradepost.installation.sweeping import sweep_hourly
from tradepost.installation.tending import Tending
from tradepost.installation.together import Together
from tradepost.sandbox.shelf import Shelf
from tradepost.scenarios import EMPTY, NOTHING, Filling
from tradepost.simulation import clock as clocks
from tradepost.simulation.clock import EPOCH, ClockState, real_milliseconds
from tradepost.simulation.seed import Seed
from tradepost.store.database import Database
from tradepost.store.errors import AlreadyExists, NoSuchWorld, OtherInstallation, WorldClosed
from tradepost.store.worlds import Worlds
from tradepost.worlds.turns import Turns
from tradepost.worlds.work import Progress, Work
from tradepost.worlds.world import World

MAIN = "main"

_MOST_CALLERS = 50_000
_SELLER_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Installation:
    """All worlds of one data folder or database, opened as they are asked for."""

    def __init__(self, store: Worlds, key: InstallationKey, objects: Objects, channels: Channels | None = None) -> None:
        self.store = store
        self.objects = objects
        self.sandbox = Shelf(objects)
        self.snapshots = Snapshots(store, objects, key)
        self.channels = channels or Channels()
        self.key = key
        self.shared = store.peers is not None
        self.callers: dict[str, tuple[World, Caller]] = {}
        self._by_name: dict[str, World] = {}
        self._by_uid: dict[str, str] = {}
        self._by_client: dict[str, str] = {}
        self._opening = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self.tending = Tending(self.channels, store.peers)
        self.together: Together | None = None
        if store.peers is not None:
            self.together = Together(store, store.peers, self.tending, self._databases, self.world, self._forget)
        self.turns = Turns()

    @classmethod
    async def open(
        cls,
        store: Worlds,
        folder: Path,
        *,
        scenario: str = EMPTY,
        documents: str = "",
        public_url: str = "",
        channels: Channels | None = None,
    ) -> Installation:
        """Opens an installation. A first start makes the world ``main`` with one account, and a scenario in it.

        ``documents`` is the address of the store of documents, the data folder's own without one; links to them begin
        with ``public_url``, with the address by which they were asked for without one. ``channels`` are the ways by
        which notifications leave; they are closed with the installation.
        """
        objects = Objects.open(documents, folder / "documents", public_url)
        installation = cls(store, InstallationKey.load(folder), objects, channels)
        names = await store.names()
        if MAIN not in names:
            try:
                await installation.create(MAIN, filling=Filling(scenario))
            except AlreadyExists:  # another process was faster
                names = await store.names()
        await installation._check_key()
        for name in names:
            await installation.world(name)
        installation._begin(sweep_hourly(installation.tended, store.buckets), "sweeper")
        if installation.together is not None:
            installation._begin(installation.together.stay(), "what other processes do")
        return installation

    async def _check_key(self) -> None:
        """Raises OtherInstallation where the secrets of ``main`` were made with another key than this one."""
        main = await self.world(MAIN)
        async with main.database.reading() as tx:
            known = await records.application_by_client(tx, self.key.client_id(main.uid, 1))
        if known is None:
            await self.close()
            raise OtherInstallation

    async def close(self) -> None:
        """Lets every world come to rest, and closes the databases."""
        for each in self._tasks:
            each.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.tending.stop("the server was stopped")
        await self.channels.close()
        await self.store.close()

    def open_names(self) -> list[str]:
        """The names of the worlds that are open in this process."""
        return list(self._by_name)

    def tended(self) -> list[World]:
        """The worlds whose time it is this process that moves."""
        return [each for each in self._by_name.values() if self.tending.tends(each)]

    def _begin(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))

    # Finding a world

    def opened(self, name: str) -> World | None:
        """The world of this name, if it is open."""
        return self._by_name.get(name)

    async def world(self, name: str) -> World:
        """The world of this name, opened when it is not yet. Raises NoSuchWorld."""
        found = self._by_name.get(name)
        return found if found is not None else await self._opened(name)

    async def _opened(self, name: str) -> World:
        async with self._opening:
            found = self._by_name.get(name)
            if found is not None:
                return found
            database = await self.store.open(name)
            found = World(name, database, self.objects, self.turns, peers=self.store.peers, buckets=self.store.buckets)
            try:
                await found.load(self.key)
                if not self.shared:  # a scenario that was being loaded when the program ended has left it silent
                    await scenarios.silence(found, False)
            except WorldClosed:  # removed since the store was asked
                raise NoSuchWorld(name) from None
            self._by_name[name] = found
            self._by_uid[found.uid] = name
            await self.tending.take(found)
            return found

    def _databases(self) -> dict[str, Database]:
        return {name: each.database for name, each in self._by_name.items()}

    async def _forget(self, name: str, cause: str) -> World | None:
        """Forgets a world that is open: nothing goes on in it any more."""
        world = self._by_name.pop(name, None)
        if world is not None:
            self._by_uid.pop(world.uid, None)
            self._by_client = {client: where for client, where in self._by_client.items() if where != name}
            self.forget_callers()
            await self.tending.release(name, cause)
        return world

    def sender(self, world: World) -> Sender:
        """What sends the notifications of a world that is open."""
        return self.tending.sender(world)

    async def world_by_uid(self, uid: str) -> World | None:
        """The world of which a token says that it gave it."""
        name = self._by_uid.get(uid)
        if name is None and self.together is not None:
            await self.together.look()
            name = self._by_uid.get(uid)
        return None if name is None else await self.world(name)

    async def world_of_client(self, client_id: str) -> World | None:
        """The world that an application belongs to, by its client id."""
        if not client_id.isascii() or not client_id.isprintable():  # what no database needs to be asked for
            return None
        name = self._by_client.get(client_id) or await self.store.find_client(client_id)
        if name is None:
            return None
        self._by_client[client_id] = name
        return await self.world(name)

    async def world_of_application(self, application_id: str) -> tuple[World, Application] | None:
        """The world that an application belongs to, by its application id, with the application."""
        world = await self.world_of_client(application_id)
        if world is None:
            return None
        async with world.database.reading() as tx:
            found = await records.application_by_id(tx, application_id)
        return None if found is None else (world, found)

    async def _register(self, made: Credentials, world: str) -> None:
        """Lets the world of an application be found by either of its ids."""
        for known in (made.client_id, made.application_id):
            await self.store.add_client(known, world)

    def remember(self, token: str, world: World, caller: Caller) -> None:
        """Keeps a caller at hand. Where other processes share the database, each call looks anew."""
        if self.shared:
            return
        if len(self.callers) >= _MOST_CALLERS:
            self.callers.clear()
        self.callers[token] = (world, caller)

    def forget_callers(self) -> None:
        """Forgets who bears which token, after anything about accounts has changed."""
        self.callers.clear()

    # Making, resetting and removing worlds

    async def create(
        self,
        name: str | None = None,
        *,
        seed: str | None = None,
        snapshot: tuple[str, str] | None = None,
        filling: Filling = NOTHING,
        work: Work | None = None,
        start: int | None = None,
        frozen: bool = False,
    ) -> tuple[World, Credentials]:
        """Makes a world with one account, or with the business of a snapshot under new keys.

        Without a name it gets a random one; without a seed, ``tradepost``. Its clock begins at ``start``, in
        milliseconds, or else at the real time, and stands still where it is ``frozen``. Where the work that fills it
        is ended, the world is removed again. Raises AlreadyExists, NoSuchSnapshot, NoSuchScenario,
        InvalidInput for its options, Stopped.
        """
        filling.check()
        if snapshot is None and start is None and not filling.is_nothing:
            snapshot = await self._kept(filling.snapshot(seed or "tradepost"))
        filled = snapshot is not None
        name = name or f"world-{secrets.token_hex(5)}"
        database = await self.store.create(name, from_snapshot=snapshot)
        await self._forget(name, "the world was deleted")  # one of this name that another process has removed
        if snapshot is not None:
            await self.objects.copy_folder(folder_of(*snapshot), folder_of(name))
        uid, now = new_world_uid(), real_milliseconds()
        async with database.writing("") as tx:
            partners = await records.partners(tx) if filled else []
            if filled:
                await records.forget_keys(tx)
                await notifications.forget(tx)
            await records.set_identity(tx, uid, now)
            if snapshot is None:
                begun = ClockState(now if start is None else start, now, frozen=frozen and filling.is_nothing)
                await clocks.create(tx, begun, seed or "tradepost")
            else:
                state, old_seed = await clocks.load(tx)
                state = msgspec.structs.replace(state, real_at=now, frozen=state.frozen or frozen)
                await clocks.create(tx, state, seed or old_seed)
            if partners:
                made = [
                    await founding.found_application(tx, self.key, uid, partner, ALL_ROLES, number, now)
                    for number, partner in enumerate(partners, 1)
                ]
            else:
                wish = AccountWish(seller_id=seller_id(Seed(seed or "tradepost"), 1), name="Tradepost Store")
                made = [await founding.found_account(tx, self.key, uid, wish, now)]
        for each in made:
            await self._register(each, name)
        world = await self.world(name)
        if self.together is not None:
            self.together.tell()
        if not filled:
            try:
                await self.fill(world, filling, work)
            except ApiError:
                await self.delete(name)
                raise
        if frozen and not world.clock.frozen:
            await self.set_clock(world, "freeze")
        return world, made[0]

    async def _kept(self, snapshot: str) -> tuple[str, str] | None:
        """The world in which a scenario was loaded once and kept, with the snapshot's name."""
        for world in await self.store.names():
            if any(each.name == snapshot for each in await self.store.snapshots(world)):
                return world, snapshot
        return None

    def filling_work(self, filling: Filling, hear: Callable[[Progress], None] | None = None) -> Work:
        """The work of filling a world, for who wants to end it or to hear how far it is."""
        return Work(f"Loading scenario {filling.scenario}", self.turns, hear)

    async def fill(self, world: World, filling: Filling, work: Work | None = None) -> None:
        """Fills an empty world with a scenario, for its first selling partner.

        What was loaded once is kept as a snapshot, and restored the next time: the same scenario, options and seed give
        the same world, the time of its present included. One that notifies is loaded anew, so that subscribers hear of
        all that happens. Raises NoSuchScenario, InvalidInput, NotEmpty; Stopped when it was ended: the world then holds
        what has happened by the time that it had come to.
        """
        filling.check()
        if not filling.is_nothing:
            async with world.working(work or self.filling_work(filling)) as work:
                await self._fill(world, filling, work)

    async def _fill(self, world: World, filling: Filling, work: Work) -> None:
        await scenarios.check_empty(world, filling.scenario)
        kept = filling.snapshot(world.seed.text)
        if not filling.notify and await self.snapshots.has(world, kept):
            await self.snapshots.put_back(world, kept)
            return
        seller_id = (await self.credentials(world)).seller_id
        await scenarios.load(world, filling, seller_id, work)
        if filling.notify:
            return  # what was told is not to be told again by who restores it
        with contextlib.suppress(AlreadyExists):  # another process was faster
            await self.snapshots.put_aside(world, kept)

    async def add_seller(self, world: World, wish: AccountWish | None, **asked: object) -> Credentials:
        """Makes one more selling partner with an application of its own."""
        async with world.database.writing("") as tx:
            number = await records.next_position(tx)
            wish = wish or AccountWish(seller_id=seller_id(world.seed, number), name=f"Store {number}")
            wish = msgspec.structs.replace(wish, **asked) if asked else wish
            made = await founding.found_account(tx, self.key, world.uid, wish, real_milliseconds())
        await self._register(made, world.name)
        return made

    async def credentials(self, world: World) -> Credentials:
        """The credentials of a world's first selling partner."""
        async with world.database.reading() as tx:
            partners, applications = await records.partners(tx), await records.applications(tx)
        return founding.credentials_of(self.key, world.uid, partners[0], 1, applications[0].secrets)

    async def rotate_secret(self, world: World, application_id: str, overlap_ms: int) -> str | None:
        """Gives an application another secret; those before it end after the overlap. None where there is none such."""
        async with world.database.writing("") as tx:
            known = [each.application_id for each in await records.applications(tx)]
            application = await records.application_by_id(tx, application_id)
            if application is None:
                return None
            number, count = known.index(application_id) + 1, application.secrets + 1
            secret = self.key.client_secret(world.uid, number, count)
            await records.expire_secrets(tx, application_id, real_milliseconds() + overlap_ms)
            await records.add_secret(tx, application_id, fingerprint(secret))
            await records.save_application(tx, msgspec.structs.replace(application, secrets=count))
        self.forget_callers()
        return secret

    async def delete(self, name: str) -> None:
        """Removes a world with everything in it. Raises NoSuchWorld; ``main`` cannot be removed."""
        if name == MAIN:
            raise InvalidInput("Invalid Input", "The world main cannot be deleted; reset it instead.")
        world = await self.world(name)
        snapshots = await self.store.snapshots(name)
        cause = "the world was deleted"
        await self._forget(name, cause)
        async with world.at_rest(cause):
            await world.fill_buckets()
            await self.store.remove_clients(name)
            await self.store.delete(name)
        if self.together is not None:
            self.together.tell()
        for snapshot in snapshots:
            await self.objects.remove_folder(folder_of(name, snapshot.name))
        await self.objects.remove_folder(folder_of(name))

    async def reset(
        self, world: World, filling: Filling = NOTHING, work: Work | None = None, start: int | None = None
    ) -> None:
        """An empty world again, or one with a scenario, under the same accounts and keys.

        Its clock begins anew, at ``start`` in milliseconds or at the real time.

        Work that goes on in the world is ended. Raises NoSuchScenario, InvalidInput; Stopped as ``fill`` does.
        """
        filling.check()
        async with world.at_rest("the world was reset"):
            await self.store.reset(world.name, keep=KEPT_TABLES)
            now = real_milliseconds()
            async with world.database.writing("") as tx:
                await clocks.create(tx, ClockState(now if start is None else start, now), world.seed.text)
            await world.load(self.key)
            await world.fill_buckets()
            await sweep(world.database, world.documents, EPOCH, timedelta(0))
            if not filling.is_nothing:
                with world.known(work or self.filling_work(filling)) as work:
                    work.check()
                    await self._fill(world, filling, work)
        world.woken()

    # Time and limits

    async def set_clock(self, world: World, change: str, rate: float | None = None) -> None:
        """Freezes a world's clock (``freeze``), or lets it run on (``resume``), at another rate if one is given.

        Work that moves the clock is ended, and the clock goes on from the time that it has come to.
        """
        async with world.at_rest("the clock was frozen" if change == "freeze" else "the clock was set to run"):
            await world.change_clock(lambda clock: clock.stopped() if change == "freeze" else clock.running(rate))
        world.woken()

    async def stop_work(self, world: World) -> None:
        """Ends the work that goes on in a world; its time is then the one that the work has come to."""
        async with world.at_rest("it was asked to end"):
            await world.change_clock(lambda clock: clock.at(clock.now()))  # so other processes hear of it
        world.woken()

    async def set_usage_plans(self, world: World, settings: UsagePlanSettings) -> None:
        """Scales or replaces the usage plans of a world; every bucket is full again."""
        async with world.database.writing("") as tx:
            await records.save_setting(tx, "usage_plans", msgspec.json.encode(settings).decode())
        await world.reload_settings()
        await world.fill_buckets()


def seller_id(seed: Seed, number: int) -> str:
    """The merchant token of a world's selling partner of this number: ``A`` and 13 capitals or digits."""
    return "A" + seed.letters(_SELLER_ALPHABET, 13, "selling partner", str(number))
