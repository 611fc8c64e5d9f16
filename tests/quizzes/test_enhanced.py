"""What quiz.js asks for: the next page in the answer to the same request."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lms.accounts.models import User
from quizzes.addresses import question_url, result_url, review_url, start_url
from quizzes.models import Attempt
from tests.factories import make_quiz

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[2] / "quizzes" / "static" / "quizzes" / "quiz.js"


def send(client: Client, address: str, **data: str) -> Any:
    response = client.post(address, data, headers={"X-Quiz": "1"})
    assert response.status_code == 200, response.status_code
    return response


def test_ten_questions_take_13_requests(signed_in: Client, user: User) -> None:
    quiz, requests = make_quiz(questions=10), 1
    signed_in.get(start_url(quiz))
    response = send(signed_in, start_url(quiz))
    while "/cau/" in response["X-Address"]:
        response = send(signed_in, response["X-Address"], answer="unknown")
        requests += 1
    response = send(signed_in, response["X-Address"])
    assert requests + 2 == 13
    assert response["X-Address"] == result_url(Attempt.objects.get(user=user))
    assert Attempt.objects.get(user=user).state == "submitted"


def test_the_answer_is_the_inside_of_main_with_a_form_that_works(signed_in: Client) -> None:
    quiz = make_quiz()
    response = send(signed_in, start_url(quiz))
    page = response.content.decode()
    attempt = Attempt.objects.get()
    assert response["X-Address"] == question_url(attempt, 1)
    assert f'action="{question_url(attempt, 1)}"' in page
    assert "csrfmiddlewaretoken" in page
    assert page.startswith("<title>")
    assert "<main" not in page
    assert "bd-header" not in page


def test_an_error_comes_back_without_an_address(signed_in: Client) -> None:
    quiz = make_quiz()
    send(signed_in, start_url(quiz))
    response = send(signed_in, question_url(Attempt.objects.get(), 1))
    assert "X-Address" not in response
    assert "bd-errsum" in response.content.decode()


def test_an_answer_from_an_old_tab_gets_the_result(signed_in: Client) -> None:
    send(signed_in, start_url(make_quiz()))
    attempt = Attempt.objects.get()
    send(signed_in, review_url(attempt), sure="1")
    response = send(signed_in, question_url(attempt, 1), answer="unknown")
    assert response["X-Address"] == result_url(attempt)


def test_saving_and_the_next_page_cost_six_queries(
    signed_in: Client, django_assert_max_num_queries: Any
) -> None:
    send(signed_in, start_url(make_quiz()))
    attempt = Attempt.objects.get()
    signed_in.get(question_url(attempt, 2))
    with django_assert_max_num_queries(6 + 2):  # and the savepoint
        send(signed_in, question_url(attempt, 1), answer="unknown")


def test_one_round_trip_is_small(signed_in: Client) -> None:
    send(signed_in, start_url(make_quiz()))
    response = send(signed_in, question_url(Attempt.objects.get(), 1), answer="unknown")
    assert len(gzip.compress(response.content)) <= 2 * 1024


def test_the_script_is_small() -> None:
    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) <= 3.5 * 1024
