"""Applications: what they are registered with, who has authorized them, and the rotation of their client secrets."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from tradepost.accounts import records
from tradepost.accounts.authorization import uri_problem
from tradepost.accounts.founding import check_name, read_roles
from tradepost.accounts.records import Application, Grant
from tradepost.control.calls import Call, answer
from tradepost.errors import InvalidInput, NotFound
from tradepost.simulation.clock import from_milliseconds, real_milliseconds
from tradepost.store.database import Transaction

_OVERLAP_SECONDS = 7 * 86_400
_MOST_URIS = 50


class Rotation(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """Whose secret is rotated, and for how long the old one still works: seven days, as published."""

    application_id: str | None = None
    overlap_seconds: float = _OVERLAP_SECONDS


class ApplicationChange(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """What an application is registered with; what is left out stays as it is."""

    name: str | None = None
    roles: list[str] | None = None
    redirect_uris: list[str] | None = None
    login_uri: str | None = None
    draft: bool | None = None


async def rotate(call: Call) -> Response:
    """``POST credentials/rotate``: 201, another client secret; until the overlap ends, the old one works as well."""
    world, wish = await call.world(), await call.body(Rotation)
    if not 0 <= wish.overlap_seconds <= _OVERLAP_SECONDS:
        raise InvalidInput(
            "Invalid Input", f"overlapSeconds: {wish.overlap_seconds:g} is not between 0 and {_OVERLAP_SECONDS}"
        )
    async with world.database.reading() as tx:
        application_id = wish.application_id or (await records.applications(tx))[0].application_id
        await _existing(tx, application_id)
    overlap_ms = int(wish.overlap_seconds * 1000)
    ends_at = real_milliseconds() + overlap_ms
    secret = await call.installation.rotate_secret(world, application_id, overlap_ms)
    document = {
        "application_id": application_id,
        "client_secret": secret,
        "old_secret_expires_at": from_milliseconds(ends_at),
    }
    return answer(document, 201)


async def listed(call: Call) -> Response:
    """``GET applications``: of the world, with what they are registered with and who has authorized them."""
    world = await call.world()
    async with world.database.reading() as tx:
        found, grants = await records.applications(tx), await records.live_grants(tx, real_milliseconds())
    return answer({"applications": [_shown(each, grants) for each in found]})


async def read(call: Call) -> Response:
    """``GET applications/ID``."""
    world = await call.world()
    async with world.database.reading() as tx:
        found = await _existing(tx, call.request.path_params["id"])
        grants = await records.live_grants(tx, real_milliseconds())
    return answer(_shown(found, grants))


async def change(call: Call) -> Response:
    """``PUT applications/ID``: registers a name, redirect URIs, a login URI, roles; or makes it a draft."""
    world, wish = await call.world(), await call.body(ApplicationChange)
    given = _checked(wish)
    async with world.database.writing("") as tx:
        application = await _existing(tx, call.request.path_params["id"])
        changed = msgspec.structs.replace(application, **given)
        await records.save_application(tx, changed)
        grants = await records.live_grants(tx, real_milliseconds())
    call.installation.forget_callers()
    return answer(_shown(changed, grants))


def _checked(wish: ApplicationChange) -> dict[str, object]:
    """The fields that are to change. Raises InvalidInput."""
    given = {name: value for name, value in msgspec.structs.asdict(wish).items() if value is not None}
    if wish.name is not None:
        check_name(wish.name)
    if wish.roles is not None:
        given["roles"] = read_roles(wish.roles)
    if wish.redirect_uris is not None:
        if len(wish.redirect_uris) > _MOST_URIS:
            raise InvalidInput("Invalid Input", f"redirectUris: there may be {_MOST_URIS}")
        given["redirect_uris"] = tuple(dict.fromkeys(wish.redirect_uris))
        for uri in wish.redirect_uris:
            check_uri("redirectUris", uri)
    if wish.login_uri:
        check_uri("loginUri", wish.login_uri)
    return given


def check_uri(name: str, uri: str) -> None:
    """Raises InvalidInput for an address to which no browser can be sent."""
    if (problem := uri_problem(uri)) is not None:
        raise InvalidInput("Invalid Input", f"{name}: '{uri[:200]}' {problem}")


async def _existing(tx: Transaction, application_id: str) -> Application:
    is_possible = application_id.isascii() and application_id.isprintable()
    found = await records.application_by_id(tx, application_id) if is_possible else None
    if found is None:
        raise NotFound(
            "The specified resource does not exist.",
            f"applicationId: there is no application '{application_id[:100]}'",
        )
    return found


def _shown(application: Application, grants: list[Grant]) -> dict[str, object]:
    return {
        "applicationId": application.application_id,
        "clientId": application.client_id,
        "name": application.name,
        "roles": sorted(application.roles),
        "redirectUris": application.redirect_uris,
        "loginUri": application.login_uri,
        "draft": application.draft,
        "authorizedBy": [each.seller_id for each in grants if each.application_id == application.application_id],
    }
