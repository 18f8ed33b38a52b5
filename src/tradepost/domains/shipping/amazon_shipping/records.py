"""The SQL of Amazon Shipping."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tradepost.domains.shipping.amazon_shipping.aftercare import Claim
from tradepost.domains.shipping.amazon_shipping.collecting import CollectionForm
from tradepost.domains.shipping.amazon_shipping.created import Created
from tradepost.domains.shipping.amazon_shipping.quote import Quote
from tradepost.simulation.clock import from_milliseconds, to_milliseconds
from tradepost.store.database import Transaction

_QUOTES = msgspec.json.Decoder(Quote)
_CREATED = msgspec.json.Decoder(Created)
_FORMS = msgspec.json.Decoder(CollectionForm)
_CLAIMS = msgspec.json.Decoder(Claim)


async def next_number(tx: Transaction, seller_id: str, kind: str) -> int:
    """Counts one more of a kind; its number, from 1."""
    row = await tx.one(
        "INSERT INTO shipping_numbers (seller_id, kind, counted) VALUES ($1, $2, 1)"
        " ON CONFLICT (seller_id, kind) DO UPDATE SET counted = shipping_numbers.counted + 1 RETURNING counted",
        seller_id,
        kind,
    )
    assert row is not None
    return int(row[0])


async def quote(tx: Transaction, seller_id: str, token: str) -> Quote | None:
    """The rates of a request token."""
    row = await tx.one(
        "SELECT document FROM shipping_quotes WHERE seller_id = $1 AND request_token = $2", seller_id, token
    )
    return None if row is None else _QUOTES.decode(row[0])


async def save_quote(tx: Transaction, seller_id: str, found: Quote) -> None:
    """Keeps rates as they are now."""
    await tx.run(
        "INSERT INTO shipping_quotes (seller_id, request_token, document) VALUES ($1, $2, $3)"
        " ON CONFLICT (seller_id, request_token) DO UPDATE SET document = excluded.document",
        seller_id,
        found.token,
        msgspec.json.encode(found).decode(),
    )


async def forget_quote(tx: Transaction, seller_id: str, token: str) -> None:
    """Rates that nobody can buy any more are gone."""
    await tx.run("DELETE FROM shipping_quotes WHERE seller_id = $1 AND request_token = $2", seller_id, token)


async def made_by_key(tx: Transaction, seller_id: str, key: str) -> tuple[str, str] | None:
    """The digest of the body that came with an idempotency key, and what came of it."""
    row = await tx.one(
        "SELECT digest, made FROM shipping_keys WHERE seller_id = $1 AND idempotency_key = $2", seller_id, key
    )
    return None if row is None else (row[0], row[1])


async def keep_key(tx: Transaction, seller_id: str, key: str, digest: str, made: str) -> None:
    """Remembers what an idempotency key has brought about."""
    await tx.run(
        "INSERT INTO shipping_keys (seller_id, idempotency_key, digest, made) VALUES ($1, $2, $3, $4)",
        seller_id,
        key,
        digest,
        made,
    )


class CarrierAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A seller's own account with a carrier."""

    id: str
    carrier: str
    number: str
    status: str
    linked_at: datetime


async def accounts(tx: Transaction, seller_id: str) -> list[CarrierAccount]:
    """A seller's linked accounts, by carrier."""
    rows = await tx.all(
        "SELECT account_id, carrier, number, status, linked_at FROM carrier_accounts"
        " WHERE seller_id = $1 AND status = 'ACTIVE' ORDER BY carrier, account_id",
        seller_id,
    )
    return [
        CarrierAccount(id=row[0], carrier=row[1], number=row[2], status=row[3], linked_at=from_milliseconds(row[4]))
        for row in rows
    ]


async def save_account(tx: Transaction, seller_id: str, account: CarrierAccount) -> None:
    """Keeps an account as it is now."""
    await tx.run(
        "INSERT INTO carrier_accounts (seller_id, account_id, carrier, number, status, linked_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (seller_id, account_id) DO UPDATE SET status = excluded.status, linked_at = excluded.linked_at",
        seller_id,
        account.id,
        account.carrier,
        account.number,
        account.status,
        to_milliseconds(account.linked_at),
    )


async def add_form(tx: Transaction, seller_id: str, form: CollectionForm) -> None:
    """Keeps a collection form."""
    await tx.run(
        "INSERT INTO collection_forms (seller_id, form_id, carrier, created_at, document) VALUES ($1, $2, $3, $4, $5)",
        seller_id,
        form.id,
        form.carrier,
        to_milliseconds(form.created_at),
        msgspec.json.encode(form).decode(),
    )


async def form(tx: Transaction, seller_id: str, form_id: str) -> CollectionForm | None:
    """A collection form, by its primary key."""
    row = await tx.one(
        "SELECT document FROM collection_forms WHERE seller_id = $1 AND form_id = $2", seller_id, form_id
    )
    return None if row is None else _FORMS.decode(row[0])


async def forms(
    tx: Transaction, seller_id: str, carrier: str, since: datetime, until: datetime, most: int
) -> list[CollectionForm]:
    """The collection forms of a time, newest first; of one carrier, or of all for "" (``collection_forms_by_time``)."""
    rows = await tx.all(
        "SELECT document FROM collection_forms WHERE seller_id = $1 AND created_at >= $2 AND created_at <= $3"
        " AND ($4 = '' OR carrier = $4) ORDER BY created_at DESC, form_id LIMIT $5",
        seller_id,
        to_milliseconds(since),
        to_milliseconds(until),
        carrier,
        most,
    )
    return [_FORMS.decode(row[0]) for row in rows]


async def claim_of_parcel(tx: Transaction, seller_id: str, parcel_id: str) -> Claim | None:
    """The claim for a parcel (``shipping_claims_by_parcel``)."""
    row = await tx.one(
        "SELECT document FROM shipping_claims WHERE seller_id = $1 AND parcel_id = $2", seller_id, parcel_id
    )
    return None if row is None else _CLAIMS.decode(row[0])


async def claim(tx: Transaction, seller_id: str, claim_id: str) -> Claim | None:
    """A claim, by its primary key."""
    row = await tx.one(
        "SELECT document FROM shipping_claims WHERE seller_id = $1 AND claim_id = $2", seller_id, claim_id
    )
    return None if row is None else _CLAIMS.decode(row[0])


async def save_claim(tx: Transaction, seller_id: str, found: Claim) -> None:
    """Keeps a claim as it is now."""
    await tx.run(
        "INSERT INTO shipping_claims (seller_id, claim_id, parcel_id, status, document) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (seller_id, claim_id) DO UPDATE SET status = excluded.status, document = excluded.document",
        seller_id,
        found.id,
        found.parcel_id,
        found.status,
        msgspec.json.encode(found).decode(),
    )


async def created(tx: Transaction, seller_id: str, shipment_id: str) -> Created | None:
    """A shipment of v1, by its primary key."""
    row = await tx.one(
        "SELECT document FROM shipping_v1_shipments WHERE seller_id = $1 AND shipment_id = $2", seller_id, shipment_id
    )
    return None if row is None else _CREATED.decode(row[0])


async def save_created(tx: Transaction, seller_id: str, found: Created) -> None:
    """Keeps a shipment of v1 as it is now."""
    await tx.run(
        "INSERT INTO shipping_v1_shipments (seller_id, shipment_id, document) VALUES ($1, $2, $3)"
        " ON CONFLICT (seller_id, shipment_id) DO UPDATE SET document = excluded.document",
        seller_id,
        found.id,
        msgspec.json.encode(found).decode(),
    )
