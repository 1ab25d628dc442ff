#!/bin/sh
# Tries deploy/install.sh in a Debian of its own (debootstrap, about 2 GB of TMPDIR): from nothing to https, an update under requests,
# the way back. As root; needs the ports 80, 443, 3000, 3001 and 5432. Exit code 77: not tried, since something is missing.
set -eu
[ "$(id -u)" = 0 ] || { echo 'Skipped: not root'; exit 77; }
command -v debootstrap >/dev/null || { echo 'Skipped: no debootstrap (apt-get install debootstrap)'; exit 77; }
source=$(cd "$(dirname "$0")/.." && pwd)
jail=$(mktemp -d "${TMPDIR:-/tmp}/kabinet-install-XXXXXX")
trap 'rm -rf --one-file-system "$jail"' EXIT
trap 'exit 1' INT TERM

if [ -n "${DRILL_DEBIAN:-}" ]; then cp -a "$DRILL_DEBIAN/." "$jail"; else debootstrap --variant=minbase bookworm "$jail" >/dev/null; fi
mkdir "$jail/src"
git -C "$source" ls-files -z --cached --others --exclude-standard | tar -C "$source" --null -T - -c . | tar -x -C "$jail/src"
cp /etc/resolv.conf "$jail/etc/resolv.conf"
# Registries behind a certificate of the company.
if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
  cp "$NODE_EXTRA_CA_CERTS" "$jail/usr/local/share/own-ca.pem"
  NODE_EXTRA_CA_CERTS=/usr/local/share/own-ca.pem
fi
cat >"$jail/src/company.env" <<'END'
SMTP_URL=smtp://127.0.0.1:25
MAIL_FROM=noreply@kabinet.example.ru
COMPANY_NAME=УК «Проба»
COMPANY_LEGAL_NAME=ООО "УК Проба"
COMPANY_INN=3800000005
COMPANY_PHONE=8 (3952) 00-00-00
COMPANY_ADDRESS=г. Иркутск, ул. Примерная, 10
COMPANY_HOURS="Пн–Пт 9:00–18:00"
COMPANY_EMAIL=office@example.ru
TIME_ZONE=Asia/Irkutsk
END
cat >"$jail/src/drill" <<'END'
set -eu
cd /src
mount -t proc proc /proc
url=https://kabinet.example.ru
ask() { curl -sk --max-time 10 --resolve kabinet.example.ru:443:127.0.0.1 "$@"; }
deploy/install.sh --domain kabinet.example.ru --settings company.env
ask "$url/" | grep -q 'УК «Проба»' || { echo 'The first page does not name the company'; exit 1; }
deploy/kabinet staff:create --login ivanova --email ivanova@example.ru --role administrator

echo '▸ The same again, under requests'
(
  total=0 failed=0
  while [ ! -e /tmp/enough ]; do
    total=$((total + 1))
    code=$(ask -o /dev/null -w '%{http_code}' "$url/contacts") || true
    [ "$code" = 200 ] || failed=$((failed + 1))
    sleep 0.05
  done
  echo "$total requests, $failed failed" >/tmp/told
) &
first=$(readlink /opt/kabinet/current)
deploy/install.sh
second=$(readlink /opt/kabinet/current)
[ "$first" != "$second" ] || { echo 'The update has changed nothing'; exit 1; }
ls -d /var/backups/kabinet/kabinet-*
deploy/install.sh --back
[ "$(readlink /opt/kabinet/current)" = "$first" ] || { echo 'The way back leads elsewhere'; exit 1; }
touch /tmp/enough
wait
cat /tmp/told
grep -q ' 0 failed' /tmp/told
END
# With the namespace all its processes end.
NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-} unshare --mount --pid --fork --kill-child chroot "$jail" /bin/sh /src/drill
echo '✓ Installed, updated and taken back'
