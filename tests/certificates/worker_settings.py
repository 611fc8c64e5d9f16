"""The test settings on the database a running test works on."""

import os

from lms.settings.test import *  # noqa: F403
from lms.settings.test import DATABASES

if os.environ.get("DATABASE_FILE"):
    DATABASES["default"]["NAME"] = os.environ["DATABASE_FILE"]
