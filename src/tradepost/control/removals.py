"""Units that a seller wants out of Amazon's network, as Seller Central has it and no operation of the API."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta
from starlette.responses import Response

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract.fulfillment_outbound_2020_07_01 import Address
from tradepost.control.calls import Call, answer
from tradepost.domains.fba.removals import records, requesting
from tradepost.domains.fba.removals.removal import Removal, RemovalType
from tradepost.domains.fba.removals.requesting import WantedUnits
from tradepost.domains.problems import Unknown
from tradepost.errors import InvalidInput
from tradepost.scenarios.acting import Seller


class Units(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """Units of a SKU: those that can be sold, and those that cannot."""

    seller_sku: Annotated[str, Meta(min_length=1, max_length=50)]
    sellable_quantity: int = 0
    unsellable_quantity: int = 0


class NewRemoval(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """A removal order."""

    items: Annotated[list[Units], Meta(min_length=1, max_length=500)]
    type: RemovalType = "Return"
    marketplace_id: str = "ATVPDKIKX0DER"
    removal_order_id: str = ""
    address: Address | None = None
    seller_id: str | None = None


async def request(call: Call) -> Response:
    """``POST removals``: 201, with the removal order. Raises InvalidInput, Faulty."""
    wish, world = await call.body(NewRemoval), await call.world()
    if wish.marketplace_id not in MARKETPLACES:
        raise InvalidInput("Invalid Input", f"marketplaceId: '{wish.marketplace_id[:60]}' is no marketplace")
    seller_id = wish.seller_id or (await call.installation.credentials(world)).seller_id
    async with Seller(world, seller_id, "control").acting() as ctx:
        made = await requesting.request(
            ctx,
            wish.marketplace_id,
            wish.type,
            [WantedUnits(each.seller_sku, each.sellable_quantity, each.unsellable_quantity) for each in wish.items],
            id=wish.removal_order_id,
            address=wish.address,
        )
    return answer(_shown(made), 201)


async def read(call: Call) -> Response:
    """``GET removals/ID``: what has become of it. Raises Unknown."""
    world, id = await call.world(), str(call.request.path_params["id"])
    seller_id = call.request.query_params.get("sellerId") or (await call.installation.credentials(world)).seller_id
    async with world.database.reading() as tx:
        found = await records.find(tx, seller_id, id)
    if found is None:
        raise Unknown("removalOrderId", id, "a removal order of this seller")
    return answer(_shown(found))


def _shown(each: Removal) -> dict[str, Any]:
    return {
        "removalOrderId": each.id,
        "marketplaceId": each.marketplace_id,
        "type": each.type,
        "status": each.status,
        "requestedAt": each.requested_at,
        "carrier": each.carrier,
        "trackingNumber": each.tracking_number,
        "items": [
            {
                "sellerSku": line.seller_sku,
                "disposition": line.grade,
                "requested": line.requested,
                "removed": line.removed,
                "cancelled": line.cancelled,
                "fee": line.fee,
            }
            for line in each.lines
        ],
    }
