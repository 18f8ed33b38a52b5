"""In which charset a document is, and its bytes as text or as UTF-8."""

from __future__ import annotations

import codecs
import re
from collections.abc import AsyncIterator
from typing import Final

from tradepost.domains.exchange.feeds.message import UnusableDocumentError

_CHARSET: Final = re.compile(r';\s*charset\s*=\s*"?([^";\s]+)"?', re.IGNORECASE)
_DECLARED: Final = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
#: The charsets that documents may be in, and what reads them. Shift_JIS is Microsoft's, which has all that shops write.
_CODECS: Final = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "iso-8859-1",
    "latin1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "windows-31j": "cp932",
    "utf-16": "utf-16",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
}


def of_content_type(content_type: str) -> str:
    """The codec that a content type names; empty where it names none. Raises UnusableDocumentError."""
    found = _CHARSET.search(content_type)
    return _codec(found[1]) if found else ""


def of_document(content_type: str, beginning: bytes) -> str:
    """The codec of a document: its byte order mark's, its own declaration's, its content type's, or else UTF-8's.

    Raises UnusableDocumentError.
    """
    for bom, codec in _BOMS:
        if beginning.startswith(bom):
            return codec
    declared = _DECLARED.match(beginning.lstrip()[:200])
    if declared:
        return _codec(declared[1].decode("ascii"))
    return of_content_type(content_type) or "utf-8"


async def texts(pieces: AsyncIterator[bytes], codec: str) -> AsyncIterator[str]:
    """Bytes as text, piece by piece. Raises UnusableDocumentError where they are not in this charset."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        async for piece in pieces:
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as fault:
        raise UnusableDocumentError(f"The document is not in the charset {codec}: {fault.reason}.") from None


def _codec(name: str) -> str:
    found = _CODECS.get(name.lower())
    if found is None:
        raise UnusableDocumentError(
            f"The charset '{name[:40]}' is not taken. UTF-8, ISO-8859-1, Windows-1252 and Shift_JIS are."
        )
    return found
