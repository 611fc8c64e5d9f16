"""What quiz.js adds to a test in a real browser: one round trip a question, and no answer lost when
the network goes."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from lms.accounts.models import User
from quizzes.addresses import start_url
from quizzes.models import Answer, Attempt
from tests.factories import UserFactory, make_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def user() -> User:
    person: User = UserFactory()
    return person


@pytest.fixture
def phone(user: User, open_context: OpenContext, live_server: object) -> Page:
    """A page of the learner, at the first question of a test of three."""
    quiz, client, context = make_quiz(questions=3), Client(), open_context()
    client.force_login(user)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    page = context.new_page()
    page.goto(start_url(quiz))
    go_on(page)
    page.wait_for_url("**/cau/1/")
    return page


def go_on(page: Page) -> None:
    page.locator("main form[data-quiz] button[type=submit]").click()


def waiting(page: Page) -> int:
    """How many answers this device keeps that are not on the server."""
    count: int = page.evaluate(
        "person => bdQueue.all(person).then(rows => rows.length)", person(page)
    )
    return count


def person(page: Page) -> str:
    return page.locator("script[data-person]").get_attribute("data-person") or ""


def choose(page: Page, text: str) -> None:
    page.locator("label", has_text=text).click()


def test_the_next_question_comes_with_the_saved_answer(phone: Page) -> None:
    asked: list[str] = []
    said: list[str] = []
    phone.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    phone.on("console", lambda message: said.append(message.text))
    for number in (1, 2, 3):
        expect(phone.locator("h1")).to_have_text(f"Câu hỏi số {number}?")
        choose(phone, f"Đúng {number}")
        go_on(phone)
    phone.wait_for_url("**/xem-lai/")
    go_on(phone)
    phone.wait_for_url("**/ket-qua/")
    expect(phone.locator("h1")).to_be_focused()
    pages = [request.split()[0] for request in asked if "/hoc/" in request]
    assert pages == ["POST"] * 4
    assert said == []
    assert Attempt.objects.get().points == 3


def test_an_error_is_focused_and_the_page_stays(phone: Page) -> None:
    go_on(phone)
    expect(phone.locator("[data-errsum]")).to_be_focused()
    assert phone.url.endswith("/cau/1/")


def test_back_finds_the_answer(phone: Page) -> None:
    choose(phone, "Khác 1")
    go_on(phone)
    phone.wait_for_url("**/cau/2/")
    phone.go_back()
    expect(phone.locator("input:checked")).to_have_count(1)
    expect(phone.locator("h1")).to_have_text("Câu hỏi số 1?")


def test_an_answer_given_without_a_network_is_sent_when_it_is_back(phone: Page) -> None:
    choose(phone, "Đúng 1")
    phone.context.set_offline(True)
    go_on(phone)
    expect(phone.locator("[data-not-sent]")).to_be_visible()
    expect(phone.locator("input:checked")).to_have_count(1)
    assert not Answer.objects.exists()
    assert waiting(phone) == 1
    phone.context.set_offline(False)
    phone.wait_for_url("**/cau/2/")
    assert Answer.objects.get().position == 1
    assert waiting(phone) == 0


def test_what_waits_is_sent_when_any_page_of_the_test_opens(phone: Page) -> None:
    choose(phone, "Đúng 1")
    phone.context.set_offline(True)
    go_on(phone)
    expect(phone.locator("[data-not-sent]")).to_be_visible()
    address = phone.url.replace("/cau/1/", "/xem-lai/")
    other = phone.context.new_page()
    phone.close()
    other.context.set_offline(False)
    with other.expect_response("**/cau/1/luu/"):
        other.goto(address)
    expect(other.locator("[data-not-sent]")).to_have_count(0)
    assert Answer.objects.get().position == 1
