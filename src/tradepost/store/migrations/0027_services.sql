-- What performs services: stores and technicians, each with its schedule.
CREATE TABLE service_resources (
    seller_id TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, resource_id)
){clustered};

-- Time of a resource that its seller keeps for something else; what has ended stays to be known.
CREATE TABLE service_reservations (
    seller_id TEXT NOT NULL,
    reservation_id TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    status TEXT NOT NULL,
    ends_at BIGINT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, reservation_id)
);
CREATE INDEX service_reservations_by_resource ON service_reservations (seller_id, resource_id, status, ends_at);

-- Which time of a resource is taken by which appointment.
CREATE TABLE service_bookings (
    seller_id TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    appointment_id TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (seller_id, resource_id, appointment_id)
);
CREATE INDEX service_bookings_by_time ON service_bookings (seller_id, resource_id, ends_at);
CREATE INDEX service_bookings_of_appointment ON service_bookings (seller_id, appointment_id);

-- Service jobs. scheduled_at is the start of the appointment that is to be kept or was; 0 without one.
CREATE TABLE service_jobs (
    seller_id TEXT NOT NULL,
    job_id TEXT NOT NULL,
    marketplace_id TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    scheduled_at BIGINT NOT NULL,
    store_id TEXT NOT NULL,
    asin TEXT NOT NULL,
    service_order_id TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (seller_id, job_id)
);
CREATE INDEX service_jobs_created ON service_jobs (seller_id, created_at, job_id);
CREATE INDEX service_jobs_updated ON service_jobs (seller_id, updated_at, job_id);
CREATE INDEX service_jobs_by_status ON service_jobs (seller_id, status, job_id);
CREATE INDEX service_jobs_by_order ON service_jobs (seller_id, service_order_id);

-- What else jobs are looked up by: the orders of their products (order), parcels (tracking), and skills (skill).
CREATE TABLE service_job_labels (
    seller_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    job_id TEXT NOT NULL,
    PRIMARY KEY (seller_id, kind, label, job_id)
){clustered};

-- How many jobs and reservations a seller has had, which their identifiers are drawn by.
CREATE TABLE service_numbers (
    seller_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    many BIGINT NOT NULL,
    PRIMARY KEY (seller_id, kind)
){clustered};

-- Where documents of appointments are put: how they are encrypted, and how long they were said to be.
CREATE TABLE service_uploads (
    seller_id TEXT NOT NULL,
    upload_id TEXT NOT NULL,
    aes_key TEXT NOT NULL,
    vector TEXT NOT NULL,
    content_length BIGINT NOT NULL,
    PRIMARY KEY (seller_id, upload_id)
);
