-- What the control plane remembers of its own: what it was told, what it saw, what it decided.

CREATE TABLE event_inbox (
    event_key      VARCHAR PRIMARY KEY,
    validator      VARCHAR NOT NULL,
    reason         VARCHAR NOT NULL,
    subject        VARCHAR NOT NULL,
    payload        TEXT NOT NULL,
    received_at    TIMESTAMPTZ NOT NULL,
    dispatched_at  TIMESTAMPTZ,
    attempts       INTEGER NOT NULL DEFAULT 0,
    parked_because VARCHAR
);
CREATE INDEX event_inbox_undelivered ON event_inbox (received_at)
    WHERE dispatched_at IS NULL AND parked_because IS NULL;
CREATE INDEX event_inbox_delivered ON event_inbox (dispatched_at) WHERE dispatched_at IS NOT NULL;

CREATE TABLE plans (
    plan_id   VARCHAR PRIMARY KEY,
    validator VARCHAR NOT NULL,
    made_at   TIMESTAMPTZ NOT NULL,
    snapshot  BYTEA NOT NULL,
    plan      BYTEA NOT NULL,
    summary   VARCHAR NOT NULL
);
CREATE INDEX plans_by_time ON plans (made_at);

CREATE TABLE planned_launches (
    plan_id       VARCHAR NOT NULL REFERENCES plans ON DELETE RESTRICT,
    launch_index  INTEGER NOT NULL,
    deployment_id VARCHAR NOT NULL UNIQUE,
    chute_id      VARCHAR NOT NULL,
    server_id     VARCHAR NOT NULL,
    gpu_ids       VARCHAR[] NOT NULL,
    launch_order  TEXT NOT NULL,
    status        VARCHAR NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (plan_id, launch_index)
);
CREATE INDEX planned_launches_open ON planned_launches (created_at) WHERE status = 'OPEN';

CREATE TABLE launch_tokens (
    deployment_id   VARCHAR PRIMARY KEY,
    config_id       VARCHAR NOT NULL,
    token_encrypted BYTEA NOT NULL,
    asked_at        TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ
);

CREATE TABLE backoffs (
    subject VARCHAR PRIMARY KEY,
    reason  VARCHAR NOT NULL,
    until   TIMESTAMPTZ NOT NULL
);

CREATE TABLE chute_demand (
    chute_id             VARCHAR PRIMARY KEY,
    validator            VARCHAR NOT NULL,
    effective_multiplier DOUBLE PRECISION NOT NULL,
    scalable             BOOLEAN NOT NULL,
    bounty_amount        BIGINT NOT NULL,
    bounty_boost         DOUBLE PRECISION NOT NULL,
    bounty_until         TIMESTAMPTZ,
    global_instances     INTEGER NOT NULL,
    seen_at              TIMESTAMPTZ NOT NULL
);

CREATE TABLE bounty_outcomes (
    event_key     VARCHAR PRIMARY KEY,
    validator     VARCHAR NOT NULL,
    chute_id      VARCHAR NOT NULL,
    amount        BIGINT NOT NULL,
    boost         DOUBLE PRECISION NOT NULL,
    result        VARCHAR NOT NULL,
    deployment_id VARCHAR,
    why           VARCHAR NOT NULL,
    at            TIMESTAMPTZ NOT NULL
);

CREATE TABLE progress (
    stream  VARCHAR NOT NULL,
    number  INTEGER NOT NULL,
    message TEXT NOT NULL,
    ending  VARCHAR NOT NULL,
    at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (stream, number)
);

CREATE TABLE cache_reports (
    cleanup_id      VARCHAR PRIMARY KEY,
    server_name     VARCHAR NOT NULL,
    bytes_freed     BIGINT NOT NULL,
    bytes_left      BIGINT NOT NULL,
    entries_removed INTEGER NOT NULL,
    code            VARCHAR NOT NULL,
    what            VARCHAR NOT NULL,
    at              TIMESTAMPTZ NOT NULL
);
CREATE INDEX cache_reports_by_time ON cache_reports (at);

CREATE TABLE gpu_proofs (
    proof_id         VARCHAR PRIMARY KEY,
    server_name      VARCHAR NOT NULL,
    secret_encrypted BYTEA NOT NULL,
    challenge        TEXT NOT NULL,
    made_at          TIMESTAMPTZ NOT NULL,
    accepted         BOOLEAN,
    code             VARCHAR,
    what             VARCHAR
);

CREATE TABLE kubeconfigs (
    server_name VARCHAR PRIMARY KEY,
    sealed      TEXT NOT NULL
);

CREATE TABLE epochs (
    source     VARCHAR NOT NULL,
    validator  VARCHAR NOT NULL,
    fetched_at TIMESTAMPTZ NOT NULL,
    complete   BOOLEAN NOT NULL,
    suspect    BOOLEAN NOT NULL,
    count      INTEGER NOT NULL,
    PRIMARY KEY (source, validator)
);

CREATE TABLE seen_jobs (
    cluster       VARCHAR NOT NULL,
    deployment_id VARCHAR NOT NULL,
    pod_state     VARCHAR NOT NULL,
    detail        VARCHAR,
    seen_at       TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (cluster, deployment_id)
);

CREATE TABLE seen_instances (
    instance_id VARCHAR NOT NULL,
    validator   VARCHAR NOT NULL,
    chute_id    VARCHAR NOT NULL,
    config_id   VARCHAR,
    active      BOOLEAN NOT NULL,
    verified    BOOLEAN NOT NULL,
    seen_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (validator, instance_id)
);

CREATE TABLE findings (
    kind       VARCHAR NOT NULL,
    subject    VARCHAR NOT NULL,
    validator  VARCHAR NOT NULL,
    first_seen TIMESTAMPTZ NOT NULL,
    last_seen  TIMESTAMPTZ NOT NULL,
    looks      INTEGER NOT NULL,
    acted_at   TIMESTAMPTZ,
    held_back  BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (kind, subject)
);

CREATE TABLE leases (
    name   VARCHAR PRIMARY KEY,
    holder VARCHAR NOT NULL,
    until  TIMESTAMPTZ NOT NULL
);

CREATE TABLE used_nonces (
    key   VARCHAR PRIMARY KEY,
    until TIMESTAMPTZ NOT NULL
);
CREATE INDEX used_nonces_by_end ON used_nonces (until);
