-- Reports that are made again and again, one schedule for a type and its marketplaces.
CREATE TABLE report_schedules (
    seller_id TEXT NOT NULL,
    schedule_id TEXT NOT NULL,
    type TEXT NOT NULL,
    marketplaces TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, schedule_id)
){clustered};
CREATE UNIQUE INDEX report_schedules_by_type ON report_schedules (seller_id, type, marketplaces);

-- Listings that their sellers have cancelled, as they last were.
CREATE TABLE cancelled_listings (
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
    cancelled_at BIGINT NOT NULL,
    PRIMARY KEY (seller_id, marketplace_id, seller_sku)
){clustered};
