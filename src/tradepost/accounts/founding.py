"""How an account comes to be: one selling partner, one application, and the grant between them, in one step."""

from __future__ import annotations

import msgspec

from tradepost.accounts import records
from tradepost.accounts.keys import InstallationKey, fingerprint
from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.accounts.records import Application, Participation, SellingPartner
from tradepost.accounts.roles import ALL_ROLES, ROLES
from tradepost.errors import InvalidInput
from tradepost.store.database import Transaction

REGIONS = ("na", "eu", "fe")
_MOST_NAME = 100


class Credentials(msgspec.Struct, frozen=True):
    """What a client program needs to act for a selling partner."""

    client_id: str
    client_secret: str
    refresh_token: str
    seller_id: str
    marketplace_ids: list[str]
    region: str
    application_id: str


class AccountWish(msgspec.Struct, frozen=True, kw_only=True):
    """What a new account is to be like. Without marketplaces it has all of its region, or all there are."""

    seller_id: str
    name: str
    marketplace_ids: tuple[str, ...] = ()
    roles: frozenset[str] = ALL_ROLES
    region: str = ""


def read_roles(names: list[str]) -> frozenset[str]:
    """Roles by their short code or their published name. Raises InvalidInput, naming the ones that do not exist."""
    by_name = {full.lower(): code for code, full in ROLES.items()} | {code.lower(): code for code in ROLES}
    unknown = [name for name in names if name.lower() not in by_name]
    if unknown:
        raise InvalidInput("Invalid Input", f"roles: {unknown[0]!r} is not a role; there are {', '.join(ROLES)}")
    return frozenset(by_name[name.lower()] for name in names)


def check_name(name: str) -> None:
    """Raises InvalidInput for the name of a store or an application that cannot be shown (our choice)."""
    if not (name.strip() and name.isprintable() and len(name) <= _MOST_NAME):
        raise InvalidInput("Invalid Input", f"name: 1 to {_MOST_NAME} printable characters are needed")


async def found_account(
    tx: Transaction, key: InstallationKey, world_uid: str, wish: AccountWish, now: int
) -> Credentials:
    """Makes a selling partner with an application of its own. ``now`` is real time.

    Raises InvalidInput for a name that cannot be shown, a region or marketplace that does not exist, or a marketplace
    outside the region.
    """
    check_name(wish.name)
    marketplace_ids = _marketplaces(wish)
    number = await records.next_position(tx)
    region = wish.region or (MARKETPLACES[marketplace_ids[0]].region if marketplace_ids else "na")
    partner = SellingPartner(
        seller_id=wish.seller_id,
        name=wish.name,
        region=region,
        participations=tuple(Participation(each) for each in marketplace_ids),
    )
    await records.add_partner(tx, partner, number, now)
    return await found_application(tx, key, world_uid, partner, wish.roles, number, now)


async def found_application(
    tx: Transaction,
    key: InstallationKey,
    world_uid: str,
    partner: SellingPartner,
    roles: frozenset[str],
    number: int,
    now: int,
) -> Credentials:
    """Makes an application, and the grant by which this selling partner lets it act."""
    credentials = credentials_of(key, world_uid, partner, number)
    application = Application(
        application_id=credentials.application_id, client_id=credentials.client_id, name=partner.name, roles=roles
    )
    await records.add_application(tx, application, number, now)
    await records.add_secret(tx, application.application_id, fingerprint(credentials.client_secret))
    await records.add_grant(
        tx, partner.seller_id, application.application_id, fingerprint(credentials.refresh_token), now, None
    )
    return credentials


def credentials_of(
    key: InstallationKey, world_uid: str, partner: SellingPartner, number: int, secrets: int = 1
) -> Credentials:
    """The credentials that the installation's key gives to the account of this number, with its newest secret."""
    return Credentials(
        client_id=key.client_id(world_uid, number),
        client_secret=key.client_secret(world_uid, number, secrets),
        refresh_token=key.refresh_token(world_uid, number),
        seller_id=partner.seller_id,
        marketplace_ids=[each.marketplace_id for each in partner.participations],
        region=partner.region,
        application_id=key.application_id(world_uid, number),
    )


def _marketplaces(wish: AccountWish) -> tuple[str, ...]:
    if wish.region and wish.region not in REGIONS:
        raise InvalidInput("Invalid Input", f"region: {wish.region!r} is not one of {', '.join(REGIONS)}")
    for each in wish.marketplace_ids:
        if each not in MARKETPLACES:
            raise InvalidInput("Invalid Input", f"marketplaceIds: {each!r} is not the id of a marketplace")
        if wish.region and MARKETPLACES[each].region != wish.region:
            raise InvalidInput("Invalid Input", f"marketplaceIds: {each} is not in the region {wish.region}")
    if wish.marketplace_ids:
        return tuple(dict.fromkeys(wish.marketplace_ids))
    return tuple(id for id, each in MARKETPLACES.items() if not wish.region or each.region == wish.region)
