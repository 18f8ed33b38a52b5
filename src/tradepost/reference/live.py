"""What the reference page takes from a world: identifiers that exist there, and a token that works."""

from __future__ import annotations

from typing import Any

from tradepost.accounts import lwa
from tradepost.accounts.founding import Credentials
from tradepost.accounts.lwa import LwaError
from tradepost.domains.fulfillment_outbound import records as outbound
from tradepost.domains.inventory import records as inventory
from tradepost.simulation.clock import from_milliseconds, real_milliseconds
from tradepost.simulation.world import World

_US = "ATVPDKIKX0DER"


async def values(world: World, credentials: Credentials) -> dict[str, Any]:
    """Values by parameter name: marketplaces, SKUs and orders of the world's first selling partner."""
    marketplace_id = _US if _US in credentials.marketplace_ids else credentials.marketplace_ids[0]
    found: dict[str, Any] = {
        "sellerId": credentials.seller_id,
        "marketplaceId": marketplace_id,
        "marketplaceIds": [marketplace_id],
        "granularityId": marketplace_id,
        "destinationMarketplaces": [marketplace_id],
    }
    async with world.database.reading() as tx:
        items = await inventory.items_after(tx, credentials.seller_id, marketplace_id, "", 1)
        orders = await outbound.updated_since(tx, credentials.seller_id, from_milliseconds(0), None, 50)
    if items:
        sku = items[0].seller_sku
        found |= {"sellerSku": sku, "sku": sku, "msku": sku, "skus": [sku], "sellerSkus": [sku], "mskus": [sku]}
        found |= {"asin": items[0].asin, "asins": [items[0].asin]}
    if orders:
        open_ones = [each for each in orders if each.status in ("New", "Received", "Planning")]
        found["sellerFulfillmentOrderId"] = (open_ones or orders)[0].id
    taken = {each.id for each in orders}
    free = (f"EXAMPLE-{number}" for number in range(1, len(taken) + 2))
    found["createFulfillmentOrder.sellerFulfillmentOrderId"] = next(id for id in free if id not in taken)
    return found


async def token(world: World, credentials: Credentials) -> str:
    """An access token for the world's first selling partner; empty where it has taken its grant back."""
    return await _issued(world, credentials, grant_type="refresh_token", refresh_token=credentials.refresh_token)


async def grantless_token(world: World, credentials: Credentials) -> str:
    """A token of the first selling partner's application itself, with every scope."""
    return await _issued(world, credentials, grant_type="client_credentials", scope=" ".join(sorted(lwa.SCOPES)))


async def _issued(world: World, credentials: Credentials, **form: str) -> str:
    form |= {"client_id": credentials.client_id, "client_secret": credentials.client_secret}
    try:
        async with world.database.writing("") as tx:
            answer = await lwa.issue(tx, form, world.uid, real_milliseconds())
    except LwaError:
        return ""
    return str(answer["access_token"])
