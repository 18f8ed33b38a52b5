"""``/_tradepost/reference`` and the OpenAPI document that it draws. Nothing on the page comes from another place."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

import tradepost
from tradepost.admission.address import address_of
from tradepost.admission.guard import Guard, Guarded
from tradepost.contract.openapi import served_document
from tradepost.gateway.routes import Routes
from tradepost.installation.installation import MAIN, Installation
from tradepost.reference import answers, live
from tradepost.reference.told import told
from tradepost.store.errors import InvalidName, NoSuchWorld
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
_ADDRESS = "http://address.invalid"
_FOR_EVER = "public, max-age=31536000, immutable"


class Reference:
    """The reference page of one installation."""

    def __init__(self, installation: Installation, routes: Routes, admin_token: str | None) -> None:
        self.installation = installation
        self.routes = routes
        self._guard = Guard(admin_token)
        self._pages = Environment(loader=PackageLoader("tradepost.reference", "."), autoescape=True)

    def application(self) -> Guarded:
        """The ASGI application."""
        pages = Starlette(
            routes=[
                Route(DOCUMENT, self.document, methods=["GET"]),
                Route(PAGE, self.page, methods=["GET"]),
                Route(PAGE + "/{name}", self.asset, methods=["GET"]),
            ]
        )
        return Guarded(pages, self._guard, is_open=_is_contract)

    async def document(self, request: Request) -> Response:
        """The OpenAPI document; with ``?world=NAME``, its examples are taken from that world."""
        if "world" not in request.query_params:
            return _json(_document(request, b"{}"))
        world = await self._world(request)
        if isinstance(world, Response):
            return world
        credentials = await self.installation.credentials(world)
        values = msgspec.json.encode(await live.values(world, credentials))
        document = msgspec.json.decode(_document(request, values))
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
        return HTMLResponse(text, headers={"Content-Security-Policy": _POLICY})

    async def _world(self, request: Request) -> World | Response:
        """The world that ``?world=`` names, or the answer where there is none."""
        try:
            return await self.installation.world(request.query_params.get("world", MAIN))
        except (NoSuchWorld, InvalidName) as fault:
            return PlainTextResponse(str(fault), 404)

    async def asset(self, request: Request) -> Response:
        """A script of the page."""
        name = request.path_params["name"]
        if name == "start.js":
            headers = {"Cache-Control": "no-cache"}
            return Response((_ASSETS / name).read_bytes(), media_type="text/javascript", headers=headers)
        if name != _script():
            return PlainTextResponse("There is no such file.", 404)
        headers = {"Content-Encoding": "gzip", "Cache-Control": _FOR_EVER}
        return Response((_ASSETS / f"{name}.gz").read_bytes(), media_type="text/javascript", headers=headers)


def _is_contract(request: Request) -> bool:
    """Whether the document is asked for without a world: it says what is public, and nothing of anybody."""
    return request.scope["path"] == DOCUMENT and "world" not in request.query_params


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
def _made(values: bytes) -> bytes:
    """The OpenAPI document, without its address; made when it is first asked for: every contract is loaded for it."""
    return msgspec.json.encode(served_document(tradepost.__version__, _ADDRESS, told, msgspec.json.decode(values)))


def _document(request: Request, values: bytes) -> bytes:
    """The OpenAPI document as it is sent. Whoever calls by ever other names does not have it made anew for each."""
    return _made(values).replace(msgspec.json.encode(_ADDRESS), msgspec.json.encode(address_of(request)), 1)


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")


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
