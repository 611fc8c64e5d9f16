"""Settings of the test suite: fast hashing, files in a temporary folder, SQLite unless DATABASE_URL."""

import tempfile
from pathlib import Path

from lms.settings import env
from lms.settings.base import *  # noqa: F403
from lms.settings.base import CACHES, DATABASES, REDIS_URL, STORAGES

DEBUG = False
SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATA_DIR = Path(env.text("TEST_DATA_DIR", "") or tempfile.mkdtemp(prefix="bdhvs-"))
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"
KEYS_DIR = DATA_DIR / "keys"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
}
if env.text("DATABASE_URL", "") == "":
    # A file, as in use: SQLite in memory locks whole tables and would fail tests of races.
    DATABASES["default"]["NAME"] = DATA_DIR / "db.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": env.text("TEST_DB", str(DATA_DIR / "test.sqlite3"))}

if REDIS_URL:
    # A cache for each test process, apart from the broker: tests empty it.
    process = 10 + int(env.text("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES = CACHES | {
        "default": CACHES["default"] | {"LOCATION": f"{REDIS_URL.rpartition('/')[0]}/{process}"}
    }
