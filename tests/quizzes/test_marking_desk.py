"""Open answers marked by people."""

from decimal import Decimal

import pytest

from courses.models import RequirementDone
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
from quizzes import services
from quizzes.models import Answer, Attempt, HandMark, Quiz
from quizzes.services.marking_desk import give_mark
from quizzes.waiting import piles_of, waiting_for
from tests.factories import UserFactory, add_question, make_quiz, with_role
from tests.quizzes.conftest import EVENING

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    quiz = make_quiz(questions=1, pass_percent=50)
    add_question(quiz, "open_answer", {"stem": "Kể lại.", "rubric": "Đủ ba bước: 1 điểm."})
    return quiz


@pytest.fixture
def two(quiz: Quiz) -> Quiz:
    Quiz.objects.filter(pk=quiz.pk).update(two_markers=True)
    quiz.refresh_from_db()
    return quiz


def marker() -> User:
    return with_role(Role.EDITOR)


def handed_in(quiz: Quiz, user: User | None = None) -> Answer:
    attempt = services.start_attempt(user=user or UserFactory(), quiz=quiz, at=EVENING)
    services.save_answer(
        attempt=attempt, position=2, response={"text": "Đăng nhập rồi nộp."}, at=EVENING
    )
    services.submit_attempt(attempt=attempt, at=EVENING)
    return Answer.objects.get(attempt=attempt, position=2)


def mark(answer: Answer, fraction: str, by: User | None = None) -> Attempt:
    give_mark(
        answer=answer, fraction=Decimal(fraction), comment="Tốt.", by=by or marker(), at=EVENING
    )
    return Attempt.objects.get(pk=answer.attempt_id)


def test_one_mark_decides_the_attempt_and_the_course(quiz: Quiz) -> None:
    answer = handed_in(quiz)
    assert not RequirementDone.objects.exists()
    attempt = mark(answer, "1")
    assert (attempt.state, attempt.points, attempt.passed) == ("submitted", Decimal(1), True)
    assert RequirementDone.objects.exists()
    assert HandMark.objects.get().comment == "Tốt."
    assert AuditEvent.objects.filter(action="answer.marked").exists()


def test_once_decided_it_is_not_marked_again(quiz: Quiz) -> None:
    answer = handed_in(quiz)
    mark(answer, "0.5")
    with pytest.raises(DomainError) as error:
        mark(answer, "1")
    assert error.value.code == "mark.not_waiting"
    assert Answer.objects.get(pk=answer.pk).fraction == Decimal("0.5")


@pytest.mark.parametrize("fraction", ["1.1", "-0.1", "0.55"])
def test_only_the_steps_can_be_given(quiz: Quiz, fraction: str) -> None:
    with pytest.raises(DomainError) as error:
        mark(handed_in(quiz), fraction)
    assert error.value.code == "mark.no_such_step"


def test_nobody_marks_their_own(quiz: Quiz) -> None:
    learner = marker()
    with pytest.raises(DomainError) as error:
        mark(handed_in(quiz, learner), "1", by=learner)
    assert error.value.code == "mark.own"
    assert waiting_for(learner, quiz) == []


def test_the_desk_lists_by_question_and_without_names(quiz: Quiz) -> None:
    rows = [handed_in(quiz), handed_in(quiz)]
    found = waiting_for(marker(), quiz)
    assert [row.answer for row in found] == rows
    assert found[0].rubric == "Đủ ba bước: 1 điểm."
    (pile,) = piles_of(found)
    assert (pile.stem, pile.count) == ("Kể lại.", 2)
    mark(rows[0], "1")
    assert [row.answer for row in waiting_for(marker(), quiz)] == [rows[1]]


def test_the_second_marker_is_blind_and_the_mean_counts(two: Quiz) -> None:
    answer, first, second = handed_in(two), marker(), marker()
    assert mark(answer, "0.6", by=first).is_waiting
    assert waiting_for(first, two) == []
    (row,) = waiting_for(second, two)
    assert (row.turn, row.marks) == (2, [])
    attempt = mark(answer, "0.8", by=second)
    assert (attempt.points, attempt.passed) == (Decimal("0.7"), False)


def test_far_apart_a_third_decides_and_sees_both(two: Quiz) -> None:
    answer, first, second, third = handed_in(two), marker(), marker(), marker()
    mark(answer, "0.2", by=first)
    assert mark(answer, "0.8", by=second).is_waiting
    assert waiting_for(first, two) == []
    (row,) = waiting_for(third, two)
    assert (row.turn, [one.fraction for one in row.marks]) == (3, [Decimal("0.2"), Decimal("0.8")])
    assert mark(answer, "0.7", by=third).points == Decimal("0.7")


def test_just_at_the_border_two_are_enough(two: Quiz) -> None:
    Quiz.objects.filter(pk=two.pk).update(far_apart=Decimal("0.20"))
    answer = handed_in(two)
    mark(answer, "0.5")
    assert not mark(answer, "0.7").is_waiting


def test_a_marker_may_change_their_mark_while_it_waits(two: Quiz) -> None:
    answer, first = handed_in(two), marker()
    mark(answer, "0.1", by=first)
    mark(answer, "0.9", by=first)
    assert HandMark.objects.get().fraction == Decimal("0.9")
    assert Attempt.objects.get().is_waiting


def test_an_attempt_waits_for_all_its_answers(quiz: Quiz) -> None:
    add_question(quiz, "open_answer", {"stem": "Và sau đó?"})
    attempt = services.start_attempt(user=UserFactory(), quiz=quiz, at=EVENING)
    for position in (2, 3):
        services.save_answer(
            attempt=attempt, position=position, response={"text": "Rồi."}, at=EVENING
        )
    services.submit_attempt(attempt=attempt, at=EVENING)
    one, other = Answer.objects.filter(attempt=attempt)
    assert mark(one, "1").is_waiting
    assert mark(other, "1").points == 2
