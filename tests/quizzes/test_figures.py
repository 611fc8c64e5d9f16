"""Statistics from the answers of the database, and the tasks that come of them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from lms.accounts.models import User
from lms.accounts.roles import Role
from quizzes import services, tasks
from quizzes.guessing import guess_score
from quizzes.models import Attempt, QuestionFigures, QuestionTask, Quiz, QuizFigures
from quizzes.queries import sheet
from quizzes.services import neutralising
from quizzes.services.figures import close_task, count_figures, count_stale_figures, stale_quizzes
from quizzes.sittings import sittings_of
from quizzes.statistics.gathering import NOTHING, UNKNOWN
from tests.factories import UserFactory, add_question, make_quiz, with_role
from tests.quizzes.conftest import EVENING
from tests.quizzes.contents import MULTIPLE, NUMBER, SINGLE, TRUE_FALSE
from tests.quizzes.taking import other_response, responses, right_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(questions=3)


def taken(quiz: Quiz, *, right: int, user: User | None = None) -> Attempt:
    """Every answer thirty seconds after the one before."""
    attempt = services.start_attempt(user=user or UserFactory(), quiz=quiz, at=EVENING)
    for position, response in responses(attempt, right=right).items():
        at = EVENING + timedelta(seconds=30 * position)
        services.save_answer(attempt=attempt, position=position, response=response, at=at)
    return services.submit_attempt(attempt=attempt, at=EVENING + timedelta(minutes=5))


def figures_of_first(quiz: Quiz) -> QuestionFigures:
    first = quiz.items.order_by("position")[0].question
    return QuestionFigures.objects.get(quiz=quiz, question=first)


def test_figures_come_from_first_attempts_only(quiz: Quiz) -> None:
    user: User = UserFactory()
    taken(quiz, right=0, user=user)
    taken(quiz, right=3, user=user)
    taken(quiz, right=3)
    services.start_attempt(user=UserFactory(), quiz=quiz, at=EVENING)
    kept = count_figures(quiz=quiz, at=EVENING)
    assert (kept.n, kept.figures["mean"]) == (2, 1.5)
    row = figures_of_first(quiz)
    assert (row.n, row.facility) == (2, 0.5)
    assert row.figures["median_seconds"] == 30
    assert row.figures["guess"] == pytest.approx(1 / 3)


def test_options_unanswered_and_unknown_are_told_apart(quiz: Quiz) -> None:
    attempt = services.start_attempt(user=UserFactory(), quiz=quiz, at=EVENING)
    rows = sheet(attempt)
    given = [right_response(rows[0]), {"unknown": True}]
    for position, response in enumerate(given, start=1):
        services.save_answer(attempt=attempt, position=position, response=response, at=EVENING)
    services.submit_attempt(attempt=attempt, at=EVENING)
    (sitting,) = sittings_of(quiz)
    assert [marked.options for marked in sitting.marked] == [
        (given[0]["option"],),
        (UNKNOWN,),
        (NOTHING,),
    ]


def test_versions_of_a_question_stay_apart(quiz: Quiz) -> None:
    taken(quiz, right=3)
    question = quiz.items.order_by("position")[0].question
    content = question.versions.all()[0].content
    services.save_question(question=question, content=content | {"stem": "Mới?"}, at=EVENING)
    taken(quiz, right=0)
    taken(quiz, right=0)
    count_figures(quiz=quiz, at=EVENING)
    rows = QuestionFigures.objects.filter(question=question).order_by("version__number")
    assert [(row.n, row.facility) for row in rows] == [(1, 1.0), (2, 0.0)]


def test_only_tests_with_something_new_are_counted(quiz: Quiz) -> None:
    make_quiz(questions=1)  # nobody took it
    taken(quiz, right=3)
    assert list(stale_quizzes()) == [quiz]
    assert tasks.count_figures() == 1
    assert tasks.count_figures() == 0
    user: User = UserFactory()
    taken(quiz, right=2, user=user)
    assert count_stale_figures(at=EVENING) == 1
    taken(quiz, right=2, user=user)  # a second attempt is not in the figures
    assert count_stale_figures(at=EVENING) == 0


def test_a_correction_is_something_new(quiz: Quiz) -> None:
    taken(quiz, right=3)
    count_figures(quiz=quiz, at=EVENING)
    neutralising.neutralise(
        quiz=quiz,
        question=quiz.items.all()[0].question,
        reason="Lỗi.",
        by=with_role(Role.EDITOR),
        at=EVENING + timedelta(days=1),
    )
    assert list(stale_quizzes()) == [quiz]


def test_counting_twice_gives_the_same(quiz: Quiz) -> None:
    for right in (0, 1, 2, 3, 3):
        taken(quiz, right=right)
    count_figures(quiz=quiz, at=EVENING)
    before = [row.figures for row in QuestionFigures.objects.order_by("version")]
    count_figures(quiz=quiz, at=EVENING)
    assert [row.figures for row in QuestionFigures.objects.order_by("version")] == before
    assert QuizFigures.objects.count() == 1


def test_queries_do_not_grow_with_attempts(
    quiz: Quiz, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(6):
        taken(quiz, right=2)
    with django_assert_max_num_queries(16):
        count_figures(quiz=quiz, at=EVENING)


def easy(quiz: Quiz, count: int) -> None:
    """Attempts written directly: the first question always right, the others half."""
    first = taken(quiz, right=1)
    for number in range(1, count):
        attempt = Attempt.objects.get(pk=first.pk)
        answers = list(attempt.answers.all())
        user: User = UserFactory(ward=first.ward)
        attempt.pk, attempt.user, attempt.token = None, user, f"t{number}"
        attempt.enrolment = first.enrolment
        attempt.save()
        for answer in answers:
            answer.pk, answer.attempt = None, attempt
            if answer.position > 1:
                answer.fraction = Decimal(number % 2)
            answer.save()


def test_a_flag_gives_the_owner_a_task_once(quiz: Quiz) -> None:
    owner = with_role(Role.EDITOR)
    question = quiz.items.order_by("position")[0].question
    question.versions.update(created_by=owner)
    easy(quiz, 100)
    count_figures(quiz=quiz, at=EVENING)
    count_figures(quiz=quiz, at=EVENING)
    task = QuestionTask.objects.get(question=question)
    assert (task.flag, task.owner, task.closed_at) == ("easy", owner, None)
    close_task(task=task, note="Để mở đầu cho dễ.", by=owner, at=EVENING)
    count_figures(quiz=quiz, at=EVENING)
    assert not QuestionTask.objects.filter(closed_at__isnull=True).exists()


def test_a_task_closes_itself_when_the_figures_no_longer_say_so(quiz: Quiz) -> None:
    easy(quiz, 100)
    count_figures(quiz=quiz, at=EVENING)
    task = QuestionTask.objects.get(flag="easy")
    for _ in range(20):
        taken(quiz, right=0)
    count_figures(quiz=quiz, at=EVENING)
    task.refresh_from_db()
    assert task.closed_at is not None
    assert task.closed_by is None


def test_what_chance_gives() -> None:
    assert guess_score("single", SINGLE) == pytest.approx(1 / 3)
    assert guess_score("true_false", TRUE_FALSE) == 0.5
    assert guess_score("multiple", MULTIPLE) is None
    assert guess_score("number", NUMBER) is None


def test_other_kinds_are_counted_too(quiz: Quiz) -> None:
    add_question(quiz, "number", {"stem": "Mấy?", "answer": 7})
    attempt = services.start_attempt(user=UserFactory(), quiz=quiz, at=EVENING)
    services.save_answer(attempt=attempt, position=4, response={"text": "7"}, at=EVENING)
    services.save_answer(
        attempt=attempt, position=1, response=other_response(sheet(attempt)[0]), at=EVENING
    )
    services.submit_attempt(attempt=attempt, at=EVENING)
    count_figures(quiz=quiz, at=EVENING)
    row = QuestionFigures.objects.get(question__kind="number")
    assert (row.facility, row.figures["options"]) == (1.0, [])
