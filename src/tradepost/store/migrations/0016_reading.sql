-- What happened to one thing, how many orders have each status, what a settlement comes to: without reading all of it.
CREATE INDEX events_by_subject ON events (subject, id);
CREATE INDEX orders_by_status ON orders (seller_id, status, purchased_at, order_id);
CREATE INDEX financial_events_by_kind ON financial_events (seller_id, group_id, type, total);

-- Orders that changed since a time are often asked for by status: what is filtered by is in the index, not in the rows.
DROP INDEX orders_by_update;
CREATE INDEX orders_by_update ON orders
    (seller_id, updated_at, order_id, status, marketplace_id, channel, buyer_email);
