# Sourced by backup.sh and restore.sh: turns DATABASE_URL into the variables libpq reads, so that the
# password never stands on a command line that other people of the machine can list.
if [ -n "${DATABASE_URL:-}" ]; then
  connection=$("${PYTHON:-python3}" - <<'PYTHON'
import os, shlex
from urllib.parse import unquote, urlsplit

parts = urlsplit(os.environ["DATABASE_URL"])
found = {
    "PGHOST": parts.hostname,
    "PGPORT": parts.port,
    "PGUSER": unquote(parts.username or ""),
    "PGPASSWORD": unquote(parts.password or ""),
    "PGDATABASE": parts.path.lstrip("/"),
}
for name, value in found.items():
    if value:
        print(f"export {name}={shlex.quote(str(value))}")
PYTHON
  )
  eval "$connection"
fi
