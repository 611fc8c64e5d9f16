"""The embedded default behind `make run`: one machine, no broker, nothing to configure."""

from lms.settings import env
from lms.settings.base import *  # noqa: F403
from lms.settings.base import DATA_DIR, MIDDLEWARE, STORAGES
from lms.settings.secret import load_or_create

DEBUG = False
SECRET_KEY = load_or_create(DATA_DIR / "secret-key")
ALLOWED_HOSTS = ["*"]
SERVE_MEDIA = True
# No proxy stands in front to compress pages.
MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]

if env.flag("WHITENOISE_DEV"):  # working on templates and CSS: serve the sources, without hashes
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
    STORAGES = STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
