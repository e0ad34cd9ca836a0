-- By what a deployment that is over was known at its validator, which may have missed that it is over.
ALTER TABLE deployment_audit ADD COLUMN config_id TEXT;
CREATE INDEX deployment_audit_by_config ON deployment_audit (config_id) WHERE config_id IS NOT NULL;
CREATE INDEX deployment_audit_by_instance ON deployment_audit (instance_id) WHERE instance_id IS NOT NULL;

CREATE OR REPLACE FUNCTION audit_deployment_ended() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE deployment_audit SET deleted_at = timezone('UTC', now()), reason = OLD.reason,
        instance_id = coalesce(instance_id, OLD.instance_id), config_id = OLD.config_id
    WHERE deployment_id = OLD.deployment_id AND deleted_at IS NULL;
    RETURN OLD;
END $$;

-- When we came to know of the instance: a list of instances that is older may lack it.
ALTER TABLE deployments ADD COLUMN claimed_at TIMESTAMPTZ;
