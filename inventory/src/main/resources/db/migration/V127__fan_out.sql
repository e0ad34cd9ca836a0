-- How far the events of each validator were published to whoever listens live.

CREATE TABLE fan_out (
    validator   VARCHAR PRIMARY KEY,
    received_at TIMESTAMPTZ NOT NULL,
    event_key   VARCHAR NOT NULL
);

CREATE INDEX event_inbox_by_time ON event_inbox (validator, received_at, event_key);
