"""Login with Amazon: the ways to an access token, and the ways to be refused (published guides of LWA and SP-API).

Everything here lives in real time, in milliseconds: clients cache tokens by their own clocks.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from typing import Any

from tradepost.accounts import records
from tradepost.accounts.keys import fingerprint, new_token
from tradepost.accounts.records import Application
from tradepost.store.database import Transaction

ACCESS_TOKEN_SECONDS = 3600
CODE_SECONDS = 300
GRANT_DAYS = 365
SCOPES = frozenset(
    {
        "sellingpartnerapi::notifications",
        "sellingpartnerapi::client_credential:rotation",
        "sellingpartnerapi::shipments:track",
        "sellingpartnerapi::migration",
    }
)


class LwaError(Exception):
    """A refusal in the form of Login with Amazon: a status, an ``error`` and an ``error_description``."""

    def __init__(self, status: int, error: str, description: str, reason: str = "") -> None:
        super().__init__(description)
        self.status = status
        self.error = error
        self.description = description
        self.reason = reason or description


def missing(name: str) -> LwaError:
    """400: a parameter that this grant needs is not there."""
    return LwaError(400, "invalid_request", f"The request is missing a required parameter : {name}")


def unsupported_grant(reason: str) -> LwaError:
    """400: there is no such way to a token."""
    description = "The authorization grant type is not supported by the authorization server"
    return LwaError(400, "unsupported_grant_type", description, reason)


def unknown_client(reason: str) -> LwaError:
    """401: the client id or the secret is wrong; which of them, only the request log knows."""
    return LwaError(401, "invalid_client", "Client authentication failed", reason)


def _invalid_grant(parameter: str, reason: str, more: str = "") -> LwaError:
    return LwaError(400, "invalid_grant", f"The request has an invalid grant parameter : {parameter}{more}", reason)


async def issue(tx: Transaction, form: Mapping[str, str], world_uid: str, now: int) -> dict[str, Any]:
    """Answers a token request of an application of this world. Raises LwaError."""
    grant_type = form.get("grant_type")
    if not grant_type:
        raise missing("grant_type")
    if grant_type not in ("refresh_token", "authorization_code", "client_credentials"):
        raise unsupported_grant(f"there is no grant type {grant_type[:60]!r}")
    application = await _authenticated(tx, form, now)
    if grant_type == "client_credentials":
        return await _by_credentials(tx, form, application, world_uid, now)
    if grant_type == "refresh_token":
        return await _by_refresh_token(tx, form, application, world_uid, now)
    return await _by_code(tx, form, application, world_uid, now)


async def _authenticated(tx: Transaction, form: Mapping[str, str], now: int) -> Application:
    for name in ("client_id", "client_secret"):
        if not form.get(name):
            raise missing(name)
    application = await records.application_by_client(tx, form["client_id"])
    if application is None:
        raise unknown_client("no application has this client id")
    given = fingerprint(form["client_secret"])
    known = await records.live_secrets(tx, application.application_id, now)
    if not sum(hmac.compare_digest(given, each) for each in known):
        raise unknown_client("the client secret is wrong or has expired")
    return application


async def _by_credentials(
    tx: Transaction, form: Mapping[str, str], application: Application, world_uid: str, now: int
) -> dict[str, Any]:
    scopes = form.get("scope", "").split()
    if not scopes:
        raise missing("scope")
    unknown = sorted(set(scopes) - SCOPES)
    if unknown:
        raise LwaError(400, "invalid_scope", "The request has an invalid scope", f"unknown scope {unknown[0]}")
    token = await _access_token(tx, application.application_id, "", "", " ".join(scopes), world_uid, now)
    return {
        "access_token": token,
        "token_type": "bearer",
        "expires_in": ACCESS_TOKEN_SECONDS,
        "scope": " ".join(scopes),
    }


async def _by_refresh_token(
    tx: Transaction, form: Mapping[str, str], application: Application, world_uid: str, now: int
) -> dict[str, Any]:
    refresh_token = form.get("refresh_token")
    if not refresh_token:
        raise missing("refresh_token")
    grant = await records.grant_by_refresh_token(tx, fingerprint(refresh_token))
    if grant is None or grant[1] != application.application_id:
        cause = "no grant has this refresh token" if grant is None else "the refresh token is another application's"
        raise _invalid_grant("refresh_token", cause)
    seller_id, _, expires_at, revoked_at = grant
    if revoked_at is not None or (expires_at is not None and expires_at <= now):
        raise _invalid_grant(
            "refresh_token",
            "the grant was revoked" if revoked_at is not None else "the grant has run out",
            ". User may have revoked or didn't grant the permission.",
        )
    return await _granted(tx, application, seller_id, refresh_token, world_uid, now)


async def _by_code(
    tx: Transaction, form: Mapping[str, str], application: Application, world_uid: str, now: int
) -> dict[str, Any]:
    if not form.get("code"):
        raise missing("code")
    taken = await records.take_code(tx, fingerprint(form["code"]))
    if taken is None:
        raise _invalid_grant("code", "the code is unknown or has been used")
    application_id, seller_id, redirect_uri, expires_at = taken
    if application_id != application.application_id:
        raise _invalid_grant("code", "the code is another application's")
    if expires_at <= now:
        raise _invalid_grant("code", "the code is older than five minutes")
    if redirect_uri and form.get("redirect_uri") and form["redirect_uri"] != redirect_uri:
        raise _invalid_grant("redirect_uri", f"the code was given to {redirect_uri}")
    refresh_token = new_token("Atzr|", world_uid)
    ends = now + GRANT_DAYS * 86_400_000
    await records.add_grant(tx, seller_id, application_id, fingerprint(refresh_token), now, ends)
    return await _granted(tx, application, seller_id, refresh_token, world_uid, now)


async def _granted(
    tx: Transaction, application: Application, seller_id: str, refresh_token: str, world_uid: str, now: int
) -> dict[str, Any]:
    token = await _access_token(
        tx, application.application_id, seller_id, fingerprint(refresh_token), "", world_uid, now
    )
    return {
        "access_token": token,
        "refresh_token": refresh_token,
        "token_type": "bearer",
        "expires_in": ACCESS_TOKEN_SECONDS,
    }


async def _access_token(
    tx: Transaction, application_id: str, seller_id: str, refresh_hash: str, scopes: str, world_uid: str, now: int
) -> str:
    token = new_token("Atza|", world_uid)
    await records.add_token(
        tx, fingerprint(token), application_id, seller_id, refresh_hash, scopes, None, now + ACCESS_TOKEN_SECONDS * 1000
    )
    return token


async def issue_for(tx: Transaction, seller_id: str, application_id: str, world_uid: str, now: int) -> str | None:
    """An access token as an application has it for a selling partner; None where it may not act for him."""
    refresh_hash = await records.live_grant(tx, seller_id, application_id, now)
    if refresh_hash is None:
        return None
    return await _access_token(tx, application_id, seller_id, refresh_hash, "", world_uid, now)


async def issue_restricted(
    tx: Transaction,
    *,
    application_id: str,
    seller_id: str,
    refresh_hash: str,
    resources: str,
    world_uid: str,
    now: int,
) -> str:
    """A restricted data token for these resources (JSON), which lives as long as an access token does."""
    token = new_token("Atz.sprdt|", world_uid)
    ends = now + ACCESS_TOKEN_SECONDS * 1000
    await records.add_token(tx, fingerprint(token), application_id, seller_id, refresh_hash, "", resources, ends)
    return token


async def issue_code(tx: Transaction, application_id: str, seller_id: str, redirect_uri: str | None, now: int) -> str:
    """An authorization code: twenty letters, good for one exchange within five minutes."""
    code = "AN" + "".join(secrets.choice("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(18))
    ends = now + CODE_SECONDS * 1000
    await records.add_code(tx, fingerprint(code), application_id, seller_id, redirect_uri, ends)
    return code
