-- When a delivery was given up, for the desk's list.
ALTER TABLE outbox ADD COLUMN given_up_at BIGINT;
CREATE INDEX outbox_given_up ON outbox (number) WHERE due_at IS NULL;

-- Activities whose channel was told that they are taken before their turn was stored. No reference: the turn may create the conversation.
CREATE TABLE inbox (
    id              TEXT   NOT NULL PRIMARY KEY,
    conversation_id TEXT   NOT NULL,
    received_at     BIGINT NOT NULL,
    attempts        BIGINT NOT NULL DEFAULT 0,
    payload         TEXT   NOT NULL -- JSON: the activity, and how it came
);

CREATE INDEX inbox_by_conversation ON inbox (conversation_id);
