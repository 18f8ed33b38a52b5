-- Customers' orders: one row each, what they are looked for by, and the whole of it as a document.
CREATE TABLE orders (
    seller_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    status TEXT NOT NULL,
    channel TEXT NOT NULL,
    payment_method TEXT NOT NULL,
    buyer_email TEXT NOT NULL,
    seller_order_id TEXT NOT NULL,
    purchased_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    earliest_delivery_at BIGINT NOT NULL,
    latest_delivery_at BIGINT NOT NULL,
    pickup BIGINT NOT NULL,
    store_id TEXT NOT NULL,
    supply_source_id TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, order_id)
);
CREATE INDEX orders_by_purchase ON orders (seller_id, purchased_at, order_id);
CREATE INDEX orders_by_update ON orders (seller_id, updated_at, order_id);
CREATE INDEX orders_by_buyer ON orders (seller_id, buyer_email, purchased_at, order_id);
CREATE INDEX orders_by_seller_order ON orders (seller_id, seller_order_id, purchased_at, order_id);

-- The units sold, as sales are counted by.
CREATE TABLE order_lines (
    seller_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    purchased_at BIGINT NOT NULL,
    seller_sku TEXT NOT NULL,
    asin TEXT NOT NULL,
    channel TEXT NOT NULL,
    business BIGINT NOT NULL,
    units BIGINT NOT NULL,
    amount TEXT NOT NULL,
    currency TEXT NOT NULL,
    PRIMARY KEY (seller_id, order_id, item_id)
){clustered};
CREATE INDEX order_lines_by_purchase ON order_lines (seller_id, marketplace_id, purchased_at, order_id);

-- How many orders a seller has got, which their numbers are drawn by.
CREATE TABLE order_numbers (
    seller_id TEXT NOT NULL,
    orders BIGINT NOT NULL,
    PRIMARY KEY (seller_id)
){clustered};

-- Fulfillment orders that customers' orders caused: they ship like others and are not shown by FBA Outbound.
ALTER TABLE fulfillment_orders ADD COLUMN origin TEXT NOT NULL DEFAULT '';
CREATE INDEX fulfillment_orders_listed ON fulfillment_orders (seller_id, updated_at, order_id) WHERE origin = '';
DROP INDEX fulfillment_orders_by_update;
