"""Time limit, grace, opening and closing, cool-down, and handing in by the clock."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from courses.models import RequirementDone
from lms.accounts.models import User
from lms.core.errors import DomainError
from quizzes import services, tasks
from quizzes.addresses import question_url, result_url, review_url, start_url, time_left_url
from quizzes.models import Attempt, Quiz
from tests.factories import UserFactory, make_quiz
from tests.quizzes.conftest import EVENING
from tests.quizzes.taking import responses

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def start(quiz: Quiz, user: User | None = None, at: datetime = EVENING) -> Attempt:
    return services.start_attempt(user=user or UserFactory(), quiz=quiz, at=at)


def save(attempt: Attempt, at: datetime, position: int = 1) -> None:
    response = responses(attempt, right=4)[position]
    services.save_answer(attempt=attempt, position=position, response=response, at=at)


def refusal(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(DomainError) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_the_deadline_is_fixed_at_the_start() -> None:
    quiz = make_quiz(time_limit=20, grace=30)
    attempt = start(quiz)
    Quiz.objects.update(time_limit=5)
    attempt.refresh_from_db()
    assert attempt.deadline == EVENING + 20 * MINUTE
    assert attempt.expires_at == EVENING + 20 * MINUTE + 30 * SECOND


def test_without_a_limit_there_is_no_clock() -> None:
    attempt = start(make_quiz())
    assert (attempt.deadline, attempt.expires_at, attempt.seconds_left(EVENING)) == (None,) * 3
    save(attempt, EVENING + timedelta(days=400))
    assert services.hand_in_expired(at=EVENING + timedelta(days=500)) == 0


def test_closing_ends_what_runs() -> None:
    attempt = start(make_quiz(time_limit=60, closes_at=EVENING + 10 * MINUTE))
    assert attempt.deadline == EVENING + 10 * MINUTE


def test_an_answer_on_its_way_is_taken_in_the_grace_and_not_after() -> None:
    attempt = start(make_quiz(time_limit=20, grace=30))
    save(attempt, EVENING + 20 * MINUTE + 30 * SECOND)
    late = EVENING + 20 * MINUTE + 31 * SECOND
    assert refusal(save, attempt, late, 2) == "attempt.time_over"
    assert [answer.position for answer in attempt.answers.all()] == [1]


def test_the_sweep_hands_in_what_was_answered() -> None:
    attempt = start(make_quiz(time_limit=20, grace=30))
    for position in (1, 2, 3):
        save(attempt, EVENING + MINUTE, position)
    over = EVENING + 21 * MINUTE
    assert services.hand_in_expired(at=EVENING + 20 * MINUTE) == 0
    assert services.hand_in_expired(at=over) == 1
    assert services.hand_in_expired(at=over) == 0
    attempt.refresh_from_db()
    assert (attempt.state, attempt.auto_submitted) == ("submitted", True)
    assert attempt.submitted_at == attempt.expires_at
    assert (attempt.points, attempt.passed) == (Decimal(3), True)
    assert RequirementDone.objects.get().score_text == "3/4"


def test_the_task_goes_by_the_servers_clock() -> None:
    with time_machine.travel(EVENING):
        attempt = start(make_quiz(time_limit=20))
    with time_machine.travel(EVENING + 22 * MINUTE):
        assert tasks.hand_in_expired() == 1
    attempt.refresh_from_db()
    assert attempt.auto_submitted


def test_one_that_cannot_be_handed_in_holds_up_no_other() -> None:
    quiz = make_quiz(time_limit=20)
    broken, other = start(quiz), start(quiz)
    Attempt.objects.filter(pk=broken.pk).update(paper=[{"question": 0, "version": 0, "order": []}])
    assert services.hand_in_expired(at=EVENING + 30 * MINUTE) == 1
    other.refresh_from_db()
    assert other.auto_submitted


def test_handing_in_by_hand_in_the_grace_is_not_by_the_clock() -> None:
    attempt = start(make_quiz(time_limit=20))
    at = EVENING + 20 * MINUTE + 10 * SECOND
    done = services.submit_attempt(attempt=attempt, at=at)
    assert (done.auto_submitted, done.submitted_at) == (False, at)


def test_handing_in_too_late_counts_from_the_end_of_the_grace() -> None:
    attempt = start(make_quiz(time_limit=20, grace=60))
    done = services.submit_attempt(attempt=attempt, at=EVENING + timedelta(days=3))
    assert (done.auto_submitted, done.submitted_at) == (True, EVENING + 21 * MINUTE)


def test_a_new_start_hands_in_the_one_that_ran_out() -> None:
    quiz, user = make_quiz(time_limit=20), UserFactory()
    first = start(quiz, user)
    second = start(quiz, user, EVENING + 30 * MINUTE)
    first.refresh_from_db()
    assert (first.auto_submitted, second.number) == (True, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"expires_at": None},
        {"expires_at": EVENING},
        {"auto_submitted": True},
        {"deadline": None},
    ],
)
def test_the_database_refuses_clocks_that_cannot_be(change: dict[str, Any]) -> None:
    attempt = start(make_quiz(time_limit=20))
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(**change)


def test_a_test_cannot_close_before_it_opens() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_quiz(opens_at=EVENING, closes_at=EVENING)


# --- may one begin -------------------------------------------------------------------------------


def test_before_opening_and_after_closing_nobody_begins() -> None:
    quiz = make_quiz(opens_at=EVENING, closes_at=EVENING + 10 * MINUTE)
    assert refusal(start, quiz, None, EVENING - SECOND) == "attempt.not_open_yet"
    assert refusal(start, quiz, None, EVENING + 10 * MINUTE) == "attempt.closed"
    assert start(quiz).number == 1


def test_attempts_in_all_are_counted() -> None:
    quiz, user = make_quiz(attempts_in_all=2), UserFactory()
    for _attempt in range(2):
        services.submit_attempt(attempt=start(quiz, user), at=EVENING)
    assert refusal(start, quiz, user, EVENING + timedelta(days=9)) == "attempt.all_used_up"


def test_between_two_attempts_there_is_a_wait() -> None:
    quiz, user = make_quiz(cool_down=30), UserFactory()
    services.submit_attempt(attempt=start(quiz, user), at=EVENING)
    assert refusal(start, quiz, user, EVENING + 29 * MINUTE) == "attempt.cooling_down"
    assert start(quiz, user, EVENING + 30 * MINUTE).number == 2


# --- which result counts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "score"), [("first", None), ("average", None), ("last", "4/4"), ("best", "4/4")]
)
def test_the_requirement_follows_the_result_that_counts(rule: str, score: str | None) -> None:
    quiz, user = make_quiz(counted=rule), UserFactory()
    for right in (0, 4):
        attempt = start(quiz, user)
        for position, response in responses(attempt, right=right).items():
            services.save_answer(attempt=attempt, position=position, response=response, at=EVENING)
        services.submit_attempt(attempt=attempt, at=EVENING)
    done = RequirementDone.objects.first()
    assert (done.score_text if done else None) == score


def test_an_average_that_passes_is_told_as_the_average() -> None:
    quiz, user = make_quiz(counted="average", pass_percent=50), UserFactory()
    for right in (0, 4):
        attempt = start(quiz, user)
        for position, response in responses(attempt, right=right).items():
            services.save_answer(attempt=attempt, position=position, response=response, at=EVENING)
        services.submit_attempt(attempt=attempt, at=EVENING)
    assert RequirementDone.objects.get().score_text == "2/4"


# --- pages ---------------------------------------------------------------------------------------


def test_the_start_page_tells_the_rules_of_time(signed_in: Client) -> None:
    quiz = make_quiz(time_limit=20, attempts_in_all=3, cool_down=30, counted="first")
    page = signed_in.get(start_url(quiz)).content.decode()
    for words in ("20 phút", "3 lần", "30 phút", "Lần làm đầu tiên"):
        assert words in page, words


def test_a_page_without_a_script_says_until_when(signed_in: Client) -> None:
    signed_in.post(start_url(make_quiz(time_limit=20)))
    page = signed_in.get(question_url(Attempt.objects.get(), 1)).content.decode()
    assert "20:02" in page
    assert re.search(r'data-left="(1200|119\d)"', page)


def test_the_first_request_after_the_end_hands_in(signed_in: Client) -> None:
    signed_in.post(start_url(make_quiz(time_limit=20)))
    attempt = Attempt.objects.get()
    with time_machine.travel(EVENING + 30 * MINUTE):
        response = signed_in.post(question_url(attempt, 1), {"answer": "unknown"}, follow=True)
    assert response.redirect_chain[-1][0] == result_url(attempt)
    assert "Đã hết giờ" in response.content.decode()
    attempt.refresh_from_db()
    assert attempt.auto_submitted
    assert not attempt.answers.exists()


def test_the_time_left_is_asked_in_few_words(
    signed_in: Client, django_assert_max_num_queries: Any
) -> None:
    signed_in.post(start_url(make_quiz(time_limit=20)))
    address = time_left_url(Attempt.objects.get())
    signed_in.get(address)
    with time_machine.travel(EVENING + 5 * MINUTE), django_assert_max_num_queries(2):
        response = signed_in.get(address)
    said = response.json()
    assert said["state"] == "open"
    assert 890 <= said["left"] <= 900
    assert len(response.content) < 200


def test_handed_in_by_the_clock_the_asking_page_learns_where_to_go(signed_in: Client) -> None:
    signed_in.post(start_url(make_quiz(time_limit=20)))
    attempt = Attempt.objects.get()
    with time_machine.travel(EVENING + 30 * MINUTE):
        said = signed_in.get(time_left_url(attempt)).json()
    assert (said["state"], said["next"]) == ("over", result_url(attempt))


def test_a_closed_test_says_so(signed_in: Client) -> None:
    quiz = make_quiz(closes_at=EVENING - MINUTE, opens_at=EVENING - 9 * MINUTE)
    page = signed_in.post(start_url(quiz)).content.decode()
    assert "19:41" in page
    assert not Attempt.objects.exists()


def test_the_review_hands_in_with_the_clock_running(signed_in: Client) -> None:
    signed_in.post(start_url(make_quiz(time_limit=20)))
    attempt = Attempt.objects.get()
    assert "data-clock" in signed_in.get(review_url(attempt)).content.decode()
    signed_in.post(review_url(attempt), {"sure": "1"})
    attempt.refresh_from_db()
    assert (attempt.state, attempt.auto_submitted) == ("submitted", False)
