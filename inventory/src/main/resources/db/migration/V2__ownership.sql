-- What makes a GPU's owner a fact: references that restrict, one owner at a time, a phase for every deployment.

-- The reference's foreign keys cascade: a row could vanish while its pod lives. Its triggers on deployments go with them,
-- whatever they are called, because ours take their place.
DO $$
DECLARE
    found RECORD;
BEGIN
    FOR found IN SELECT conrelid::regclass AS relation, conname FROM pg_constraint
                 WHERE contype = 'f' AND conrelid IN ('deployments'::regclass, 'gpus'::regclass) LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.relation, found.conname);
    END LOOP;
    FOR found IN SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = 'deployments'::regclass LOOP
        EXECUTE format('DROP TRIGGER %I ON deployments', found.tgname);
    END LOOP;
END $$;

-- Columns that a row of the reference's may hold null, but ours never.
UPDATE chutes SET created_at = coalesce(created_at, now()), updated_at = coalesce(updated_at, now()),
    preemptible = coalesce(preemptible, TRUE), tee = coalesce(tee, FALSE);
ALTER TABLE chutes ALTER COLUMN created_at SET NOT NULL, ALTER COLUMN updated_at SET NOT NULL,
    ALTER COLUMN preemptible SET NOT NULL, ALTER COLUMN preemptible SET DEFAULT TRUE,
    ALTER COLUMN tee SET NOT NULL, ALTER COLUMN tee SET DEFAULT FALSE,
    ADD COLUMN job_only BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN deleted BOOLEAN NOT NULL DEFAULT FALSE;

UPDATE servers SET created_at = coalesce(created_at, now()), status = coalesce(status, 'Ready'),
    locked = coalesce(locked, FALSE), is_tee = coalesce(is_tee, FALSE);
ALTER TABLE servers ALTER COLUMN created_at SET NOT NULL, ALTER COLUMN status SET NOT NULL,
    ALTER COLUMN locked SET NOT NULL, ALTER COLUMN locked SET DEFAULT FALSE,
    ALTER COLUMN is_tee SET NOT NULL, ALTER COLUMN is_tee SET DEFAULT FALSE,
    ADD COLUMN state VARCHAR NOT NULL DEFAULT 'READY',
    ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;

UPDATE deployments SET created_at = coalesce(created_at, now()), active = coalesce(active, FALSE),
    stub = coalesce(stub, FALSE), preemptible = coalesce(preemptible, TRUE);
ALTER TABLE deployments ALTER COLUMN created_at SET NOT NULL, ALTER COLUMN active SET NOT NULL,
    ALTER COLUMN active SET DEFAULT FALSE, ALTER COLUMN stub SET NOT NULL, ALTER COLUMN stub SET DEFAULT FALSE,
    ALTER COLUMN preemptible SET NOT NULL, ALTER COLUMN preemptible SET DEFAULT TRUE,
    ADD COLUMN phase VARCHAR NOT NULL DEFAULT 'RESERVED',
    ADD COLUMN reason VARCHAR,
    ADD COLUMN plan_id VARCHAR,
    ADD COLUMN cause VARCHAR NOT NULL DEFAULT 'OPERATOR',
    ADD COLUMN bounty_workflow_id VARCHAR,
    ADD CONSTRAINT deployments_of_server UNIQUE (deployment_id, server_id),
    ADD CONSTRAINT deployments_chute FOREIGN KEY (chute_id) REFERENCES chutes ON DELETE RESTRICT,
    ADD CONSTRAINT deployments_server FOREIGN KEY (server_id) REFERENCES servers ON DELETE RESTRICT;
UPDATE deployments SET phase = CASE
    WHEN active THEN 'ACTIVE'
    WHEN verified_at IS NOT NULL THEN 'VERIFIED'
    WHEN instance_id IS NOT NULL THEN 'CLAIMED'
    WHEN NOT stub THEN 'CREATED'
    WHEN config_id IS NOT NULL THEN 'GRANTED'
    ELSE 'RESERVED' END;
CREATE INDEX deployments_by_chute ON deployments (chute_id);
CREATE INDEX deployments_by_server ON deployments (server_id);
CREATE INDEX deployments_by_instance ON deployments (instance_id);
CREATE INDEX deployments_by_config ON deployments (config_id);
CREATE INDEX deployments_by_job ON deployments (job_id);

UPDATE gpus SET verified = coalesce(verified, FALSE);
ALTER TABLE gpus ALTER COLUMN verified SET NOT NULL, ALTER COLUMN verified SET DEFAULT FALSE,
    ADD CONSTRAINT gpus_server FOREIGN KEY (server_id) REFERENCES servers ON DELETE RESTRICT,
    -- A GPU's owner runs on the GPU's own server.
    ADD CONSTRAINT gpus_owner FOREIGN KEY (deployment_id, server_id)
        REFERENCES deployments (deployment_id, server_id) ON DELETE RESTRICT;
CREATE INDEX gpus_by_server ON gpus (server_id);
CREATE INDEX gpus_by_owner ON gpus (deployment_id);

CREATE FUNCTION refuse_gpu_handover() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'GPU % belongs to deployment %, so % cannot take it. GPU_OWNED. Release the first one before.',
        OLD.gpu_id, OLD.deployment_id, NEW.deployment_id USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER gpus_change_owner_through_nobody BEFORE UPDATE OF deployment_id ON gpus FOR EACH ROW
    WHEN (OLD.deployment_id IS NOT NULL AND NEW.deployment_id IS NOT NULL AND OLD.deployment_id <> NEW.deployment_id)
    EXECUTE FUNCTION refuse_gpu_handover();

-- The audit trail: who was here, verified when, gone when; its rows outlive the deployments'.
ALTER TABLE deployment_audit
    ADD COLUMN server_id TEXT,
    ADD COLUMN activated_at TIMESTAMP,
    ADD COLUMN reason TEXT;

CREATE FUNCTION audit_deployment_begun() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO deployment_audit (deployment_id, validator, chute_id, version, server_id, created_at)
    VALUES (NEW.deployment_id, NEW.validator, NEW.chute_id, NEW.version, NEW.server_id, timezone('UTC', NEW.created_at))
    ON CONFLICT (deployment_id) DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER deployments_begun AFTER INSERT ON deployments FOR EACH ROW EXECUTE FUNCTION audit_deployment_begun();

CREATE FUNCTION audit_deployment_progress() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE deployment_audit SET
        instance_id = coalesce(instance_id, NEW.instance_id),
        verified_at = coalesce(verified_at, timezone('UTC', NEW.verified_at)),
        activated_at = coalesce(activated_at, timezone('UTC', NEW.activated_at))
    WHERE deployment_id = NEW.deployment_id;
    RETURN NULL;
END $$;
CREATE TRIGGER deployments_progress AFTER UPDATE OF verified_at, activated_at ON deployments FOR EACH ROW
    WHEN ((OLD.verified_at IS NULL AND NEW.verified_at IS NOT NULL)
        OR (OLD.activated_at IS NULL AND NEW.activated_at IS NOT NULL))
    EXECUTE FUNCTION audit_deployment_progress();

CREATE FUNCTION audit_deployment_ended() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE deployment_audit SET deleted_at = timezone('UTC', now()), reason = OLD.reason
    WHERE deployment_id = OLD.deployment_id AND deleted_at IS NULL;
    RETURN OLD;
END $$;
CREATE TRIGGER deployments_ended BEFORE DELETE ON deployments FOR EACH ROW EXECUTE FUNCTION audit_deployment_ended();
