"""``/_tradepost/reference`` and the OpenAPI document that it draws. Nothing on the page comes from another place."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

import tradepost
from tradepost.admission import guard
from tradepost.contract.openapi import served_document
from tradepost.gateway.routes import Routes
from tradepost.installation.installation import MAIN, Installation
from tradepost.reference import answers, live
from tradepost.reference.told import told
from tradepost.server.messages import Request as Message
from tradepost.server.messages import base_url_of
from tradepost.store.errors import NoSuchWorld
from tradepost.worlds.world import World

PAGE = "/_tradepost/reference"
DOCUMENT = "/_tradepost/openapi.json"
_ASSETS = files("tradepost.reference") / "assets"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
    " font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; frame-ancestors 'none'"
)
#: Samples that leave the import out, and so do not run as they are printed; Python's own http.client does.
_FRAGMENTS = {"python": ["requests", "aiohttp", "httpx_sync", "httpx_async"]}
#: Long names of operations stay within a narrow screen, and no heading lies over another.
_STYLE = """
.section-header-label { overflow-wrap: anywhere; }
span.flex-1.whitespace-nowrap { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
h2 [data-testid="auth-indicator"] { display: none; }
"""
_FOR_EVER = "public, max-age=31536000, immutable"


class Reference:
    """The reference page of one installation."""

    def __init__(self, installation: Installation, routes: Routes, admin_token: str | None) -> None:
        self.installation = installation
        self.routes = routes
        self.admin_token = admin_token
        self._pages = Environment(loader=PackageLoader("tradepost.reference", "."), autoescape=True)

    def application(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route(DOCUMENT, self.document, methods=["GET"]),
                Route(PAGE, self.page, methods=["GET"]),
                Route(PAGE + "/{name}", self.asset, methods=["GET"]),
            ]
        )

    async def document(self, request: Request) -> Response:
        """The OpenAPI document; with ``?world=NAME``, its examples are taken from that world."""
        if "world" not in request.query_params:
            return _json(_document(_address(request), b"{}"))
        world = await self._world(request)
        if isinstance(world, Response):
            return world
        credentials = await self.installation.credentials(world)
        values = msgspec.json.encode(await live.values(world, credentials))
        document = msgspec.json.decode(_document(_address(request), values))
        token = await live.token(world, credentials)
        headers = [*request.headers.raw, (b"x-amz-access-token", token.encode())]
        _leave_out(document)
        await answers.put_into(document, self.installation, self.routes, headers)
        return _json(msgspec.json.encode(document))

    async def page(self, request: Request) -> Response:
        """The page, with a token of the first selling partner of the world that ``?world=`` names."""
        world = await self._world(request)
        if isinstance(world, Response):
            return world
        credentials = await self.installation.credentials(world)
        tokens = {
            "accessToken": await live.token(world, credentials),
            "grantlessToken": await live.grantless_token(world, credentials),
        }
        document = f"{DOCUMENT}?world={world.name}"
        text = self._pages.get_template("page.html").render(
            document=document,
            script=f"{PAGE}/{_script()}",
            start=f"{PAGE}/start.js",
            settings=_in_script(_settings(document, tokens)),
        )
        headers = {
            "Content-Security-Policy": _POLICY,
            "Cache-Control": "no-store",
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        }
        return HTMLResponse(text, headers=headers)

    async def _world(self, request: Request) -> World | Response:
        """The world that ``?world=`` names, or the answer to somebody who may not see it."""
        refused = guard.refusal(request, self.admin_token)
        if refused is not None:
            return refused
        origin = request.headers.get("origin")
        if origin is not None and origin != _address(request):
            return Response(f"Origin: '{origin}' is another site", 403)
        try:
            return await self.installation.world(request.query_params.get("world", MAIN))
        except NoSuchWorld as fault:
            return Response(str(fault), 404)

    async def asset(self, request: Request) -> Response:
        """A script of the page."""
        name = request.path_params["name"]
        if name == "start.js":
            headers = {"Cache-Control": "no-cache"}
            return Response((_ASSETS / name).read_bytes(), media_type="text/javascript", headers=headers)
        if name != _script():
            return Response("There is no such file.", 404)
        headers = {"Content-Encoding": "gzip", "Cache-Control": _FOR_EVER}
        return Response((_ASSETS / f"{name}.gz").read_bytes(), media_type="text/javascript", headers=headers)


def _leave_out(document: dict[str, Any]) -> None:
    """Marks what an operation can do without: the page would send its default, or the first value that it may have."""
    for operations in document["paths"].values():
        for operation in operations.values():
            for each in operation.get("parameters", ()):
                schema = each["schema"]
                value = schema.get("default", (schema.get("enum") or schema.get("items", {}).get("enum") or [None])[0])
                if value is not None and "example" not in each:
                    each["examples"] = {"default": {"value": value, "x-disabled": True}}


@cache
def _script() -> str:
    """The name of the program that draws the page, with its version."""
    return next(each.name for each in _ASSETS.iterdir() if each.name.startswith("scalar-")).removesuffix(".gz")


@lru_cache(maxsize=8)
def _document(server: str, values: bytes) -> bytes:
    """The OpenAPI document as it is sent; made when it is first asked for, because every contract is loaded for it."""
    return msgspec.json.encode(served_document(tradepost.__version__, server, told, msgspec.json.decode(values)))


def _address(request: Request) -> str:
    """The address by which the page was asked for: its samples call it, and Send stays within the page's own site."""
    target = Message(request.method, b"/", request.headers.raw, scheme=request.url.scheme)
    return base_url_of(target)


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


def _settings(document: str, tokens: dict[str, str]) -> dict[str, Any]:
    """How the page is drawn: from this server alone, without anything that would call another."""
    return {
        "url": document,
        "pageTitle": "Tradepost reference",
        "theme": "default",
        "withDefaultFonts": False,
        "telemetry": False,
        "agent": {"disabled": True},
        "mcp": {"disabled": True},
        "showDeveloperTools": "never",
        "hideClientButton": True,
        "persistAuth": False,
        "hideModels": True,
        "defaultOpenAllTags": False,
        "customCss": _STYLE,
        "hiddenClients": _FRAGMENTS,
        "defaultHttpClient": {"targetKey": "shell", "clientKey": "curl"},
        "authentication": {
            "securitySchemes": {name: {"value": token} for name, token in tokens.items()},
        },
    }


def _in_script(settings: dict[str, Any]) -> str:
    """JSON that may stand in a script element."""
    return msgspec.json.encode(settings).decode().replace("<", "\\u003c")
