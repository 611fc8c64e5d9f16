"""Counting statistics, and the tasks that come of them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from lms.accounts.models import User
from lms.core import audit
from quizzes.grading import points_needed
from quizzes.guessing import guess_score
from quizzes.models import (
    Correction,
    QuestionFigures,
    QuestionTask,
    QuestionVersion,
    Quiz,
    QuizFigures,
)
from quizzes.sittings import sittings_of
from quizzes.statistics.gathering import gather
from quizzes.statistics.report import ItemReport, Report, report_of


def stale_quizzes() -> QuerySet[Quiz]:
    """Those with attempts, or corrections, that their figures do not know yet."""
    first = Q(attempts__number=1, attempts__state="submitted")
    corrected = Correction.objects.filter(made_at__gte=F("quiz__figures__counted_at"))
    counted = Quiz.objects.annotate(first_attempts=Count("attempts", filter=first))
    never = Q(figures__isnull=True, first_attempts__gt=0)
    other = Q(figures__isnull=False) & ~Q(first_attempts=F("figures__n"))
    return counted.filter(never | other | Q(pk__in=corrected.values("quiz")))


def count_stale_figures(*, at: datetime) -> int:
    """Count every quiz whose figures are behind. Returns how many; idempotent."""
    quizzes = list(stale_quizzes())
    for quiz in quizzes:
        count_figures(quiz=quiz, at=at)
    return len(quizzes)


@transaction.atomic
def count_figures(*, quiz: Quiz, at: datetime) -> QuizFigures:
    """Count the figures of a quiz anew from its answers, and open or close tasks. Idempotent."""
    Quiz.objects.select_for_update(no_key=True).get(pk=quiz.pk)
    gathered = gather(sittings_of(quiz))
    needed = points_needed(len(gathered.places), quiz.pass_percent)
    report = report_of(gathered, needed=needed, drawn=not gathered.is_one_paper)
    versions = {
        row.pk: row
        for row in QuestionVersion.objects.filter(pk__in=report.items).select_related("question")
    }
    _keep_items(quiz, report, versions, at)
    _keep_tasks(quiz, report, versions, at)
    kept, _is_new = QuizFigures.objects.update_or_create(
        quiz=quiz, defaults={"n": gathered.n, "figures": _whole(report), "counted_at": at}
    )
    return kept


@transaction.atomic
def close_task(*, task: QuestionTask, note: str, by: User, at: datetime) -> QuestionTask:
    """Somebody has looked at it; it is not opened again for this version. Idempotent."""
    task = QuestionTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if task.closed_by_id is None:
        task.closed_at, task.closed_by, task.note = at, by, note
        task.save(update_fields=["closed_at", "closed_by", "note"])
        audit.record("question.task_closed", task.question, by=by, flag=task.flag)
    return task


def _whole(report: Report) -> dict[str, Any]:
    return asdict(report.whole) | {
        "mean_interval": report.mean_interval,
        "is_shaky": report.is_shaky,
    }


def _keep_items(
    quiz: Quiz, report: Report, versions: dict[int, QuestionVersion], at: datetime
) -> None:
    """All rows of the quiz are written anew: few, and none is left over."""
    QuestionFigures.objects.filter(quiz=quiz).delete()
    QuestionFigures.objects.bulk_create(
        QuestionFigures(
            quiz=quiz,
            question_id=versions[item].question_id,
            version=versions[item],
            n=row.figures.n,
            facility=row.figures.facility,
            discrimination=row.figures.discrimination,
            figures=_item(row, versions[item]),
            counted_at=at,
        )
        for item, row in report.items.items()
    )


def _item(row: ItemReport, version: QuestionVersion) -> dict[str, Any]:
    return asdict(row) | {"guess": guess_score(version.question.kind, version.content)}


def _keep_tasks(
    quiz: Quiz, report: Report, versions: dict[int, QuestionVersion], at: datetime
) -> None:
    """A flag that is up opens a task, once a version; one that is down closes it."""
    up = {(item, flag) for item, row in report.items.items() for flag in row.flags}
    for task in QuestionTask.objects.filter(quiz=quiz, closed_at__isnull=True):
        if (task.version_id, task.flag) not in up:
            task.closed_at = at
            task.save(update_fields=["closed_at"])
    for item, flag in sorted(up):
        version = versions[item]
        task, is_new = QuestionTask.objects.get_or_create(
            quiz=quiz,
            version=version,
            flag=flag,
            defaults={
                "question": version.question,
                "owner_id": version.question.owner_id or version.created_by_id,
                "opened_at": at,
            },
        )
        if not is_new and task.closed_at is not None and task.closed_by_id is None:
            task.closed_at = None
            task.save(update_fields=["closed_at"])
