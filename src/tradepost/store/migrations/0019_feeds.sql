-- What came of the messages of a feed, a row for each transaction that carried some out, until the report is written.
CREATE TABLE feed_pieces (
    seller_id TEXT NOT NULL,
    feed_id TEXT NOT NULL,
    first_message BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, feed_id, first_message)
){clustered};

-- How the world takes feeds: one row.
CREATE TABLE feed_settings (
    id BIGINT NOT NULL PRIMARY KEY,
    settings TEXT NOT NULL
);
