-- What the validator's lists say beyond chutes and instances, and how long a list that shrank has been saying so.

CREATE TABLE list_doubts (
    source    VARCHAR NOT NULL,
    validator VARCHAR NOT NULL,
    since     TIMESTAMPTZ NOT NULL,
    looks     INTEGER NOT NULL,
    count     INTEGER NOT NULL,
    PRIMARY KEY (source, validator)
);

CREATE TABLE open_jobs (
    job_id     VARCHAR NOT NULL,
    validator  VARCHAR NOT NULL,
    chute_id   VARCHAR NOT NULL,
    version    VARCHAR,
    gpu_count  INTEGER NOT NULL,
    disk_gb    BIGINT NOT NULL,
    tried      BOOLEAN NOT NULL,
    first_seen TIMESTAMPTZ NOT NULL,
    seen_at    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (validator, job_id)
);

CREATE TABLE chute_metrics (
    chute_id        VARCHAR NOT NULL,
    validator       VARCHAR NOT NULL,
    utilisation     DOUBLE PRECISION NOT NULL,
    invocations     BIGINT NOT NULL,
    errors          BIGINT NOT NULL,
    rate_limited    BIGINT NOT NULL,
    instances       INTEGER NOT NULL,
    compute_seconds DOUBLE PRECISION NOT NULL,
    seen_at         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (validator, chute_id)
);

CREATE TABLE rolling_updates (
    chute_id    VARCHAR NOT NULL,
    validator   VARCHAR NOT NULL,
    old_version VARCHAR,
    new_version VARCHAR,
    started_at  TIMESTAMPTZ,
    seen_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (validator, chute_id)
);

CREATE TABLE listed_servers (
    server_id           VARCHAR NOT NULL,
    validator           VARCHAR NOT NULL,
    name                VARCHAR NOT NULL,
    version             VARCHAR,
    maintenance_pending BOOLEAN NOT NULL,
    gpus                INTEGER NOT NULL,
    seen_at             TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (validator, server_id)
);

CREATE TABLE listed_gpus (
    gpu_id      VARCHAR NOT NULL,
    validator   VARCHAR NOT NULL,
    server_id   VARCHAR,
    verified_at TIMESTAMPTZ,
    error       VARCHAR,
    seen_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (validator, gpu_id)
);
