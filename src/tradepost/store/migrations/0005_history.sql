-- What has happened: the outbox. Its ids grow with time; readers see an event once nothing older can still appear.
CREATE TABLE events (
    id {identity},
    seller_id TEXT NOT NULL,
    type TEXT NOT NULL,
    subject TEXT NOT NULL,
    occurred_at BIGINT NOT NULL,
    request_id TEXT NOT NULL,
    body TEXT NOT NULL{writer_column}
);
CREATE VIEW settled_events AS
    SELECT id, seller_id, type, subject, occurred_at, request_id, body FROM events{settled_condition};

-- What was called. Bounded; survives a reset.
CREATE TABLE requests (
    id {identity},
    at BIGINT NOT NULL,
    request_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    query TEXT NOT NULL,
    status BIGINT NOT NULL,
    duration_us BIGINT NOT NULL,
    seller_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    request_headers TEXT NOT NULL,
    request_body TEXT NOT NULL,
    response_body TEXT NOT NULL
);
