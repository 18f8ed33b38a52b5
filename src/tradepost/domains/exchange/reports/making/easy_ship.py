"""Reports of Easy Ship: the papers of a package, and what waits for the carrier or is with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import Final, get_args

import msgspec

from tradepost.domains.carriage.tariffs import TARIFFS
from tradepost.domains.exchange.reports.declaring import (
    PAGE,
    Cell,
    Kind,
    NotMadeError,
    Pages,
    Reading,
    flat,
    roles,
    stamp,
)
from tradepost.domains.selling.orders.order import Item
from tradepost.domains.shipping.easy_ship import papers
from tradepost.domains.shipping.easy_ship import reading as packages
from tradepost.domains.shipping.easy_ship.papers import Printed
from tradepost.domains.shipping.parcels.parcel import Content
from tradepost.printing.pdf import pdf

DOCUMENTS: Final = "GET_EASYSHIP_DOCUMENTS"
_PICKED_UP: Final = "EVENT_102"


async def _documents(asked: Reading) -> AsyncIterator[bytes]:
    """The papers that a feed has asked for, page after page."""
    order_id = asked.options.get("orderId", "")
    package = await packages.find(asked.ctx, order_id)
    if package is None:
        raise NotMadeError(f"Order {order_id} is not scheduled any more.")
    printed = await packages.printed(asked.ctx, package)
    named = asked.options.get("documents", "").split(",")
    kinds = [each for each in get_args(papers.Kind) if each in named]
    yield pdf([sheet for kind in kinds for sheet in papers.sheets(printed, kind)])


class Row(msgspec.Struct, frozen=True):
    """An item in a package, and when the carrier has fetched it."""

    printed: Printed
    content: Content
    item: Item
    fetched_at: datetime | None


def _rows(wanted: Callable[[Reading, Printed], bool]) -> Pages[Row]:
    async def found(asked: Reading) -> AsyncIterator[list[Row]]:
        after = ""
        while True:
            page = await packages.page(asked.ctx, after, PAGE)
            yield [
                Row(each, content, item, _fetched_at(each))
                for each in page
                if each.package.marketplace_id in asked.report.marketplace_ids and wanted(asked, each)
                for content in each.parcel.contents
                if (item := each.order.item(content.order_item_id)) is not None
            ]
            if len(page) < PAGE:
                return
            after = page[-1].order.id

    return found


def _fetched_at(printed: Printed) -> datetime | None:
    parcel = printed.parcel
    happened = parcel.way.events[: parcel.told] if parcel.way else ()
    return next((each.at for each in happened if each.code == _PICKED_UP), None)


def _waits(asked: Reading, printed: Printed) -> bool:
    return printed.parcel.state == "PreTransit"


def _was_fetched(asked: Reading, printed: Printed) -> bool:
    at = _fetched_at(printed)
    return at is not None and asked.start <= at <= asked.end


_ORDER: Final[dict[str, Cell[Row]]] = {
    "order-id": lambda row: row.printed.order.id,
    "tracking-id": lambda row: row.printed.parcel.tracking_number,
}
_GOODS: Final[dict[str, Cell[Row]]] = {
    "asin": lambda row: row.item.asin,
    "sku": lambda row: row.item.seller_sku,
    "product-name": lambda row: row.item.title,
    "quantity-purchased": lambda row: row.item.quantity,
    "invoice-id": lambda row: row.printed.package.invoice_number,
    "package-identifier": lambda row: row.printed.package.identifier,
    "ship-service-level": lambda row: row.printed.order.service_level,
    "is-prime": lambda row: "false",
    "pickup-slot": lambda row: f"{stamp(row.printed.package.slot.start)}/{stamp(row.printed.package.slot.end)}",
    "order-item-id": lambda row: row.item.id,
}
_PLACE: Final[dict[str, Cell[Row]]] = {
    "ship-postal-code": lambda row: row.printed.parcel.destination.postal_code,
    "ship-country": lambda row: row.printed.parcel.destination.country,
    "ship-city": lambda row: row.printed.parcel.destination.city,
    "ship-state": lambda row: row.printed.parcel.destination.state,
    "carrier": lambda row: TARIFFS[row.printed.parcel.carrier].name,
}
_BOUGHT: Final[dict[str, Cell[Row]]] = {"purchase-date": lambda row: stamp(row.printed.order.purchased_at)}

KINDS: Final[dict[str, Kind]] = {
    DOCUMENTS: Kind(
        makes=_documents,
        made_of="label, invoice and warranty of a package, as a feed has asked for",
        roles=roles("TI DTC"),
        form="pdf",
        comes="by a feed",
        restricted=True,
    ),
    "GET_EASYSHIP_PICKEDUP": Kind(
        makes=flat(
            _rows(_was_fetched),
            {**_ORDER, **_BOUGHT, "picked-up-date": lambda row: stamp(row.fetched_at), **_GOODS, **_PLACE},
        ),
        made_of="packages of Easy Ship that were fetched",
        roles=roles("DTC"),
        comes="requested or scheduled",
        longest=timedelta(days=60),
        usual=timedelta(days=30),
    ),
    "GET_EASYSHIP_WAITING_FOR_PICKUP": Kind(
        makes=flat(
            _rows(_waits),
            {
                **_ORDER,
                "expected-ship-date": lambda row: stamp(row.printed.parcel.ships_at),
                **_GOODS,
                **_BOUGHT,
                **_PLACE,
            },
        ),
        made_of="packages of Easy Ship that wait for their carrier",
        roles=roles("DTC"),
        comes="requested or scheduled",
    ),
}
