#!/usr/bin/env bash
# Tries on one machine what deploy/ha describes: two PostgreSQL under Patroni, etcd, HAProxy and the built portal before
# them. The machine of the primary dies while people register; how long nobody could, what they read meanwhile, whether
# anything acknowledged is gone, and whether the dead one comes back as a standby. As root, after npm run build.
# Debian: apt-get install patroni etcd-server haproxy postgresql. Exit code 77: not tried, since something is missing;
# --can only asks for that.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
for program in patroni etcd haproxy runuser curl; do
  command -v "$program" >/dev/null || { echo "Skipped: no $program (apt-get install patroni etcd-server haproxy postgresql)"; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo 'Skipped: not root'; exit 77; }
bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
[ -x "$bin/postgres" ] || { echo 'Skipped: no PostgreSQL'; exit 77; }
[ -f "$project/dist/main.js" ] || { echo 'Skipped: not built (npm run build)'; exit 77; }
[ "${1:-}" != --can ] || exit 0

place=$(mktemp -d)
chown postgres "$place"
chmod 755 "$place"
base=$((20000 + RANDOM % 20000))
etcd=$((base + 1)) peer=$((base + 2)) front=$((base + 3)) portal=$((base + 4))
declare -A process
end() {
  for name in writer portal haproxy one two etcd; do
    [ -z "${process[$name]:-}" ] || kill "${process[$name]}" 2>/dev/null || true
  done
  wait 2>/dev/null || true
  for name in one two; do
    [ ! -f "$place/$name/postmaster.pid" ] || kill -9 "$(head -1 "$place/$name/postmaster.pid")" 2>/dev/null || true
  done
  rm -rf "$place"
}
trap end EXIT
port() { echo $((base + 10 + ($1 * 2))); }
rest() { echo $((base + 11 + ($1 * 2))); }
number() { [ "$1" = one ] && echo 1 || echo 2; }
status() { curl -s -o /dev/null -m 2 -w '%{http_code}' "http://127.0.0.1:$(rest "$(number "$1")")/$2" || true; }
until_true() { # seconds, what for, command
  local limit=$1 what=$2; shift 2
  for _ in $(seq $((limit * 5))); do "$@" && return; sleep 0.2; done
  echo "It has not come to that: $what"; tail -n 20 "$place"/*.log; exit 1
}
is() { [ "$(status "$1" "$2")" = 200 ]; }
begin() { # a machine with PostgreSQL
  local n; n=$(number "$1")
  sed -e "s|NAME|$1|; s|ADDRESS|127.0.0.1|g; s|ETCD|127.0.0.1:$etcd|; s|:REST|:$(rest "$n")|g; s|:PORT$|:$(port "$n")|g" \
    -e "s|DATA|$place/$1|g; s|BIN|$bin|; s|SOCKETS|$place|; s|NETWORK|127.0.0.1/32|; s|[A-Z]*_PASSWORD|drill|" \
    -e "s|/etc/patroni/roles.sh|$place/roles.sh|" "$here/patroni.yml" >"$place/$1.yml"
  # In a session of its own, so that all of the machine can die at once.
  setsid runuser -u postgres -- patroni "$place/$1.yml" >>"$place/$1.log" 2>&1 &
  process[$1]=$!
}

runuser -u postgres -- etcd --data-dir "$place/etcd" --listen-client-urls "http://127.0.0.1:$etcd" \
  --advertise-client-urls "http://127.0.0.1:$etcd" --listen-peer-urls "http://127.0.0.1:$peer" \
  --initial-advertise-peer-urls "http://127.0.0.1:$peer" --initial-cluster "default=http://127.0.0.1:$peer" >"$place/etcd.log" 2>&1 &
process[etcd]=$!
sed -e 's|[A-Z]*_PASSWORD|drill|g' "$here/roles.sh" >"$place/roles.sh"
chmod 755 "$place/roles.sh"
begin one
until_true 90 'the first machine writes' is one primary
begin two
until_true 120 'the second one is a synchronous standby' is two synchronous

sed -e "s|FRONT|$front|; s|ADDRESS[12]|127.0.0.1|; s|PORT1|$(port 1)|; s|PORT2|$(port 2)|; s|REST1|$(rest 1)|; s|REST2|$(rest 2)|" \
  "$here/haproxy.cfg" >"$place/haproxy.conf"
haproxy -f "$place/haproxy.conf" >"$place/haproxy.log" 2>&1 &
process[haproxy]=$!
export PGPASSWORD=drill
sql() { "$bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$front" -U kabinet -d kabinet -c "$1"; }
until_true 20 'HAProxy leads to it' sql 'CREATE SCHEMA drill; DROP SCHEMA drill' 2>/dev/null

cd "$project"
export DATABASE_URL="postgres://kabinet_app:drill@127.0.0.1:$front/kabinet"
export DATABASE_OWNER_URL="postgres://kabinet:drill@127.0.0.1:$front/kabinet"
export SMTP_URL=smtp://127.0.0.1:9 MAIL_FROM=drill@example.test
APP_SECRET=$(head -c 36 /dev/urandom | base64)
export APP_SECRET HOST=127.0.0.1 PORT=$portal PUBLIC_URL="http://127.0.0.1:$portal"
export FILES_DIR="$place/files" THROTTLE_FACTOR=100000 LOG_LEVEL=warn
mkdir "$place/files"
node dist/main.js >"$place/portal.log" 2>&1 &
process[portal]=$!
ready() { kill -0 "${process[portal]}" && [ "$(curl -s -o /dev/null -m 3 -w '%{http_code}' "http://127.0.0.1:$portal/health/ready")" = 200 ]; }
until_true 180 'the portal is ready' ready
node "$here/writer.mjs" "http://127.0.0.1:$portal" >"$place/written.json" 2>"$place/writer.log" &
process[writer]=$!
sleep 8

# The machine is gone: Patroni cannot say goodbye, PostgreSQL cannot finish.
kill -9 -- "-${process[one]}"
kill -9 "$(head -1 "$place/one/postmaster.pid")"
died=$(date +%s.%N)
until_true 60 'the standby writes' is two primary
promoted=$(date +%s.%N)
until_true 60 'the portal is ready again' ready
sleep 8
kill "${process[writer]}"
wait "${process[writer]}" || true
process[writer]=
sql 'SELECT login FROM users' | sort >"$place/kept"
node -e '
const { readFileSync } = require("node:fs");
const [folder, died, promoted] = process.argv.slice(1);
const { yes, answers, sorry, longestSeconds } = JSON.parse(readFileSync(`${folder}/written.json`, "utf8"));
const kept = new Set(readFileSync(`${folder}/kept`, "utf8").split("\n"));
const lost = yes.filter((login) => !kept.has(login));
console.log(`Registered: ${yes.length}, lost: ${lost.length}, answers: ${JSON.stringify(answers)}, of them with the page of the outage: ${sorry}`);
console.log(`A new primary after ${(promoted - died).toFixed(1)} s, between two registrations at most ${longestSeconds} s`);
if (lost.length > 0 || longestSeconds > 30 || yes.length < 5) process.exit(1);
' "$place" "$died" "$promoted"

begin one
until_true 120 'the dead one is a standby again' is one synchronous
echo "The dead one is a synchronous standby again"
