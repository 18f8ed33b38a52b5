-- Parcels that sellers send: labels that were bought and numbers of their own; the document is the whole parcel.
CREATE TABLE parcels (
    seller_id TEXT NOT NULL,
    parcel_id TEXT NOT NULL,
    source TEXT NOT NULL,
    reference TEXT NOT NULL,
    carrier TEXT NOT NULL,
    tracking_number TEXT NOT NULL,
    order_id TEXT NOT NULL,
    state TEXT NOT NULL,
    bought_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, parcel_id)
);
CREATE INDEX parcels_by_number ON parcels (seller_id, tracking_number);
CREATE INDEX parcels_by_time ON parcels (seller_id, bought_at, parcel_id);
CREATE INDEX parcels_by_reference ON parcels (seller_id, source, reference);

-- What a developer does to the carriers of a world: those that take nothing now, and prices of one's own by service.
CREATE TABLE carrier_outages (
    carrier TEXT NOT NULL,
    PRIMARY KEY (carrier)
){clustered};
CREATE TABLE rate_tables (
    service_id TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (service_id)
){clustered};
