"""``/_tradepost/definitions``: the documents that product type definitions link to, for whoever holds a link.

They have no secrets and belong to nobody, so they ask for no token, on any host.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradepost.control.calls import refusal
from tradepost.domains.selling.definitions.links import ROOT, document_at
from tradepost.errors import NotFound

_HEADERS = {"Cache-Control": "public, max-age=604800", "Access-Control-Allow-Origin": "*"}


def application() -> Starlette:
    """The ASGI application."""
    return Starlette(routes=[Route(ROOT + "/{path:path}", _document, methods=["GET"])])


async def _document(request: Request) -> Response:
    found = document_at(request.url.path, request.query_params)
    if found is None:
        return refusal(NotFound("The specified resource does not exist.", f"GET {request.url.path}"))
    return Response(found, media_type="application/json", headers=_HEADERS)
