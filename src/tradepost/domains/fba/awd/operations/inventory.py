"""What is stored."""

from __future__ import annotations

from tradepost.contract import awd_2024_05_09 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.awd import eligibility, records, views
from tradepost.domains.fba.awd.operations.inbound_shipments import PAGE
from tradepost.domains.handling import handles


@handles(api.list_inventory)
async def list_inventory(ctx: Context, request: api.ListInventoryArguments) -> api.InventoryListing:
    """Lists the units of each SKU in AWD, in the order of the SKUs (our choice); of those that were ever sent in."""
    eligibility.in_the_us(ctx)
    down, size = request.sort_order == "DESCENDING", request.max_results or PAGE
    query = ("awd inventory", request.sku or "", str(down))
    after = str(ctx.page_position(query, request.next_token)) if request.next_token else None
    found = await records.units(ctx.tx, ctx.seller_id, request.sku, after, size + 1, down=down)
    shown, token = ctx.page(query, found, size, lambda last: last.sku)
    details = request.details == "SHOW"
    return api.InventoryListing(inventory=[views.inventory(each, details=details) for each in shown], next_token=token)
