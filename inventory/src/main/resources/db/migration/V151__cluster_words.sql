-- What the cluster said of a deployment, in a stable code and its own words; it outlives the deployment's row.
ALTER TABLE deployment_audit ADD COLUMN detail TEXT;

-- What a pod's state means, as the name of a deployment's reason.
ALTER TABLE seen_jobs ADD COLUMN why VARCHAR;

-- What a server's node still has to give, by the last look at its cluster.
CREATE TABLE server_disks (
    server_id VARCHAR PRIMARY KEY,
    free_gib  INTEGER NOT NULL,
    seen_at   TIMESTAMPTZ NOT NULL
);
