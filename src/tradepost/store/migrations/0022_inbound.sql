-- FBA Inbound: plans, their shipments, what is in each, and what is known of SKUs that are sent in.
CREATE TABLE inbound_plans (
    seller_id TEXT NOT NULL,
    plan_id TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, plan_id)
);
CREATE INDEX inbound_plans_by_creation ON inbound_plans (seller_id, created_at, plan_id);
CREATE INDEX inbound_plans_by_update ON inbound_plans (seller_id, updated_at, plan_id);

-- Shipments that are offered only have no confirmation id. It is what they are known by on labels and in v0.
CREATE TABLE inbound_shipments (
    seller_id TEXT NOT NULL,
    shipment_id TEXT NOT NULL,
    plan_id TEXT NOT NULL,
    confirmation_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    status TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, shipment_id)
);
CREATE INDEX inbound_shipments_of_plan ON inbound_shipments (seller_id, plan_id, shipment_id);
CREATE INDEX inbound_shipments_by_confirmation ON inbound_shipments (seller_id, confirmation_id);
CREATE INDEX inbound_shipments_by_update ON inbound_shipments (seller_id, marketplace_id, updated_at, shipment_id);

-- Items, boxes and pallets of plans, packing groups and shipments, each in its place.
CREATE TABLE inbound_contents (
    seller_id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    position BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, owner_id, kind, position)
);

-- What sellers have told of their SKUs: how they are to be prepared, and their taxes in India.
CREATE TABLE inbound_sku_details (
    seller_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    seller_sku TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, marketplace_id, seller_sku)
);
