"""Gates and approvals: which brands need one, and who has it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.responses import Response

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.control.calls import Call, answer
from tradepost.domains.selling.restrictions import model, records, rules
from tradepost.errors import InvalidInput, NotFound
from tradepost.scenarios.acting import Seller


class Gate(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """A brand in a marketplace; for an approval also whose it is."""

    brand: Annotated[str, Meta(min_length=1, max_length=100)]
    marketplace_id: str = "ATVPDKIKX0DER"
    seller_id: str | None = None


async def listed(call: Call) -> Response:
    """``GET restrictions``: the gated brands, and what the seller is approved for."""
    world = await call.world()
    asked = call.request.query_params.get("sellerId")
    seller_id = asked or (await call.installation.credentials(world)).seller_id
    async with world.database.reading() as tx:
        gates, approvals = await records.gates(tx), await records.approvals(tx, seller_id)
    told = [{"marketplaceId": place, "brand": brand} for place, brand in approvals]
    own = [{"marketplaceId": place, "brand": brand} for place, brand in gates]
    return answer({"gatedEverywhere": sorted(model.GATED_BRANDS), "gated": own, "approvals": told})


async def gate(call: Call) -> Response:
    """``PUT restrictions/gates``: a brand needs an approval from now on."""
    wish, world = await _gate(call), await call.world()
    async with world.database.writing("") as tx:
        await records.gate(tx, wish.marketplace_id, wish.brand.casefold())
    return answer({"marketplaceId": wish.marketplace_id, "brand": wish.brand.casefold()})


async def open_gate(call: Call) -> Response:
    """``DELETE restrictions/gates``: a brand needs no approval any more: 204."""
    wish, world = await _gate(call), await call.world()
    async with world.database.writing("") as tx:
        gone = await records.open_gate(tx, wish.marketplace_id, wish.brand.casefold())
    if not gone:
        raise NotFound("The specified resource does not exist.", f"brand: '{wish.brand}' was not gated")
    return Response(status_code=204)


async def approve(call: Call) -> Response:
    """``PUT restrictions/approvals``: a seller may list a gated brand; his listings of it are judged again."""
    wish, world = await _gate(call), await call.world()
    seller_id = wish.seller_id or (await call.installation.credentials(world)).seller_id
    async with Seller(world, seller_id).acting() as ctx:
        await rules.approve(ctx, wish.marketplace_id, wish.brand)
    return answer({"sellerId": seller_id, "marketplaceId": wish.marketplace_id, "brand": wish.brand.casefold()})


async def withdraw(call: Call) -> Response:
    """``DELETE restrictions/approvals``: he may not any more: 204."""
    wish, world = await _gate(call), await call.world()
    seller_id = wish.seller_id or (await call.installation.credentials(world)).seller_id
    async with Seller(world, seller_id).acting() as ctx:
        gone = await rules.withdraw(ctx, wish.marketplace_id, wish.brand)
    if not gone:
        raise NotFound("The specified resource does not exist.", f"brand: '{wish.brand}' was not approved")
    return Response(status_code=204)


async def _gate(call: Call) -> Gate:
    wish = await call.body(Gate)
    if wish.marketplace_id not in MARKETPLACES:
        raise InvalidInput("Invalid Input", f"marketplaceId: '{wish.marketplace_id[:60]}' is no marketplace")
    return wish
