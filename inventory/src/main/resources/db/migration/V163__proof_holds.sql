-- A proof fills a GPU's memory: whoever is being proven is nobody's meanwhile. A hold that nobody gives back ends by itself.
ALTER TABLE gpus
    ADD COLUMN proof_id VARCHAR,
    ADD COLUMN proving_until TIMESTAMPTZ,
    ADD CONSTRAINT gpus_proof CHECK ((proof_id IS NULL) = (proving_until IS NULL));
CREATE INDEX gpus_by_proof ON gpus (proof_id) WHERE proof_id IS NOT NULL;

-- As a reservation does it locks the server's row first, so that the two wait for one another.
CREATE FUNCTION hold_for_proof(place VARCHAR, proof VARCHAR, seconds BIGINT) RETURNS SETOF VARCHAR
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM servers WHERE server_id = place FOR NO KEY UPDATE;
    RETURN QUERY UPDATE gpus SET proof_id = proof, proving_until = now() + seconds * INTERVAL '1 second'
        WHERE server_id = place AND deployment_id IS NULL
            AND (proof_id IS NULL OR proof_id = proof OR proving_until < now())
        RETURNING gpu_id;
END $$;

-- The same as before, but for what is being proven.
CREATE OR REPLACE FUNCTION reserve_deployment(wanted deployments, wanted_gpus VARCHAR[], victims VARCHAR[])
RETURNS VARCHAR LANGUAGE plpgsql AS $$
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
                   AND held_for IS NULL AND (deployment_id IS NULL OR deployment_id = ANY (victims))
                   AND (proving_until IS NULL OR proving_until < now()))
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
