-- What buyers think of a seller, where somebody has set it: percent of good feedback, and how many gave any.
CREATE TABLE seller_feedback (
    seller_id TEXT NOT NULL,
    rating BIGINT NOT NULL,
    ratings BIGINT NOT NULL,
    PRIMARY KEY (seller_id)
){clustered};

-- The offers of simulated competitors; what they ask stands with the listings.
CREATE TABLE competitors (
    seller_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    seller_sku TEXT NOT NULL,
    PRIMARY KEY (seller_id, marketplace_id, seller_sku)
){clustered};

-- What was paid for a product, whoever sold it.
CREATE INDEX order_lines_by_product ON order_lines (marketplace_id, asin, purchased_at);
