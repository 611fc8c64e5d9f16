"""The embedded default on a data folder of its own, with the bare views mounted."""

from pathlib import Path

from lms.settings.dev import *  # noqa: F403
from lms.settings.dev import BASE_DIR, TEMPLATES

ROOT_URLCONF = "tests.bench.urls"
TEMPLATES = [
    TEMPLATES[0] | {"DIRS": [BASE_DIR / "lms" / "templates", Path(__file__).parent / "templates"]}
]
