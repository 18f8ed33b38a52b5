"""What a report says of a message that was refused: the refusal of the API's own function, in the report's words."""

from __future__ import annotations

from typing import Final

from tradepost.domains.exchange.feeds.carrying_out.listings import BRIEF, NOT_OF_SCHEMA, sku_of
from tradepost.domains.exchange.feeds.kinds import Form
from tradepost.domains.exchange.feeds.message import FaultyMessageError, Message, Result
from tradepost.domains.exchange.feeds.reading.envelope import NO_ENVELOPE, Element
from tradepost.domains.selling.orders.refusals import TooManyUnits
from tradepost.errors import ApiError

#: Codes of reports: more than is left of an order (seen in reports); anything else that an order's message says wrong
#: (seen too, for data that is incomplete or invalid); and what listings feeds say of a refused call (seen).
TOO_MUCH, FAULTY, BAD_REQUEST = "18021", "18028", "BAD_REQUEST"
_NAMES: Final = ("AmazonOrderID", "MerchantOrderID", "MerchantFulfillmentOrderID", "SKU")
_COLUMNS: Final = {
    "order-id": "AmazonOrderID",
    "order-item-id": "AmazonOrderItemCode",
    "amazon-order-item-code": "AmazonOrderItemCode",
    "merchantfulfillmentorderid": "MerchantFulfillmentOrderID",
    "sku": "SKU",
}


def told(form: Form, message: Message, fault: ApiError | FaultyMessageError) -> list[Result]:
    """A refusal as results: one for each thing that is wrong."""
    about = _about(form, message)
    if isinstance(fault, FaultyMessageError):
        return [Result(message_id=message.id, code=fault.code, text=fault.text, about={**about, **fault.about})]
    code = BAD_REQUEST if form == "json" else TOO_MUCH if isinstance(fault, TooManyUnits) else FAULTY
    said = [(fault.message, fault.details or ""), *fault.problems]
    return [Result(message_id=message.id, code=code, text=_sentence(*each), about=about) for each in said]


def repeated(form: Form, message: Message) -> FaultyMessageError:
    """What is said of a message whose id another one before it has.

    An id is unique within its feed (published schema of listings feeds, published guide of XML feeds). The first
    message with it is carried out, and what follows is refused by the code of what its schema does not allow; our
    choice, as Amazon's code for it is not published.
    """
    if form == "json":
        return FaultyMessageError(
            NOT_OF_SCHEMA, f"{BRIEF} messageId: {message.id} is the id of another message of this feed"
        )
    return FaultyMessageError(NO_ENVELOPE, f"MessageID {message.id} is the id of another message of this feed.")


def _sentence(message: str, details: str) -> str:
    if not details or message == "Invalid Input":
        return details or message
    return f"{message} {details}"


def _about(form: Form, message: Message) -> dict[str, str]:
    """What a message is about, by the names of reports."""
    if form == "json":
        sku = sku_of(message)
        return {"SKU": sku} if sku else {}
    if form == "xml":
        parts: list[Element] = [part for child in message.body.children for part in child.children]
        found = next(((each.name, each.text) for each in parts if each.name in _NAMES and each.text), None)
        return dict([found]) if found else {}
    if form == "flat":
        row = message.body[0]
        return {name: row[column] for column, name in _COLUMNS.items() if row.get(column)}
    return {}
