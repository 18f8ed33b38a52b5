"""Whether the caller may use this operation on this host: kind of token, role, region, restricted resources."""

from __future__ import annotations

from tradepost.accounts import restricted
from tradepost.accounts.callers import Caller
from tradepost.accounts.marketplaces import in_region
from tradepost.accounts.roles import ROLES
from tradepost.gateway.exchange import Exchange
from tradepost.gateway.refusals import Unauthorized
from tradepost.gateway.routes import Route

#: Grantless operations that clients call with a seller's token as well, as Amazon wanted it at times (as seen).
SELLERS_TOO = frozenset(
    f"notifications.{each}" for each in ("getSubscriptionById", "deleteSubscriptionById", "sendTestNotification")
)


def authorize(exchange: Exchange) -> None:
    """Checks the caller against the operation. Raises Unauthorized, with the cause as its reason only."""
    route, caller = exchange.route, exchange.caller
    assert route is not None
    assert caller is not None
    scope = route.operation.grantless_scope if route.operation is not None else None
    if scope is not None and not (caller.seller_id and route.key in SELLERS_TOO):
        if scope not in caller.scopes:
            raise Unauthorized(f"{route.key} is grantless: it needs a client_credentials token with the scope {scope}")
        return
    if not caller.seller_id:
        raise Unauthorized(f"{route.key} acts for a selling partner: a grantless token does not open it")
    if route.roles and not (route.roles & caller.roles):
        names = ", ".join(sorted(ROLES[each] for each in route.roles))
        raise Unauthorized(f"the application has none of the roles that open {route.key}: {names}")
    if not exchange.host.sandbox:
        check_region(exchange)
    if caller.resources is not None:
        _check_restricted(exchange, route, caller)
    elif route.operation is not None and route.operation.restricted:
        raise Unauthorized(f"{route.key} shows personal data: it needs a restricted data token")


def check_region(exchange: Exchange) -> None:
    """Checks that the caller takes part in a marketplace of the host's region. Raises Unauthorized.

    On the hosts of the sandbox it is checked after the published cases: those are answered in every region (as seen).
    """
    region, caller = exchange.host.region, exchange.caller
    if caller is not None and caller.seller_id and region and not (caller.marketplaces & in_region(region)):
        raise Unauthorized(f"selling partner {caller.seller_id} takes part in no marketplace of the region {region}")


def _check_restricted(exchange: Exchange, route: Route, caller: Caller) -> None:
    """A restricted data token opens the resources it was made for, and nothing else.

    Its bearer may be another application than the one that asked for it, and needs the roles itself (published guide).
    """
    path = exchange.request.path.decode("latin-1")
    named = [each for each in caller.resources or () if each.method == route.method and each.path in (path, route.path)]
    if not named:
        raise Unauthorized(f"the restricted data token does not cover {route.method} {path}")
    known = restricted.find(route.method, path)
    if known is None:
        raise Unauthorized(f"{route.method} {path} is not a restricted resource")
    if not known.roles & caller.roles:
        names = ", ".join(sorted(ROLES[each] for each in known.roles))
        raise Unauthorized(f"the application has none of the roles that open personal data in {route.key}: {names}")
    asked = frozenset(element for each in named for element in each.data_elements)
    exchange.data_elements = known.elements_for(asked, caller.roles)
