-- Gives up a deployment that got no further than its reservation, or changes nothing: whoever goes on with it at the same
-- time has the server's row first, or finds no row any more. Answers whether it was given up.

CREATE FUNCTION give_up_reservation(ended VARCHAR, because VARCHAR) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
    place VARCHAR;
BEGIN
    SELECT server_id INTO place FROM deployments WHERE deployment_id = ended;
    PERFORM 1 FROM servers WHERE server_id = place FOR NO KEY UPDATE;
    PERFORM 1 FROM deployments
        WHERE deployment_id = ended AND config_id IS NULL AND phase = 'RESERVED' FOR UPDATE;
    IF NOT FOUND THEN
        RETURN FALSE;
    END IF;
    PERFORM release_deployment(ended, because);
    RETURN TRUE;
END $$;
