"""What every item of a batch is answered with: a status line and headers of its own."""

from __future__ import annotations

from email.utils import format_datetime
from http import HTTPStatus

from tradepost.domains.context import Context


def headers(ctx: Context) -> dict[str, str]:
    """The headers of an item."""
    return {"Date": format_datetime(ctx.now, usegmt=True), "x-amzn-RequestId": ctx.request_id}


def phrase(status: int, well: str = "Success") -> str:
    """What a status says in words; 200 is ``well`` and 400 ``Client Error`` (published).

    Version 0 and expected prices were seen to say ``OK`` where the competitive summary says ``Success``.
    """
    if status == HTTPStatus.OK:
        return well
    return "Client Error" if status == HTTPStatus.BAD_REQUEST else HTTPStatus(status).phrase
