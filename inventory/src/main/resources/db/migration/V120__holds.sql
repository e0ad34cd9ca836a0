-- A GPU that a running deployment still owns can be held for the one that is to follow it. Whoever follows gets it in the
-- very transaction in which it becomes free, so that nobody comes between.
ALTER TABLE gpus
    ADD COLUMN held_for VARCHAR,
    ADD CONSTRAINT gpus_held_for FOREIGN KEY (held_for, server_id)
        REFERENCES deployments (deployment_id, server_id) ON DELETE RESTRICT,
    ADD CONSTRAINT gpus_held_for_another CHECK (held_for IS NULL OR deployment_id IS NOT NULL);
CREATE INDEX gpus_by_hold ON gpus (held_for) WHERE held_for IS NOT NULL;

DROP FUNCTION reserve_deployment(deployments, VARCHAR[]);

-- GPUs owned by victims are held, not taken; all others must be free.
CREATE FUNCTION reserve_deployment(wanted deployments, wanted_gpus VARCHAR[], victims VARCHAR[]) RETURNS VARCHAR
LANGUAGE plpgsql AS $$
DECLARE
    server servers;
    chute  chutes;
    result VARCHAR;
BEGIN
    SELECT * INTO server FROM servers WHERE server_id = wanted.server_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM deployments WHERE deployment_id = wanted.deployment_id) THEN
        result := 'ALREADY_OURS';
    ELSIF EXISTS (SELECT 1 FROM deployment_audit WHERE deployment_id = wanted.deployment_id) THEN
        result := 'ALREADY_OVER';
    ELSIF server.server_id IS NULL THEN
        result := 'SERVER_UNKNOWN';
    ELSIF server.locked OR server.state <> 'READY' THEN
        result := 'SERVER_LOCKED';
    ELSE
        SELECT * INTO chute FROM chutes WHERE chute_id = wanted.chute_id FOR KEY SHARE;
        IF chute.chute_id IS NULL OR chute.deleted THEN
            result := 'CHUTE_UNKNOWN';
        ELSIF chute.ban_reason IS NOT NULL THEN
            result := 'CHUTE_BANNED';
        ELSIF (SELECT count(*) FROM gpus WHERE gpu_id = ANY (wanted_gpus) AND server_id = wanted.server_id
                   AND held_for IS NULL AND (deployment_id IS NULL OR deployment_id = ANY (victims)))
                < cardinality(wanted_gpus) THEN
            result := 'GPU_TAKEN';
        ELSE
            wanted.preemptible := chute.preemptible;
            INSERT INTO deployments SELECT (wanted).*;
            UPDATE gpus SET held_for = wanted.deployment_id
                WHERE gpu_id = ANY (wanted_gpus) AND deployment_id IS NOT NULL;
            UPDATE gpus SET deployment_id = wanted.deployment_id
                WHERE gpu_id = ANY (wanted_gpus) AND deployment_id IS NULL;
            UPDATE servers SET generation = generation + 1 WHERE server_id = wanted.server_id;
            result := 'RESERVED';
        END IF;
    END IF;
    UPDATE planned_launches
        SET status = CASE WHEN result IN ('RESERVED', 'ALREADY_OURS') THEN 'RESERVED' ELSE 'REFUSED' END
        WHERE deployment_id = wanted.deployment_id AND status = 'OPEN';
    RETURN result;
END $$;

CREATE OR REPLACE FUNCTION release_deployment(ended VARCHAR, because VARCHAR) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
    place VARCHAR;
    heir  RECORD;
BEGIN
    SELECT server_id INTO place FROM deployments WHERE deployment_id = ended;
    IF place IS NULL THEN
        RETURN;
    END IF;
    PERFORM 1 FROM servers WHERE server_id = place FOR NO KEY UPDATE;
    UPDATE gpus SET held_for = NULL WHERE held_for = ended;
    FOR heir IN SELECT gpu_id, held_for FROM gpus WHERE deployment_id = ended AND held_for IS NOT NULL LOOP
        UPDATE gpus SET deployment_id = NULL, held_for = NULL WHERE gpu_id = heir.gpu_id;
        UPDATE gpus SET deployment_id = heir.held_for WHERE gpu_id = heir.gpu_id;
    END LOOP;
    UPDATE gpus SET deployment_id = NULL WHERE deployment_id = ended;
    DELETE FROM launch_tokens WHERE deployment_id = ended;
    UPDATE deployments SET reason = because WHERE deployment_id = ended;
    DELETE FROM deployments WHERE deployment_id = ended;
    UPDATE servers SET generation = generation + 1 WHERE server_id = place;
END $$;
