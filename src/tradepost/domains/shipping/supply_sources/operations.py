"""Supply sources: created, shown, configured, made active and archived."""

from __future__ import annotations

from typing import Final

from tradepost.contract import supply_sources_2020_07_01 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem, Unknown, refuse
from tradepost.domains.shipping.supply_sources import model, records
from tradepost.domains.shipping.supply_sources.refusals import Archived, CodeTaken
from tradepost.domains.shipping.supply_sources.source import SupplySource
from tradepost.simulation.clock import to_milliseconds

_PAGE: Final = 10
_MOST: Final = 100
_TOKEN: Final = "nextPageToken"


@handles(api.create_supply_source)
async def create_supply_source(
    ctx: Context, request: api.CreateSupplySourceArguments
) -> api.CreateSupplySourceResponse:
    """Creates a supply source. It is Inactive until it is said to be Active (published guide). Raises CodeTaken."""
    body = request.body
    refuse(model.problems_of_new(body))
    known = await records.of_code(ctx.tx, ctx.seller_id, body.supply_source_code)
    if known is not None:
        raise CodeTaken(body.supply_source_code, known.id)
    source = SupplySource(
        id=ctx.seed.uuid("supply source", ctx.seller_id, body.supply_source_code),
        code=body.supply_source_code,
        alias=body.alias,
        address=body.address,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    await records.add(ctx.tx, ctx.seller_id, source)
    ctx.record("supply_sources.created", source.id, {"supplySourceCode": source.code})
    return api.CreateSupplySourceResponse(supply_source_id=source.id, supply_source_code=source.code)


@handles(api.get_supply_sources)
async def get_supply_sources(ctx: Context, request: api.GetSupplySourcesArguments) -> api.GetSupplySourcesResponse:
    """Lists supply sources that are not archived, in the order in which they were created, ten a page."""
    size = _PAGE if request.page_size is None else request.page_size
    if size != int(size) or not 1 <= size <= _MOST:
        raise Faulty([Problem("pageSize", f"{size:g}", f"is not a whole number from 1 to {_MOST}")])
    after = (-1, "")
    if request.next_page_token:
        at, id = ctx.page_position(("supply sources",), request.next_page_token, parameter=_TOKEN)
        after = (at, id)
    found = await records.page(ctx.tx, ctx.seller_id, after, int(size) + 1)
    kept, token = ctx.page(
        ("supply sources",), found, int(size), lambda each: (to_milliseconds(each.created_at), each.id)
    )
    shown = [
        api.SupplySourceListItem(
            alias=each.alias, supply_source_id=each.id, supply_source_code=each.code, address=each.address
        )
        for each in kept
    ]
    return api.GetSupplySourcesResponse(supply_sources=shown, next_page_token=token)


@handles(api.get_supply_source)
async def get_supply_source(ctx: Context, request: api.GetSupplySourceArguments) -> api.SupplySource:
    """Shows a supply source with its configuration and capabilities; an archived one, too."""
    source = await _load(ctx, request.supply_source_id)
    return api.SupplySource(
        supply_source_id=source.id,
        supply_source_code=source.code,
        alias=source.alias,
        status=source.status,
        address=source.address,
        configuration=source.configuration,
        capabilities=source.capabilities,
        created_at=f"{source.created_at:%Y-%m-%dT%H:%M:%SZ}",
        updated_at=f"{source.updated_at:%Y-%m-%dT%H:%M:%SZ}",
    )


@handles(api.update_supply_source)
async def update_supply_source(ctx: Context, request: api.UpdateSupplySourceArguments) -> None:
    """Changes name, configuration and capabilities; a part that is left out stays. Raises Archived."""
    source = await _open(ctx, request.supply_source_id)
    body = request.body or api.UpdateSupplySourceRequest()
    refuse(model.problems_of_update(body))
    source.alias = body.alias or source.alias
    source.configuration = body.configuration or source.configuration
    source.capabilities = body.capabilities or source.capabilities
    await _save(ctx, source)


@handles(api.update_supply_source_status)
async def update_supply_source_status(ctx: Context, request: api.UpdateSupplySourceStatusArguments) -> None:
    """Makes a supply source Active or Inactive. Raises Archived."""
    source = await _open(ctx, request.supply_source_id)
    if request.body is None or request.body.status is None:
        raise Faulty([Problem("status", "", "is required")])
    source.status = request.body.status
    await _save(ctx, source)


@handles(api.archive_supply_source)
async def archive_supply_source(ctx: Context, request: api.ArchiveSupplySourceArguments) -> None:
    """Archives a supply source for good; its code stays taken (our choice). Raises Archived."""
    source = await _open(ctx, request.supply_source_id)
    source.status = "Archived"
    await _save(ctx, source)


async def _save(ctx: Context, source: SupplySource) -> None:
    source.updated_at = ctx.now
    await records.save(ctx.tx, ctx.seller_id, source)
    ctx.record("supply_sources.changed", source.id, {"supplySourceCode": source.code, "status": source.status})


async def _open(ctx: Context, id: str) -> SupplySource:
    source = await _load(ctx, id)
    if source.status == "Archived":
        raise Archived(id)
    return source


async def _load(ctx: Context, id: str) -> SupplySource:
    source = await records.find(ctx.tx, ctx.seller_id, id)
    if source is None:
        raise Unknown("supplySourceId", id, "a supply source of yours")
    return source
