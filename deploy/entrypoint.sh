#!/bin/sh
# What a container of the image does: entrypoint.sh ROLE [arguments]
set -eu
cd "$(dirname "$0")/.."
role=${1:-web}
[ $# -eq 0 ] || shift

case $role in
  prepare)  # once for each new version, before the others start; may be repeated
    python manage.py migrate --noinput
    python manage.py collectstatic --noinput --verbosity 0
    python manage.py import_units
    python manage.py load_content
    python manage.py load_questions
    ;;
  web)  # TRUSTED_PROXY is the proxy's address; "*" where nothing but the proxy can reach this port
    exec waitress-serve --listen="${LISTEN:-0.0.0.0:8000}" --threads="${THREADS:-8}" \
      --trusted-proxy="${TRUSTED_PROXY:-127.0.0.1}" \
      --trusted-proxy-headers="x-forwarded-for x-forwarded-proto" \
      lms.wsgi:application
    ;;
  worker)
    exec celery -A lms worker --loglevel="${LOG_LEVEL:-WARNING}" --concurrency="${CONCURRENCY:-2}"
    ;;
  beat)  # exactly one in the whole installation
    exec celery -A lms beat --loglevel="${LOG_LEVEL:-WARNING}" --schedule="$DATA_DIR/celerybeat-schedule"
    ;;
  backup | restore)
    exec "deploy/$role.sh" "$@"
    ;;
  manage)
    exec python manage.py "$@"
    ;;
  *)
    echo "Unknown role: $role. One of: prepare web worker beat backup restore manage" >&2
    exit 64
    ;;
esac
