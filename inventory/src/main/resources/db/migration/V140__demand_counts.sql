-- What the planner is told: how many copies of a chute there are and should be, who may use it, what a copy earns.

-- Copies of ours change by the second and are known from our own rows; the validator's list is needed for everybody else's.
ALTER TABLE chute_demand RENAME COLUMN global_instances TO others_active;
ALTER TABLE chute_demand
    ADD COLUMN others_live INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN target INTEGER,
    ADD COLUMN utilisation DOUBLE PRECISION NOT NULL DEFAULT 0;
UPDATE chute_demand SET others_live = others_active;

-- Until the validator's next list says it, a copy that must stay is taken for a private session's.
ALTER TABLE chutes
    ADD COLUMN open BOOLEAN NOT NULL DEFAULT TRUE,
    ADD COLUMN job_ports JSONB NOT NULL DEFAULT '{}';
UPDATE chutes SET open = preemptible;

ALTER TABLE seen_instances ADD COLUMN multiplier DOUBLE PRECISION;
