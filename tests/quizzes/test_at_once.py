"""Many at the same moment, each with a connection of its own."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from courses.models import RequirementDone
from lms.core.errors import DomainError
from quizzes import services
from quizzes.models import Answer, Attempt
from quizzes.queries import sheet
from quizzes.services import Edit, neutralising, regrading
from tests.factories import StaffFactory, UserFactory, make_quiz
from tests.quizzes.conftest import EVENING
from tests.quizzes.taking import responses, right_response
from tests.quizzes.test_corrections import first_question, turn_key
from tests.threads import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


def test_fifty_starts_give_exactly_the_allowed_number() -> None:
    """Each of the fifty starts and hands in at once, and starts again, until it is refused."""
    quiz, user = make_quiz(attempts_in_all=3), UserFactory()

    def begin() -> str:
        for _attempt in range(4):
            try:
                attempt = services.start_attempt(user=user, quiz=quiz, at=EVENING)
            except DomainError as error:
                return error.code
            services.submit_attempt(attempt=attempt, at=EVENING)
        return "never refused"

    assert set(all_at_once(50, begin)) == {"attempt.all_used_up"}
    numbers = Attempt.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3]


@pytest.mark.parametrize("how", ["key", "left_out"])
def test_a_result_put_right_while_people_hand_in_is_right_for_all(how: str) -> None:
    """Whoever comes first: afterwards every attempt is marked by what holds, its course knows it, and
    no answer is lost."""
    quiz, by, numbers = make_quiz(questions=4, pass_percent=75), StaffFactory(), count(0)
    attempts = [
        services.start_attempt(user=UserFactory(), quiz=quiz, at=EVENING) for _person in range(7)
    ]
    for attempt in attempts:
        for position, response in responses(attempt, right=3).items():
            services.save_answer(attempt=attempt, position=position, response=response, at=EVENING)
    question = first_question(quiz)
    if how == "key":
        turn_key(question)

    def put_right_or_hand_in() -> None:
        number = next(numbers)
        if number == 3:
            what: dict[str, Any] = {"quiz": quiz, "question": question, "reason": "Câu hỏi có lỗi."}
            put_right = regrading.regrade if how == "key" else neutralising.neutralise
            put_right(**what, by=by, at=EVENING)
        else:
            mine = attempts[number if number < 3 else number - 1]
            services.submit_attempt(attempt=mine, at=EVENING)

    all_at_once(8, put_right_or_hand_in)
    points = Decimal(2) if how == "key" else Decimal("2.667")
    assert {(one.points, one.passed) for one in Attempt.objects.all()} == {(points, False)}
    assert not RequirementDone.objects.exists()
    marks = list(Answer.objects.filter(position=1).values_list("fraction", flat=True))
    assert len(marks) == 7
    if how == "key":
        assert set(marks) == {Decimal(0)}


def test_answers_and_the_end_of_the_time_do_not_miss_each_other() -> None:
    """What was told to be saved is marked, whoever came first."""
    attempt = services.start_attempt(
        user=UserFactory(), quiz=make_quiz(questions=15, time_limit=20, grace=0), at=EVENING
    )
    given, numbers = responses(attempt, right=15), count(0)
    end = EVENING + 20 * MINUTE

    def save_or_end() -> int:
        position = next(numbers)
        if position == 0:
            services.hand_in_expired(at=end + MINUTE)
            return 0
        try:
            services.save_answer(
                attempt=attempt, position=position, response=given[position], at=end
            )
        except DomainError as error:
            return 0 if error.code == "attempt.time_over" else -99
        return 1

    saved = sum(all_at_once(16, save_or_end))
    attempt.refresh_from_db()
    assert (attempt.auto_submitted, attempt.points) == (True, Decimal(saved))
    assert Answer.objects.filter(fraction=1).count() == saved


def test_edits_of_one_answer_arriving_at_once_leave_the_newest() -> None:
    attempt = services.start_attempt(user=UserFactory(), quiz=make_quiz(), at=EVENING)
    row, numbers = sheet(attempt)[0], count(1)
    right = right_response(row)

    def save() -> None:
        seq = next(numbers)
        response = right if seq == 20 else {"unknown": True}
        edit = Edit(EVENING, "p" * 22, seq=seq)
        services.save_answer(attempt=attempt, position=1, response=response, at=EVENING, edit=edit)

    all_at_once(20, save)
    answer = Answer.objects.get()
    assert (answer.response, answer.seq) == (right, 20)


def test_time_given_while_the_clock_ends_it_is_either_given_or_too_late() -> None:
    quiz = make_quiz(time_limit=20, grace=0)
    attempts = [
        services.start_attempt(user=UserFactory(), quiz=quiz, at=EVENING) for _person in range(6)
    ]
    by, numbers, end = StaffFactory(), count(0), EVENING + 20 * MINUTE

    def give_or_end() -> None:
        if next(numbers) % 2:
            services.hand_in_expired(at=end + MINUTE)
        else:
            services.add_time(quiz=quiz, minutes=10, reason="Mất điện", by=by, at=end)

    all_at_once(4, give_or_end)
    for attempt in attempts:
        attempt.refresh_from_db()
        assert attempt.auto_submitted == (attempt.extra_minutes == 0)
