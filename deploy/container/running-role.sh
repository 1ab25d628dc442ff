#!/bin/sh
# Run by the image of PostgreSQL when it makes the database, and by hand for one that was made before:
#   docker compose exec database sh /docker-entrypoint-initdb.d/running-role.sh
# The portal runs as a role that owns no table, so that it cannot alter its journal.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 --set "password=$RUNNING_PASSWORD" <<'SQL'
SELECT 'CREATE ROLE kabinet_app LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kabinet_app') \gexec
ALTER ROLE kabinet_app PASSWORD :'password';
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SQL
