"""Reading AmazonEnvelope, the XML of feeds: message by message, whatever the size of the document.

Document types are refused, so there are no entities; nothing is fetched; depth and sizes have bounds.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Final, cast

import msgspec
from lxml import etree

from tradepost.domains.exchange.feeds.message import FaultyDocumentError, Message
from tradepost.domains.exchange.feeds.reading.source import Source

#: What Amazon answers to XML that cannot be parsed, also where its first element is not the envelope (seen in
#: processing reports), and to what is no feed of the type.
NOT_PARSED: Final = "5001"
NO_ENVELOPE: Final = "5000"
WRONG_SELLER: Final = "5001"
TOO_MANY: Final = "5002"
#: The most text that one message may take (our choice).
_LONGEST_MESSAGE: Final = 4 << 20
_DECLARATION: Final = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")


class Element(msgspec.Struct, frozen=True):
    """An element: its name without namespace, its text, its attributes and children."""

    name: str
    text: str = ""
    attributes: dict[str, str] = {}
    children: list[Element] = []

    def find(self, path: str) -> Element | None:
        """The first element at a path of names."""
        return next(self.all(path), None)

    def said(self, path: str) -> str:
        """The text of the first element at a path; empty where there is none."""
        found = self.find(path)
        return "" if found is None else found.text

    def all(self, path: str) -> Iterator[Element]:
        """Every element at a path of names."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                if rest:
                    yield from child.all(rest)
                else:
                    yield child


class Envelope:
    """A document of XML: its messages are all of one type, and its header names their seller."""

    def __init__(self, source: Source, seller_id: str, message_type: str, most_messages: int | None) -> None:
        self._source = source
        self._seller_id = seller_id
        self._type = message_type
        self._most = most_messages

    async def survey(self) -> int:
        """Reads it all, so that nothing is carried out of what is not well-formed; says how many messages it has.

        Raises UnusableDocumentError, FaultyDocumentError.
        """
        found, header = 0, False
        async for each in self._parts():
            if each.name == "Header":
                header = True
                self._check_seller(each.said("MerchantIdentifier"))
            elif each.name == "MessageType":
                self._check_type(each.text)
            elif each.name == "Message":
                found += 1
        if not header:
            raise FaultyDocumentError(NO_ENVELOPE, "AmazonEnvelope has no Header.")
        if not found:
            raise FaultyDocumentError(NO_ENVELOPE, "AmazonEnvelope has no Message.")
        if self._most is not None and found > self._most:
            raise FaultyDocumentError(TOO_MANY, f"There are {found} messages; {self._most} are taken at most.")
        return found

    def _check_seller(self, merchant: str) -> None:
        if merchant != self._seller_id:
            raise FaultyDocumentError(
                WRONG_SELLER, f"MerchantIdentifier is '{merchant[:60]}', not the seller of this feed."
            )

    def _check_type(self, told: str) -> None:
        if told != self._type:
            raise FaultyDocumentError(
                NO_ENVELOPE,
                f"MessageType is '{told[:60]}'. Please specify the correct feed: this one takes {self._type}.",
            )

    async def messages(self, after: int) -> AsyncIterator[Message]:
        """The messages that follow the first ``after`` ones."""
        number, seen = 0, set[int]()
        async for each in self._parts():
            if each.name == "Message":
                number += 1
                told = each.said("MessageID")
                named = told.isdecimal() and len(told) < 19
                known = int(told) if named else number
                if number > after:
                    yield Message(number, known, each, named and known in seen)
                if named:
                    seen.add(known)

    async def _parts(self) -> AsyncIterator[Element]:
        """What stands in the envelope, one after another."""
        parser = etree.XMLPullParser(
            ("start", "end"), encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        reading = _Reading()
        begun = False
        try:
            async for text in self._source.texts():
                if not begun and text:
                    begun, text = True, _DECLARATION.sub("", text)
                parser.feed(text.encode())
                for each in reading.parts(parser, len(text)):
                    yield each
            parser.close()
        except etree.XMLSyntaxError as fault:
            line, column = fault.position
            raise FaultyDocumentError(
                NOT_PARSED, f"XML Parsing Fatal Error at Line {line}, Column {column}: {_plain(fault.msg)}"
            ) from None


class _Reading:
    """What a parser has come to: parts of the envelope are taken out of its tree as soon as they are whole."""

    def __init__(self) -> None:
        self._depth = 0
        self._waiting = 0

    def parts(self, parser: etree.XMLPullParser, fed: int) -> Iterator[Element]:
        self._waiting += fed
        for event, read in parser.read_events():
            node = cast("etree._Element", read)  # what starts and ends is an element
            if event == "start":
                self._depth += 1
                if self._depth == 1:
                    _check_root(node)
                continue
            self._depth -= 1
            if self._depth == 1:
                self._waiting = 0
                yield _element(node)
                node.clear()
                while (before := node.getprevious()) is not None:
                    before.getparent().remove(before)  # type: ignore[union-attr]
        if self._waiting > _LONGEST_MESSAGE:
            raise FaultyDocumentError(NO_ENVELOPE, f"A message takes more than {_LONGEST_MESSAGE} characters.")


def _check_root(node: etree._Element) -> None:
    if node.getroottree().docinfo.doctype:  # type: ignore[attr-defined]
        raise FaultyDocumentError(NO_ENVELOPE, "A document type is not taken, nor are entities.")
    if _name(node) != "AmazonEnvelope":
        told = f"The document is of '{_name(node)[:60]}', not of AmazonEnvelope."
        raise FaultyDocumentError(NOT_PARSED, f"XML Parsing Fatal Error at Line {node.sourceline}: {told}")


def _element(node: etree._Element) -> Element:
    children = [_element(child) for child in node if isinstance(child.tag, str)]
    return Element(_name(node), (node.text or "").strip(), {str(k): str(v) for k, v in node.attrib.items()}, children)


def _name(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _plain(message: str | None) -> str:
    return (message or "not well-formed").partition(", line")[0] + "."
