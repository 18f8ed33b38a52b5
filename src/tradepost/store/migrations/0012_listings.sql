-- What sellers have listed: one row for a SKU in a marketplace, what it is looked for by, and the whole as a document.
-- units is what can be sold just now, kept in step with the ledgers of stock; sellable says that nothing but units is
-- missing. issues has the bits 1 for a warning and 2 for an error.
CREATE TABLE listings (
    seller_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    seller_sku TEXT NOT NULL,
    asin TEXT NOT NULL,
    parent_sku TEXT NOT NULL,
    contained_sku TEXT NOT NULL,
    channel TEXT NOT NULL,
    units BIGINT NOT NULL,
    sellable BIGINT NOT NULL,
    discoverable BIGINT NOT NULL,
    issues BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, marketplace_id, seller_sku)
);
CREATE INDEX listings_by_asin ON listings (marketplace_id, asin, seller_id, seller_sku);
CREATE INDEX listings_by_creation ON listings (seller_id, marketplace_id, created_at, seller_sku);
CREATE INDEX listings_by_update ON listings (seller_id, marketplace_id, updated_at, seller_sku);
CREATE INDEX listings_by_parent ON listings (seller_id, marketplace_id, parent_sku, seller_sku) WHERE parent_sku <> '';
CREATE INDEX listings_by_content ON listings (seller_id, marketplace_id, contained_sku, seller_sku)
    WHERE contained_sku <> '';

CREATE INDEX inventory_items_by_fn_sku ON inventory_items (seller_id, fn_sku);
