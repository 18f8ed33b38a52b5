"""What remains of FBA Inbound v0: the same shipments by the ids on their labels, their items, labels and bills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fulfillment_inbound_v0 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import records, views_v0
from tradepost.domains.fba.inbound.contents import Box, Line, Pallet
from tradepost.domains.fba.inbound.papers import bills, labels
from tradepost.domains.fba.inbound.papers.keeping import link
from tradepost.domains.fba.inbound.planning import goods, preparation
from tradepost.domains.fba.inbound.refusals import (
    NeitherStatusNorId,
    NoCarrierConfirmed,
    PageSizeNeeded,
    UnknownCartons,
)
from tradepost.domains.fba.inbound.shipment import Shipment
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem, Unknown, refuse
from tradepost.domains.selling.catalog import products, skus
from tradepost.simulation.clock import to_milliseconds

PAGE_SIZE: Final = 50
ITEMS_OF_A_PAGE: Final = 500
MOST_LABELS: Final = 1000
_EVER: Final = (0, 1 << 62)
_START: Final = (-1, "")


async def _shipment(ctx: Context, shipment_id: str) -> Shipment:
    found = await records.confirmed_shipments(ctx.tx, ctx.seller_id, [shipment_id])
    if not found:
        raise Unknown("shipmentId", shipment_id, "an inbound shipment of yours")
    return found[0]


def _range(after: datetime | None, before: datetime | None) -> tuple[int, int]:
    """The time that was asked for, in milliseconds. Raises Faulty where it has no start, no end, or no length."""
    problems = []
    for name, value in (("LastUpdatedAfter", after), ("LastUpdatedBefore", before)):
        if value is None:
            problems.append(Problem(name, "", "is required where QueryType is DATE_RANGE"))
    if after is not None and before is not None and after > before:
        problems.append(Problem("LastUpdatedAfter", after.isoformat(), "is after LastUpdatedBefore"))
    refuse(problems)
    assert after is not None
    assert before is not None
    return to_milliseconds(after.astimezone(UTC)), to_milliseconds(before.astimezone(UTC))


def _position(ctx: Context, query: tuple[str, ...], token: str | None) -> Any:
    if not token:
        raise Faulty([Problem("NextToken", "", "is required where QueryType is NEXT_TOKEN")])
    return ctx.page_position(query, token, parameter="NextToken")


def _check_marketplace(ctx: Context, marketplace_id: str) -> None:
    if marketplace_id not in MARKETPLACES or (ctx.marketplaces and marketplace_id not in ctx.marketplaces):
        raise Faulty([Problem("MarketplaceId", marketplace_id, "is not a marketplace of yours")])


@handles(api.get_shipments)
async def get_shipments(ctx: Context, request: api.GetShipmentsArguments) -> api.GetShipmentsResponse:
    """Lists confirmed shipments: those with these ids or states, also those of them that changed within a time; 50 a
    page."""
    _check_marketplace(ctx, request.marketplace_id)
    query = ("inbound v0 shipments", request.marketplace_id)
    if request.query_type != "NEXT_TOKEN" and not (request.shipment_status_list or request.shipment_id_list):
        raise NeitherStatusNorId
    between, after = _EVER, _START
    statuses: Sequence[str] = views_v0.asked_statuses(request.shipment_status_list or ())
    if request.query_type == "NEXT_TOKEN":
        first, last, statuses, at, place = _position(ctx, query, request.next_token)
        between, after = (first, last), (at, place)
    elif request.query_type == "DATE_RANGE":
        between = _range(request.last_updated_after, request.last_updated_before)
    elif request.shipment_id_list:
        found = await records.confirmed_shipments(ctx.tx, ctx.seller_id, request.shipment_id_list)
        return _answer(
            [
                each
                for each in found
                if each.marketplace_id == request.marketplace_id and (not statuses or each.status in statuses)
            ],
            None,
        )
    page = await records.shipments_updated(
        ctx.tx, ctx.seller_id, request.marketplace_id, statuses, between, after, PAGE_SIZE + 1
    )
    shown, token = ctx.page(
        query, page, PAGE_SIZE, lambda last: [*between, list(statuses), to_milliseconds(last.updated_at), last.id]
    )
    return _answer(shown, token)


def _answer(shipments: Sequence[Shipment], token: str | None) -> api.GetShipmentsResponse:
    data = [views_v0.shipment(each) for each in shipments]
    return api.GetShipmentsResponse(payload=api.GetShipmentsResult(shipment_data=data, next_token=token))


@handles(api.get_shipment_items_by_shipment_id)
async def get_shipment_items_by_shipment_id(
    ctx: Context, request: api.GetShipmentItemsByShipmentIdArguments
) -> api.GetShipmentItemsResponse:
    """Lists what a shipment holds by SKU, and how much of it was received."""
    shipment = await _shipment(ctx, request.shipment_id)
    items = views_v0.items(shipment, await records.contents(ctx.tx, ctx.seller_id, shipment.id, Line))
    return api.GetShipmentItemsResponse(payload=api.GetShipmentItemsResult(item_data=items))


@handles(api.get_shipment_items)
async def get_shipment_items(ctx: Context, request: api.GetShipmentItemsArguments) -> api.GetShipmentItemsResponse:
    """Lists the items of shipments that changed within a time. Pages end with a shipment (our choice)."""
    _check_marketplace(ctx, request.marketplace_id)
    query, after = ("inbound v0 items", request.marketplace_id), _START
    if request.query_type == "NEXT_TOKEN":
        first, last, at, place = _position(ctx, query, request.next_token)
        between, after = (first, last), (at, place)
    else:
        between = _range(request.last_updated_after, request.last_updated_before)
    page = await records.shipments_updated(
        ctx.tx, ctx.seller_id, request.marketplace_id, (), between, after, PAGE_SIZE + 1
    )
    items: list[api.InboundShipmentItem] = []
    token = None
    for number, each in enumerate(page):
        if number == PAGE_SIZE or len(items) >= ITEMS_OF_A_PAGE:
            before = page[number - 1]
            token = ctx.page_token(query, [*between, to_milliseconds(before.updated_at), before.id])
            break
        items += views_v0.items(each, await records.contents(ctx.tx, ctx.seller_id, each.id, Line))
    return api.GetShipmentItemsResponse(payload=api.GetShipmentItemsResult(item_data=items, next_token=token))


@handles(api.get_labels, changes=True)
async def get_labels(ctx: Context, request: api.GetLabelsArguments) -> api.GetLabelsResponse:
    """Prints the labels of boxes, some of them or a page of all, or those of pallets.

    There are none before the carrier is confirmed, and ``PageSize`` is needed where no partner brings parcels (observed
    by integrators). Paper is a PDF; thermal page types are ZPL, which label printers read (our choice).
    """
    shipment = await _shipment(ctx, request.shipment_id)
    if shipment.transportation is None:
        raise NoCarrierConfirmed(request.shipment_id)
    if request.label_type == "PALLET":
        count = request.number_of_pallets or 0
        if not 1 <= count <= MOST_LABELS // 4:
            rule = f"is not between 1 and {MOST_LABELS // 4}"
            raise Faulty([Problem("NumberOfPallets", str(count), rule)])
        printed = labels.printed_pallets(request.page_type, shipment, count)
    else:
        boxes, first = await _labeled(ctx, request, shipment)
        contents = request.label_type == "BARCODE_2D"
        printed = labels.printed(request.page_type, shipment, boxes, first=first, contents=contents)
    url = await link(ctx, "inbound labels", printed, "pdf" if request.page_type in labels.PAPER else "zpl")
    return api.GetLabelsResponse(payload=api.LabelDownloadURL(download_url=url))


async def _labeled(ctx: Context, request: api.GetLabelsArguments, shipment: Shipment) -> tuple[list[Box], int]:
    """The boxes whose labels are wanted, and the number of the first. Raises Faulty, PageSizeNeeded,
    UnknownCartons."""
    option, size, start = shipment.transportation, request.page_size, request.page_start_index or 0
    partnered = option is not None and option.partnered and option.mode == "GROUND_SMALL_PARCEL"
    if request.package_labels_to_print:
        boxes = await records.contents(ctx.tx, ctx.seller_id, shipment.id, Box)
        known = {each.box_id: each for each in boxes}
        wrong = [each for each in request.package_labels_to_print if each not in known]
        if wrong:
            raise UnknownCartons(wrong, request.shipment_id)
        chosen = [known[each] for each in dict.fromkeys(request.package_labels_to_print)]
        return chosen, boxes.index(chosen[0]) + 1
    if size is None and not partnered:
        raise PageSizeNeeded(request.shipment_id)
    problems = []
    if size is not None and not 1 <= size <= MOST_LABELS:
        problems.append(Problem("PageSize", str(size), f"is not between 1 and {MOST_LABELS}"))
    if start < 0 or start >= shipment.boxes:
        problems.append(Problem("PageStartIndex", str(start), f"is not below the {shipment.boxes} boxes of it"))
    refuse(problems)
    most = min(size or MOST_LABELS, MOST_LABELS)
    return await records.contents(ctx.tx, ctx.seller_id, shipment.id, Box, start - 1, most), start + 1


@handles(api.get_bill_of_lading, changes=True)
async def get_bill_of_lading(ctx: Context, request: api.GetBillOfLadingArguments) -> api.GetBillOfLadingResponse:
    """Prints the bill of lading of freight that Amazon's partner carries (published model)."""
    shipment = await _shipment(ctx, request.shipment_id)
    option = shipment.transportation
    if option is None or not option.partnered or option.mode != "FREIGHT_LTL":
        rule = "has no bill of lading: no partnered carrier brings it as freight"
        raise Faulty([Problem("shipmentId", request.shipment_id, rule)])
    pallets = await records.contents(ctx.tx, ctx.seller_id, shipment.id, Pallet)
    url = await link(ctx, "bill of lading", bills.bill_of_lading(shipment, pallets))
    return api.GetBillOfLadingResponse(payload=api.BillOfLadingDownloadURL(download_url=url))


@handles(api.get_prep_instructions)
async def get_prep_instructions(
    ctx: Context, request: api.GetPrepInstructionsArguments
) -> api.GetPrepInstructionsResponse:
    """Tells how SKUs or ASINs are to be labeled and prepared for a country; of which kind nothing was asked, nothing is
    told (observed by integrators)."""
    place = next((id for id, each in MARKETPLACES.items() if each.country == request.ship_to_country_code), None)
    if place is None or (ctx.marketplaces and place not in ctx.marketplaces):
        raise Faulty([Problem("ShipToCountryCode", request.ship_to_country_code, "is no country of your marketplaces")])
    wanted, asins = request.seller_sku_list or [], request.asin_list or []
    if not wanted and not asins:
        raise Faulty([Problem("SellerSKUList", "", "or ASINList is required")])
    mskus = [await skus.spelled(ctx, place, each) for each in dict.fromkeys(wanted)]
    found = await goods.find(ctx, place, mskus) if mskus else {}
    told = await records.sku_details(ctx.tx, ctx.seller_id, place, mskus)
    known = await products.find_many(ctx, place, asins)
    result = api.GetPrepInstructionsResult()
    if mskus:
        result.sku_prep_instructions_list = [
            views_v0.sku_prep(msku, each.asin, preparation.preparation(each.product, told.get(msku)), place)
            for msku, each in found.items()
        ]
        result.invalid_sku_list = [
            api.InvalidSKU(seller_sku=each, error_reason="DoesNotExist") for each in mskus if each not in found
        ]
    if asins:
        result.asin_prep_instructions_list = [
            views_v0.asin_prep(asin, preparation.preparation(each, None)) for asin, each in known.items()
        ]
        result.invalid_asin_list = [
            api.InvalidASIN(asin=each, error_reason="InvalidASIN") for each in asins if each not in known
        ]
    return api.GetPrepInstructionsResponse(payload=result)
