#!/usr/bin/env bash
# One backup: BACKUP_DIR/<time>/ with the database, the files and checksums. Works while the site runs.
# Reads DATABASE_URL (none: SQLite in DATA_DIR), DATA_DIR, BACKUP_DIR, KEEP (how many to keep; none: all).
set -euo pipefail
umask 077
here=$(cd "$(dirname "$0")" && pwd)
data=${DATA_DIR:-$here/../data}
target=${BACKUP_DIR:?Set BACKUP_DIR to the folder that holds the backups.}/$(date +%Y%m%d-%H%M%S)
[ -d "$data" ] || { echo "There is no folder $data: set DATA_DIR." >&2; exit 1; }
. "$here/connection.sh"

part=$target.part
trap 'rm -rf "$part"' EXIT
mkdir -p "$part"

if [ -n "${DATABASE_URL:-}" ]; then
  pg_dump --format=custom --no-owner --no-acl --file="$part/database.dump"
else
  [ -f "$data/db.sqlite3" ] || { echo "There is no database in $data." >&2; exit 1; }
  "${PYTHON:-python3}" - "$data/db.sqlite3" "$part/db.sqlite3" <<'PYTHON'
import sqlite3, sys

source, copy = (sqlite3.connect(path) for path in sys.argv[1:])
source.backup(copy)  # one consistent moment, whatever is written meanwhile
copy.close()
PYTHON
fi

# The files after the database: every certificate the database knows is there.
kept=()
for name in media private keys secret-key; do
  [ ! -e "$data/$name" ] || kept+=("$name")
done
tar -czf "$part/files.tar.gz" -C "$data" --ignore-failed-read ${kept[@]+"${kept[@]}"} --files-from=/dev/null

(cd "$part" && sha256sum ./* >SHA256SUMS)
mv "$part" "$target"
echo "$target: $(du -sh "$target" | cut -f1)"

if [ -n "${KEEP:-}" ]; then
  ls -1d "$(dirname "$target")"/????????-?????? | head -n "-$KEEP" | xargs -r rm -rf --
fi
