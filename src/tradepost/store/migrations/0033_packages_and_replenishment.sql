-- Packages of the network are found by their carrier's number, too. Those of before are known by Amazon's alone.
ALTER TABLE fulfillment_packages ADD COLUMN tracking_number TEXT NOT NULL DEFAULT '';
ALTER TABLE fulfillment_packages ADD COLUMN shipped_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX fulfillment_packages_by_number ON fulfillment_packages (seller_id, tracking_number);

-- Sellers whose stock in fulfillment centers AWD replenishes by itself, and for how many days of sales it is to last.
CREATE TABLE awd_replenishments (
    seller_id TEXT NOT NULL PRIMARY KEY,
    days BIGINT NOT NULL
){clustered};
