"""The SQL of accounts, and nothing else has SQL for them. Instants here are real time, in milliseconds."""

from __future__ import annotations

import msgspec

from tradepost.store.database import Row, Transaction


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """A developer's program. ``roles`` are the codes of ``accounts.roles``.

    ``redirect_uris`` are registered to get authorization codes, ``login_uri`` is where its users log in. ``secrets``
    counts the client secrets that it has been given.
    """

    application_id: str
    client_id: str
    name: str
    roles: frozenset[str]
    redirect_uris: tuple[str, ...] = ()
    login_uri: str = ""
    draft: bool = False
    secrets: int = 1


class Grant(msgspec.Struct, frozen=True):
    """That a selling partner lets an application act for it, since when, and until when (real time)."""

    seller_id: str
    application_id: str
    granted_at: int
    expires_at: int | None


class Participation(msgspec.Struct, frozen=True):
    """A selling partner's part in a marketplace."""

    marketplace_id: str
    is_participating: bool = True
    has_suspended_listings: bool = False


class SellingPartner(msgspec.Struct, frozen=True, kw_only=True):
    """A seller: its merchant token, its store's name, its home region and where it takes part."""

    seller_id: str
    name: str
    region: str
    participations: tuple[Participation, ...]

    @property
    def marketplaces(self) -> frozenset[str]:
        """The ids of the marketplaces in which it may sell."""
        return frozenset(each.marketplace_id for each in self.participations if each.is_participating)


class TokenRow(msgspec.Struct, frozen=True):
    """What an access token stands for, with what its application and selling partner may do at this moment."""

    application_id: str
    seller_id: str
    scopes: str
    resources: str | None
    expires_at: int
    roles: str
    participations: str | None
    revoked_at: int | None
    secret_expires_at: int | None
    has_unlimited_secret: int


_PARTICIPATIONS = msgspec.json.Decoder(tuple[Participation, ...])
_APPLICATION = "application_id, client_id, name, roles, redirect_uris, login_uri, draft, secrets"
_STRINGS = msgspec.json.Decoder(tuple[str, ...])


def decode_participations(text: str) -> tuple[Participation, ...]:
    """The participations as a row keeps them."""
    return _PARTICIPATIONS.decode(text)


def decode_strings(text: str) -> tuple[str, ...]:
    """A list of strings as a row keeps it."""
    return _STRINGS.decode(text)


def _text(value: object) -> str:
    return msgspec.json.encode(value, order="deterministic").decode()


async def identity(tx: Transaction) -> str | None:
    """The random identity of this world, or None before it has one."""
    row = await tx.one("SELECT uid FROM world_identity WHERE id = 1")
    return None if row is None else row[0]


async def set_identity(tx: Transaction, uid: str, now: int) -> None:
    """Gives this world a new identity; the tokens of the old one no longer find it."""
    await tx.run("DELETE FROM world_identity")
    await tx.run("INSERT INTO world_identity (id, uid, created_at) VALUES (1, $1, $2)", uid, now)


async def forget_keys(tx: Transaction) -> None:
    """Removes every application, secret, grant, code and token; selling partners stay."""
    for table in ("applications", "application_secrets", "grants", "authorization_codes", "access_tokens"):
        await tx.run(f"DELETE FROM {table}")


async def add_application(tx: Transaction, application: Application, position: int, now: int) -> None:
    """Adds an application."""
    await tx.run(
        "INSERT INTO applications (application_id, client_id, name, roles, redirect_uris, position, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        application.application_id,
        application.client_id,
        application.name,
        _text(application.roles),
        _text(application.redirect_uris),
        position,
        now,
    )


async def next_position(tx: Transaction) -> int:
    """The number of the next application and selling partner of this world, from 1."""
    row = await tx.one("SELECT max(position) FROM applications")
    return ((row[0] if row else None) or 0) + 1


async def application_by_client(tx: Transaction, client_id: str) -> Application | None:
    """The application with this client id."""
    return await _application(tx, "client_id", client_id)


async def application_by_id(tx: Transaction, application_id: str) -> Application | None:
    """The application with this application id."""
    return await _application(tx, "application_id", application_id)


async def _application(tx: Transaction, column: str, value: str) -> Application | None:
    row = await tx.one(
        f"SELECT {_APPLICATION} FROM applications WHERE {column} = $1",
        value,
    )
    return None if row is None else _application_of(row)


async def applications(tx: Transaction) -> list[Application]:
    """Every application of this world, in the order they were made."""
    rows = await tx.all(f"SELECT {_APPLICATION} FROM applications ORDER BY position")
    return [_application_of(row) for row in rows]


def _application_of(row: Row) -> Application:
    application_id, client_id, name, roles, redirect_uris, login_uri, draft, secrets = row
    return Application(
        application_id=application_id,
        client_id=client_id,
        name=name,
        roles=frozenset(decode_strings(roles)),
        redirect_uris=decode_strings(redirect_uris),
        login_uri=login_uri,
        draft=bool(draft),
        secrets=secrets,
    )


async def save_application(tx: Transaction, application: Application) -> None:
    """Keeps what an application is registered with: name, roles, URIs, whether it is a draft, its secrets' number."""
    await tx.run(
        "UPDATE applications SET name = $1, roles = $2, redirect_uris = $3, login_uri = $4, draft = $5, secrets = $6"
        " WHERE application_id = $7",
        application.name,
        _text(application.roles),
        _text(application.redirect_uris),
        application.login_uri,
        int(application.draft),
        application.secrets,
        application.application_id,
    )


async def set_roles(tx: Transaction, application_id: str, roles: frozenset[str]) -> bool:
    """Gives an application these roles in place of the ones it had; false when there is no such application."""
    return (
        await tx.run("UPDATE applications SET roles = $1 WHERE application_id = $2", _text(roles), application_id)
    ) > 0


async def add_secret(tx: Transaction, application_id: str, secret_hash: str, expires_at: int | None = None) -> None:
    """Adds a secret to an application; the ones it has stay valid until their own time."""
    await tx.run(
        "INSERT INTO application_secrets (application_id, secret_hash, expires_at) VALUES ($1, $2, $3)",
        application_id,
        secret_hash,
        expires_at,
    )


async def live_secrets(tx: Transaction, application_id: str, now: int) -> list[str]:
    """The hashes of an application's secrets that have not expired."""
    rows = await tx.all(
        "SELECT secret_hash FROM application_secrets"
        " WHERE application_id = $1 AND (expires_at IS NULL OR expires_at > $2)",
        application_id,
        now,
    )
    return [row[0] for row in rows]


async def expire_secrets(tx: Transaction, application_id: str, at: int) -> None:
    """Lets the secrets of an application run out at this time, where they would live longer."""
    await tx.run(
        "UPDATE application_secrets SET expires_at = $1"
        " WHERE application_id = $2 AND (expires_at IS NULL OR expires_at > $1)",
        at,
        application_id,
    )


async def add_partner(tx: Transaction, partner: SellingPartner, position: int, now: int) -> None:
    """Adds a selling partner."""
    await tx.run(
        "INSERT INTO selling_partners (seller_id, name, region, participations, position, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        partner.seller_id,
        partner.name,
        partner.region,
        _text(partner.participations),
        position,
        now,
    )


async def partner(tx: Transaction, seller_id: str) -> SellingPartner | None:
    """The selling partner with this id."""
    row = await tx.one(
        "SELECT seller_id, name, region, participations FROM selling_partners WHERE seller_id = $1", seller_id
    )
    return None if row is None else _partner_of(row)


async def partners(tx: Transaction) -> list[SellingPartner]:
    """Every selling partner of this world, in the order they were made."""
    rows = await tx.all("SELECT seller_id, name, region, participations FROM selling_partners ORDER BY position")
    return [_partner_of(row) for row in rows]


def _partner_of(row: Row) -> SellingPartner:
    seller_id, name, region, participations = row
    return SellingPartner(
        seller_id=seller_id, name=name, region=region, participations=decode_participations(participations)
    )


async def add_grant(
    tx: Transaction, seller_id: str, application_id: str, refresh_hash: str, now: int, expires_at: int | None
) -> None:
    """Notes that a selling partner lets an application act for it."""
    await tx.run(
        "INSERT INTO grants (seller_id, application_id, refresh_hash, granted_at, expires_at)"
        " VALUES ($1, $2, $3, $4, $5)",
        seller_id,
        application_id,
        refresh_hash,
        now,
        expires_at,
    )


async def grant_by_refresh_token(tx: Transaction, refresh_hash: str) -> tuple[str, str, int | None, int | None] | None:
    """The grant of a refresh token: seller, application, when it runs out, when it was revoked."""
    row = await tx.one(
        "SELECT seller_id, application_id, expires_at, revoked_at FROM grants WHERE refresh_hash = $1", refresh_hash
    )
    return None if row is None else (row[0], row[1], row[2], row[3])


async def live_grants(tx: Transaction, now: int) -> list[Grant]:
    """Who lets whom act at this moment: the newest grant of each pair."""
    rows = await tx.all(
        "SELECT seller_id, application_id, max(granted_at), CASE WHEN count(expires_at) < count(*) THEN NULL"
        " ELSE max(expires_at) END FROM grants WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1)"
        " GROUP BY seller_id, application_id ORDER BY seller_id, application_id",
        now,
    )
    return [Grant(*row) for row in rows]


async def live_grant(tx: Transaction, seller_id: str, application_id: str, now: int) -> str | None:
    """The hash of a refresh token by which an application acts for a selling partner; None where it may not."""
    row = await tx.one(
        "SELECT refresh_hash FROM grants WHERE seller_id = $1 AND application_id = $2 AND revoked_at IS NULL"
        " AND (expires_at IS NULL OR expires_at > $3) ORDER BY granted_at DESC, refresh_hash LIMIT 1",
        seller_id,
        application_id,
        now,
    )
    return None if row is None else row[0]


async def revoke_grants(tx: Transaction, seller_id: str, application_id: str, now: int) -> int:
    """Ends what a selling partner granted to an application, with the tokens that came of it."""
    return await tx.run(
        "UPDATE grants SET revoked_at = $1 WHERE seller_id = $2 AND application_id = $3 AND revoked_at IS NULL",
        now,
        seller_id,
        application_id,
    )


async def add_code(
    tx: Transaction, code_hash: str, application_id: str, seller_id: str, redirect_uri: str | None, expires_at: int
) -> None:
    """Keeps an authorization code until it is exchanged."""
    await tx.run(
        "INSERT INTO authorization_codes (code_hash, application_id, seller_id, redirect_uri, expires_at)"
        " VALUES ($1, $2, $3, $4, $5)",
        code_hash,
        application_id,
        seller_id,
        redirect_uri,
        expires_at,
    )


async def take_code(tx: Transaction, code_hash: str) -> tuple[str, str, str | None, int] | None:
    """Uses an authorization code up: its application, seller, redirect URI and end."""
    row = await tx.one(
        "DELETE FROM authorization_codes WHERE code_hash = $1"
        " RETURNING application_id, seller_id, redirect_uri, expires_at",
        code_hash,
    )
    return None if row is None else (row[0], row[1], row[2], row[3])


async def add_token(
    tx: Transaction,
    token_hash: str,
    application_id: str,
    seller_id: str,
    refresh_hash: str,
    scopes: str,
    resources: str | None,
    expires_at: int,
) -> None:
    """Keeps an access token, and drops those that ended more than a day ago."""
    await tx.run("DELETE FROM access_tokens WHERE expires_at < $1", expires_at - 90_000_000)
    await tx.run(
        "INSERT INTO access_tokens"
        " (token_hash, application_id, seller_id, refresh_hash, scopes, resources, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        token_hash,
        application_id,
        seller_id,
        refresh_hash,
        scopes,
        resources,
        expires_at,
    )


async def token(tx: Transaction, token_hash: str) -> TokenRow | None:
    """What an access token stands for: one look-up along primary keys."""
    row = await tx.one(
        "SELECT t.application_id, t.seller_id, t.scopes, t.resources, t.expires_at, a.roles, p.participations,"
        " g.revoked_at, s.expires_at, s.unlimited"
        " FROM access_tokens t"
        " JOIN applications a ON a.application_id = t.application_id"
        " JOIN (SELECT application_id, max(expires_at) AS expires_at,"
        " max(CASE WHEN expires_at IS NULL THEN 1 ELSE 0 END) AS unlimited"
        " FROM application_secrets GROUP BY application_id) s ON s.application_id = t.application_id"
        " LEFT JOIN selling_partners p ON p.seller_id = t.seller_id"
        " LEFT JOIN grants g ON g.refresh_hash = t.refresh_hash"
        " WHERE t.token_hash = $1",
        token_hash,
    )
    return None if row is None else TokenRow(*row)


async def grant_of_token(tx: Transaction, token_hash: str) -> str | None:
    """The hash of the refresh token that an access token came of."""
    row = await tx.one("SELECT refresh_hash FROM access_tokens WHERE token_hash = $1", token_hash)
    return None if row is None else row[0]


async def expire_tokens(tx: Transaction, now: int) -> int:
    """Ends every access token given so far, and says how many there were."""
    return await tx.run("UPDATE access_tokens SET expires_at = $1 WHERE expires_at > $1", now)


async def setting(tx: Transaction, name: str) -> str | None:
    """A setting of this world, as JSON."""
    row = await tx.one("SELECT document FROM settings WHERE name = $1", name)
    return None if row is None else row[0]


async def save_setting(tx: Transaction, name: str, document: str) -> None:
    """Keeps a setting of this world."""
    await tx.run(
        "INSERT INTO settings (name, document) VALUES ($1, $2)"
        " ON CONFLICT (name) DO UPDATE SET document = excluded.document",
        name,
        document,
    )
