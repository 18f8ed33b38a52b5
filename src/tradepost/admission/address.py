"""By which address a person or program has called Tradepost, for links and commands that lead back to it."""

from __future__ import annotations

from starlette.requests import Request

from tradepost.server.messages import Request as Message
from tradepost.server.messages import base_url_of


def address_of(request: Request) -> str:
    """``scheme://host`` as the sender of a request sees it, without a slash at its end."""
    return base_url_of(Message(request.method, b"/", request.headers.raw, scheme=request.url.scheme))
