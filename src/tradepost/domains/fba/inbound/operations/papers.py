"""Papers: labels of items, and delivery challans."""

from __future__ import annotations

from typing import Final

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, records
from tradepost.domains.fba.inbound.contents import Line
from tradepost.domains.fba.inbound.papers import bills, item_labels
from tradepost.domains.fba.inbound.papers.item_labels import Unit
from tradepost.domains.fba.inbound.papers.keeping import LINK_LIVES, link
from tradepost.domains.fba.inbound.planning import goods
from tradepost.domains.fba.inbound.refusals import BadRequest
from tradepost.domains.fba.inbound.shipment import offered_until
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, refuse

#: The most labels of one call. Our choice.
MOST_LABELS: Final = 1000


@handles(api.create_marketplace_item_labels)
async def create_marketplace_item_labels(
    ctx: Context, request: api.CreateMarketplaceItemLabelsArguments
) -> api.CreateMarketplaceItemLabelsResponse:
    """Prints the FNSKU labels of SKUs as a PDF: sheets of labels, or a page for each label for a thermal printer
    (observed by integrators).

    Paper needs a page type, a thermal printer the size of the label in millimeters (our choice).
    """
    body = request.body
    _check(ctx, body)
    wanted = [each.msku for each in body.msku_quantities]
    found = await goods.find(ctx, body.marketplace_id, wanted)
    missing = [(place, msku) for place, msku in enumerate(wanted) if msku not in found]
    refuse([Problem(f"mskuQuantities[{place}].msku", msku, "is not a SKU of yours") for place, msku in missing])
    numbers = await goods.fnskus(ctx, body.marketplace_id, list(found.values()))
    units = [
        Unit(numbers[each.msku], found[each.msku].title) for each in body.msku_quantities for _ in range(each.quantity)
    ]
    if body.label_type == "THERMAL_PRINTING":
        assert body.width is not None
        assert body.height is not None
        printed = item_labels.thermal(units, body.width, body.height)
    else:
        assert body.page_type is not None
        printed = item_labels.on_paper(units, body.page_type)
    url = await link(ctx, "item labels", printed)
    return api.CreateMarketplaceItemLabelsResponse(document_downloads=[_download(ctx, url)])


def _check(ctx: Context, body: api.CreateMarketplaceItemLabelsRequest) -> None:
    problems = []
    if body.marketplace_id not in MARKETPLACES or (ctx.marketplaces and body.marketplace_id not in ctx.marketplaces):
        problems.append(Problem("marketplaceId", body.marketplace_id, "is not a marketplace of yours"))
    if body.label_type == "STANDARD_FORMAT" and body.page_type is None:
        problems.append(Problem("pageType", "", "is required where labelType is STANDARD_FORMAT"))
    if body.label_type == "THERMAL_PRINTING" and (body.width is None or body.height is None):
        problems.append(Problem("width", "", "and height are required where labelType is THERMAL_PRINTING"))
    count = sum(each.quantity for each in body.msku_quantities)
    if count > MOST_LABELS:
        problems.append(Problem("mskuQuantities", str(count), f"labels are more than {MOST_LABELS}"))
    refuse(problems)


def _download(ctx: Context, url: str) -> api.DocumentDownload:
    return api.DocumentDownload(download_type="URL", uri=url, expiration=offered_until(ctx.now, LINK_LIVES))


@handles(api.get_delivery_challan_document, changes=True)
async def get_delivery_challan_document(
    ctx: Context, request: api.GetDeliveryChallanDocumentArguments
) -> api.GetDeliveryChallanDocumentResponse:
    """Prints the delivery challan of a shipment in India that a partnered carrier brings (published model)."""
    shipment = await loading.shipment_of(ctx, request.inbound_plan_id, request.shipment_id)
    option = shipment.transportation
    if MARKETPLACES[shipment.marketplace_id].country != "IN" or option is None or not option.partnered:
        raise BadRequest(
            f"There is no delivery challan for shipment {shipment.id}.",
            "there is one for shipments in IN that an Amazon partnered carrier brings",
        )
    lines = await records.contents(ctx.tx, ctx.seller_id, shipment.id, Line)
    mskus = list(dict.fromkeys(each.msku for each in lines))
    told = await records.sku_details(ctx.tx, ctx.seller_id, shipment.marketplace_id, mskus)
    url = await link(ctx, "delivery challan", bills.delivery_challan(shipment, lines, told))
    return api.GetDeliveryChallanDocumentResponse(document_download=_download(ctx, url))
