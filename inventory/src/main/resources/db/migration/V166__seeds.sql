-- What the validator has a GPU work from. Chutes that are older than launch tokens are started with their server's.
ALTER TABLE listed_gpus ADD COLUMN seed BIGINT;
