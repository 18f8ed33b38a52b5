-- Fee promotions: what a seller is let off of a fee of one product, from a time to another.
CREATE TABLE fee_promotions (
    seller_id TEXT NOT NULL,
    promotion_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, promotion_id)
){clustered};
CREATE INDEX fee_promotions_by_end ON fee_promotions (seller_id, marketplace_id, ends_at);

-- How many versions of a product type's definition a marketplace has been given after its first one, as the catalog
-- belongs to everybody.
CREATE TABLE definition_versions (
    marketplace_id TEXT NOT NULL,
    product_type TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (marketplace_id, product_type)
){clustered};

-- Removal orders: units that a seller wants out of the fulfillment network.
CREATE TABLE removal_orders (
    seller_id TEXT NOT NULL,
    removal_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, removal_id)
);
CREATE INDEX removal_orders_updated ON removal_orders (seller_id, updated_at, removal_id);

-- A type and its marketplaces may have several schedules, of different options.
DROP INDEX report_schedules_by_type;
CREATE INDEX report_schedules_by_type ON report_schedules (seller_id, type, marketplaces);
