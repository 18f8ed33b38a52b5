"""POST_EASYSHIP_DOCUMENTS: the papers of a scheduled package, asked for by a feed and written as a report."""

from __future__ import annotations

from typing import Final, get_args

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.exchange.feeds.carrying_out.orders import FAULTY, order_of
from tradepost.domains.exchange.feeds.message import FaultyMessageError, Message, Result, Task
from tradepost.domains.exchange.feeds.reading.envelope import Element
from tradepost.domains.exchange.reports.making.easy_ship import DOCUMENTS
from tradepost.domains.exchange.reports.report import Report
from tradepost.domains.exchange.reports.requesting import request
from tradepost.domains.shipping.easy_ship import papers, reading
from tradepost.domains.shipping.easy_ship.papers import Kind

#: Where the feed can be sent (published guide).
COUNTRIES: Final = frozenset({"IN", "SG"})


async def ask(task: Task, message: Message) -> list[Result]:
    """Asks for the papers of an order that is scheduled: those that are named, or all that there are.

    The processing report has the id of the report with them (published guide); one for each message (our choice).
    """
    body: Element = message.body
    said = body.find("EasyShipDocument")
    if said is None:
        raise FaultyMessageError(FAULTY, "The message has no EasyShipDocument.")
    order = await order_of(task, said.said("AmazonOrderID"), "")
    if MARKETPLACES[order.marketplace_id].country not in COUNTRIES:
        raise FaultyMessageError(FAULTY, "The feed is for orders of India and Singapore.", AmazonOrderID=order.id)
    package = await reading.find(task.ctx, order.id)
    if package is None:
        raise FaultyMessageError(FAULTY, f"Order {order.id} is not scheduled with Easy Ship.", AmazonOrderID=order.id)
    printed = await reading.printed(task.ctx, package)
    named = [each.text for each in said.all("DocumentType")]
    kinds = [_kind(order.id, each) for each in named] or list(get_args(Kind))
    there = [each for each in dict.fromkeys(kinds) if papers.sheets(printed, each)]
    missing = [each for each in named if each not in there]
    if missing:
        raise FaultyMessageError(FAULTY, f"Order {order.id} has no {missing[0]}.", AmazonOrderID=order.id)
    report = Report(
        marketplace_ids=(order.marketplace_id,),
        options={"orderId": order.id, "documents": ",".join(there)},
        application_id=task.feed.application_id,
    )
    job = await request(task.ctx, DOCUMENTS, report)
    return [Result(message_id=message.id, code="0", text="", severity="INFO", report_id=job.id)]


def _kind(order_id: str, told: str) -> Kind:
    found = next((each for each in get_args(Kind) if each == told), None)
    if found is None:
        rule = f"DocumentType: '{told[:40]}' is not one of {', '.join(get_args(Kind))}."
        raise FaultyMessageError(FAULTY, rule, AmazonOrderID=order_id)
    kind: Kind = found
    return kind
