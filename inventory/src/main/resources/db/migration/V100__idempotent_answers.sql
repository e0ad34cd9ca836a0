-- What a write with an Idempotency-Key was answered, so that its repetition is answered alike.
CREATE TABLE idempotent_answers (
    idempotency_key TEXT PRIMARY KEY,
    fingerprint     TEXT        NOT NULL,
    answer          TEXT        NOT NULL,
    answered_at     TIMESTAMPTZ NOT NULL
);

CREATE INDEX idempotent_answers_by_age ON idempotent_answers (answered_at);
