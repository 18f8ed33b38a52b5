-- Shipments of Merchant Fulfillment: what was asked for and what became of the money; its parcel stands with parcels.
CREATE TABLE merchant_shipments (
    seller_id TEXT NOT NULL,
    shipment_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, shipment_id)
);
CREATE INDEX merchant_shipments_by_order ON merchant_shipments (seller_id, order_id);

-- Packages of Easy Ship, one for each order.
CREATE TABLE easy_ship_packages (
    seller_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, order_id)
);

-- How far an Easy Ship order is, which orders are looked for by; empty for every other order.
ALTER TABLE orders ADD COLUMN easy_ship_status TEXT NOT NULL DEFAULT '';
