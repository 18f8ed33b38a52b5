"""What is known of SKUs that are sent in: how they are to be prepared, and their taxes in India."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import records
from tradepost.domains.fba.inbound.asking import OperationFailedError, ask, carries_out
from tradepost.domains.fba.inbound.planning import creating, goods, preparation
from tradepost.domains.fba.inbound.planning.goods import Goods
from tradepost.domains.fba.inbound.refusals import NotAvailable, NotValid
from tradepost.domains.fba.inbound.sku_details import SkuDetails
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem, refuse
from tradepost.domains.selling.catalog import skus

_INDIA = "A21TJRUUN4KGV"
_TAX_TYPES = frozenset({"CGST", "SGST", "IGST", "TOTAL_TAX"})


def _check_marketplace(ctx: Context, marketplace_id: str) -> None:
    if marketplace_id not in MARKETPLACES or (ctx.marketplaces and marketplace_id not in ctx.marketplaces):
        raise Faulty([Problem("marketplaceId", marketplace_id, "is not a marketplace of yours")])


async def _goods(ctx: Context, marketplace_id: str, mskus: Sequence[str]) -> dict[str, Goods]:
    """The SKUs that were asked for, by their own spelling. Raises NotValid where one is not the caller's."""
    spelled = [await skus.spelled(ctx, marketplace_id, each) for each in dict.fromkeys(mskus)]
    found = await goods.find(ctx, marketplace_id, spelled)
    if missing := [each for each in spelled if each not in found]:
        raise NotValid(missing)
    return {each: found[each] for each in spelled}


@handles(api.list_prep_details)
async def list_prep_details(ctx: Context, request: api.ListPrepDetailsArguments) -> api.ListPrepDetailsResponse:
    """Tells how SKUs are to be prepared, and who may do it. Where a seller alone prepares, all owners must match
    (observed by integrators)."""
    _check_marketplace(ctx, request.marketplace_id)
    found = await _goods(ctx, request.marketplace_id, request.mskus)
    told = await records.sku_details(ctx.tx, ctx.seller_id, request.marketplace_id, list(found))
    country = MARKETPLACES[request.marketplace_id].country
    shown = []
    for msku, each in found.items():
        prepared = preparation.preparation(each.product, told.get(msku))
        prep_owner = preparation.constraint(preparation.prep_owners(prepared, country))
        shown.append(
            api.MskuPrepDetail(
                msku=msku,
                prep_category=prepared.category,
                prep_types=list(prepared.types),
                all_owners_constraint="MUST_MATCH" if prep_owner == "SELLER_ONLY" else None,
                label_owner_constraint=preparation.constraint(preparation.label_owners(country)),
                prep_owner_constraint=prep_owner,
            )
        )
    return api.ListPrepDetailsResponse(msku_prep_details=shown)


@handles(api.set_prep_details)
async def set_prep_details(ctx: Context, request: api.SetPrepDetailsArguments) -> api.SetPrepDetailsResponse:
    """Tells how SKUs are to be prepared; plans that are made later follow it. Whether they are the seller's is looked
    at in the call itself (observed by integrators)."""
    body = request.body
    _check_prep(ctx, body)
    mskus = [each.msku for each in body.msku_prep_details]
    known = await goods.find(ctx, body.marketplace_id, mskus)
    if missing := [each for each in mskus if each not in known]:
        raise NotAvailable(missing)
    return api.SetPrepDetailsResponse(operation_id=await ask(ctx, api.set_prep_details, request))


@carries_out(api.set_prep_details)
async def keep_prep_details(ctx: Context, request: api.SetPrepDetailsArguments, _: str) -> None:
    """Keeps what was told; fails where a SKU is not the seller's, and then nothing was."""
    body = request.body
    _check_prep(ctx, body)
    mskus = [each.msku for each in body.msku_prep_details]
    known = await goods.find(ctx, body.marketplace_id, mskus)
    if missing := [each for each in mskus if each not in known]:
        raise OperationFailedError([creating.trouble("FBA_INB_0006", each) for each in missing])
    told = await records.sku_details(ctx.tx, ctx.seller_id, body.marketplace_id, mskus)
    for each in body.msku_prep_details:
        changed = msgspec.structs.replace(
            told.get(each.msku, SkuDetails()), prep_category=each.prep_category, prep_types=tuple(each.prep_types)
        )
        await records.keep_sku_details(ctx.tx, ctx.seller_id, body.marketplace_id, each.msku, changed)


def _check_prep(ctx: Context, body: api.SetPrepDetailsRequest) -> None:
    if ctx.marketplaces:  # the seller's own call; when its turn comes it has been looked at
        _check_marketplace(ctx, body.marketplace_id)
    problems, seen = [], set()
    for index, each in enumerate(body.msku_prep_details):
        at = f"mskuPrepDetails[{index}]"
        if each.msku in seen:
            problems.append(Problem(f"{at}.msku", each.msku, "stands in an earlier entry already"))
        seen.add(each.msku)
        if each.prep_category in preparation.AMAZONS_OWN:
            problems.append(Problem(f"{at}.prepCategory", each.prep_category, "is given by Amazon only"))
        if "ITEM_NO_PREP" in each.prep_types and each.prep_category != "NONE":
            rule = "goes with the prepCategory NONE only"
            problems.append(Problem(f"{at}.prepTypes", "ITEM_NO_PREP", rule))
    refuse(problems)


@handles(api.list_item_compliance_details)
async def list_item_compliance_details(
    ctx: Context, request: api.ListItemComplianceDetailsArguments
) -> api.ListItemComplianceDetailsResponse:
    """Shows the tax details that a seller has told of SKUs; only India asks for such (published model)."""
    _check_marketplace(ctx, request.marketplace_id)
    found = await _goods(ctx, request.marketplace_id, request.mskus)
    told = await records.sku_details(ctx.tx, ctx.seller_id, request.marketplace_id, list(found))
    numbers = await goods.known_fnskus(ctx, request.marketplace_id, list(found))
    return api.ListItemComplianceDetailsResponse(
        compliance_details=[
            api.ComplianceDetail(
                msku=msku,
                asin=each.asin,
                fnsku=numbers.get(msku),
                tax_details=told[msku].tax if msku in told else None,
            )
            for msku, each in found.items()
        ]
    )


@handles(api.update_item_compliance_details)
async def update_item_compliance_details(
    ctx: Context, request: api.UpdateItemComplianceDetailsArguments
) -> api.UpdateItemComplianceDetailsResponse:
    """Tells the taxes of a SKU in India, the only marketplace that has such details (published model)."""
    _check_marketplace(ctx, request.marketplace_id)
    problems = []
    if request.marketplace_id != _INDIA:
        problems.append(Problem("marketplaceId", request.marketplace_id, f"is not India, {_INDIA}"))
    for index, each in enumerate(request.body.tax_details.tax_rates or []):
        if each.tax_type is not None and each.tax_type not in _TAX_TYPES:
            rule = f"is not one of {', '.join(sorted(_TAX_TYPES))}"
            problems.append(Problem(f"taxDetails.taxRates[{index}].taxType", each.tax_type, rule))
    refuse(problems)
    operation_id = await ask(ctx, api.update_item_compliance_details, request)
    return api.UpdateItemComplianceDetailsResponse(operation_id=operation_id)


@carries_out(api.update_item_compliance_details)
async def keep_compliance_details(ctx: Context, request: api.UpdateItemComplianceDetailsArguments, _: str) -> None:
    """Keeps the taxes; fails where the SKU is not the seller's."""
    msku, place = request.body.msku, request.marketplace_id
    if msku not in await goods.find(ctx, place, [msku]):
        raise OperationFailedError([creating.trouble("FBA_INB_0006", msku)])
    told = await records.sku_details(ctx.tx, ctx.seller_id, place, [msku])
    changed = msgspec.structs.replace(told.get(msku, SkuDetails()), tax=request.body.tax_details)
    await records.keep_sku_details(ctx.tx, ctx.seller_id, place, msku, changed)
