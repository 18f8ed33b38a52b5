"""What time does to removals: the units leave the network, and the seller is charged."""

from __future__ import annotations

from decimal import Decimal

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.carriage import carriers
from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import stock
from tradepost.domains.fba.removals import records
from tradepost.domains.fba.removals.removal import STEPS, Line, Removal, taken
from tradepost.domains.fba.removals.requesting import TAKE_OUT
from tradepost.domains.handling import due
from tradepost.domains.measures.amounts import text
from tradepost.domains.money.fees.goods import goods_of
from tradepost.domains.money.fees.keeping import removal_fee
from tradepost.domains.selling.catalog import products

#: How Finances calls the fee of each type (published fee types).
_FEES = {"Return": "FBARemovalFee", "Disposal": "FBADisposalFee"}


@due(TAKE_OUT)
async def take_out(ctx: Context, removal_id: str) -> None:
    """The center takes the units out that are still there; what was sold meanwhile is cancelled (our choice)."""
    removal = await records.find(ctx.tx, ctx.seller_id, removal_id)
    if removal is None or removal.status != "Pending":
        return
    for line in removal.lines:
        await _take(ctx, removal, line)
    gone = sum(each.removed for each in removal.lines)
    removal.status = STEPS.after(removal.status, "take_out" if gone else "find_nothing")
    removal.updated_at = ctx.now
    if gone and removal.type == "Return":
        _send(ctx, removal)
    await records.save(ctx.tx, ctx.seller_id, removal)
    ctx.record(
        "removals.completed",
        removal.id,
        {
            "marketplaceId": removal.marketplace_id,
            "type": removal.type,
            "units": gone,
            "about": _FEES[removal.type],
            "amount": _fee(removal),
        },
    )


def _send(ctx: Context, removal: Removal) -> None:
    assert removal.address is not None
    origin, key = MARKETPLACES[removal.marketplace_id].country, ("removal", ctx.seller_id, removal.id)
    carrier = carriers.choose_carrier(ctx.seed, origin, removal.address.country_code, *key)
    removal.carrier = carrier.code
    removal.tracking_number = carriers.tracking_number(ctx.seed, carrier, *key)


async def _take(ctx: Context, removal: Removal, line: Line) -> None:
    item = await stock.find(ctx, removal.marketplace_id, line.seller_sku)
    balances = await stock.on_hand(ctx, removal.marketplace_id, line.seller_sku)
    for disposition, units in taken(balances, line.grade, line.requested):
        await stock.remove(ctx, removal.marketplace_id, line.seller_sku, units, disposition, removal.id)
        line.removed += units
    line.cancelled = line.requested - line.removed
    if line.removed:
        known = await products.find(ctx, removal.marketplace_id, item.asin) if item else None
        line.fee = removal_fee(goods_of(known), removal.marketplace_id) * line.removed


def _fee(removal: Removal) -> str:
    currency = MARKETPLACES[removal.marketplace_id].currency
    return text(sum((each.fee for each in removal.lines), Decimal(0)), currency)
