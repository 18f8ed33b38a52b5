"""Answers that are not made again while nothing has changed: an order's document is the version that they belong to.

Until its first package leaves, what getFulfillmentOrder shows of an order follows from its document alone. So the same
text has the same answer, in whichever world and whenever it is read, and another text is looked up anew.
"""

from __future__ import annotations

import msgspec

from tradepost.domains.fba.fulfillment_outbound.order import Order

_MOST_KEPT, _LONGEST_KEPT = 1000, 16_384
_kept: dict[str, bytes] = {}


def kept(document: str) -> bytes | None:
    """The answer that was made of this document, or None."""
    return _kept.get(document)


def keep(document: str, order: Order, answer: msgspec.Struct) -> msgspec.Struct | bytes:
    """The answer, encoded and kept where the document alone decides it; else as it is: packages move with the clock."""
    if order.returns or any(each.parcels for each in order.shipments) or len(document) > _LONGEST_KEPT:
        return answer
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    encoded = _kept[document] = msgspec.json.encode(answer)
    return encoded
