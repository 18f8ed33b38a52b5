"""Keys: the credentials of the world's sellers and their applications, to be copied."""

from __future__ import annotations

from starlette.responses import Response

from tradepost.accounts import records
from tradepost.accounts.founding import check_name, credentials_of
from tradepost.accounts.roles import ROLES
from tradepost.admission.address import address_of
from tradepost.console.visit import Visit
from tradepost.simulation.clock import real_milliseconds


async def listed(visit: Visit) -> Response:
    """The seller's credentials, and every application with who has authorized it."""
    async with visit.reading() as ctx:
        partners = await records.partners(ctx.tx)
        applications = await records.applications(ctx.tx)
        grants = await records.live_grants(ctx.tx, real_milliseconds())
    number = 1 + next(at for at, each in enumerate(partners) if each.seller_id == visit.seller_id)
    own = next((each for each in applications if each.client_id == _client(visit, number)), None)
    credentials = None
    if own is not None:
        credentials = credentials_of(visit.installation.key, visit.world.uid, visit.partner, number, own.secrets)
    return visit.page(
        "keys.html",
        "keys",
        credentials=credentials,
        applications=applications,
        grants={
            each.application_id: [g.seller_id for g in grants if g.application_id == each.application_id]
            for each in applications
        },
        roles=ROLES,
        base=address_of(visit.request),
    )


async def add_seller(visit: Visit) -> Response:
    """Makes one more selling partner, with an application of its own."""
    name = (await visit.form()).get("name", "")
    if name:
        check_name(name)
    made = await visit.installation.add_seller(visit.world, None, **({"name": name} if name else {}))
    return visit.go("keys", done=f"Seller {made.seller_id} is made; see the menu of sellers.")


def _client(visit: Visit, number: int) -> str:
    return visit.installation.key.client_id(visit.world.uid, number)
