-- What has happened: the outbox. Its ids grow with time; who reads on from an id misses none (Database.settled).
CREATE TABLE events (
    id {identity},
    seller_id TEXT NOT NULL,
    type TEXT NOT NULL,
    subject TEXT NOT NULL,
    occurred_at BIGINT NOT NULL,
    request_id TEXT NOT NULL,
    body TEXT NOT NULL
);
{outbox_order};

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
