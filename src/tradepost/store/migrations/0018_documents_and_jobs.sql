-- Documents: what is known of bytes that are kept elsewhere.
CREATE TABLE documents (
    seller_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    content_type TEXT NOT NULL,
    compression TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    object_key TEXT NOT NULL,
    size BIGINT NOT NULL,
    md5 TEXT NOT NULL,
    PRIMARY KEY (seller_id, document_id)
){clustered};
CREATE INDEX documents_by_expiry ON documents (expires_at);

-- Jobs: work that takes its time, of any area. Labels are what an area looks its jobs up by, each between blanks.
CREATE TABLE jobs (
    seller_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    job_id TEXT NOT NULL,
    type TEXT NOT NULL,
    state TEXT NOT NULL,
    labels TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, kind, job_id)
);
CREATE INDEX jobs_by_time ON jobs (seller_id, kind, created_at, job_id);

-- How many jobs of a kind a seller has had, which their numbers are drawn by.
CREATE TABLE job_numbers (
    seller_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    jobs BIGINT NOT NULL,
    PRIMARY KEY (seller_id, kind)
){clustered};

-- What jobs are to be made to do, for tests of failure: rules of the world, oldest first.
CREATE TABLE job_rules (
    id {identity},
    rule TEXT NOT NULL,
    met BIGINT NOT NULL
);
