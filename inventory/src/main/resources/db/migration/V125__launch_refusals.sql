-- How often in a row the validator said that a chute is full, and which jobs we ever asked for.

ALTER TABLE backoffs ADD COLUMN locks INTEGER NOT NULL DEFAULT 0;

CREATE TABLE job_attempts (
    job_id        VARCHAR PRIMARY KEY,
    deployment_id VARCHAR NOT NULL,
    asked_at      TIMESTAMPTZ NOT NULL
);
