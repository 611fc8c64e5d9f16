#!/usr/bin/env bash
# restore.sh [--replace] BACKUP: puts a backup of backup.sh into DATABASE_URL (none: SQLite) and DATA_DIR.
# Refuses a target that is not empty unless --replace is given; stop web, worker and beat first.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
replace=
export PGOPTIONS="${PGOPTIONS:-} -c client_min_messages=warning"
if [ "${1:-}" = --replace ]; then replace=yes; shift; fi
backup=${1:?Name the folder of the backup.}
data=${DATA_DIR:-$here/../data}
. "$here/connection.sh"

stop() { echo "$*" >&2; exit 1; }

[ -f "$backup/SHA256SUMS" ] || stop "$backup is not a whole backup."
(cd "$backup" && sha256sum --quiet --check SHA256SUMS) || stop "The backup is damaged: take another."

if [ -n "${DATABASE_URL:-}" ]; then
  [ -f "$backup/database.dump" ] || stop "This is a backup of SQLite; unset DATABASE_URL."
  count="select count(*) from information_schema.tables where table_schema = 'public'"
  tables=$(psql --no-psqlrc --tuples-only --no-align --command="$count")
  [ "$tables" = 0 ] || [ -n "$replace" ] || stop "The database is not empty. Give --replace to overwrite it."
else
  [ -f "$backup/db.sqlite3" ] || stop "This is a backup of PostgreSQL; set DATABASE_URL."
  [ ! -e "$data/db.sqlite3" ] || [ -n "$replace" ] || stop "$data has a database. Give --replace to overwrite it."
fi

mkdir -p "$data"
if [ -n "${DATABASE_URL:-}" ]; then
  # A fresh schema rather than --clean: what a newer version added must go, too. The commit is sent
  # only after the whole dump was read, so a failure leaves everything as it was.
  { echo "begin;"
    [ -z "$replace" ] || echo "drop schema public cascade; create schema public;"
    pg_restore --no-owner --no-acl --file=- "$backup/database.dump" && echo "commit;"
  } | psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --output=/dev/null
else
  rm -f "$data/db.sqlite3-wal" "$data/db.sqlite3-shm"
  cp "$backup/db.sqlite3" "$data/db.sqlite3"
fi
tar -xzf "$backup/files.tar.gz" -C "$data"
rm -rf "$data/loaded"
echo "Restored. Now: manage.py migrate, then manage.py check_progress."
