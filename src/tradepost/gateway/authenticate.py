"""Who is calling: the token in ``x-amz-access-token``, and the world that it belongs to."""

from __future__ import annotations

from tradepost.accounts import callers
from tradepost.accounts.callers import Caller
from tradepost.accounts.keys import world_of_token
from tradepost.gateway.exchange import Exchange
from tradepost.gateway.refusals import ExpiredSecret, ExpiredToken, InvalidToken, MissingToken
from tradepost.installation.installation import Installation
from tradepost.simulation.clock import real_milliseconds
from tradepost.store.errors import WorldClosed
from tradepost.worlds.world import World

_MOST_TOKEN_BYTES = 2048


def recognize(exchange: Exchange, installation: Installation) -> bool:
    """Whether the token is one that has been looked up before, as that of most calls: nothing is waited for then."""
    token = (exchange.request.header(b"x-amz-access-token") or b"").decode("latin-1")
    known = installation.callers.get(token)
    if known is None or known[1].valid_until <= real_milliseconds():
        return False
    exchange.world, exchange.caller = known
    exchange.token = token
    return True


async def authenticate(exchange: Exchange, installation: Installation) -> None:
    """Finds the world and the caller of a token. Raises one of the published token refusals."""
    if not recognize(exchange, installation):
        await look_up(exchange, installation)


async def look_up(exchange: Exchange, installation: Installation) -> None:
    """The same for a token that is not known by sight."""
    token = (exchange.request.header(b"x-amz-access-token") or b"").decode("latin-1")
    if not token:
        raise MissingToken
    if len(token) > _MOST_TOKEN_BYTES:
        raise InvalidToken("the access token is longer than 2048 bytes")
    uid = world_of_token(token)
    world = None if uid is None else await installation.world_by_uid(uid)
    if world is None:
        raise InvalidToken("no world has given this access token")
    try:
        exchange.caller = await _caller(world, token)
    except WorldClosed:  # another process has removed it
        raise InvalidToken("no world has given this access token") from None
    exchange.world = world
    exchange.token = token
    installation.remember(token, world, exchange.caller)


async def _caller(world: World, token: str) -> Caller:
    async with world.database.reading() as tx:
        if world.shared:  # with what holds for all callers now, as every transaction costs a process among many
            await world.read_settings(tx)
        found = await callers.find(tx, token, real_milliseconds())
    if isinstance(found, Caller):
        return found
    if found == "expired":
        raise ExpiredToken
    if found == "secret expired":
        raise ExpiredSecret
    raise InvalidToken(
        "the grant behind this access token was revoked" if found == "revoked" else "no such access token was given"
    )
