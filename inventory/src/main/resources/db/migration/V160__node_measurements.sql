-- What a server's node has to give beside its GPUs, as it was measured last. A server without a row was never measured.
CREATE TABLE node_measurements (
    server_id   VARCHAR PRIMARY KEY REFERENCES servers ON DELETE CASCADE,
    -- Ephemeral storage that all chutes on it together may ask for.
    disk_gib    BIGINT NOT NULL CHECK (disk_gib >= 0),
    measured_at TIMESTAMPTZ NOT NULL
);
