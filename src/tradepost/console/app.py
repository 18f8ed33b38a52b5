"""``/_tradepost/console`` over HTTP: which page has which path, who may open it, and how it refuses.

Pages are drawn here and work by links and forms; a small script (htmx, bundled) swaps them in without a flash and asks
for what is new. They use the functions of the domains that the API uses. Nothing on them comes from another place.
"""

from __future__ import annotations

import gzip
from collections.abc import Awaitable, Callable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tradepost.accounts import records as accounts
from tradepost.admission.guard import Guard, Guarded
from tradepost.console import formats
from tradepost.console.pages import (
    awd,
    events,
    faults,
    inbound,
    invoices,
    jobs,
    keys,
    notifications,
    orders,
    overview,
    parcels,
    products,
    rates,
    requests,
    services,
    settlements,
    shop,
    work,
)
from tradepost.console.visit import ROOT, Visit
from tradepost.errors import ApiError, NotFound
from tradepost.gateway.pipeline import Gateway
from tradepost.gateway.request_log import RequestLog
from tradepost.installation.installation import MAIN, Installation
from tradepost.simulation.clock import ClockMovesForward
from tradepost.store.errors import InvalidName, NoSuchWorld

_ASSETS = files("tradepost.console") / "assets"
_KINDS = {"css": "text/css", "js": "text/javascript"}
_FOR_EVER = "public, max-age=31536000, immutable"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}
_REFUSED = 422
Page = Callable[[Visit], Awaitable[Response]]
#: Method, path, what answers it, and for what changes something the page that shows what went wrong.
Row = tuple[str, str, Page, Page]

_TABLE: tuple[Row, ...] = (
    ("GET", "", overview.show, overview.show),
    ("POST", "clock", overview.move_clock, overview.show),
    ("POST", "fill", overview.fill, overview.show),
    ("GET", "work", work.show, overview.show),
    ("POST", "work/stop", work.stop, overview.show),
    ("GET", "orders", orders.listed, orders.listed),
    ("GET", "orders/{id}", orders.show, orders.listed),
    ("POST", "orders/{id}/ship", orders.ship, orders.show),
    ("POST", "orders/{id}/cancel", orders.cancel, orders.show),
    ("POST", "orders/{id}/return", orders.send_back, orders.show),
    ("POST", "orders/{id}/refund", orders.refund, orders.show),
    ("GET", "products", products.listed, products.listed),
    ("GET", "products/new", products.ask, products.listed),
    ("POST", "products", products.add, products.ask),
    ("GET", "products/{marketplace}/{sku:path}", products.show, products.listed),
    ("POST", "products/{marketplace}/{sku:path}", products.change, products.show),
    ("GET", "shop", shop.show, shop.show),
    ("POST", "shop/cart", shop.put_in, shop.show),
    ("POST", "shop/order", shop.order, shop.show),
    ("GET", "inbound", inbound.listed, inbound.listed),
    ("GET", "inbound/{id}", inbound.show, inbound.listed),
    ("GET", "inbound/{id}/labels/{box}", inbound.label, inbound.listed),
    ("POST", "inbound/{id}/send", inbound.send, inbound.show),
    ("POST", "inbound/{id}/deliver", inbound.deliver, inbound.show),
    ("POST", "inbound/{id}/lose", inbound.lose, inbound.show),
    ("GET", "awd", awd.show, awd.show),
    ("POST", "awd/lose", awd.lose, awd.show),
    ("GET", "services", services.listed, services.listed),
    ("POST", "services", services.order, services.listed),
    ("GET", "services/{id}", services.show, services.listed),
    ("POST", "services/{id}/pay", services.pay, services.show),
    ("POST", "services/{id}/reschedule", services.reschedule, services.show),
    ("POST", "services/{id}/cancel", services.cancel, services.show),
    ("GET", "invoices", invoices.listed, invoices.listed),
    ("POST", "invoices/by", invoices.choose_invoicer, invoices.listed),
    ("GET", "invoices/{id}", invoices.show, invoices.listed),
    ("GET", "invoices/{id}/{form}", invoices.download, invoices.listed),
    ("GET", "jobs", jobs.listed, jobs.listed),
    ("GET", "jobs/{kind}/{id}", jobs.show, jobs.listed),
    ("GET", "jobs/{kind}/{id}/documents/{name}", jobs.download, jobs.listed),
    ("POST", "jobs/{kind}/{id}/hold", jobs.hold, jobs.show),
    ("POST", "jobs/{kind}/{id}/release", jobs.release, jobs.show),
    ("POST", "jobs/{kind}/{id}/end", jobs.end, jobs.show),
    ("GET", "parcels", parcels.listed, parcels.listed),
    ("GET", "parcels/{number}", parcels.show, parcels.listed),
    ("POST", "parcels/{number}/fate", parcels.set_fate, parcels.show),
    ("GET", "rates", rates.show, parcels.listed),
    ("GET", "settlements", settlements.listed, settlements.listed),
    ("GET", "settlements/{id}", settlements.show, settlements.listed),
    ("GET", "requests", requests.listed, requests.listed),
    ("GET", "requests/newer", requests.newer, requests.listed),
    ("GET", "requests/{id}", requests.show, requests.listed),
    ("POST", "requests/{id}/repeat", requests.repeat, requests.show),
    ("GET", "faults", faults.listed, faults.listed),
    ("POST", "faults", faults.add, faults.listed),
    ("POST", "faults/remove", faults.remove, faults.listed),
    ("GET", "keys", keys.listed, keys.listed),
    ("POST", "keys/sellers", keys.add_seller, keys.listed),
    ("GET", "notifications", notifications.listed, notifications.listed),
    ("GET", "notifications/{id:int}", notifications.show, notifications.listed),
    ("POST", "notifications/{id:int}/redeliver", notifications.redeliver, notifications.listed),
    ("GET", "events", events.listed, events.listed),
    ("GET", "events/newer", events.newer, events.listed),
)


class Console:
    """The console of one installation."""

    def __init__(self, installation: Installation, log: RequestLog, gateway: Gateway, admin_token: str | None) -> None:
        self.installation = installation
        self.log = log
        self.gateway = gateway
        self._guard = Guard(admin_token)
        self.templates = Environment(
            loader=PackageLoader("tradepost.console"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.filters |= formats.FILTERS
        self.templates.globals |= {"asset": _address, "root": ROOT}

    def application(self) -> Guarded:
        """The ASGI application."""
        routes = [
            Route(ROOT, self._enter, methods=["GET"]),
            Route(ROOT + "/", self._enter, methods=["GET"]),
            Route(ROOT + "/assets/{name}", self._asset, methods=["GET"]),
            Route(ROOT + "/{world}", self._enter, methods=["GET"]),
            *(
                Route(f"{ROOT}/{{world}}/{{seller}}/{path}".rstrip("/"), self._page(page, shown), methods=[method])
                for method, path, page, shown in _TABLE
            ),
        ]
        return Guarded(Starlette(routes=routes), self._guard)

    def _page(self, page: Page, shown: Page) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            try:
                visit = await self._visit(request)
            except (NoSuchWorld, InvalidName, NotFound) as fault:
                return self._render("missing.html", 404, message=str(fault))
            return await self._answered(visit, page, shown)

        return answered

    async def _answered(self, visit: Visit, page: Page, shown: Page) -> Response:
        """What a page answers; where it refuses, the page on which the form stood, with what is wrong."""
        try:
            return await page(visit)
        except (ApiError, ClockMovesForward) as fault:
            if visit.problem is not None:
                return self._render("missing.html", 404, message=visit.problem)
            visit.problem = " ".join(filter(None, (getattr(fault, "details", None) or str(fault),)))
            response = await self._answered(visit, shown, shown)
            response.status_code = 404 if isinstance(fault, NotFound) else _REFUSED
            return response

    async def _visit(self, request: Request) -> Visit:
        """Raises NoSuchWorld, InvalidName; NotFound for a seller that the world has not."""
        world = await self.installation.world(request.path_params["world"])
        seller_id = request.path_params["seller"]
        async with world.database.reading() as tx:
            if world.shared:
                await world.reload_clock(tx)
            partners = await accounts.partners(tx)
        found = next((each for each in partners if each.seller_id == seller_id), None)
        if found is None:
            raise NotFound(f"World {world.name} has no seller {seller_id[:60]}.")
        visit = Visit(request, world, found, partners, self.installation, self.log, self.gateway)
        visit.render = self._render
        return visit

    async def _enter(self, request: Request) -> Response:
        """To the first seller of a world."""
        try:
            world = await self.installation.world(request.path_params.get("world", MAIN))
        except (NoSuchWorld, InvalidName) as fault:
            return self._render("missing.html", 404, message=str(fault))
        seller_id = (await self.installation.credentials(world)).seller_id
        return RedirectResponse(f"{ROOT}/{world.name}/{seller_id}", 303, _HEADERS)

    def _render(self, template: str, http_status: int = 200, **values: Any) -> Response:
        text = self.templates.get_template(template).render(**values)
        return Response(text, http_status, _HEADERS, media_type="text/html")

    async def _asset(self, request: Request) -> Response:
        found = _assets().get(request.path_params["name"])
        if found is None:
            return Response(status_code=404)
        body, kind = found
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers = {"Content-Encoding": "gzip", "Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
            return Response(body, 200, headers, media_type=kind)
        return Response(gzip.decompress(body), 200, {"Cache-Control": _FOR_EVER}, media_type=kind)


@cache
def _assets() -> dict[str, tuple[bytes, str]]:
    """The files of the pages, compressed, by a name that changes with what is in them."""
    found = {}
    for each in _ASSETS.iterdir():
        name, body = each.name, each.read_bytes()
        if name.endswith(".gz"):
            name = name.removesuffix(".gz")
        else:
            body = gzip.compress(body, mtime=0)
        stem, _, kind = name.rpartition(".")
        if kind in _KINDS:
            found[f"{stem}.{sha256(body).hexdigest()[:10]}.{kind}"] = (body, _KINDS[kind])
    return found


@cache
def _address(stem: str) -> str:
    """Where a file of the pages is."""
    return next(f"{ROOT}/assets/{name}" for name in _assets() if name.startswith(stem))
