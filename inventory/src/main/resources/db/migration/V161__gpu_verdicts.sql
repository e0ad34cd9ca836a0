-- What proofs of a server's GPUs, and later looks at them, came to.
CREATE TABLE gpu_verdicts (
    verdict_id  VARCHAR PRIMARY KEY,
    server_name VARCHAR NOT NULL,
    accepted    BOOLEAN NOT NULL,
    code        VARCHAR NOT NULL,
    what        VARCHAR NOT NULL,
    judged_at   TIMESTAMPTZ NOT NULL
);
CREATE INDEX gpu_verdicts_by_server ON gpu_verdicts (server_name, judged_at DESC);
