-- Turns in which a customer spoke of health are kept shorter than the rest of a conversation.
ALTER TABLE activity ADD COLUMN health BIGINT NOT NULL DEFAULT 0;
CREATE INDEX activity_by_health ON activity (stored_at) WHERE health = 1;
