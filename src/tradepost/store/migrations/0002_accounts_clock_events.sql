-- Who may call. Keys are kept as hashes; the tables of this block survive a reset and a restored snapshot.
CREATE TABLE world_identity (
    id BIGINT PRIMARY KEY,
    uid TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE applications (
    application_id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    redirect_uris TEXT NOT NULL,
    position BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE application_secrets (
    application_id TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    expires_at BIGINT,
    PRIMARY KEY (application_id, secret_hash)
){clustered};

CREATE TABLE selling_partners (
    seller_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    region TEXT NOT NULL,
    participations TEXT NOT NULL,
    position BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE grants (
    seller_id TEXT NOT NULL,
    application_id TEXT NOT NULL,
    refresh_hash TEXT NOT NULL UNIQUE,
    granted_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    PRIMARY KEY (seller_id, application_id, refresh_hash)
);

CREATE TABLE authorization_codes (
    code_hash TEXT PRIMARY KEY,
    application_id TEXT NOT NULL,
    seller_id TEXT NOT NULL,
    redirect_uri TEXT,
    expires_at BIGINT NOT NULL
);

CREATE TABLE access_tokens (
    token_hash TEXT PRIMARY KEY,
    application_id TEXT NOT NULL,
    seller_id TEXT NOT NULL,
    refresh_hash TEXT NOT NULL,
    scopes TEXT NOT NULL,
    resources TEXT,
    expires_at BIGINT NOT NULL
){clustered};
CREATE INDEX access_tokens_by_expiry ON access_tokens (expires_at);

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    document TEXT NOT NULL
){clustered};

-- Time, what it will do, and what has happened.
CREATE TABLE clock (
    id BIGINT PRIMARY KEY,
    seed TEXT NOT NULL,
    virtual_at BIGINT NOT NULL,
    real_at BIGINT NOT NULL,
    rate DOUBLE PRECISION NOT NULL,
    frozen BIGINT NOT NULL
);

CREATE TABLE due_transitions (
    seller_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    last_error TEXT,
    PRIMARY KEY (seller_id, kind, subject)
){clustered};
CREATE INDEX due_transitions_by_time ON due_transitions (due_at, seller_id, kind, subject);
