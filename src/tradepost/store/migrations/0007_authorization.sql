-- Where an application's users log in, whether it is still a draft, and how many secrets it has been given.
ALTER TABLE applications ADD COLUMN login_uri TEXT NOT NULL DEFAULT '';
ALTER TABLE applications ADD COLUMN draft BIGINT NOT NULL DEFAULT 0;
ALTER TABLE applications ADD COLUMN secrets BIGINT NOT NULL DEFAULT 1;
