-- What a seller keeps himself: a ledger of movements, and its running sums, as for stock in the network.
CREATE TABLE merchant_movements (
    seller_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    seller_sku TEXT NOT NULL,
    place TEXT NOT NULL,
    number BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    cause TEXT NOT NULL,
    reference TEXT NOT NULL,
    moved_at BIGINT NOT NULL,
    PRIMARY KEY (seller_id, marketplace_id, seller_sku, place, number)
){clustered};

CREATE TABLE merchant_balances (
    seller_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    seller_sku TEXT NOT NULL,
    place TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity >= 0),
    movements BIGINT NOT NULL,
    PRIMARY KEY (seller_id, marketplace_id, seller_sku, place)
){clustered};
