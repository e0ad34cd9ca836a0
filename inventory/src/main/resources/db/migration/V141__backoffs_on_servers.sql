-- A chute can be left alone on one server only; empty means everywhere.
ALTER TABLE backoffs
    ADD COLUMN on_server VARCHAR NOT NULL DEFAULT '',
    DROP CONSTRAINT backoffs_pkey,
    ADD PRIMARY KEY (subject, on_server);
