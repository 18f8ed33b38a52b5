-- Faults on purpose: what is to go wrong, and how often it was met and has struck. Gone with a reset.
CREATE TABLE faults (
    id {identity},
    rule TEXT NOT NULL,
    calls BIGINT NOT NULL,
    strikes BIGINT NOT NULL
);

-- The whole exchange, which fault struck it, what mistakes it shows, and how many bytes it takes.
ALTER TABLE requests ADD COLUMN response_headers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE requests ADD COLUMN injected TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN hints TEXT NOT NULL DEFAULT '[]';
ALTER TABLE requests ADD COLUMN size BIGINT NOT NULL DEFAULT 0;
