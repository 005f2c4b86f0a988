-- The desk lists running conversations, and retention looks for the oldest.
CREATE INDEX conversation_by_update ON conversation (updated_at);

-- Roles: advisor, lead, administrator. Capacity: how many talks at once. A moment in disabled_at refuses sign-in.
ALTER TABLE advisor ADD COLUMN role TEXT NOT NULL DEFAULT 'advisor';
ALTER TABLE advisor ADD COLUMN capacity BIGINT NOT NULL DEFAULT 4;
ALTER TABLE advisor ADD COLUMN disabled_at BIGINT;
UPDATE advisor SET role = 'administrator' WHERE is_administrator <> 0;

-- Who saw, answered, changed, erased what. Without words of customers, so it may outlive the conversation.
CREATE TABLE audit (
    number          {identity},
    happened_at     BIGINT NOT NULL,
    actor           TEXT   NOT NULL, -- id of an advisor, or a name that failed to sign in
    action          TEXT   NOT NULL,
    conversation_id TEXT,
    detail          TEXT
);

CREATE INDEX audit_by_moment ON audit (happened_at);
