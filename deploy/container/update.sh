#!/bin/sh
# Brings a new version in place of the running one without an outage: backup, image, one instance after the other.
# The way back: git checkout the version before and run this again; where the database has changed in a way that the
# older program refuses, restore the backup that was made here (docs/operation.md).
set -eu
cd "$(dirname "$0")"
docker compose run --rm --no-deps portal-1 node dist/cli.js backup
docker compose build portal-1
for instance in portal-1 portal-2; do
  docker compose up -d --no-deps --wait "$instance"
done
