"""XML documents, written piece by piece."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tradepost.domains.exchange.reports.declaring import Reading, Source

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA: Final = (
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="amzn-envelope.xsd"'
)
#: Characters that no XML document may have.
_UNWRITABLE: Final = {number: None for number in range(32) if chr(number) not in "\t\n\r"} | {
    0xFFFE: None,
    0xFFFF: None,
}


class Markup(str):
    """Text that is elements already, and is not escaped again."""

    __slots__ = ()


def element(name: str, *content: str, **attributes: str) -> Markup:
    """An element. Content that is ``Markup`` stands as it is; any other text is escaped."""
    inner = "".join([each if isinstance(each, Markup) else escape(each.translate(_UNWRITABLE)) for each in content])
    said = "".join([f" {key}={quoteattr(value)}" for key, value in attributes.items()])
    return Markup(f"<{name}{said}>{inner}</{name}>")


def amount(value: str, currency: str, name: str = "Amount") -> Markup:
    """An amount with its currency."""
    return element(name, value, currency=currency)


def document(root: str, pieces: Source) -> Source:
    """A document with a root around pieces; nothing where there are none."""

    async def text(reading: Reading) -> AsyncIterator[str]:
        opening = f"{_DECLARATION}<{root}>\n"
        async for piece in pieces(reading):
            if piece:
                yield opening + piece + "\n"
                opening = ""
        if not opening:
            yield f"</{root.partition(' ')[0]}>\n"

    return text


def envelope(message_type: str, pieces: Source) -> Source:
    """An ``AmazonEnvelope`` of messages; nothing where there are none."""

    async def with_header(reading: Reading) -> AsyncIterator[str]:
        head = element(
            "Header",
            element("DocumentVersion", "1.01"),
            element("MerchantIdentifier", reading.ctx.seller_id),
        ) + element("MessageType", message_type)
        async for piece in pieces(reading):
            if piece:
                yield head + piece
                head = ""

    return document(f"AmazonEnvelope {_SCHEMA}", with_header)
