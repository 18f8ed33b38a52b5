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
