-- What a job is run with, and which planned launch is for which job.

ALTER TABLE open_jobs
    ADD COLUMN method VARCHAR,
    ADD COLUMN multiplier DOUBLE PRECISION;

ALTER TABLE planned_launches ADD COLUMN job_id VARCHAR;
CREATE INDEX planned_launches_by_job ON planned_launches (job_id) WHERE job_id IS NOT NULL;
