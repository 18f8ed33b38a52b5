"""Accounts: credentials, more selling partners, authorization codes, revoked grants, ended tokens, usage plans."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from tradepost.accounts import lwa, records
from tradepost.accounts.founding import read_roles
from tradepost.accounts.usage_plans import Changes, Override
from tradepost.contract.index import OPERATIONS
from tradepost.control.applications import check_uri
from tradepost.control.calls import Call, answer
from tradepost.control.worlds import shown
from tradepost.errors import InvalidInput, NotFound
from tradepost.simulation.clock import real_milliseconds
from tradepost.store.database import Transaction
from tradepost.worlds.world import World

_LEAST_RATE, _LEAST_SCALE, _MOST = 0.0001, 0.0001, 1_000_000


class NewSeller(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """A selling partner to be made; what is left out is everything there is."""

    name: str | None = None
    marketplace_ids: list[str] | None = None
    roles: list[str] | None = None
    region: str | None = None


class NewCode(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """Which selling partner lets which application act; the first ones of the world where nothing is said."""

    seller_id: str | None = None
    application_id: str | None = None
    redirect_uri: str | None = None


class PlanChange(msgspec.Struct, forbid_unknown_fields=True):
    """A factor for all usage plans, or rates and bursts by operation; also for single applications and sellers."""

    scale: float | None = None
    operations: dict[str, Override] | None = None
    applications: dict[str, Changes] | None = None
    sellers: dict[str, Changes] | None = None


async def credentials(call: Call) -> Response:
    """``GET credentials``: of the world's first selling partner."""
    return answer(shown(await call.installation.credentials(await call.world())))


async def add_seller(call: Call) -> Response:
    """``POST sellers``: 201, one more selling partner with an application of its own."""
    world, wish = await call.world(), await call.body(NewSeller)
    asked: dict[str, object] = {}
    if wish.name is not None:
        asked["name"] = wish.name
    if wish.marketplace_ids is not None:
        asked["marketplace_ids"] = tuple(wish.marketplace_ids)
    if wish.roles is not None:
        asked["roles"] = read_roles(wish.roles)
    if wish.region is not None:
        asked["region"] = wish.region
    made = await call.installation.add_seller(world, None, **asked)
    return answer(shown(made), 201)


async def issue_code(call: Call) -> Response:
    """``POST authorization-codes``: 201, a code that can be exchanged once, within five minutes."""
    world, wish = await call.world(), await call.body(NewCode)
    if wish.redirect_uri:
        check_uri("redirectUri", wish.redirect_uri)
    async with world.database.writing("") as tx:
        seller_id, application_id = await _parties(tx, wish.seller_id, wish.application_id)
        code = await lwa.issue_code(tx, application_id, seller_id, wish.redirect_uri, real_milliseconds())
    document = {"spapi_oauth_code": code, "selling_partner_id": seller_id, "expires_in": lwa.CODE_SECONDS}
    return answer(document, 201)


async def revoke(call: Call) -> Response:
    """``POST grants/revoke``: the application may not act for the selling partner any more."""
    world, wish = await call.world(), await call.body(NewCode)
    async with world.database.writing("") as tx:
        seller_id, application_id = await _parties(tx, wish.seller_id, wish.application_id)
        revoked = await records.revoke_grants(tx, seller_id, application_id, real_milliseconds())
    call.installation.forget_callers()
    return answer({"revoked": revoked})


async def _parties(tx: Transaction, seller_id: str | None, application_id: str | None) -> tuple[str, str]:
    partners, applications = await records.partners(tx), await records.applications(tx)
    seller_id = seller_id or partners[0].seller_id
    application_id = application_id or applications[0].application_id
    if seller_id not in {each.seller_id for each in partners}:
        raise NotFound("The specified resource does not exist.", f"sellerId: there is no selling partner '{seller_id}'")
    if application_id not in {each.application_id for each in applications}:
        raise NotFound(
            "The specified resource does not exist.", f"applicationId: there is no application '{application_id}'"
        )
    return seller_id, application_id


async def expire_tokens(call: Call) -> Response:
    """``POST tokens/expire``: every access token given so far has expired."""
    world = await call.world()
    async with world.database.writing("") as tx:
        expired = await records.expire_tokens(tx, real_milliseconds())
    call.installation.forget_callers()
    return answer({"expired": expired})


async def usage_plans(call: Call) -> Response:
    """``GET usage-plans``."""
    return answer(_plans(await call.world()))


async def change_usage_plans(call: Call) -> Response:
    """``PUT usage-plans``: a scale for all, other rates and bursts for some operations, or for some callers.

    What is left out stays as it is. Buckets are full again.
    """
    world, wish = await call.world(), await call.body(PlanChange)
    _check_changes("", Changes(wish.scale, wish.operations or {}))
    for kind, named in (("applications", wish.applications), ("sellers", wish.sellers)):
        for name, changes in (named or {}).items():
            _check_changes(f"{kind}.{name[:60]}.", changes)
    await _check_callers(world, wish)
    given = {name: value for name, value in msgspec.structs.asdict(wish).items() if value is not None}
    await call.installation.set_usage_plans(world, msgspec.structs.replace(world.usage_plans.settings, **given))
    return answer(_plans(world))


async def _check_callers(world: World, wish: PlanChange) -> None:
    async with world.database.reading() as tx:
        partners, applications = await records.partners(tx), await records.applications(tx)
    known = {each.seller_id for each in partners} | {each.application_id for each in applications}
    for name in (*(wish.sellers or {}), *(wish.applications or {})):
        if name not in known:
            raise InvalidInput("Invalid Input", f"'{name[:60]}' is neither a selling partner nor an application here")


def _check_changes(where: str, changes: Changes) -> None:
    if changes.scale is not None and not _LEAST_SCALE <= changes.scale <= _MOST:
        raise InvalidInput(
            "Invalid Input", f"{where}scale: {changes.scale:g} is not between {_LEAST_SCALE} and {_MOST}"
        )
    for name, plan in changes.operations.items():
        _check_plan(where, name, plan)


def _check_plan(where: str, name: str, plan: Override) -> None:
    if name not in {known for row in OPERATIONS for known in (row.id, f"{row.module}.{row.id}")}:
        raise InvalidInput("Invalid Input", f"{where}operations.{name[:100]}: there is no such operation")
    if not (_LEAST_RATE <= plan.rate <= _MOST and 1 <= plan.burst <= _MOST):
        raise InvalidInput(
            "Invalid Input",
            f"{where}operations.{name}: a rate from {_LEAST_RATE} and a burst from 1 are needed, to {_MOST}",
        )


def _plans(world: World) -> dict[str, object]:
    settings = world.usage_plans.settings
    shown: dict[str, object] = {"scale": settings.scale, "operations": settings.operations}
    named = {"applications": settings.applications, "sellers": settings.sellers}
    return shown | {name: changes for name, changes in named.items() if changes}
