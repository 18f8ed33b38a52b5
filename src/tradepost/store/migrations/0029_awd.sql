-- Amazon Warehousing and Distribution: orders that bring boxes in, with their shipments.
CREATE TABLE awd_inbound_orders (
    seller_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    status TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, order_id)
);
CREATE TABLE awd_inbound_shipments (
    seller_id TEXT NOT NULL,
    shipment_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, shipment_id)
);
CREATE INDEX awd_inbound_shipments_by_creation ON awd_inbound_shipments (seller_id, created_at, shipment_id);
CREATE INDEX awd_inbound_shipments_by_update ON awd_inbound_shipments (seller_id, updated_at, shipment_id);

-- Boxes that are alike, of one shipment, and how many of them are in each place; how they came there is the ledger's.
CREATE TABLE awd_lots (
    seller_id TEXT NOT NULL,
    lot_id TEXT NOT NULL,
    sku TEXT NOT NULL,
    asin TEXT NOT NULL,
    center_id TEXT NOT NULL,
    expiration TEXT NOT NULL,
    units_per_box BIGINT NOT NULL,
    cubic_feet TEXT NOT NULL,
    announced BIGINT NOT NULL,
    inbound BIGINT NOT NULL,
    available BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    outbound BIGINT NOT NULL,
    movements BIGINT NOT NULL,
    PRIMARY KEY (seller_id, lot_id)
);
CREATE INDEX awd_lots_by_sku ON awd_lots (seller_id, sku, expiration, lot_id);
CREATE TABLE awd_movements (
    seller_id TEXT NOT NULL,
    lot_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    boxes BIGINT NOT NULL,
    cause TEXT NOT NULL,
    reference TEXT NOT NULL,
    moved_at BIGINT NOT NULL,
    PRIMARY KEY (seller_id, lot_id, number)
);

-- Orders that send boxes on to fulfillment centers. Replenishment orders and outbound orders are listed by themselves.
CREATE TABLE awd_distribution_orders (
    seller_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    face TEXT NOT NULL,
    status TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, order_id)
);
CREATE INDEX awd_distribution_orders_by_update ON awd_distribution_orders (seller_id, face, updated_at, order_id);
