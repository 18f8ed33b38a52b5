-- How simulated buyers come to a seller, and how many have come so far, which they are numbered by.
CREATE TABLE traffic (
    seller_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    settings TEXT NOT NULL,
    running BIGINT NOT NULL,
    arrivals BIGINT NOT NULL,
    PRIMARY KEY (seller_id, marketplace_id)
){clustered};

CREATE INDEX listings_sellable ON listings (seller_id, marketplace_id, created_at, seller_sku)
    WHERE sellable = 1 AND units > 0;
