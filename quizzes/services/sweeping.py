"""Files nobody needs any more: answers that were sent again, pictures no question ever used."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage, storages
from django.db.models import Exists, OuterRef
from django.db.models.fields.json import KT

from quizzes import media
from quizzes.models import Answer, AnswerFile, QuestionMedium, QuestionVersion

UNUSED_FOR = timedelta(days=30)


def sweep_files(*, at: datetime) -> int:
    """Take away files that were kept `UNUSED_FOR` and longer and that no answer and no version of a
    question, old ones included, names; returns how many. Idempotent. A row goes before its file: what
    is stopped between leaves a file without a row, never a row without its file."""
    before = at - UNUSED_FOR
    return _sweep_answers(before) + _sweep_media(before)


def _sweep_answers(before: datetime) -> int:
    """Only of attempts that were handed in: nothing is answered there any more."""
    same_place = Answer.objects.filter(attempt=OuterRef("attempt"), position=OuterRef("position"))
    naming = same_place.annotate(file=KT("response__file")).filter(file=OuterRef("token"))
    old = AnswerFile.objects.filter(sent_at__lt=before, attempt__submitted_at__lt=before)
    unused = list(old.exclude(Exists(naming)))
    for file in unused:
        file.delete()
        storages["private"].delete(file.path)
    return len(unused)


def _sweep_media(before: datetime) -> int:
    contents: Any = QuestionVersion.objects.values_list("content", flat=True).iterator()
    named = {row["file"] for content in contents for row in media.of(content)}
    unused = list(QuestionMedium.objects.filter(added_at__lt=before).exclude(pk__in=named))
    for medium in unused:
        path = medium.path
        medium.delete()
        default_storage.delete(path)
    return len(unused)
