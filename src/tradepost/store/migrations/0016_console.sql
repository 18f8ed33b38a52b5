-- What happened to one thing, how many orders have each status, and what a settlement comes to: without reading them all.
CREATE INDEX events_by_subject ON events (subject, id);
CREATE INDEX orders_by_status ON orders (seller_id, status, purchased_at, order_id);
CREATE INDEX financial_events_by_kind ON financial_events (seller_id, group_id, type, total);
