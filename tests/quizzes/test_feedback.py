"""What is shown about a test, and when: every cell of the matrix."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from lms.accounts.models import User
from lms.accounts.roles import Role
from quizzes import feedback, services
from quizzes.addresses import question_url, result_url, start_url
from quizzes.feedback import Moment, Thing
from quizzes.models import Attempt, Quiz
from quizzes.queries import sheet
from quizzes.services import neutralising
from tests.factories import make_quiz, with_role
from tests.quizzes.conftest import EVENING
from tests.quizzes.taking import other_response, right_response

pytestmark = pytest.mark.django_db

SIGNS = {
    Thing.MARK: "đúng 1/2 câu",
    Thing.CORRECTNESS: "Chưa đúng",
    Thing.OPTION: "Xem lại bài học.",
    Thing.EXPLANATION: "Vì vậy.",
    Thing.KEY: "Đáp án:",
}
"""What is on the page when a thing is shown, and not otherwise."""

WHEN = {
    Moment.JUST_AFTER: EVENING + timedelta(minutes=1),
    Moment.LATER: EVENING + timedelta(hours=1),
    Moment.AFTER_CLOSE: EVENING + timedelta(days=8),
}
CLOSES = EVENING + timedelta(days=7)


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(questions=2, pass_percent=50, closes_at=CLOSES)


def handed_in(quiz: Quiz, user: User) -> Attempt:
    """The first question right, the second not."""
    attempt = services.start_attempt(user=user, quiz=quiz, at=EVENING)
    for row in sheet(attempt):
        response = right_response(row) if row.position == 1 else other_response(row)
        services.save_answer(attempt=attempt, position=row.position, response=response, at=EVENING)
    return services.submit_attempt(attempt=attempt, at=EVENING)


def show(quiz: Quiz, **cells: list[str]) -> None:
    Quiz.objects.filter(pk=quiz.pk).update(feedback=feedback.tidy(cells))
    quiz.refresh_from_db()


@dataclass
class Reader:
    """The learner in front of a page, at any moment."""

    client: Client
    user: User

    def page(self, address: str, at: datetime) -> str:
        with time_machine.travel(at, tick=False):
            self.client.force_login(self.user)
            response = self.client.get(address)
        assert response.status_code == 200
        return response.content.decode()


@pytest.fixture
def reader(client: Client, user: User) -> Reader:
    return Reader(client, user)


def signs_on(reader: Reader, address: str, at: datetime) -> set[Thing]:
    page = reader.page(address, at)
    return {thing for thing, sign in SIGNS.items() if sign in page}


@pytest.mark.parametrize("thing", list(Thing))
@pytest.mark.parametrize("moment", list(WHEN))
def test_a_cell_shows_its_thing_at_its_moment_and_nothing_else(
    reader: Reader, user: User, quiz: Quiz, moment: Moment, thing: Thing
) -> None:
    show(quiz, **{moment.value: [thing.value]})
    attempt = handed_in(quiz, user)
    for other, at in WHEN.items():
        expected = {thing} if other == moment else set()
        assert signs_on(reader, result_url(attempt), at) == expected, other


@pytest.mark.parametrize("moment", list(WHEN))
def test_usually_everything_is_shown_once_it_is_handed_in(
    reader: Reader, user: User, quiz: Quiz, moment: Moment
) -> None:
    attempt = handed_in(quiz, user)
    assert signs_on(reader, result_url(attempt), WHEN[moment]) == set(SIGNS)


def test_without_a_closing_date_it_never_closes() -> None:
    assert feedback.moment_of(EVENING, None, EVENING + timedelta(days=999)) == Moment.LATER
    assert feedback.moment_of(None, CLOSES, EVENING) == Moment.DURING


@pytest.mark.parametrize("thing", [thing for thing in Thing if thing != Thing.MARK])
def test_during_the_test_only_what_was_answered_is_told(
    reader: Reader, user: User, quiz: Quiz, thing: Thing
) -> None:
    show(quiz, during=[thing.value])
    attempt = services.start_attempt(user=user, quiz=quiz, at=EVENING)
    first = sheet(attempt)[0]
    place = question_url(attempt, 1)
    assert signs_on(reader, place, EVENING) == set()
    services.save_answer(attempt=attempt, position=1, response=other_response(first), at=EVENING)
    assert signs_on(reader, place, EVENING) == {thing}


def test_usually_nothing_is_told_during_the_test(reader: Reader, user: User, quiz: Quiz) -> None:
    attempt = services.start_attempt(user=user, quiz=quiz, at=EVENING)
    services.save_answer(
        attempt=attempt, position=1, response=other_response(sheet(attempt)[0]), at=EVENING
    )
    assert signs_on(reader, question_url(attempt, 1), EVENING) == set()


def test_a_mark_that_is_not_told_is_not_told_before_the_next_attempt_either(
    reader: Reader, user: User, quiz: Quiz
) -> None:
    show(quiz, just_after=["key"], later=["mark"])
    handed_in(quiz, user)
    assert "1/2" not in _results_on(reader.page(start_url(quiz), WHEN[Moment.JUST_AFTER]))
    assert "1/2" in _results_on(reader.page(start_url(quiz), WHEN[Moment.LATER]))


def _results_on(page: str) -> str:
    """Without dates, which may look like a result."""
    return page.replace("/11/2026", "")


def test_a_matrix_is_tidied() -> None:
    assert feedback.tidy({"later": ["key", "mark", "x"], "y": ["key"]}) == {
        "during": [],
        "just_after": [],
        "later": ["mark", "key"],
        "after_close": [],
    }


def test_a_learner_reads_that_and_why_a_result_changed(
    reader: Reader, user: User, quiz: Quiz
) -> None:
    attempt = handed_in(quiz, user)
    second = quiz.items.all()[1].question
    neutralising.neutralise(
        quiz=quiz,
        question=second,
        reason="Hai đáp án đều đúng.",
        by=with_role(Role.EDITOR),
        at=EVENING,
    )
    page = reader.page(result_url(attempt), WHEN[Moment.LATER])
    assert page.count("Hai đáp án đều đúng.") == 2
    assert "1 thành 2" in page
    assert "2/2" in page
