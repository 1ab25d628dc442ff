#!/bin/sh
# Both roles of the portal and its database (docs/operation.md, «Two roles»): /etc/patroni/roles.sh, owned by postgres,
# chmod 700, with the passwords of the company. Patroni calls it once, on the machine that begins the cluster, with the
# address of the superuser. In a cluster that is there already: runuser -u postgres -- /etc/patroni/roles.sh dbname=postgres
set -eu
psql -X -q -v ON_ERROR_STOP=1 -v owner_password='OWNER_PASSWORD' -v password='RUNNING_PASSWORD' "$1" <<'SQL'
SELECT 'CREATE ROLE kabinet LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kabinet') \gexec
ALTER ROLE kabinet PASSWORD :'owner_password';
-- It owns no table, so that nobody who gets hold of the running portal can alter its journal.
SELECT 'CREATE ROLE kabinet_app LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kabinet_app') \gexec
ALTER ROLE kabinet_app PASSWORD :'password';
SELECT $$CREATE DATABASE kabinet OWNER kabinet ENCODING 'UTF8' TEMPLATE template0$$
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'kabinet') \gexec
\connect kabinet
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CREATE ON SCHEMA public TO kabinet;
SQL
