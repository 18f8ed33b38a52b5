CREATE TABLE inventory_items (
    seller_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    seller_sku TEXT NOT NULL,
    asin TEXT NOT NULL,
    fn_sku TEXT NOT NULL,
    product_name TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (seller_id, marketplace_id, seller_sku)
){clustered};
CREATE INDEX inventory_items_by_change ON inventory_items (seller_id, marketplace_id, updated_at, seller_sku);

-- The ledger. Stock on hand is the sum of its movements; nothing is ever changed or removed here.
CREATE TABLE stock_movements (
    seller_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    seller_sku TEXT NOT NULL,
    disposition TEXT NOT NULL,
    number BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    cause TEXT NOT NULL,
    reference TEXT NOT NULL,
    moved_at BIGINT NOT NULL,
    PRIMARY KEY (seller_id, marketplace_id, seller_sku, disposition, number)
){clustered};

-- The running sum of the ledger, written by the same function as its movements and by no other.
CREATE TABLE stock_balances (
    seller_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    seller_sku TEXT NOT NULL,
    disposition TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity >= 0),
    movements BIGINT NOT NULL,
    PRIMARY KEY (seller_id, marketplace_id, seller_sku, disposition)
){clustered};

CREATE TABLE inventory_idempotency_tokens (
    seller_id TEXT NOT NULL,
    token TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (seller_id, token)
){clustered};
