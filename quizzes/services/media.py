"""Keeping pictures and sounds of questions."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core.errors import DomainError
from lms.core.vietnamese import clean_lines
from quizzes.models import QuestionMedium
from quizzes.pictures import Tidied, tidied


@transaction.atomic
def keep_medium(*, data: bytes, alt: str, at: datetime, by: User | None = None) -> QuestionMedium:
    """The picture or sound, made light; the same one is kept once, with the words it first got.
    DomainError if it is neither or has no words. Idempotent."""
    words = clean_lines(alt)
    if not words:
        raise DomainError(
            _("Say in words what every picture shows and every sound says."), code="media.no_words"
        )
    made = tidied(data)
    if made is None:
        raise DomainError(
            _("This is not a picture (JPEG, PNG, WebP, GIF) or a sound (MP3, OGG, M4A) that can be "
              "used, or it is too large."),
            code="media.refused",
        )  # fmt: skip
    name = sha256(made.data).hexdigest() + made.suffix
    medium, is_new = QuestionMedium.objects.get_or_create(
        file=name, defaults={**_facts(made), "alt": words, "added_by": by, "added_at": at}
    )
    if not is_new:  # wanted again: the sweep counts from now
        QuestionMedium.objects.filter(pk=medium.pk).update(added_at=at)
    if is_new or not default_storage.exists(medium.path):
        default_storage.save(medium.path, ContentFile(made.data))
    return medium


def _facts(made: Tidied) -> dict[str, Any]:
    size = {"width": made.width, "height": made.height}
    return {"type": made.type, "size": len(made.data), **size}
