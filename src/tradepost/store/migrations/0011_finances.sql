-- The ledger of a seller's money: every event with its amounts as a document, in the group that settles it.
-- A deferred event has no group.
CREATE TABLE financial_events (
    seller_id TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    group_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    currency TEXT NOT NULL,
    posted_at BIGINT NOT NULL,
    total TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, id)
){clustered};
CREATE INDEX financial_events_by_time ON financial_events (seller_id, posted_at, id);
CREATE INDEX financial_events_by_group ON financial_events (seller_id, group_id, posted_at, id);
CREATE INDEX financial_events_by_order ON financial_events (seller_id, order_id, posted_at, id);

-- Settlement periods, one after another in each currency; ended_at is 0 while a group is open.
CREATE TABLE financial_event_groups (
    seller_id TEXT NOT NULL,
    id TEXT NOT NULL,
    currency TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    beginning TEXT NOT NULL,
    total TEXT NOT NULL,
    transferred TEXT NOT NULL,
    transfer_status TEXT NOT NULL,
    trace_id TEXT NOT NULL,
    account_tail TEXT NOT NULL,
    PRIMARY KEY (seller_id, id)
){clustered};
CREATE INDEX financial_event_groups_by_start ON financial_event_groups (seller_id, started_at, id);
CREATE UNIQUE INDEX financial_event_groups_open ON financial_event_groups (seller_id, currency) WHERE ended_at = 0;
