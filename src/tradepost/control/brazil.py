"""Brazil: who a seller is to the tax offices, who invoices his sales, and the shipments that wait for his invoice."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta
from starlette.responses import Response

from tradepost.control.calls import Call, answer
from tradepost.control.services import seller_of
from tradepost.domains.brazil.establishments import reading, records
from tradepost.domains.brazil.establishments.establishment import Establishment, Invoicer, Rejection
from tradepost.domains.brazil.shipment_invoicing import records as waiting
from tradepost.domains.places import brazil, taxpayers
from tradepost.domains.problems import Problem, refuse

_MOST_SHIPMENTS = 200
Text = Annotated[str, Meta(min_length=1, max_length=60)]


class GivenRejection(msgspec.Struct, forbid_unknown_fields=True):
    """What the tax office says of the next invoices."""

    code: Annotated[str, Meta(pattern=r"^\d{3}\Z")] = "999"
    reason: Annotated[str, Meta(min_length=1, max_length=255)] = "Rejeição: Erro não catalogado"
    times: Annotated[int, Meta(ge=1, le=10_000)] = 1


class GivenEstablishment(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """What is to be different from now on; the rest stays as it is. A ``rejection`` of null takes one back."""

    invoiced_by: Invoicer | None = None
    cnpj: Text | None = None
    state_registration: Annotated[str, Meta(pattern=r"^\d{2,14}\Z")] | None = None
    name: Text | None = None
    street: Text | None = None
    house: Text | None = None
    district: Text | None = None
    town: Text | None = None
    state: Text | None = None
    postal_code: Annotated[str, Meta(pattern=r"^\d{5}-?\d{3}\Z")] | None = None
    rejection: GivenRejection | msgspec.UnsetType | None = msgspec.UNSET


async def read(call: Call) -> Response:
    """``GET brazil/establishment``: a seller's place of business in Brazil, and who invoices his FBA sales."""
    seller = await seller_of(call)
    async with seller.reading() as ctx:
        found = await reading.current(ctx)
    return answer(_shown(found))


async def put(call: Call) -> Response:
    """``PUT brazil/establishment``: changes what is said of it."""
    wish, seller = await call.body(GivenEstablishment), await seller_of(call)
    refuse(_problems(wish))
    said = {
        name: value
        for name in ("invoiced_by", "name", "street", "house", "district", "town")
        if (value := getattr(wish, name)) is not None
    }
    if wish.cnpj is not None:
        said["cnpj"] = taxpayers.plain(wish.cnpj)
    if wish.state_registration is not None:
        said["registration"] = wish.state_registration
    if wish.state is not None:
        said["state"] = wish.state.upper()
    if wish.postal_code is not None:
        said["postal_code"] = taxpayers.plain(wish.postal_code)
    if wish.rejection is not msgspec.UNSET:
        said["rejection"] = None if wish.rejection is None else Rejection(**msgspec.structs.asdict(wish.rejection))
    async with seller.acting() as ctx:
        made = msgspec.structs.replace(await reading.current(ctx), **said)
        await records.put(ctx.tx, ctx.seller_id, made)
    return answer(_shown(made))


async def shipments(call: Call) -> Response:
    """``GET brazil/shipments``: the shipments that a seller invoices himself, newest first, with what came for them."""
    seller = await seller_of(call)
    async with seller.reading() as ctx:
        found = await waiting.newest(ctx.tx, ctx.seller_id, _MOST_SHIPMENTS)
    listed = [
        {
            "shipmentId": each.id,
            "orderId": each.order_id,
            "marketplaceId": each.marketplace_id,
            "warehouseId": each.center_id,
            "pickedAt": each.created_at,
            "total": str(each.total),
            "status": each.status,
            "calledOff": each.called_off,
            "submissions": [
                {"at": one.at, "accessKey": one.access_key, "problems": one.problems} for one in each.submissions
            ],
        }
        for each in found
    ]
    return answer({"shipments": listed})


def _problems(wish: GivenEstablishment) -> list[Problem]:
    found = []
    if wish.cnpj is not None and not taxpayers.is_cnpj(taxpayers.plain(wish.cnpj)):
        found.append(Problem("cnpj", wish.cnpj, "is no CNPJ: a digit is wrong"))
    if wish.state is not None and wish.state.upper() not in brazil.STATE_CODES:
        found.append(Problem("state", wish.state, f"is not one of {', '.join(brazil.STATE_CODES)}"))
    return found


def _shown(of: Establishment) -> dict[str, Any]:
    shown = {
        "invoicedBy": of.invoiced_by,
        "cnpj": of.cnpj,
        "stateRegistration": of.registration,
        "name": of.name,
        "street": of.street,
        "house": of.house,
        "district": of.district,
        "town": of.town,
        "state": of.state,
        "postalCode": of.postal_code,
    }
    return shown | ({"rejection": of.rejection} if of.rejection else {})
