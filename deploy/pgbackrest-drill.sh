#!/usr/bin/env bash
# Tries the recovery to a minute that docs/operation.md describes, with a server and a repository of its own in a temporary
# folder: full backup, work, a mistake, and the database as it was before it. Debian: apt-get install postgresql pgbackrest
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if [ -z "$bin" ] || [ ! -x "$bin/postgres" ] || ! command -v pgbackrest >/dev/null; then
  echo 'Пропущено: нет PostgreSQL или pgBackRest (apt-get install postgresql pgbackrest)'
  exit 77
fi
if [ "$(id -u)" = 0 ]; then
  # PostgreSQL does not run as root.
  exec runuser -u postgres -- bash "$(readlink -f "$0")"
fi

place=$(mktemp -d)
cd "$place"
port=$((20000 + RANDOM % 20000))
trap '"$bin/pg_ctl" -D "$place/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$place"' EXIT

mkdir repo log spool
cat >pgbackrest.conf <<CONF
[global]
repo1-path=$place/repo
repo1-retention-full=2
repo1-cipher-type=aes-256-cbc
repo1-cipher-pass=$(head -c 48 /dev/urandom | base64 -w0)
log-path=$place/log
spool-path=$place/spool
lock-path=$place/lock
log-level-console=warn
start-fast=y
[kabinet]
pg1-path=$place/data
pg1-socket-path=$place
pg1-port=$port
CONF
rest() { pgbackrest --config="$place/pgbackrest.conf" --stanza=kabinet "$@"; }
sql() { "$bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h "$place" -p "$port" -d postgres -c "$1"; }
start() { "$bin/pg_ctl" -D data -w -l server.log start >/dev/null; }

"$bin/initdb" -D data -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
cat >>data/postgresql.conf <<CONF
listen_addresses = ''
unix_socket_directories = '$place'
port = $port
archive_mode = on
archive_command = 'pgbackrest --config=$place/pgbackrest.conf --stanza=kabinet archive-push %p'
CONF
start
rest stanza-create
sql 'CREATE TABLE readings (n int); INSERT INTO readings SELECT generate_series(1, 1000)'
rest --type=full backup
# times of backups are whole seconds
sleep 2
sql 'INSERT INTO readings SELECT generate_series(1001, 1500)'
before=$(sql 'SELECT clock_timestamp()')
sleep 2
sql 'DELETE FROM readings WHERE n > 10'
sql 'SELECT pg_switch_wal()' >/dev/null
rest check
"$bin/pg_ctl" -D data -m fast stop >/dev/null
rest --delta --type=time "--target=$before" --target-action=promote restore
start
for _ in $(seq 100); do
  [ "$(sql 'SELECT pg_is_in_recovery()')" = f ] && break
  sleep 0.1
done
found=$(sql 'SELECT count(*) FROM readings')
if [ "$found" != 1500 ]; then
  echo "Не вышло: строк $found вместо 1500"
  exit 1
fi
echo "Вышло: база на $before, 1500 строк из 1500; после ошибки их было 10"
