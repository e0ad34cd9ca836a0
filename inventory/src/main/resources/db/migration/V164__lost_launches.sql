-- A plan that does not count on an earlier plan's launch any more gives it up first, and what was given up reserves nothing: a
-- launch that begins late never meets another in its place. The row's lock decides which of the two came first.
ALTER FUNCTION reserve_deployment(deployments, VARCHAR[], VARCHAR[]) RENAME TO reserve_gpus;

CREATE FUNCTION reserve_deployment(wanted deployments, wanted_gpus VARCHAR[], victims VARCHAR[])
RETURNS VARCHAR LANGUAGE plpgsql AS $$
DECLARE
    launch VARCHAR;
BEGIN
    SELECT status INTO launch FROM planned_launches WHERE deployment_id = wanted.deployment_id FOR NO KEY UPDATE;
    IF launch = 'LOST' THEN
        RETURN 'LAUNCH_LOST';
    END IF;
    RETURN reserve_gpus(wanted, wanted_gpus, victims);
END $$;
