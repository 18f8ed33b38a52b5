"""Forms with a file in them (multipart/form-data, RFC 7578), as far as S3 takes them."""

from __future__ import annotations

import re
from typing import Final

import msgspec

_BOUNDARY: Final = re.compile(r'multipart/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))', re.IGNORECASE)
_NAME: Final = re.compile(rb'[;\s]name=(?:"([^"]*)"|([^\s;]+))', re.IGNORECASE)
_END: Final = b"\r\n"
#: How far into a form its file may begin, in bytes (published limits of S3).
MOST_FIELD_BYTES: Final = 20 << 10


class Form(msgspec.Struct, frozen=True):
    """The fields of a form, and the bytes of its file. What comes after the file is passed over, as at S3.

    Without a file there was none among the first bytes that may hold fields.
    """

    fields: dict[str, str]
    file: bytes | None


def read(content_type: str, body: bytes) -> Form | None:
    """A form of this content type, or None where it is none."""
    found = _BOUNDARY.match(content_type)
    if found is None:
        return None
    mark, body = _END + b"--" + (found[1] or found[2]).encode("latin-1"), _END + body
    fields: dict[str, str] = {}
    at = body.find(mark, 0, MOST_FIELD_BYTES)
    while at >= 0:
        begin, end = at + len(mark), body.find(mark, at + len(mark))
        split = body.find(_END + _END, begin, begin + MOST_FIELD_BYTES)
        name = _NAME.search(body[begin:split]) if split >= 0 else None
        if name is not None and not 0 <= end < split:
            content = body[split + len(_END + _END) : end if end >= 0 else len(body)]
            named = (name[1] or name[2] or b"").decode("utf-8", "replace")
            if named.lower() == "file":
                return Form(fields, content)
            fields[named] = content.decode("utf-8", "replace")
        at = end if end < MOST_FIELD_BYTES else -1
    return Form(fields, None)
