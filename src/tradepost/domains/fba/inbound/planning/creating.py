"""Making a plan: what can be refused at once, and what is looked at when its turn comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import records
from tradepost.domains.fba.inbound.asking import OperationFailedError, Trouble
from tradepost.domains.fba.inbound.contents import Line
from tradepost.domains.fba.inbound.planning import eligibility, goods, preparation
from tradepost.domains.fba.inbound.planning.goods import Goods
from tradepost.domains.fba.inbound.refusals import NotAvailable, OwnersNotAccepted, Repeated
from tradepost.domains.fba.inbound.sku_details import SkuDetails
from tradepost.domains.places.countries import COUNTRIES
from tradepost.domains.problems import Problem, refuse


def check_request(ctx: Context, body: api.CreateInboundPlanRequest) -> str:
    """The marketplace of a plan that can be made. Raises Faulty, and Repeated where items speak of the same units."""
    marketplace_id = body.destination_marketplaces[0]
    problems = []
    if marketplace_id not in MARKETPLACES or (ctx.marketplaces and marketplace_id not in ctx.marketplaces):
        problems.append(Problem("destinationMarketplaces[0]", marketplace_id, "is not a marketplace of yours"))
    if body.source_address.country_code not in COUNTRIES:
        problems.append(Problem("sourceAddress.countryCode", body.source_address.country_code, "is not a country"))
    problems += _of_items(body.items, ctx.now.date().isoformat())
    refuse(problems)
    _check_once(body.items)
    return marketplace_id


def _check_once(items: Sequence[api.ItemInput]) -> None:
    times = Counter(map(key_of, items))
    if repeated := list(dict.fromkeys(each.msku for each in items if times[key_of(each)] > 1)):
        raise Repeated(repeated)


def _of_items(items: Sequence[api.ItemInput], today: str) -> list[Problem]:
    return [
        Problem(f"items[{index}].expiration", each.expiration, f"is not after today, {today}")
        for index, each in enumerate(items)
        if each.expiration is not None and each.expiration <= today
    ]


def key_of(item: api.ItemInput) -> tuple[str, str, str, str, str]:
    """What tells units that a request speaks of from others."""
    return (item.msku, item.expiration or "", item.manufacturing_lot_code or "", item.label_owner, item.prep_owner)


async def check_owners(ctx: Context, marketplace_id: str, items: Sequence[api.ItemInput]) -> None:
    """Raises NotAvailable for SKUs that are not the seller's, OwnersNotAccepted where somebody is to label or prepare
    who cannot (observed by integrators)."""
    known, told = await _known(ctx, marketplace_id, items)
    if missing := [msku for msku in dict.fromkeys(each.msku for each in items) if msku not in known]:
        raise NotAvailable(missing)
    country = MARKETPLACES[marketplace_id].country
    faults = []
    for each in items:
        prepared = preparation.preparation(known[each.msku].product, told.get(each.msku))
        owners = preparation.prep_owners(prepared, country)
        labelers = preparation.label_owners(country)
        if each.label_owner not in labelers:
            faults.append((each.msku, "labelOwner", each.label_owner, labelers))
        if each.prep_owner not in owners and prepared.category != "UNKNOWN":
            faults.append((each.msku, "prepOwner", each.prep_owner, owners))
    if faults:
        raise OwnersNotAccepted(faults)


async def lines(ctx: Context, marketplace_id: str, items: Sequence[api.ItemInput]) -> list[Line]:
    """What a plan holds. Raises OperationFailedError with every item that cannot be sent in, and why."""
    known, told = await _known(ctx, marketplace_id, items)
    troubles = []
    for each in items:
        troubles += await _troubles(ctx, each, known.get(each.msku), told.get(each.msku))
    if troubles:
        raise OperationFailedError(troubles)
    await check_owners(ctx, marketplace_id, items)
    numbers = await goods.fnskus(ctx, marketplace_id, list(known.values()))
    return [_line(each, known[each.msku], told.get(each.msku), numbers[each.msku]) for each in items]


def _line(item: api.ItemInput, found: Goods, told: SkuDetails | None, fnsku: str) -> Line:
    return Line(
        msku=item.msku,
        asin=found.asin,
        fnsku=fnsku,
        quantity=item.quantity,
        label_owner=item.label_owner,
        prep_owner=item.prep_owner,
        expiration=item.expiration or "",
        lot=item.manufacturing_lot_code or "",
        prep_types=preparation.preparation(found.product, told).types,
        handling=goods.handling(found.product),
    )


async def _known(
    ctx: Context, marketplace_id: str, items: Sequence[api.ItemInput]
) -> tuple[dict[str, Goods], dict[str, SkuDetails]]:
    mskus = list(dict.fromkeys(each.msku for each in items))
    known = await goods.find(ctx, marketplace_id, mskus)
    return known, await records.sku_details(ctx.tx, ctx.seller_id, marketplace_id, mskus)


async def _troubles(ctx: Context, item: api.ItemInput, found: Goods | None, told: SkuDetails | None) -> list[Trouble]:
    if found is None:
        return [trouble("FBA_INB_0006", item.msku)]
    codes = await eligibility.inbound_reasons(ctx, found.product)
    if goods.expires(found.product) and item.expiration is None:
        codes.append("FBA_INB_0180")
    if preparation.preparation(found.product, told).category == "UNKNOWN":
        codes.append("FBA_INB_0182")
    return [trouble(code, item.msku) for code in codes]


def trouble(code: str, resource: str = "") -> Trouble:
    """A problem of a SKU or a shipment, or of nothing by itself, in the form that integrators have met."""
    return Trouble(
        code=code,
        message=f"ERROR: {eligibility.REASONS[code]}",
        details=f"There's an input error with the resource '{resource}'." if resource else "",
    )


def address(given: api.AddressInput) -> api.Address:
    """An address as it is kept."""
    return msgspec.convert(msgspec.to_builtins(given), api.Address)
