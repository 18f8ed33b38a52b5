"""Forms with a file in them (multipart/form-data, RFC 7578), as far as S3 takes them."""

from __future__ import annotations

import re
from typing import Final

import msgspec

_BOUNDARY: Final = re.compile(r'multipart/form-data\s*;.*?boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))', re.IGNORECASE)
_NAME: Final = re.compile(rb'[;\s]name=(?:"([^"]*)"|([^\s;]+))', re.IGNORECASE)
_END: Final = b"\r\n"


class Form(msgspec.Struct, frozen=True):
    """The fields of a form, and the bytes of its file. What comes after the file is passed over, as at S3."""

    fields: dict[str, str]
    file: bytes | None


def read(content_type: str, body: bytes) -> Form | None:
    """A form of this content type, or None where it is none."""
    found = _BOUNDARY.match(content_type)
    if found is None:
        return None
    mark = _END + b"--" + (found[1] or found[2]).encode("latin-1")
    fields: dict[str, str] = {}
    for part in (_END + body).split(mark)[1:]:
        head, blank, content = part.partition(_END + _END)
        name = _NAME.search(head)
        if not blank or name is None:
            continue
        named = (name[1] or name[2] or b"").decode("utf-8", "replace")
        if named.lower() == "file":
            return Form(fields, content)
        fields[named] = content.decode("utf-8", "replace")
    return Form(fields, None)
