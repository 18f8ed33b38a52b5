-- The catalogue, which all sellers share. A product is one row for each marketplace that it is in: what it is looked for
-- by, and what is known of it as a document. Its number grows with the catalogue, and orders what a search finds.
CREATE TABLE catalog_products (
    number {identity},
    marketplace_id TEXT NOT NULL,
    asin TEXT NOT NULL,
    product_type TEXT NOT NULL,
    brand TEXT NOT NULL,
    browse_node_id TEXT NOT NULL,
    parent_asin TEXT NOT NULL,
    document TEXT NOT NULL
);
CREATE UNIQUE INDEX catalog_products_by_asin ON catalog_products (asin, marketplace_id);
CREATE INDEX catalog_products_by_parent ON catalog_products (parent_asin, marketplace_id, asin) WHERE parent_asin <> '';

-- The numbers on barcodes, each in one form.
CREATE TABLE catalog_identifiers (
    code TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    asin TEXT NOT NULL,
    PRIMARY KEY (code, marketplace_id, asin)
){clustered};

-- The words of each product; a row has the number of its product with a minus, so that the newest come first.
CREATE {search_table};
{search_lookup};

-- Units sold by day. A row belongs to the seller who sold them, so that sellers never wait for each other.
CREATE TABLE catalog_sales (
    asin TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    seller_id TEXT NOT NULL,
    units BIGINT NOT NULL,
    PRIMARY KEY (asin, marketplace_id, day, seller_id)
){clustered};
