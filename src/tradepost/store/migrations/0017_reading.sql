-- Orders that changed since a time are often asked for by status: what is filtered by is in the index, not in the rows.
DROP INDEX orders_by_update;
CREATE INDEX orders_by_update ON orders
    (seller_id, updated_at, order_id, status, marketplace_id, channel, buyer_email);
