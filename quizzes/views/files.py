"""Files sent as answers, given back to whom they concern: to be kept, not to be opened here."""

from __future__ import annotations

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_GET

from lms.accounts.access import person, signed_in
from quizzes.editor_policy import courses_of
from quizzes.models import AnswerFile


@require_GET
@signed_in
def answer_file(request: HttpRequest, token: str) -> FileResponse:
    """For who sent it, and for whoever may mark tests of the course; for others it is not there."""
    file = AnswerFile.objects.filter(token=token).select_related("attempt__quiz").first()
    if file is None or not _may_have(request, file) or not storages["private"].exists(file.path):
        raise Http404
    response = FileResponse(
        storages["private"].open(file.path),
        as_attachment=True,
        filename=file.name,
        content_type="application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _may_have(request: HttpRequest, file: AnswerFile) -> bool:
    user = person(request)
    if file.attempt.user_id == user.pk:
        return True
    return courses_of(user).filter(pk=file.attempt.quiz.course_id).exists()
