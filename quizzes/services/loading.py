"""Question files into the bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import CoursePage, LessonPage
from lms.accounts.models import User
from lms.core.errors import DomainError
from quizzes.bank_files import BankFile, WrittenQuestion
from quizzes.models import Question, Quiz, QuizItem
from quizzes.services.bank import register_quiz, save_question

FINAL_SLUG = "kiem-tra-cuoi-khoa"
FINAL_TITLE = "Bài kiểm tra cuối khóa"


class BankRefusedError(DomainError):
    """Nothing was loaded; `problems` says why, file by file."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems), code="bank.refused")
        self.problems = problems


@dataclass(slots=True)
class LoadReport:
    added: int = 0
    changed: int = 0
    kept: int = 0  # there already: the same, or left as it is for want of `refresh`


@transaction.atomic
def load_bank(
    *, files: Sequence[BankFile], at: datetime, refresh: bool = False, by: User | None = None
) -> LoadReport:
    """Load question files: every course gets its final test. Questions already there stay as they
    are (an editor may have mended them) unless `refresh`. All or nothing; idempotent."""
    prepared = [_Prepared(file) for file in files]
    problems = [problem for entry in prepared for problem in entry.problems()]
    problems += _given_in_two_files(files)
    if problems:
        raise BankRefusedError(problems)
    report = LoadReport()
    for entry in prepared:
        entry.load(_Loading(at, by, refresh, report))
    return report


def _given_in_two_files(files: Sequence[BankFile]) -> list[str]:
    counts = Counter(code for file in files for code in {q.code for q in file.questions})
    twice = _("this id is given in two files")
    return [f"{code}: {twice}" for code, count in counts.items() if count > 1]


@dataclass(slots=True)
class _Loading:
    at: datetime
    by: User | None
    refresh: bool
    report: LoadReport


@dataclass(slots=True)
class _Prepared:
    """A file beside what the bank and the tree of courses hold of it."""

    file: BankFile
    course: CoursePage | None = field(init=False)
    lessons: dict[str, LessonPage] = field(init=False, default_factory=dict)
    there: dict[str, Question] = field(init=False)

    def __post_init__(self) -> None:
        codes = [written.code for written in self.file.questions]
        self.course = CoursePage.objects.filter(slug=self.file.course).first()
        self.there = {row.code: row for row in Question.objects.filter(code__in=codes)}
        if self.course is not None:
            self.lessons = {page.slug: page for page in LessonPage.objects.child_of(self.course)}

    def problems(self) -> list[str]:
        """The file's own, and what it speaks about in vain."""
        if self.course is None and self.file.course:
            text = _("there is no course “%(slug)s”; load the courses first")
            self.file.blame("", text % {"slug": self.file.course})
        elif self.course is not None:
            for written in self.file.questions:
                self._check(written)
        return self.file.problems

    def _check(self, written: WrittenQuestion) -> None:
        if written.lesson not in self.lessons:
            text = _("the course has no lesson “%(slug)s”")
            self.file.blame(written.code, text % {"slug": written.lesson})
        if written.code in self.there and self.there[written.code].kind != written.kind:
            self.file.blame(
                written.code, _("the kind of a question cannot change; give it a new id")
            )

    def load(self, loading: _Loading) -> None:
        quiz = self._final_test(loading.refresh)
        for position, written in enumerate(self.file.questions, start=1):
            question = self._load(written, loading)
            QuizItem.objects.get_or_create(
                quiz=quiz, question=question, defaults={"position": position}
            )
        register_quiz(quiz=quiz)

    def _final_test(self, refresh: bool) -> Quiz:
        rules = {"pass_percent": self.file.pass_percent}
        quiz, _is_new = Quiz.objects.get_or_create(
            course=self.course, slug=FINAL_SLUG, defaults={"title": FINAL_TITLE, **rules}
        )
        if refresh:
            Quiz.objects.filter(pk=quiz.pk).update(**rules)
        return quiz

    def _load(self, written: WrittenQuestion, loading: _Loading) -> Question:
        question = self.there.get(written.code)
        if question is not None and not (loading.refresh and self._differs(question, written)):
            loading.report.kept += 1
            return question
        if question is None:
            question = Question(code=written.code, kind=written.kind)
            loading.report.added += 1
        else:
            loading.report.changed += 1
        for name, value in self._facts(written).items():
            setattr(question, name, value)
        return save_question(
            question=question,
            content=written.content,
            at=loading.at,
            by=loading.by,
            tags=written.tags,
        )

    def _facts(self, written: WrittenQuestion) -> dict[str, object]:
        lesson = self.lessons[written.lesson]
        return {
            "course": self.course,
            "lesson": lesson,
            "source": written.source,
            **written.dates,
            **written.words,
        }

    def _differs(self, question: Question, written: WrittenQuestion) -> bool:
        newest = question.versions.first()
        facts = self._facts(written).items()
        return (
            newest is None
            or newest.content != written.content
            or any(getattr(question, name) != value for name, value in facts)
            or (written.tags is not None and set(written.tags) != _tags(question))
        )


def _tags(question: Question) -> set[str]:
    return {tag.name for tag in question.tags.all()}
