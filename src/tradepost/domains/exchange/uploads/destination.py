"""Upload destinations: what they are for, how their ids look, and whose file is behind one."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import timedelta
from typing import Final, Literal

from tradepost.documents import documents
from tradepost.documents.records import Document
from tradepost.domains.context import Context

#: How files are put: by a PUT, or for A+ content by a form (as clients do).
Way = Literal["put", "form"]
PURPOSE: Final = "upload"
#: How long an upload waits for what names it (our choice; the link to put it is good for five minutes).
KEPT: Final = timedelta(days=90)
_APLUS: Final = "aplus/2020-11-01/contentDocuments"
_PICTURES: Final = {"image/jpeg": "jpg", "image/jpg": "jpg", "image/png": "png", "image/bmp": "bmp", "image/gif": "gif"}
_PLACE: Final = "aplus-media/sc/"
_SEGMENT: Final = re.compile(r"[\w.~!$&'()*+,;=:@ -]+")


def way_of(resource: str) -> Way:
    """How a file for this resource is put."""
    return "form" if resource == _APLUS else "put"


def is_resource(resource: str) -> bool:
    """Whether a text is the path of a resource: segments of visible characters between slashes."""
    return all(_SEGMENT.fullmatch(each) and each not in (".", "..") for each in resource.split("/"))


def picture_ending(content_type: str) -> str | None:
    """The ending of the name of a picture of this type, or None where it is no picture that A+ content takes."""
    return _PICTURES.get(content_type.strip().lower())


def picture_id(document_id: str, ending: str) -> str:
    """The id of the destination of a picture (as clients have seen it)."""
    return f"{_PLACE}{document_id}.{ending}"


def md5_in_hex(text: str) -> str | None:
    """An MD5 in hex, given in base64 or, as in the published example, in hex; None for what is none."""
    if re.fullmatch(r"[0-9a-fA-F]{32}", text):
        return text.lower()
    try:
        digest = base64.b64decode(text.replace(" ", "+"), validate=True)  # a plus that was not encoded arrives so
    except (binascii.Error, ValueError):
        return None
    return digest.hex() if len(digest) == 16 else None


async def uploaded(ctx: Context, upload_destination_id: str) -> Document | None:
    """The caller's file behind an upload destination, for what names it; None until it was put."""
    document_id = upload_destination_id.removeprefix(_PLACE).partition(".")[0]
    found = await documents.find(ctx.tx, ctx.seller_id, document_id, PURPOSE, ctx.now)
    return found if found is not None and found.there else None
