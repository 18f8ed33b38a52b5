"""One request for a page: who looks, at which world, as which seller."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.accounts.records import SellingPartner
from tradepost.domains.context import Context
from tradepost.errors import InvalidInput
from tradepost.gateway.pipeline import Gateway
from tradepost.gateway.request_log import RequestLog
from tradepost.installation.installation import Installation
from tradepost.scenarios.acting import Seller
from tradepost.worlds.world import World

ROOT = "/_tradepost/console"
_CAUSE = "console"
_MOST_FORM_BYTES = 65_536
_NOTHING_NEW = 204


class Visit:
    """A request for a page of a seller's. ``problem`` is what went wrong with the form that it came with."""

    render: Callable[..., Response]

    def __init__(
        self,
        request: Request,
        world: World,
        partner: SellingPartner,
        partners: list[SellingPartner],
        installation: Installation,
        log: RequestLog,
        gateway: Gateway,
    ) -> None:
        self.request = request
        self.world = world
        self.partner = partner
        self.partners = partners
        self.installation = installation
        self.log = log
        self.gateway = gateway
        self.problem: str | None = None
        self._form: dict[str, str] | None = None

    @cached_property
    def seller(self) -> Seller:
        """The seller whose pages these are."""
        return Seller(self.world, self.partner.seller_id, _CAUSE)

    @property
    def seller_id(self) -> str:
        """Whose pages these are."""
        return self.partner.seller_id

    @property
    def marketplaces(self) -> list[str]:
        """Where the seller sells, in the order of the list of all marketplaces."""
        mine = {each.marketplace_id for each in self.partner.participations}
        return [each for each in MARKETPLACES if each in mine]

    def reading(self) -> AbstractAsyncContextManager[Context]:
        """A transaction in which the seller looks."""
        return self.seller.reading()

    def acting(self) -> AbstractAsyncContextManager[Context]:
        """A transaction in which the seller acts, or a buyer of his."""
        return self.seller.acting()

    # What was asked

    def asked(self, name: str, default: str = "") -> str:
        """A word of the query."""
        return self.request.query_params.get(name, default).replace("\0", "")

    def named(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name]).replace("\0", "")

    async def form(self) -> dict[str, str]:
        """What the form says."""
        if self._form is None:
            body = await self.request.body()
            pairs = parse_qsl(body[:_MOST_FORM_BYTES].decode("utf-8", "replace"), keep_blank_values=True)
            self._form = {name: value.replace("\0", "").strip() for name, value in pairs}
        return self._form

    async def number(self, name: str, least: int, most: int) -> int:
        """A whole number of the form. Raises InvalidInput."""
        text = (await self.form()).get(name, "")
        if not text.isdecimal() or len(text) > 12 or not least <= int(text) <= most:
            raise InvalidInput("Invalid Input", f"{name}: '{text[:60]}' is not a whole number from {least} to {most}")
        return int(text)

    # What is answered

    def path(self, *parts: str, **query: str | int | None) -> str:
        """The address of a page of this seller's."""
        found = "/".join([ROOT, self.world.name, self.seller_id, *(quote(each, safe="") for each in parts)])
        asked = {name: value for name, value in query.items() if value not in (None, "")}
        return found + (f"?{urlencode(asked)}" if asked else "")

    def page(self, template: str, at: str, **values: Any) -> Response:
        """A page; ``at`` is the entry of the menu that it belongs to."""
        return self.render(
            template,
            visit=self,
            at=at,
            to=self.path,
            now=self.seller.now,
            clock=self.world.clock,
            problem=self.problem,
            done=self.asked("done"),
            **values,
        )

    def go(self, *parts: str, done: str = "", **query: str | int | None) -> Response:
        """On to a page, which says what was done."""
        return RedirectResponse(self.path(*parts, **query, done=done), 303)

    def nothing(self) -> Response:
        """There is nothing new."""
        return Response(status_code=_NOTHING_NEW)
