-- Moments are UTC, whole milliseconds since 1970-01-01. {identity} is the only word that the two databases spell differently.

CREATE TABLE conversation (
    id             TEXT   NOT NULL PRIMARY KEY,
    channel_id     TEXT   NOT NULL,
    version        BIGINT NOT NULL,
    next_sequence  BIGINT NOT NULL,
    last_timestamp BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    updated_at     BIGINT NOT NULL,
    -- Where the newest thing that the customer said stands in the log, so that the desk's lists need no search for it.
    customer_sequence BIGINT,
    -- Copies out of handover, for the desk's lists.
    handover_status   TEXT NOT NULL,
    requested_at      BIGINT,
    handover       TEXT   NOT NULL, -- JSON: HandoverRecord
    details        TEXT   NOT NULL, -- JSON: who takes part, and where replies go
    state          TEXT   NOT NULL  -- JSON: state of bot and dialogs
);

-- Few conversations ever ask for a person, so the index stays small and most turns do not touch it.
CREATE INDEX conversation_by_handover ON conversation (handover_status, requested_at) WHERE requested_at IS NOT NULL;

CREATE TABLE activity (
    conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    sequence        BIGINT NOT NULL,
    activity_id     TEXT   NOT NULL,
    audience        TEXT   NOT NULL,
    stored_at       BIGINT NOT NULL,
    activity        TEXT   NOT NULL, -- JSON: Activity
    PRIMARY KEY (conversation_id, sequence)
);

CREATE TABLE deduplication (
    conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    key             TEXT NOT NULL,
    activity_id     TEXT NOT NULL,
    PRIMARY KEY (conversation_id, key)
);

CREATE TABLE handover_event (
    conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    version         BIGINT NOT NULL, -- of the conversation after the turn that took the step
    place           BIGINT NOT NULL, -- within that turn
    happened_at     BIGINT NOT NULL,
    status          TEXT   NOT NULL,
    actor           TEXT   NOT NULL,
    reason          TEXT,
    PRIMARY KEY (conversation_id, version, place)
);

CREATE TABLE outbox (
    number          {identity},
    conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    item_id         TEXT   NOT NULL,
    kind            TEXT   NOT NULL,
    payload         TEXT   NOT NULL,
    attempts        BIGINT NOT NULL DEFAULT 0,
    due_at          BIGINT,          -- null: given up
    failure         TEXT,
    claimed_by      TEXT,            -- instance that delivers it, where there are several
    claimed_until   BIGINT NOT NULL DEFAULT 0
);

CREATE INDEX outbox_by_conversation ON outbox (conversation_id, kind, number) WHERE due_at IS NOT NULL;
CREATE INDEX outbox_by_moment ON outbox (kind, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE advisor (
    id               TEXT   NOT NULL PRIMARY KEY,
    user_name        TEXT   NOT NULL,
    user_name_key    TEXT   NOT NULL UNIQUE, -- normalised and upper case
    display_name     TEXT   NOT NULL,
    password_hash    TEXT   NOT NULL,
    is_administrator BIGINT NOT NULL,
    security_stamp   TEXT   NOT NULL,
    failed_sign_ins  BIGINT NOT NULL,
    locked_until     BIGINT
);

CREATE TABLE key_material (
    purpose    TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    value      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (purpose, id)
);
