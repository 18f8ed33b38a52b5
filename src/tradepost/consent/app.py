"""The authorization workflows over HTTP: the website's, the Appstore's, and the list of what was authorized.

Published guides: website authorization workflow, Selling Partner Appstore authorization workflow. There is no sign-in:
whoever may open the pages is every selling partner of the world. The pages work without script.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Awaitable, Callable
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment, PackageLoader
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tradepost.accounts import lwa, records
from tradepost.accounts.authorization import ConsentError, check_draft, redirect_uri_for, with_parameters
from tradepost.accounts.marketplaces import SELLER_CENTRAL_HOSTS
from tradepost.accounts.records import Application, SellingPartner
from tradepost.accounts.roles import ROLES
from tradepost.admission.address import address_of
from tradepost.admission.guard import Guard, Guarded
from tradepost.consent import forms
from tradepost.installation.installation import MAIN, Installation
from tradepost.simulation.clock import from_milliseconds, real_milliseconds
from tradepost.store.errors import InvalidName, NoSuchWorld
from tradepost.worlds.world import World

_MOST_FORM_BYTES = 65_536
_STYLE = (files("tradepost.consent") / "templates" / "style.css").read_text("utf-8")
# No form-action: browsers apply it to the redirect that follows a form, too, and that one leads to the application.
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}';"
    " base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {"Content-Security-Policy": _POLICY}
Page = Callable[[Request], Awaitable[Response]]


class Consent:
    """The pages of one installation."""

    def __init__(self, installation: Installation, admin_token: str | None) -> None:
        self.installation = installation
        self._guard = Guard(admin_token, hosts=SELLER_CENTRAL_HOSTS)  # where tradepost run brings browsers from
        self._key = installation.key.form_key()
        self._pages = Environment(loader=PackageLoader("tradepost.consent"), autoescape=True, trim_blocks=True)

    def application(self) -> Guarded:
        """The ASGI application."""
        table: list[tuple[str, str, Page]] = [
            ("GET", "/apps/authorize/consent", self.ask),
            ("POST", "/apps/authorize/consent", self.decide),
            ("GET", "/apps/authorize/confirm/{application_id}", self.come_back),
            ("GET", "/apps/authorize/confirm/{application_id}/", self.come_back),
            ("GET", "/selling-partner-appstore", self.appstore),
            ("GET", "/selling-partner-appstore/dp/{application_id}", self.ask_in_store),
            ("POST", "/selling-partner-appstore/dp/{application_id}", self.decide),
            ("GET", "/apps/manage", self.manage),
            ("POST", "/apps/manage", self.disable),
        ]
        pages = Starlette(routes=[Route(path, self._answered(page), methods=[method]) for method, path, page in table])
        return Guarded(pages, self._guard)

    def _answered(self, page: Page) -> Page:
        async def answered(request: Request) -> Response:
            try:
                response = await page(request)
            except ConsentError as fault:
                response = self._page(
                    "message.html", 400, title="This cannot be authorized", code=fault.code, message=fault.message
                )
            except (NoSuchWorld, InvalidName) as fault:
                response = self._page("message.html", 404, title="There is no such world", message=str(fault))
            if forms.COOKIE not in request.cookies:
                is_encrypted = address_of(request).startswith("https:")
                browser = _browser(request)
                response.set_cookie(forms.COOKIE, browser, httponly=True, secure=is_encrypted, samesite="lax", path="/")
            return response

        return answered

    # The website workflow

    async def ask(self, request: Request) -> Response:
        """Shows who asks for what, and lets a person pick the selling partner."""
        query = request.query_params
        world, application = await self._application(query.get("application_id"))
        check_draft(application, query.get("version"))
        uri = redirect_uri_for(application, query.get("redirect_uri"))
        content = {"application": application.application_id, "uri": uri, "state": query.get("state")}
        return await self._question(request, world, application, content, "The answer goes to", uri)

    async def decide(self, request: Request) -> Response:
        """Confirmed: the browser goes on, with an authorization code or into the application. Declined: it stays."""
        form = await _form(request)
        content = self._unseal(_browser(request), "consent", form.get("form", ""))
        if not isinstance(content, dict):
            raise ConsentError("Expired", "The page is more than ten minutes old, or of another browser. Begin again.")
        world, application = await self._application(content["application"])
        if form.get("decision") != "confirm":
            return self._page("message.html", title="Declined", message=f"{application.name} was granted nothing.")
        partner = await _partner(world, form.get("seller_id", ""))
        if "login" in content:
            return self._to_login(request, application, partner)
        return await self._send_code(world, application, partner, content["uri"], content["state"])

    async def _question(
        self, request: Request, world: World, application: Application, content: Any, where: str, goes_to: str
    ) -> Response:
        async with world.database.reading() as tx:
            partners = await records.partners(tx)
        return self._page(
            "consent.html",
            application=application,
            partners=partners,
            roles=sorted(ROLES[each] for each in application.roles),
            action=request.url.path,
            form=self._seal(_browser(request), "consent", content),
            where=where,
            goes_to=goes_to,
        )

    async def _send_code(
        self, world: World, application: Application, partner: SellingPartner, uri: str, state: str | None
    ) -> Response:
        async with world.database.writing("") as tx:
            code = await lwa.issue_code(tx, application.application_id, partner.seller_id, uri, real_milliseconds())
        given = {"state": state} if state is not None else {}
        answer = {**given, "selling_partner_id": partner.seller_id, "spapi_oauth_code": code}
        return RedirectResponse(with_parameters(uri, answer), 302, _HEADERS)

    # The Appstore workflow

    async def appstore(self, request: Request) -> Response:
        """The applications of a world; ``?world=`` names it."""
        world = await self.installation.world(request.query_params.get("world", MAIN))
        async with world.database.reading() as tx:
            found = await records.applications(tx)
        return self._page("appstore.html", applications=found)

    async def ask_in_store(self, request: Request) -> Response:
        """The same question, where the seller has begun in the store."""
        world, application = await self._application(request.path_params["application_id"])
        if not application.login_uri:
            raise ConsentError("MD9100", "The application has registered no login URI, where the store could send you.")
        content = {"application": application.application_id, "login": True}
        return await self._question(
            request, world, application, content, "You log in at the application", application.login_uri
        )

    def _to_login(self, request: Request, application: Application, partner: SellingPartner) -> Response:
        """On to the application, which sends the browser back to ``amazon_callback_uri``."""
        state = self._seal("", "appstore", [application.application_id, partner.seller_id])
        callback = f"{address_of(request)}/apps/authorize/confirm/{application.application_id}"
        parameters = {
            "amazon_callback_uri": callback,
            "amazon_state": state,
            **({"version": "beta"} if application.draft else {}),
            "selling_partner_id": partner.seller_id,
        }
        return RedirectResponse(with_parameters(application.login_uri, parameters), 302, _HEADERS)

    async def come_back(self, request: Request) -> Response:
        """The application has logged its user in: the browser gets the code for the seller who began in the store."""
        query = request.query_params
        world, application = await self._application(request.path_params["application_id"])
        check_draft(application, query.get("version"))
        begun = self._unseal("", "appstore", query.get("amazon_state", ""))
        if not isinstance(begun, list) or begun[0] != application.application_id:
            raise ConsentError("Expired", "amazon_state is not one that was given to this application in ten minutes.")
        uri = redirect_uri_for(application, query.get("redirect_uri"))
        return await self._send_code(world, application, await _partner(world, begun[1]), uri, query.get("state"))

    # What was authorized

    async def manage(self, request: Request) -> Response:
        """Who lets which application act, in the world that ``?world=`` names."""
        world = await self.installation.world(request.query_params.get("world", MAIN))
        async with world.database.reading() as tx:
            names = {each.application_id: each.name for each in await records.applications(tx)}
            sellers = {each.seller_id: each.name for each in await records.partners(tx)}
            grants = await records.live_grants(tx, real_milliseconds())
        rows = [
            {
                "application": names[each.application_id],
                "seller": f"{sellers[each.seller_id]} ({each.seller_id})",
                "since": from_milliseconds(each.granted_at).strftime("%Y-%m-%d %H:%M UTC"),
                "form": self._seal(_browser(request), "disable", [world.name, each.seller_id, each.application_id]),
            }
            for each in grants
        ]
        return self._page("manage.html", rows=rows)

    async def disable(self, request: Request) -> Response:
        """Ends what a selling partner granted to an application."""
        form = await _form(request)
        content = self._unseal(_browser(request), "disable", form.get("form", ""))
        if not isinstance(content, list):
            raise ConsentError("Expired", "The page is more than ten minutes old, or of another browser. Begin again.")
        name, seller_id, application_id = content
        world = await self.installation.world(name)
        async with world.database.writing("") as tx:
            await records.revoke_grants(tx, seller_id, application_id, real_milliseconds())
        self.installation.forget_callers()
        return RedirectResponse(with_parameters("/apps/manage", {"world": name}), 303, _HEADERS)

    # What the pages share

    async def _application(self, application_id: str | None) -> tuple[World, Application]:
        """Raises ConsentError: for no application, or one that nobody has made."""
        if not application_id:
            raise ConsentError("MD5100", "The parameter application_id is missing.")
        found = await self.installation.world_of_application(application_id)
        if found is None:
            raise ConsentError("MD5100", f"There is no application {application_id}.")
        return found

    def _seal(self, browser: str, purpose: str, content: Any) -> str:
        return forms.seal(self._key, browser, purpose, content, real_milliseconds())

    def _unseal(self, browser: str, purpose: str, token: str) -> Any:
        return forms.unseal(self._key, browser, purpose, token, real_milliseconds())

    def _page(self, template: str, status: int = 200, **values: Any) -> Response:
        text = self._pages.get_template(template).render(style=_STYLE, **values)
        return HTMLResponse(text, status, _HEADERS)


def _browser(request: Request) -> str:
    """The random name of this browser: its cookie, or a new one for the answer to set."""
    known = request.cookies.get(forms.COOKIE)
    if known:
        return known
    if not hasattr(request.state, "browser"):
        request.state.browser = forms.new_browser()
    return str(request.state.browser)


async def _form(request: Request) -> dict[str, str]:
    body = await request.body()
    return dict(parse_qsl(body[:_MOST_FORM_BYTES].decode("utf-8", "replace"), keep_blank_values=True))


async def _partner(world: World, seller_id: str) -> SellingPartner:
    async with world.database.reading() as tx:
        found = await records.partner(tx, seller_id)
    if found is None:
        raise ConsentError("NoSeller", "Pick one of the selling partners.")
    return found
