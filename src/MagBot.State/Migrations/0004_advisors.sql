-- Who signs in elsewhere (OpenID Connect) has an issuer and a subject there instead of a password here.
-- teams_id: object id in Microsoft Entra, by which an advisor is known in a Teams channel.
ALTER TABLE advisor ADD COLUMN issuer TEXT;
ALTER TABLE advisor ADD COLUMN subject TEXT;
ALTER TABLE advisor ADD COLUMN teams_id TEXT;
CREATE UNIQUE INDEX advisor_by_subject ON advisor (issuer, subject) WHERE subject IS NOT NULL;
CREATE UNIQUE INDEX advisor_by_teams_id ON advisor (teams_id) WHERE teams_id IS NOT NULL;

-- Who has the desk open on which instance, with the moment of the last sign of life; and what an advisor says about new work.
CREATE TABLE presence (
    advisor_id TEXT   NOT NULL,
    instance   TEXT   NOT NULL,
    seen_at    BIGINT NOT NULL,
    PRIMARY KEY (advisor_id, instance)
);

CREATE TABLE advisor_state (
    advisor_id TEXT   NOT NULL PRIMARY KEY,
    state      TEXT   NOT NULL,
    set_at     BIGINT NOT NULL
);

-- A hand-over as a thread in a channel of advisors. Outlives its conversation on purpose: what was posted there is taken back
-- after the conversation was erased here.
CREATE TABLE advisor_thread (
    id              TEXT   NOT NULL PRIMARY KEY, -- id on the channel
    conversation_id TEXT   NOT NULL,
    reference       TEXT   NOT NULL,
    service_url     TEXT   NOT NULL,
    root_id         TEXT,                        -- the card; null where the channel gave no id
    created_at      BIGINT NOT NULL,
    UNIQUE (conversation_id, reference)
);

CREATE TABLE advisor_thread_post (
    thread_id   TEXT NOT NULL REFERENCES advisor_thread (id) ON DELETE CASCADE,
    activity_id TEXT NOT NULL,
    PRIMARY KEY (thread_id, activity_id)
);

-- What leads decided about questions without a good answer, until it is part of the knowledge.
CREATE TABLE lesson (
    id         TEXT   NOT NULL PRIMARY KEY,
    asked      TEXT   NOT NULL, -- a customer's question without addresses and numbers
    question   TEXT   NOT NULL, -- as the lead worded it
    kind       TEXT   NOT NULL, -- variant, new, dismissed
    answer_id  TEXT,
    decided_by TEXT   NOT NULL,
    decided_at BIGINT NOT NULL
);
