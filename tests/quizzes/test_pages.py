"""L5 to L8 as a browser without JavaScript meets them."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from courses.models import CoursePage, Enrolment
from lms.accounts.models import User
from quizzes import services
from quizzes.addresses import (
    CERTIFICATES,
    question_url,
    result_url,
    review_url,
    start_url,
    take_over_url,
)
from quizzes.models import Answer, Attempt, Quiz
from quizzes.queries import sheet
from tests.factories import UserFactory, add_question, make_course, make_quiz
from tests.quizzes.conftest import EVENING
from tests.quizzes.contents import MULTIPLE, NUMBER, SHORT_TEXT, SINGLE, TRUE_FALSE
from tests.quizzes.taking import other_response, responses, right_response

pytestmark = pytest.mark.django_db
NOW = EVENING


def start(quiz: Quiz, user: User) -> Attempt:
    attempt = services.start_attempt(user=user, quiz=quiz, at=NOW)
    attempt.quiz = quiz
    return attempt


def answer_all(attempt: Attempt, *, right: int) -> None:
    for position, response in responses(attempt, right=right).items():
        services.save_answer(attempt=attempt, position=position, response=response, at=NOW)


def submitted(quiz: Quiz, user: User, *, right: int) -> Attempt:
    attempt = start(quiz, user)
    answer_all(attempt, right=right)
    return services.submit_attempt(attempt=attempt, at=NOW)


def html(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


# --- start -------------------------------------------------------------------------------------


def test_the_start_page_tells_the_rules(signed_in: Client) -> None:
    page = html(signed_in, start_url(make_quiz(questions=12)))
    assert _("You pass with %(needed)d right answers or more.") % {"needed": 9} in page
    assert _("No time limit. You can try again.") in page
    assert _("Your best result counts.") in page


def test_a_guest_signs_in_and_comes_back(client: Client) -> None:
    quiz = make_quiz()
    response = client.get(start_url(quiz))
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('accounts:sign_in')}?next={start_url(quiz)}"


def test_beginning_enrols_and_opens_the_first_question(signed_in: Client, user: User) -> None:
    quiz = make_quiz()
    response = signed_in.post(start_url(quiz))
    attempt = Attempt.objects.get(user=user)
    assert response.status_code == 302
    assert response["Location"] == question_url(attempt, 1)
    assert Enrolment.objects.filter(user=user, course=quiz.course).exists()


def test_an_unfinished_attempt_is_taken_up_where_it_stopped(signed_in: Client, user: User) -> None:
    quiz = make_quiz()
    attempt = start(quiz, user)
    services.save_answer(attempt=attempt, position=1, response={"unknown": True}, at=NOW)
    page = html(signed_in, start_url(quiz))
    assert _("Continue the test you began (question %(number)d)") % {"number": 2} in page
    assert question_url(attempt, 2) in page
    assert signed_in.post(start_url(quiz))["Location"] == question_url(attempt, 2)


def test_an_attempt_with_every_answer_goes_on_at_the_review(signed_in: Client, user: User) -> None:
    quiz = make_quiz()
    attempt = start(quiz, user)
    answer_all(attempt, right=1)
    assert review_url(attempt) in html(signed_in, start_url(quiz))
    assert signed_in.post(start_url(quiz))["Location"] == review_url(attempt)


def test_the_start_page_knows_the_best_result(signed_in: Client, user: User) -> None:
    quiz = make_quiz()
    best = submitted(quiz, user, right=4)
    submitted(quiz, user, right=1)
    page = html(signed_in, start_url(quiz))
    assert _("passed, %(score)s questions right") % {"score": "4/4"} in page
    assert result_url(best) in page


def test_a_used_up_day_names_the_next(signed_in: Client, user: User) -> None:
    quiz = make_quiz(attempts_per_day=1)
    submitted(quiz, user, right=1)
    page = html(signed_in, start_url(quiz))
    assert "26/11/2026" in page
    assert signed_in.post(start_url(quiz)).status_code == 200
    with time_machine.travel(NOW.replace(hour=0) + timedelta(days=1)):
        assert signed_in.post(start_url(quiz)).status_code == 302


def test_a_supervised_test_says_who_opens_it(signed_in: Client) -> None:
    quiz = make_quiz(supervised_only=True)
    sentence = _("A facilitator has to open this test. Ask at your learning point.")
    assert sentence in html(signed_in, start_url(quiz))
    assert sentence in signed_in.post(start_url(quiz)).content.decode()
    assert not Attempt.objects.exists()


def test_a_test_without_questions_says_so(signed_in: Client) -> None:
    response = signed_in.post(start_url(make_quiz(questions=0)))
    assert _("This test has no questions yet.") in response.content.decode()


def test_what_is_not_published_is_not_found(signed_in: Client) -> None:
    quiz = make_quiz()
    assert signed_in.get(reverse("quizzes:start", args=["khac", quiz.slug])).status_code == 404
    assert signed_in.get(start_url(quiz) + "../khac/").status_code == 404
    CoursePage.objects.get().unpublish()
    assert signed_in.get(start_url(quiz)).status_code == 404


# --- question ----------------------------------------------------------------------------------

KINDS = [
    ("single", SINGLE),
    ("multiple", MULTIPLE),
    ("true_false", TRUE_FALSE),
    ("short_text", SHORT_TEXT),
    ("number", NUMBER),
]


def quiz_of(kind: str, content: dict[str, Any]) -> Quiz:
    rows = [{k: v for k, v in row.items() if k != "id"} for row in content.get("options", [])]
    quiz = make_quiz(questions=0)
    add_question(quiz, kind, content | ({"options": rows} if rows else {}))
    return quiz


@pytest.mark.parametrize(("kind", "content"), KINDS)
def test_every_kind_has_a_page_that_does_not_give_the_key_away(
    signed_in: Client, user: User, kind: str, content: dict[str, Any]
) -> None:
    attempt = start(quiz_of(kind, content), user)
    page = html(signed_in, question_url(attempt, 1))
    main = page[page.index("<main") : page.index("</main>")]
    assert re.search(r"<legend><h1>Câu hỏi\?</h1></legend>", main)
    assert escape(_("I don't know yet")) in main
    assert content["explanation"] not in main
    told = [row.get("feedback") for row in content.get("options", [])] + content.get("accept", [])
    assert not [text for text in told if text and text in main]
    for word in ("correct", "checked", "feedback", 'value="7"'):
        assert word not in main


def test_the_order_of_options_is_stable_and_not_the_authors(signed_in: Client, user: User) -> None:
    quiz = make_quiz(questions=10)
    attempt = start(quiz, user)
    pages = [html(signed_in, question_url(attempt, n)) for n in range(1, 11)]
    again = [html(signed_in, question_url(attempt, n)) for n in range(1, 11)]
    texts = [re.findall(r'bd-radio__label"[^>]*>([^<]+)<', page) for page in pages]
    assert texts == [re.findall(r'bd-radio__label"[^>]*>([^<]+)<', page) for page in again]
    assert len({row[0][:4] for row in texts}) > 1


def test_nothing_chosen_is_an_error_that_says_what_to_do(signed_in: Client, user: User) -> None:
    attempt = start(make_quiz(), user)
    page = signed_in.post(question_url(attempt, 1)).content.decode()
    sentence = escape(_("Choose an answer, or choose “I don't know yet”"))
    assert page.count(sentence) == 2  # summary and field
    assert re.search(rf"<title>\s*{_('Error:')}", page)
    assert 'aria-describedby="answer_1_error"' in page
    assert not Answer.objects.exists()


def test_what_was_typed_stays_beside_its_error(signed_in: Client, user: User) -> None:
    attempt = start(quiz_of("number", NUMBER), user)
    page = signed_in.post(question_url(attempt, 1), {"answer": "bảy <b>"}).content.decode()
    assert 'value="bảy &lt;b&gt;"' in page
    assert page.count(_("Write the answer in digits, for example 7")) == 2
    assert not Answer.objects.exists()


@pytest.mark.parametrize("kind", ["short_text", "number"])
def test_endless_text_is_refused_and_kept(signed_in: Client, user: User, kind: str) -> None:
    attempt = start(quiz_of(kind, dict(KINDS)[kind]), user)
    response = signed_in.post(question_url(attempt, 1), {"answer": "9" * 5000})
    assert response.status_code == 200
    assert "9" * 5000 in response.content.decode()


@pytest.mark.parametrize("answer", ["nosuch", "<script>", "\x01", "a" * 5000])
def test_a_made_up_option_is_refused(signed_in: Client, user: User, answer: str) -> None:
    attempt = start(make_quiz(), user)
    page = signed_in.post(question_url(attempt, 1), {"answer": answer}).content.decode()
    assert _("Choose one of the answers on this page.") in page
    assert not Answer.objects.exists()


def test_continuing_saves_and_says_so_on_the_next_page(signed_in: Client, user: User) -> None:
    attempt = start(make_quiz(), user)
    right = right_response(sheet(attempt)[0])["option"]
    response = signed_in.post(question_url(attempt, 1), {"answer": right}, follow=True)
    assert response.redirect_chain == [(question_url(attempt, 2), 302)]
    said = _("Question %(n)s saved at %(time)s") % {"n": 1, "time": "19:42"}
    assert said in response.content.decode()
    assert Answer.objects.get().response == {"option": right}


def test_going_back_finds_the_answer_and_it_may_be_changed(signed_in: Client, user: User) -> None:
    attempt = start(make_quiz(), user)
    row = sheet(attempt)[0]
    first, second = right_response(row)["option"], other_response(row)["option"]
    for option in (first, second):
        signed_in.post(question_url(attempt, 1), {"answer": option})
        page = html(signed_in, question_url(attempt, 1))
        assert re.search(rf'value="{option}" checked', page)
        assert page.count(" checked") == 1


def test_not_knowing_is_saved_and_shown_again(signed_in: Client, user: User) -> None:
    attempt = start(quiz_of("multiple", MULTIPLE), user)
    signed_in.post(question_url(attempt, 1), {"unknown": "unknown"})
    assert Answer.objects.get().response == {"unknown": True}
    assert re.search(r'id="unknown"[^>]* checked', html(signed_in, question_url(attempt, 1)))


def test_the_last_question_leads_to_the_review(signed_in: Client, user: User) -> None:
    attempt = start(make_quiz(questions=2), user)
    response = signed_in.post(question_url(attempt, 2), {"answer": "unknown"})
    assert response["Location"] == review_url(attempt)


def test_a_change_from_the_review_returns_there(signed_in: Client, user: User) -> None:
    attempt = start(make_quiz(), user)
    answer_all(attempt, right=1)
    change = question_url(attempt, 2, from_review=True)
    assert change in html(signed_in, review_url(attempt))
    page = html(signed_in, change)
    assert f'action="{change}"' in page
    assert f'class="bd-back" href="{review_url(attempt)}"' in page
    assert signed_in.post(change, {"answer": "unknown"})["Location"] == review_url(attempt)


@pytest.mark.parametrize("n", [0, 5, 999999999999])
def test_a_question_outside_the_paper_is_not_found(signed_in: Client, user: User, n: int) -> None:
    attempt = start(make_quiz(questions=4), user)
    assert signed_in.get(question_url(attempt, n)).status_code == 404
    assert signed_in.post(question_url(attempt, n), {"answer": "unknown"}).status_code == 404


def test_another_device_goes_on_with_the_same_attempt(user: User) -> None:
    quiz, phone, computer = make_quiz(), Client(), Client()
    for device in (phone, computer):
        device.force_login(user)
    page = phone.post(start_url(quiz))["Location"]
    phone.post(page, {"answer": "unknown"})
    asked = computer.post(start_url(quiz))
    assert _("Go on here") in asked.content.decode()
    taken = computer.post(take_over_url(Attempt.objects.get()))
    assert taken["Location"] == page.replace("cau/1", "cau/2")


def test_an_old_tab_is_led_to_the_result(signed_in: Client, user: User) -> None:
    attempt = submitted(make_quiz(), user, right=1)
    before = list(attempt.answers.values_list("response", flat=True))
    assert signed_in.get(question_url(attempt, 1))["Location"] == result_url(attempt)
    response = signed_in.post(question_url(attempt, 1), {"answer": "unknown"}, follow=True)
    sentence = _("This test has been handed in. Answers can no longer be changed.")
    assert sentence in response.content.decode()
    assert list(attempt.answers.values_list("response", flat=True)) == before


def test_a_session_that_ended_returns_to_the_same_question(client: Client, user: User) -> None:
    attempt = start(make_quiz(), user)
    response = client.post(question_url(attempt, 2), {"answer": "unknown"})
    assert response.status_code == 302
    assert response["Location"].endswith(f"?next={question_url(attempt, 2)}")


@pytest.mark.parametrize("method", ["get", "post"])
def test_other_peoples_attempts_are_not_found(signed_in: Client, method: str) -> None:
    foreign = start(make_quiz(), UserFactory())
    for address in (question_url(foreign, 1), review_url(foreign), result_url(foreign)):
        expected = 405 if (method, address) == ("post", result_url(foreign)) else 404
        assert getattr(signed_in, method)(address).status_code == expected
    foreign.refresh_from_db()
    assert foreign.state == "open"


def test_an_attempt_is_found_under_its_own_test_only(signed_in: Client, user: User) -> None:
    attempt, other = start(make_quiz(), user), make_quiz()
    attempt.quiz = other
    assert signed_in.get(question_url(attempt, 1)).status_code == 404


# --- review ------------------------------------------------------------------------------------


def test_the_review_lists_answers_and_flags_what_is_missing(signed_in: Client, user: User) -> None:
    attempt = start(make_quiz(questions=2), user)
    row = sheet(attempt)[0]
    services.save_answer(attempt=attempt, position=1, response=right_response(row), at=NOW)
    page = html(signed_in, review_url(attempt))
    assert "Đúng 1" in page
    assert page.count(_("Not answered")) == 1
    assert _("You cannot change answers after you submit.") in page
    assert "Vì vậy." not in page


def test_missing_answers_are_pointed_out_once_before_handing_in(
    signed_in: Client, user: User
) -> None:
    attempt = start(make_quiz(questions=2), user)
    page = signed_in.post(review_url(attempt)).content.decode()
    assert question_url(attempt, 1, from_review=True) in page
    attempt.refresh_from_db()
    assert attempt.state == "open"
    response = signed_in.post(review_url(attempt), {"sure": "1"})
    assert response["Location"] == result_url(attempt)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.passed) == ("submitted", False)


def test_a_second_press_shows_the_result(signed_in: Client, user: User) -> None:
    attempt = start(make_quiz(), user)
    answer_all(attempt, right=4)
    first, second = (signed_in.post(review_url(attempt)) for _press in range(2))
    assert first["Location"] == second["Location"] == result_url(attempt)
    assert signed_in.get(review_url(attempt))["Location"] == result_url(attempt)
    assert Attempt.objects.count() == 1


# --- result ------------------------------------------------------------------------------------


def test_no_result_before_handing_in(signed_in: Client, user: User) -> None:
    attempt = start(make_quiz(), user)
    assert signed_in.get(result_url(attempt))["Location"] == review_url(attempt)


def test_a_pass_that_completes_the_course_leads_to_the_certificate(
    signed_in: Client, user: User
) -> None:
    course = make_course(lessons=1)
    quiz = make_quiz(course)
    attempt = start(quiz, user)
    Enrolment.objects.filter(pk=attempt.enrolment_id).update(completed_at=NOW)
    answer_all(attempt, right=4)
    services.submit_attempt(attempt=attempt, at=NOW)
    page = html(signed_in, result_url(attempt))
    assert _("Passed – %(score)s questions right") % {"score": "4/4"} in page
    assert f'href="{CERTIFICATES}"' in page


def test_a_pass_with_lessons_left_leads_to_the_next(signed_in: Client, user: User) -> None:
    quiz = make_quiz(make_course(lessons=2))
    page = html(signed_in, result_url(submitted(quiz, user, right=4)))
    assert _("Continue lesson %(number)d") % {"number": 1} in page
    assert f'href="{CERTIFICATES}"' not in page


def test_not_yet_names_the_lessons_of_what_was_missed(signed_in: Client, user: User) -> None:
    quiz = make_quiz(make_course(lessons=3), questions=6)  # lesson 1, 2, 3, 1, 2, 3
    attempt = start(quiz, user)
    rows = sheet(attempt)
    for row in rows:
        response = right_response(row) if row.position not in (2, 5) else other_response(row)
        services.save_answer(attempt=attempt, position=row.position, response=response, at=NOW)
    Attempt.objects.update(needed=6)
    services.submit_attempt(attempt=attempt, at=NOW)
    page = html(signed_in, result_url(attempt))
    title = _("Not yet – %(score)s questions right, %(needed)d needed")
    assert title % {"score": "4/6", "needed": 6} in page
    assert "/bai-2/1/" in page
    assert "/bai-1/1/" not in page
    assert "/bai-3/1/" not in page
    assert start_url(quiz) in page
    assert "Xem lại bài học." in page  # what the author says about the option chosen


def test_every_question_with_answer_key_and_reason(signed_in: Client, user: User) -> None:
    attempt = submitted(make_quiz(questions=2), user, right=1)
    page = html(signed_in, result_url(attempt))
    for text in ("Câu hỏi số 1?", "Câu hỏi số 2?", "Đúng 1", "Khác 2", "Đúng 2", "Vì vậy."):
        assert text in page


def test_no_heading_uses_words_that_shame(signed_in: Client, user: User) -> None:
    attempt = submitted(make_quiz(), user, right=0)
    page = html(signed_in, result_url(attempt))
    headings = " ".join(re.findall(r"<h\d[^>]*>(.*?)</h\d>", page, re.S)).lower()
    assert not [word for word in ("trượt", "sai", "kém", "fail", "wrong") if word in headings]


def test_a_lower_result_recalls_the_best_one(signed_in: Client, user: User) -> None:
    quiz = make_quiz()
    best = submitted(quiz, user, right=4)
    page = html(signed_in, result_url(submitted(quiz, user, right=1)))
    assert result_url(best) in page


def test_a_course_withdrawn_meanwhile_still_shows_the_result(signed_in: Client, user: User) -> None:
    attempt = submitted(make_quiz(), user, right=1)
    CoursePage.objects.get().unpublish()
    assert "Câu hỏi số 1?" in html(signed_in, result_url(attempt))


# --- cost --------------------------------------------------------------------------------------


def test_a_question_page_costs_six_queries_at_most(
    signed_in: Client, user: User, django_assert_max_num_queries: Any
) -> None:
    attempt = start(make_quiz(), user)
    services.save_answer(attempt=attempt, position=1, response={"unknown": True}, at=NOW)
    with django_assert_max_num_queries(6):
        html(signed_in, question_url(attempt, 2))
    with django_assert_max_num_queries(5):  # once somebody has seen the question
        html(signed_in, question_url(attempt, 2))


def test_saving_costs_three_queries_beside_session_and_user(
    signed_in: Client, user: User, django_assert_max_num_queries: Any
) -> None:
    attempt = start(make_quiz(), user)
    html(signed_in, question_url(attempt, 1))
    with django_assert_max_num_queries(2 + 3 + 2):  # and the savepoint
        signed_in.post(question_url(attempt, 1), {"answer": "unknown"})


@pytest.mark.parametrize("questions", [2, 30])
def test_a_result_costs_the_same_for_any_number_of_questions(
    signed_in: Client, user: User, django_assert_max_num_queries: Any, questions: int
) -> None:
    attempt = submitted(make_quiz(questions=questions), user, right=1)
    html(signed_in, result_url(attempt))
    with django_assert_max_num_queries(11):
        html(signed_in, result_url(attempt))
    again = start(attempt.quiz, user)
    with django_assert_max_num_queries(5):
        html(signed_in, review_url(again))


def test_ten_questions_without_javascript_take_25_requests(signed_in: Client) -> None:
    quiz, requests = make_quiz(questions=10), 2
    html(signed_in, start_url(quiz))
    address = signed_in.post(start_url(quiz))["Location"]
    while "/cau/" in address:
        html(signed_in, address)
        address = signed_in.post(address, {"answer": "unknown"})["Location"]
        requests += 2
    html(signed_in, address)
    address = signed_in.post(address)["Location"]
    html(signed_in, address)
    assert requests + 3 == 25
    assert "/ket-qua/" in address
