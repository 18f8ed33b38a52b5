-- A seller's place of business in Brazil, where something was said of it.
CREATE TABLE establishments (
    seller_id TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id)
);

-- Fiscal documents (NF-e) of Brazil. number is that of its series, access_key its 44 characters.
CREATE TABLE invoices (
    seller_id TEXT NOT NULL,
    invoice_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    type TEXT NOT NULL,
    transaction_type TEXT NOT NULL,
    series TEXT NOT NULL,
    number TEXT NOT NULL,
    access_key TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, invoice_id)
);
CREATE INDEX invoices_by_time ON invoices (seller_id, marketplace_id, issued_at, invoice_id);

-- What fiscal documents are looked up by: the order, the shipment, the return that they are of.
CREATE TABLE invoice_transactions (
    seller_id TEXT NOT NULL,
    name TEXT NOT NULL,
    transaction_id TEXT NOT NULL,
    invoice_id TEXT NOT NULL,
    PRIMARY KEY (seller_id, name, transaction_id, invoice_id)
){clustered};

-- How many fiscal documents of a seller an issuer has numbered in a series.
CREATE TABLE invoice_numbers (
    seller_id TEXT NOT NULL,
    issuer TEXT NOT NULL,
    series BIGINT NOT NULL,
    many BIGINT NOT NULL,
    PRIMARY KEY (seller_id, issuer, series)
){clustered};

-- Shipments that do not leave before their seller has invoiced them. access_key is that of the invoice that was
-- accepted, or empty.
CREATE TABLE shipment_invoices (
    seller_id TEXT NOT NULL,
    shipment_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    access_key TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, shipment_id)
);
CREATE INDEX shipment_invoices_by_order ON shipment_invoices (seller_id, order_id);
CREATE INDEX shipment_invoices_by_key ON shipment_invoices (seller_id, access_key);
CREATE INDEX shipment_invoices_by_time ON shipment_invoices (seller_id, created_at, shipment_id);

-- How it stands with the invoice of an order in Brazil; empty elsewhere.
ALTER TABLE orders ADD COLUMN electronic_invoice TEXT NOT NULL DEFAULT '';
