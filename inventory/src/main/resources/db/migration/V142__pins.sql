-- What an operator wants to stay as it is. A pin goes with what it is about.

CREATE TABLE chute_pins (
    chute_id   VARCHAR PRIMARY KEY REFERENCES chutes ON DELETE CASCADE,
    server_ids VARCHAR[] NOT NULL,
    copies     INTEGER CHECK (copies >= 0),
    note       VARCHAR NOT NULL,
    pinned_at  TIMESTAMPTZ NOT NULL
);

CREATE TABLE deployment_pins (
    deployment_id VARCHAR PRIMARY KEY REFERENCES deployments ON DELETE CASCADE,
    note          VARCHAR NOT NULL,
    pinned_at     TIMESTAMPTZ NOT NULL
);
