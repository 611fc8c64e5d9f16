"""Answers that wait for a person, and questions that count for nothing."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils.translation import gettext as _

from courses.models import RequirementDone
from lms.accounts.models import User
from quizzes import questions, services
from quizzes.addresses import result_url, start_url
from quizzes.kind import FIELD, Content, Form, Kind, Response
from quizzes.models import Answer, Attempt, Quiz
from quizzes.queries import sheet
from tests.factories import add_question, make_quiz
from tests.quizzes.conftest import EVENING
from tests.quizzes.taking import right_response

pytestmark = pytest.mark.django_db


class ByHand(Kind):
    """Thrown away after the test."""

    name = "by_hand"
    label = "by hand"
    template = "quizzes/kinds/type-text.html"

    def read(self, content: Content, form: Form) -> Response | None:
        return {"text": form[FIELD][0]} if form.get(FIELD) else None

    def refusal(self, content: Content, response: Response) -> str:
        return ""

    def mark(self, content: Content, response: Response) -> None:
        return None

    def describe(self, content: Content, response: Response) -> str:
        return str(response.get("text"))

    def key_text(self, content: Content) -> str:
        return ""

    def check(self, content: Content) -> list[str]:
        return []


class Survey(ByHand):
    name = "survey"
    counts = False

    def mark(self, content: Content, response: Response) -> None:
        assert not response, "what does not count is not marked"


@pytest.fixture(autouse=True)
def _two_more_kinds() -> Iterator[None]:
    more: dict[str, Kind] = {"by_hand": ByHand(), "survey": Survey()}
    questions.KINDS |= more
    yield
    for name in more:
        del questions.KINDS[name]


@pytest.fixture
def quiz() -> Quiz:
    """Three questions that count, the second for a person to mark, and a survey."""
    quiz = make_quiz(questions=1, pass_percent=60)
    add_question(quiz, "by_hand", {"stem": "Kể lại?"})
    add_question(quiz, "survey", {"stem": "Thấy thế nào?"})
    add_question(quiz, "single", dict(SINGLE))
    return quiz


SINGLE = {
    "stem": "Câu hỏi số 4?",
    "options": [{"text": "Đúng 4", "correct": True}, {"text": "Khác 4"}],
}


def hand_in(quiz: Quiz, user: User, *, text: str = "Bài làm") -> Attempt:
    attempt = services.start_attempt(user=user, quiz=quiz, at=EVENING)
    given = {2: {"text": text}, 3: {"text": "Tốt"}}
    for row in sheet(attempt):
        response = given.get(row.position) or right_response(row)
        services.save_answer(attempt=attempt, position=row.position, response=response, at=EVENING)
    return services.submit_attempt(attempt=attempt, at=EVENING)


def give(attempt: Attempt, position: int, mark: str) -> Attempt:
    attempt.answers.filter(position=position).update(fraction=Decimal(mark))
    return services.decide_attempt(attempt=attempt, at=EVENING)


def test_nothing_is_decided_before_a_person_has_marked(quiz: Quiz, user: User) -> None:
    attempt = hand_in(quiz, user)
    assert (attempt.state, attempt.passed, attempt.points) == ("waiting", None, None)
    assert (attempt.max_points, attempt.needed, attempt.length) == (3, 2, 4)
    marks = dict(attempt.answers.values_list("position", "fraction"))
    assert marks == {1: 1, 2: None, 3: 0, 4: 1}
    assert not RequirementDone.objects.exists()
    assert services.decide_attempt(attempt=attempt, at=EVENING).is_waiting


def test_the_mark_of_a_person_decides_once(quiz: Quiz, user: User) -> None:
    attempt = give(hand_in(quiz, user), 2, "0.5")
    assert (attempt.state, attempt.passed, attempt.points) == ("submitted", True, Decimal("2.5"))
    assert RequirementDone.objects.get().score_text == "2,5/3"
    assert give(attempt, 2, "0").points == Decimal("2.5")


def test_who_said_not_knowing_waits_for_nobody(quiz: Quiz, user: User) -> None:
    attempt = services.start_attempt(user=user, quiz=quiz, at=EVENING)
    services.save_answer(attempt=attempt, position=2, response={"unknown": True}, at=EVENING)
    assert services.submit_attempt(attempt=attempt, at=EVENING).state == "submitted"


def test_the_result_page_says_so(
    signed_in: Client, quiz: Quiz, user: User, evening: datetime
) -> None:
    attempt = hand_in(quiz, user, text="Tôi nộp ở xã")
    page = signed_in.get(result_url(attempt)).content.decode()
    assert _("Handed in – waiting to be marked") in page
    assert "Tôi nộp ở xã" in page
    assert _("Take the test again") not in page
    assert result_url(attempt) in signed_in.get(start_url(quiz)).content.decode()


def test_another_attempt_may_be_begun_meanwhile(quiz: Quiz, user: User) -> None:
    first = hand_in(quiz, user)
    second = services.start_attempt(user=user, quiz=quiz, at=EVENING)
    assert second.pk != first.pk
    assert Answer.objects.filter(attempt=second).count() == 0


def test_a_survey_is_asked_of_everybody_beside_what_is_drawn(quiz: Quiz, user: User) -> None:
    quiz.draw = 2
    quiz.save()
    attempt = services.start_attempt(user=user, quiz=quiz, at=EVENING)
    survey = quiz.questions.get(kind="survey").pk
    assert survey in [item["question"] for item in attempt.paper]
    assert (attempt.length, attempt.max_points, attempt.needed) == (3, 2, 2)
