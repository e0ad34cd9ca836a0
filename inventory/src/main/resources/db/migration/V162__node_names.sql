-- The Kubernetes node that a server is; NULL where it has the server's name.
ALTER TABLE servers ADD COLUMN node_name VARCHAR;
