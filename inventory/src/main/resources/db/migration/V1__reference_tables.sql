-- The tables that operators and their tools already know, by the names and columns they know. On an existing database
-- of the reference miner this adds only what its version lacks.

CREATE TABLE IF NOT EXISTS chutes (
    chute_id       VARCHAR PRIMARY KEY,
    validator      VARCHAR NOT NULL,
    name           VARCHAR,
    image          VARCHAR NOT NULL,
    code           VARCHAR NOT NULL,
    filename       VARCHAR NOT NULL,
    ref_str        VARCHAR NOT NULL,
    version        VARCHAR NOT NULL,
    supported_gpus VARCHAR[] NOT NULL,
    gpu_count      INTEGER NOT NULL,
    created_at     TIMESTAMPTZ DEFAULT now(),
    updated_at     TIMESTAMPTZ DEFAULT now()
);
ALTER TABLE chutes ADD COLUMN IF NOT EXISTS ban_reason VARCHAR;
ALTER TABLE chutes ADD COLUMN IF NOT EXISTS chutes_version VARCHAR;
ALTER TABLE chutes ADD COLUMN IF NOT EXISTS preemptible BOOLEAN DEFAULT TRUE;
ALTER TABLE chutes ADD COLUMN IF NOT EXISTS tee BOOLEAN DEFAULT FALSE;

CREATE TABLE IF NOT EXISTS servers (
    server_id         VARCHAR PRIMARY KEY,
    validator         VARCHAR NOT NULL,
    name              VARCHAR NOT NULL UNIQUE,
    ip_address        VARCHAR,
    verification_port INTEGER,
    status            VARCHAR,
    created_at        TIMESTAMPTZ DEFAULT now(),
    labels            JSONB NOT NULL,
    seed              BIGINT,
    gpu_count         INTEGER NOT NULL,
    cpu_per_gpu       INTEGER NOT NULL DEFAULT 1,
    memory_per_gpu    INTEGER NOT NULL DEFAULT 1,
    hourly_cost       DOUBLE PRECISION NOT NULL
);
ALTER TABLE servers ADD COLUMN IF NOT EXISTS agent_api VARCHAR;
ALTER TABLE servers ADD COLUMN IF NOT EXISTS locked BOOLEAN DEFAULT FALSE;
ALTER TABLE servers ADD COLUMN IF NOT EXISTS kubeconfig TEXT;
ALTER TABLE servers ADD COLUMN IF NOT EXISTS is_tee BOOLEAN DEFAULT FALSE;

CREATE TABLE IF NOT EXISTS deployments (
    deployment_id VARCHAR PRIMARY KEY,
    instance_id   VARCHAR,
    validator     VARCHAR NOT NULL,
    host          VARCHAR,
    port          INTEGER,
    chute_id      VARCHAR NOT NULL,
    server_id     VARCHAR NOT NULL,
    version       VARCHAR NOT NULL,
    active        BOOLEAN DEFAULT FALSE,
    verified_at   TIMESTAMPTZ,
    stub          BOOLEAN DEFAULT FALSE,
    created_at    TIMESTAMPTZ DEFAULT now()
);
ALTER TABLE deployments ADD COLUMN IF NOT EXISTS job_id VARCHAR;
ALTER TABLE deployments ADD COLUMN IF NOT EXISTS config_id VARCHAR;
ALTER TABLE deployments ADD COLUMN IF NOT EXISTS preemptible BOOLEAN DEFAULT TRUE;
ALTER TABLE deployments ADD COLUMN IF NOT EXISTS activated_at TIMESTAMPTZ;

CREATE TABLE IF NOT EXISTS gpus (
    gpu_id          VARCHAR PRIMARY KEY,
    validator       VARCHAR NOT NULL,
    server_id       VARCHAR NOT NULL,
    deployment_id   VARCHAR,
    device_info     JSONB NOT NULL,
    model_short_ref VARCHAR NOT NULL,
    verified        BOOLEAN DEFAULT FALSE
);

-- Its times are UTC without saying so.
CREATE TABLE IF NOT EXISTS deployment_audit (
    deployment_id TEXT PRIMARY KEY,
    validator     TEXT NOT NULL,
    instance_id   TEXT,
    chute_id      TEXT NOT NULL,
    version       TEXT NOT NULL,
    created_at    TIMESTAMP NOT NULL DEFAULT timezone('UTC', now()),
    verified_at   TIMESTAMP,
    deleted_at    TIMESTAMP
);
CREATE INDEX IF NOT EXISTS idx_deployment_audit_ts ON deployment_audit (verified_at, deleted_at);

CREATE TABLE IF NOT EXISTS validator_migrations (
    id           SERIAL PRIMARY KEY,
    migration_id VARCHAR(10) NOT NULL UNIQUE,
    name         VARCHAR NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- Where the reference migrated an older database, this time came out without a zone.
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns
               WHERE table_schema = current_schema() AND table_name = 'deployments'
                 AND column_name = 'verified_at' AND data_type = 'timestamp without time zone') THEN
        DROP INDEX IF EXISTS idx_deployments_verified_at;
        ALTER TABLE deployments ALTER COLUMN verified_at TYPE TIMESTAMPTZ USING verified_at AT TIME ZONE 'UTC';
    END IF;
END $$;
