-- One row an order: what it is looked for by, and the whole of it as a document that is read and written together.
CREATE TABLE fulfillment_orders (
    seller_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    status TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, order_id)
);
CREATE INDEX fulfillment_orders_by_update ON fulfillment_orders (seller_id, updated_at, order_id);

CREATE TABLE fulfillment_packages (
    seller_id TEXT NOT NULL,
    package_number BIGINT NOT NULL,
    order_id TEXT NOT NULL,
    PRIMARY KEY (seller_id, package_number)
){clustered};
