-- What happened to one thing, and how many orders have each status, without looking at all of them.
CREATE INDEX events_by_subject ON events (seller_id, subject, id);
CREATE INDEX orders_by_status ON orders (seller_id, status, purchased_at, order_id);
