-- Rates that Amazon Shipping has given, by request token, until they can neither be bought nor have expired.
CREATE TABLE shipping_quotes (
    seller_id TEXT NOT NULL,
    request_token TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, request_token)
);

-- What an idempotency key has brought about: the body that came with it, as a digest, and what came of it.
CREATE TABLE shipping_keys (
    seller_id TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    digest TEXT NOT NULL,
    made TEXT NOT NULL,
    PRIMARY KEY (seller_id, idempotency_key)
){clustered};

-- How many of a kind a seller has had, which their ids are drawn by.
CREATE TABLE shipping_numbers (
    seller_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    counted BIGINT NOT NULL,
    PRIMARY KEY (seller_id, kind)
){clustered};

-- Accounts of sellers with carriers; an unlinked one stays, so that labels that were bought with it can be explained.
CREATE TABLE carrier_accounts (
    seller_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    carrier TEXT NOT NULL,
    number TEXT NOT NULL,
    status TEXT NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (seller_id, account_id)
){clustered};

-- Collection forms: what a carrier picked up at a place, by its tracking numbers.
CREATE TABLE collection_forms (
    seller_id TEXT NOT NULL,
    form_id TEXT NOT NULL,
    carrier TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, form_id)
);
CREATE INDEX collection_forms_by_time ON collection_forms (seller_id, created_at, form_id);

-- Claims for parcels that were lost, damaged or never came: one a parcel.
CREATE TABLE shipping_claims (
    seller_id TEXT NOT NULL,
    claim_id TEXT NOT NULL,
    parcel_id TEXT NOT NULL,
    status TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, claim_id)
);
CREATE UNIQUE INDEX shipping_claims_by_parcel ON shipping_claims (seller_id, parcel_id);

-- Shipments of Shipping v1, from their creation on: a label of theirs may never be bought.
CREATE TABLE shipping_v1_shipments (
    seller_id TEXT NOT NULL,
    shipment_id TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, shipment_id)
);

-- Supply sources: the stores and warehouses that a seller ships from.
CREATE TABLE supply_sources (
    seller_id TEXT NOT NULL,
    supply_source_id TEXT NOT NULL,
    code TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, supply_source_id)
);
CREATE UNIQUE INDEX supply_sources_by_code ON supply_sources (seller_id, code);
CREATE INDEX supply_sources_by_time ON supply_sources (seller_id, created_at, supply_source_id);
