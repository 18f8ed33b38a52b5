-- Whom to tell: destinations of applications, and what they have subscribed to. As accounts do, they outlive a reset.
CREATE TABLE notification_destinations (
    application_id TEXT NOT NULL,
    destination_id TEXT NOT NULL,
    region TEXT NOT NULL,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    document TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (application_id, destination_id)
);

CREATE TABLE notification_subscriptions (
    seller_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    type TEXT NOT NULL,
    payload_version TEXT NOT NULL,
    destination_id TEXT NOT NULL,
    directive TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    made BIGINT NOT NULL,
    PRIMARY KEY (seller_id, subscription_id)
);
CREATE INDEX notification_subscriptions_by_type ON notification_subscriptions (type);

-- Until when a subscription that wants few notifications of one thing has to wait for the next one of it.
CREATE TABLE notification_windows (
    seller_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (seller_id, subscription_id, subject)
){clustered};

-- Notifications on their way. ``made_at`` is virtual time; the times of sending are real ones.
CREATE TABLE notification_deliveries (
    id {identity},
    seller_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    destination_id TEXT NOT NULL,
    type TEXT NOT NULL,
    subject TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    delivered_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX notification_deliveries_waiting ON notification_deliveries (destination_id, id)
    WHERE state IN ('pending', 'failing');
CREATE INDEX notification_deliveries_in_order ON notification_deliveries (subscription_id, subject, id)
    WHERE state IN ('pending', 'failing');
CREATE INDEX notification_deliveries_of_seller ON notification_deliveries (seller_id, id);

-- What is to go wrong with notifications, for tests of receivers: rules of the world, oldest first.
CREATE TABLE notification_rules (
    id {identity},
    rule TEXT NOT NULL,
    met BIGINT NOT NULL
);

-- How a seller's account stands in a marketplace, where it is not NORMAL.
CREATE TABLE account_statuses (
    seller_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (seller_id, marketplace_id)
){clustered};
