"""One answer saved: what is newer wins, whatever arrives when; strange input is refused in words."""

import unicodedata
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.accounts.models import User
from lms.core.errors import DomainError
from quizzes import services
from quizzes.addresses import question_url, result_url, save_url, start_url, take_over_url
from quizzes.models import Answer, Attempt
from quizzes.queries import sheet
from quizzes.services import Edit
from tests.factories import UserFactory, add_question, make_quiz
from tests.quizzes.conftest import EVENING
from tests.quizzes.taking import other_response, right_response

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
PHONE, COMPUTER = "p" * 22, "c" * 22


def start(user: User | None = None, **fields: Any) -> Attempt:
    quiz = make_quiz(**fields)
    return services.start_attempt(user=user or UserFactory(), quiz=quiz, at=EVENING, device=PHONE)


def give(attempt: Attempt, option: str, edit: Edit, at: datetime | None = None) -> bool:
    saved = services.save_answer(
        attempt=attempt, position=1, response={"option": option}, at=at or EVENING, edit=edit
    )
    return saved.is_newest


def kept(attempt: Attempt) -> str:
    return str(attempt.answers.get().response["option"])


def options(attempt: Attempt) -> list[str]:
    return [option.id for option in sheet(attempt)[0].options]


# --- which edit is the newer one -------------------------------------------------------------------


def test_on_one_device_the_higher_number_wins_whatever_the_clock_says() -> None:
    attempt = start()
    first, second, _third = options(attempt)
    assert give(attempt, second, Edit(EVENING, PHONE, seq=2))
    assert not give(attempt, first, Edit(EVENING + 9 * SECOND, PHONE, seq=1))
    assert kept(attempt) == second


def test_sent_twice_is_saved_once() -> None:
    attempt = start()
    edit = Edit(EVENING, PHONE, seq=5)
    assert give(attempt, options(attempt)[0], edit)
    before = Answer.objects.values().get()
    assert not give(attempt, options(attempt)[0], edit, EVENING + 60 * SECOND)
    assert Answer.objects.values().get() == before


def test_an_older_queued_answer_never_replaces_a_newer_one_of_another_device() -> None:
    attempt = start()
    old, new, _third = options(attempt)
    services.take_over(attempt=attempt, device=COMPUTER, at=EVENING + 10 * SECOND)
    assert give(attempt, new, Edit(EVENING + 20 * SECOND, COMPUTER, seq=1))
    late = EVENING + 60 * SECOND
    assert not give(attempt, old, Edit(EVENING + 5 * SECOND, PHONE, seq=999), late)
    assert kept(attempt) == new


def test_what_was_given_before_the_other_device_took_over_still_arrives() -> None:
    attempt = start()
    services.take_over(attempt=attempt, device=COMPUTER, at=EVENING + 10 * SECOND)
    queued = options(attempt)[0]
    assert give(attempt, queued, Edit(EVENING + 5 * SECOND, PHONE, seq=3), EVENING + 60 * SECOND)
    assert kept(attempt) == queued


def test_after_that_the_first_device_only_looks() -> None:
    attempt = start()
    services.take_over(attempt=attempt, device=COMPUTER, at=EVENING)
    with pytest.raises(DomainError) as refused:
        give(attempt, options(attempt)[0], Edit(EVENING + SECOND, PHONE, seq=9))
    assert refused.value.code == "attempt.elsewhere"
    assert not Answer.objects.exists()


def test_a_plain_form_is_given_just_now() -> None:
    attempt = start()
    first, second, _third = options(attempt)
    give(attempt, first, Edit(EVENING, PHONE, seq=10**13))
    assert give(attempt, second, Edit(EVENING + SECOND, PHONE))
    assert not give(attempt, first, Edit(EVENING + SECOND, PHONE, seq=10**13))
    assert kept(attempt) == second


edits = st.lists(
    st.tuples(st.integers(0, 2), st.integers(1, 30)),
    min_size=1,
    max_size=12,
    unique_by=lambda e: e[1],
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(given_edits=edits, order=st.randoms(use_true_random=False))
def test_in_whatever_order_edits_arrive_the_last_one_stays(
    db: None, given_edits: list[tuple[int, int]], order: Any
) -> None:
    attempt = start()
    ids = options(attempt)
    arriving = [*given_edits, *given_edits]  # each sent twice
    order.shuffle(arriving)
    for option, number in arriving:
        give(attempt, ids[option], Edit(EVENING + number * SECOND, PHONE, seq=number))
    newest = max(given_edits, key=lambda edit: edit[1])
    assert kept(attempt) == ids[newest[0]]


# --- over HTTP -------------------------------------------------------------------------------------


@pytest.fixture
def attempt(signed_in: Client, user: User) -> Attempt:
    signed_in.post(start_url(make_quiz()))
    return Attempt.objects.get(user=user)


def send(client: Client, attempt: Attempt, n: int = 1, **form: Any) -> Any:
    response = client.post(save_url(attempt, n), form)
    assert response.status_code == 200, response.status_code
    return response.json()


def test_an_answer_is_saved_in_three_queries_and_few_bytes(
    signed_in: Client, attempt: Attempt, django_assert_max_num_queries: Any
) -> None:
    option = right_response(sheet(attempt)[0])["option"]
    send(signed_in, attempt, answer=option, seq=1, age=0)
    with django_assert_max_num_queries(3):  # with session and person
        response = signed_in.post(save_url(attempt, 1), {"answer": option, "seq": 2, "age": 3})
    assert response.json()["state"] == "saved"
    assert response.json()["text"].startswith("19:42:")
    assert len(response.content) < 1024
    assert Answer.objects.get().response == {"option": option}


def test_the_same_form_without_a_script_costs_no_more(
    signed_in: Client, attempt: Attempt, django_assert_max_num_queries: Any
) -> None:
    signed_in.post(question_url(attempt, 1), {"answer": "unknown"})
    with django_assert_max_num_queries(3):
        signed_in.post(question_url(attempt, 1), {"answer": "unknown"})


def test_an_older_edit_is_told_so(signed_in: Client, attempt: Attempt) -> None:
    send(signed_in, attempt, answer="unknown", seq=2)
    assert send(signed_in, attempt, answer="unknown", seq=1)["state"] == "older"


def test_nothing_chosen_is_nothing_saved(signed_in: Client, attempt: Attempt) -> None:
    assert send(signed_in, attempt)["state"] == "empty"
    assert not Answer.objects.exists()


@pytest.mark.parametrize("n", [99, 5])
def test_a_question_that_was_not_drawn_is_refused(
    signed_in: Client, attempt: Attempt, n: int
) -> None:
    said = send(signed_in, attempt, n, answer="unknown")
    assert said["state"] == "refused"
    assert said["text"]


STRANGE = [
    {"answer": "x" * 300_000},
    {"answer": ["a", "b", "c"] * 50},
    {"answer": unicodedata.normalize("NFD", "Đúng một chữ ế")},
    {"answer": "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16")},
    {"answer": "1", "seq": "1e9", "age": "-5"},
    {"answer": "1", "seq": "9" * 400, "age": "９"},
    {"answer": '{"option": {"$ne": 1}}'},
    {"seq": ["1", "2"], "age": "x", "unknown": "nope"},
]


@pytest.mark.parametrize("form", STRANGE)
def test_strange_forms_are_refused_and_never_an_error(
    signed_in: Client, attempt: Attempt, form: dict[str, Any]
) -> None:
    assert send(signed_in, attempt, **form)["state"] in {"refused", "empty"}
    assert signed_in.post(question_url(attempt, 1), form).status_code == 200
    assert not Answer.objects.exists()


@pytest.mark.parametrize("kind", ["short_text", "number"])
@pytest.mark.parametrize("form", STRANGE[:5])
def test_strange_texts_are_refused_or_marked(
    signed_in: Client, user: User, kind: str, form: dict[str, Any]
) -> None:
    quiz = make_quiz(questions=0)
    contents: dict[str, dict[str, Any]] = {
        "short_text": {"stem": "?", "accept": ["một"]},
        "number": {"stem": "?", "answer": "1"},
    }
    add_question(quiz, kind, contents[kind])
    signed_in.post(start_url(quiz))
    attempt = Attempt.objects.get(quiz=quiz)
    assert send(signed_in, attempt, **form)["state"] in {"saved", "refused", "empty"}
    services.submit_attempt(attempt=attempt, at=EVENING)
    for answer in attempt.answers.all():
        text = str(answer.response.get("text", ""))
        assert unicodedata.is_normalized("NFC", text)


def test_somebody_elses_attempt_is_not_there(signed_in: Client) -> None:
    other = start()
    for address in (save_url(other, 1), take_over_url(other)):
        assert signed_in.post(address, {"answer": "unknown"}).status_code == 404
    assert signed_in.post(save_url(other, 1).replace(other.token, "x" * 22)).status_code == 404


def test_after_handing_in_the_answer_tells_where_the_result_is(
    signed_in: Client, attempt: Attempt
) -> None:
    services.submit_attempt(attempt=attempt, at=EVENING)
    said = send(signed_in, attempt, answer="unknown")
    assert (said["state"], said["next"]) == ("over", result_url(attempt))


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client) -> None:
    response = client.post(save_url(start(), 1), {"answer": "unknown"})
    assert response.status_code == 302
    assert response["Location"].startswith("/dang-nhap/")


def test_a_changed_password_ends_saving_too(
    signed_in: Client, attempt: Attempt, user: User
) -> None:
    user.set_password("một mật khẩu khác")
    user.save()
    assert signed_in.post(save_url(attempt, 1), {"answer": "unknown"}).status_code == 302
    assert not Answer.objects.exists()


# --- a second device -------------------------------------------------------------------------------


def test_a_second_device_takes_over_and_the_first_only_looks(
    signed_in: Client, attempt: Attempt, user: User
) -> None:
    send(signed_in, attempt, answer="unknown", seq=1)
    computer = Client()
    computer.force_login(user)
    asked = computer.get(question_url(attempt, 2)).content.decode()
    assert "Bài đang mở ở máy khác" in asked
    taken = computer.post(take_over_url(attempt))
    assert taken["Location"] == question_url(attempt, 2)
    row = sheet(attempt)[1]
    assert send(computer, attempt, 2, answer=other_response(row)["option"])["state"] == "saved"
    assert send(signed_in, attempt, 2, answer="unknown", seq=9)["state"] == "elsewhere"
    shown = signed_in.post(question_url(attempt, 2), {"answer": "unknown"}).content.decode()
    assert "chưa được lưu" in shown
    assert attempt.answers.get(position=2).response == other_response(row)


def test_the_first_device_can_take_it_back(signed_in: Client, attempt: Attempt, user: User) -> None:
    computer = Client()
    computer.force_login(user)
    computer.post(take_over_url(attempt))
    signed_in.post(take_over_url(attempt))
    assert send(signed_in, attempt, answer="unknown")["state"] == "saved"


def test_from_the_first_device_nobody_hands_in_what_the_second_works_on(
    signed_in: Client, attempt: Attempt, user: User
) -> None:
    computer = Client()
    computer.force_login(user)
    computer.post(take_over_url(attempt))
    signed_in.post(question_url(attempt, 1).replace("cau/1", "xem-lai"), {"sure": "1"})
    attempt.refresh_from_db()
    assert attempt.is_open


def test_an_attempt_no_browser_has_yet_goes_to_the_first_that_answers(
    signed_in: Client, user: User
) -> None:
    attempt = services.start_attempt(user=user, quiz=make_quiz(), at=EVENING)
    send(signed_in, attempt, answer="unknown")
    attempt.refresh_from_db()
    assert attempt.device == signed_in.cookies["bd_bai"].value
