-- Files that customers sent; they go with their conversation. SQLite takes any type name and keeps the bytes as they are.

CREATE TABLE file (
    conversation_id TEXT   NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    id              TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    media_type      TEXT   NOT NULL,
    stored_at       BIGINT NOT NULL,
    size            BIGINT NOT NULL,
    content         BYTEA  NOT NULL,
    PRIMARY KEY (conversation_id, id)
);
