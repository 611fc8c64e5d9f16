"""Files sent as answers."""

from __future__ import annotations

import secrets
from datetime import datetime
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from lms.core.errors import DomainError
from lms.core.vietnamese import clean_text
from quizzes.kind import Response
from quizzes.models import AnswerFile, Attempt
from quizzes.paper import load
from quizzes.queries import asked
from quizzes.questions import file_answer

MOST_FILES = 20  # of one answer: who sends again and again fills the disk


@transaction.atomic
def keep_answer_file(
    *, attempt: Attempt, position: int, upload: UploadedFile[bytes], at: datetime
) -> AnswerFile:
    """Keep what was sent for the question at `position`. What it is, its bytes say; its name is
    only shown. DomainError if it is too large or of another kind than asked for. The answer itself
    is saved by `save_answer` with `response_of`."""
    version = load(attempt.paper)[position - 1].version
    data = _read(upload, file_answer.megabytes(asked([version])[version].content))
    kind = file_answer.type_of(data)
    wanted = file_answer.allowed(asked([version])[version].content)
    if kind is None or kind not in wanted:
        names = ", ".join(one.label for one in wanted)
        raise DomainError(_("Send one of these: %(names)s.") % {"names": names}, code="file.kind")
    if AnswerFile.objects.filter(attempt=attempt, position=position).count() >= MOST_FILES:
        raise DomainError(_("You have sent this answer too many times."), code="file.too_many")
    token = secrets.token_urlsafe(16)
    path = storages["private"].save(
        f"answers/{at:%Y-%m}/{secrets.token_hex(16)}{kind.suffix}", ContentFile(data)
    )
    return AnswerFile.objects.create(
        token=token,
        attempt=attempt,
        position=position,
        path=path,
        name=shown_name(upload.name or "", kind.suffix),
        size=len(data),
        sent_at=at,
    )


def _read(upload: UploadedFile[bytes], megabytes: int) -> bytes:
    if (upload.size or 0) > megabytes * 1024 * 1024:
        text = _("The file is too large: at most %(mb)s MB.")
        raise DomainError(text % {"mb": megabytes}, code="file.size")
    return upload.read()


def shown_name(name: str, suffix: str) -> str:
    """What they called it, without folders or signs a system could stumble over, with the suffix of
    what it really is."""
    stem = clean_text(PurePath(name.replace("\\", "/")).stem)
    kept = "".join(c for c in stem if c.isalnum() or c in " -_.()")[:80].strip(" .")
    return f"{kept or 'tep'}{suffix}"


def response_of(file: AnswerFile) -> Response:
    return {"file": file.token, "name": file.name}


def check_own_file(*, attempt: Attempt, position: int, response: Response) -> None:
    """DomainError unless the file was sent for just this question of this attempt."""
    mine = AnswerFile.objects.filter(attempt=attempt, position=position)
    if not mine.filter(token=str(response.get("file"))).exists():
        raise DomainError(_("Choose a file."), code="answer.refused")
