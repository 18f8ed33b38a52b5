"""``/_tradepost/images``: the pictures of products that catalog items link to, for whoever holds a link.

They are the same in every world and belong to nobody, so they ask for no token, on any host.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradepost.control.calls import refusal
from tradepost.domains.selling.catalog.drawing import image_at
from tradepost.domains.selling.catalog.images import ROOT
from tradepost.errors import NotFound

_HEADERS = {
    "Cache-Control": "public, max-age=604800, immutable",
    "Access-Control-Allow-Origin": "*",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


def application() -> Starlette:
    """The ASGI application."""
    return Starlette(routes=[Route(ROOT + "/{path:path}", _image, methods=["GET"])])


async def _image(request: Request) -> Response:
    found = image_at(request.url.path)
    if found is None:
        return refusal(NotFound("The specified resource does not exist.", f"GET {request.url.path}"))
    return Response(found, media_type="image/svg+xml", headers=_HEADERS)
