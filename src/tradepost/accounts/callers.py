"""Who is calling: what an access token says of its bearer, and why a token is refused."""

from __future__ import annotations

from typing import Literal

import msgspec

from tradepost.accounts import records
from tradepost.accounts.keys import fingerprint
from tradepost.store.database import Transaction

TokenFault = Literal["unknown", "expired", "revoked", "secret expired"]


class RestrictedResource(msgspec.Struct, frozen=True, rename="camel"):
    """What a restricted data token opens: a method and path, and the data elements that are shown there."""

    method: str
    path: str
    data_elements: tuple[str, ...] = ()


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """The bearer of a valid access token.

    ``seller_id`` is empty for a grantless token, which has ``scopes`` instead. ``resources`` is None but for a
    restricted data token. ``valid_until`` is real time in milliseconds.
    """

    application_id: str
    seller_id: str
    roles: frozenset[str]
    marketplaces: frozenset[str]
    scopes: frozenset[str]
    resources: tuple[RestrictedResource, ...] | None
    valid_until: int


_RESOURCES = msgspec.json.Decoder(tuple[RestrictedResource, ...])


async def find(tx: Transaction, token: str, now: int) -> Caller | TokenFault:
    """The bearer of this token at this real time, or what is wrong with it."""
    row = await records.token(tx, fingerprint(token))
    if row is None:
        return "unknown"
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at <= now:
        return "expired"
    secret_ends = row.expires_at if row.has_unlimited_secret else row.secret_expires_at or 0
    if secret_ends <= now:
        return "secret expired"
    participations = records.decode_participations(row.participations) if row.participations else ()
    return Caller(
        application_id=row.application_id,
        seller_id=row.seller_id,
        roles=frozenset(records.decode_strings(row.roles)),
        marketplaces=frozenset(each.marketplace_id for each in participations if each.is_participating),
        scopes=frozenset(row.scopes.split()),
        resources=None if row.resources is None else _RESOURCES.decode(row.resources),
        valid_until=min(row.expires_at, secret_ends),
    )
