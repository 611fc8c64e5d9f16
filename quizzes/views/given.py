"""The answer in a posted form, with the file that may come with it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from quizzes import questions, services
from quizzes.kind import FIELD, Response
from quizzes.models import AnswerFile, Attempt
from quizzes.paper import load
from quizzes.queries import asked
from quizzes.questions.file_answer import NAME

UPLOAD = "file"


def answer_in(request: HttpRequest, attempt: Attempt, n: int, at: datetime) -> Response | None:
    """None: nothing was given. DomainError: a file came that cannot be kept."""
    version = load(attempt.paper)[n - 1].version
    question = asked([version])[version]
    form = dict(request.POST.lists())
    if questions.kind_of(question.kind).takes_file:
        file = _file(request, attempt, n, at)
        form[FIELD], form[NAME] = ([file.token], [file.name]) if file else ([], [])
    return questions.read(question.kind, question.content, form)


def _file(request: HttpRequest, attempt: Attempt, n: int, at: datetime) -> AnswerFile | None:
    """The one that came, or the one sent before; never one that the form only names."""
    upload = request.FILES.get(UPLOAD)
    if upload:
        return services.keep_answer_file(attempt=attempt, position=n, upload=upload, at=at)
    if questions.UNKNOWN in request.POST:
        return None
    return AnswerFile.objects.filter(attempt=attempt, position=n).last()
