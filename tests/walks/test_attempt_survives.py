"""A test in a real browser, whatever happens: the network comes and goes, another device takes over, the
time ends, the person is changed on a shared computer. Nothing is lost, nothing is there twice."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from lms.accounts.models import User
from lms.core import periods
from quizzes import services
from quizzes.addresses import question_url, start_url
from quizzes.models import Answer, Attempt
from quizzes.queries import sheet
from tests.factories import UserFactory, add_question, make_quiz
from tests.waiting import eventually
from tests.walks.test_quiz_script import choose, go_on, waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenContext = Callable[..., BrowserContext]
QUESTIONS = 10
DROPS = 25


@pytest.fixture
def user() -> User:
    person: User = UserFactory()
    return person


@pytest.fixture
def open_as(open_context: OpenContext, live_server: object) -> Callable[..., Page]:
    """A page of somebody signed in, on a device of its own."""

    def make(user: User, **options: object) -> Page:
        client, context = Client(), open_context(**options)
        client.force_login(user)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
        return context.new_page()

    return make


def begin(page: Page, **rules: Any) -> Attempt:
    quiz = make_quiz(**({"questions": 3} | rules))
    page.goto(start_url(quiz))
    go_on(page)
    page.wait_for_url("**/cau/1/")
    return Attempt.objects.get(quiz=quiz)


def chosen(attempt: Attempt) -> dict[int, str]:
    """What the server has: the text of the option chosen at each position."""
    return {
        row.position: next(
            o.text for o in row.options if o.id == (row.response or {}).get("option")
        )
        for row in sheet(attempt)
        if row.response is not None
    }


def test_a_change_is_saved_by_itself_and_the_page_says_when(
    open_as: Callable[..., Page], user: User
) -> None:
    page = open_as(user)
    attempt = begin(page)
    choose(page, "Khác 1")
    choose(page, "Đúng 1")
    line = page.locator("main [data-saved]")
    expect(line).to_contain_text("Đã lưu lúc")
    answer = Answer.objects.get(attempt=attempt)
    moment = periods.local_datetime(answer.saved_at).strftime("%H:%M:%S")
    expect(line).to_have_text(f"Đã lưu lúc {moment}")
    assert chosen(attempt) == {1: "Đúng 1"}
    assert page.url.endswith("/cau/1/")
    assert waiting(page) == 0


def test_an_order_half_filled_in_is_saved_too_and_asked_for_in_the_end(
    open_as: Callable[..., Page], user: User
) -> None:
    page, quiz = open_as(user), make_quiz(questions=0)
    add_question(quiz, "ordering", {"stem": "Xếp?", "items": [{"text": "Mở"}, {"text": "Nộp"}]})
    page.goto(start_url(quiz))
    go_on(page)
    page.get_by_label("Mở", exact=True).select_option("1")
    expect(page.locator("main [data-saved]")).to_contain_text("Đã lưu lúc")
    page.reload()
    expect(page.get_by_label("Mở", exact=True).locator("option:checked")).to_have_text("1")
    go_on(page)
    expect(page.locator("[data-errsum]")).to_contain_text("Cho mỗi dòng một thứ tự")
    expect(page.get_by_label("Mở", exact=True).locator("option:checked")).to_have_text("1")
    assert waiting(page) == 0


def test_while_it_is_not_saved_the_page_never_says_so(
    open_as: Callable[..., Page], user: User
) -> None:
    page = open_as(user)
    begin(page)
    choose(page, "Đúng 1")
    expect(page.locator("main [data-saved]")).to_contain_text("Đã lưu lúc")
    page.context.set_offline(True)
    choose(page, "Khác 1")
    expect(page.locator("main [data-saved]")).not_to_contain_text("Đã lưu")
    expect(page.locator("[data-not-sent]")).to_contain_text("Câu trả lời đang giữ trên máy này")
    expect(page.locator("main [data-saved]")).not_to_contain_text("Đã lưu")
    page.context.set_offline(False)
    expect(page.locator("main [data-saved]")).to_contain_text("Đã lưu lúc")
    expect(page.locator("[data-not-sent]")).to_have_count(0)


def test_the_network_comes_and_goes_and_nothing_is_lost_or_doubled(
    open_as: Callable[..., Page], user: User
) -> None:
    """Chaos, the same at every run: the network drops between, during and after answers."""
    page, chance = open_as(user), Random(20261125)
    attempt = begin(page, questions=QUESTIONS)
    wanted: dict[int, str] = {}
    drops = 0
    for position in range(1, QUESTIONS + 1):
        page.wait_for_url(f"**/cau/{position}/")
        expect(page.locator("h1")).to_have_text(f"Câu hỏi số {position}?")
        for _change in range(3):
            if drops < DROPS:
                page.context.set_offline(True)
                drops += 1
            text = f"{chance.choice(['Đúng', 'Khác'])} {position}"
            choose(page, text)
            wanted[position] = text
            if chance.random() < 0.7:
                page.context.set_offline(False)
        if chance.random() < 0.5:
            go_on(page)
            page.context.set_offline(False)
        else:
            page.context.set_offline(False)
            go_on(page)
    page.wait_for_url("**/xem-lai/")
    assert drops == DROPS
    assert waiting(page) == 0
    assert chosen(attempt) == wanted
    go_on(page)
    page.wait_for_url("**/ket-qua/")
    attempt.refresh_from_db()
    assert attempt.points == sum(text.startswith("Đúng") for text in wanted.values())
    assert Answer.objects.count() == QUESTIONS


def test_a_browser_that_dies_without_a_network_keeps_the_answer(
    open_as: Callable[..., Page], user: User
) -> None:
    page = open_as(user)
    attempt = begin(page)
    page.context.set_offline(True)
    choose(page, "Đúng 1")
    assert eventually(lambda: waiting(page) == 1)
    context = page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    with again.expect_response("**/cau/1/luu/"):
        again.goto(question_url(attempt, 2))
    assert chosen(attempt) == {1: "Đúng 1"}


def test_without_indexed_db_answers_wait_in_local_storage(
    open_as: Callable[..., Page], user: User
) -> None:
    page = open_as(user)
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    attempt = begin(page)
    page.context.set_offline(True)
    choose(page, "Đúng 1")
    expect(page.locator("[data-not-sent]")).to_be_visible()
    assert page.evaluate("localStorage.getItem('bd-bai-lam')")
    page.context.set_offline(False)
    expect(page.locator("[data-not-sent]")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('bd-bai-lam')") is None
    assert chosen(attempt) == {1: "Đúng 1"}


def test_a_second_device_goes_on_and_the_first_only_looks(
    open_as: Callable[..., Page], user: User
) -> None:
    phone, computer = open_as(user), open_as(user)
    attempt = begin(phone)
    choose(phone, "Đúng 1")
    go_on(phone)
    phone.wait_for_url("**/cau/2/")
    phone.context.set_offline(True)
    choose(phone, "Đúng 2")
    expect(phone.locator("[data-not-sent]")).to_be_visible()
    computer.goto(start_url(attempt.quiz))
    computer.locator("main a.bd-btn").first.click()
    expect(computer.locator("h1")).to_have_text("Bài đang mở ở máy khác")
    go_on(computer)
    expect(computer.locator("h1")).to_have_text("Câu hỏi số 2?", timeout=5_000)
    phone.context.set_offline(False)
    assert eventually(lambda: chosen(attempt) == {1: "Đúng 1", 2: "Đúng 2"})  # given before
    choose(phone, "Khác 2")
    expect(phone.locator("[data-not-sent]")).to_contain_text("Ở máy này chỉ xem được")
    expect(phone.locator("main form input:enabled:not([type=hidden])")).to_have_count(0)
    choose(computer, "Khác 2")
    expect(computer.locator("main [data-saved]")).to_contain_text("Đã lưu lúc")
    assert chosen(attempt) == {1: "Đúng 1", 2: "Khác 2"}


def test_the_clock_counts_is_hidden_and_is_told_in_words(
    open_as: Callable[..., Page], user: User
) -> None:
    page = open_as(user)
    page.clock.install()
    begin(page, time_limit=20)
    clock = page.locator("[data-clock-left]")
    expect(clock).to_have_text("Còn 19:59")
    page.get_by_role("button", name="Ẩn đồng hồ").click()
    expect(clock).to_have_text("")
    for seconds, words in [(600, "Còn 10 phút"), (240, "Còn 4 phút"), (60, "Còn 1 phút")]:
        server_says(page, seconds + 1)
        page.clock.run_for(2_000)
        expect(page.locator("[data-clock-say]")).to_have_text(words)
    page.get_by_role("button", name="Hiện đồng hồ").click()
    expect(clock).to_contain_text("Còn 0:5")


def server_says(page: Page, seconds: int) -> None:
    """As if the answer to a save had said how much time is left."""
    page.evaluate(
        "left => document.dispatchEvent(new CustomEvent('quiz:left', { detail: left }))", seconds
    )


def test_more_time_reaches_the_page_by_itself(open_as: Callable[..., Page], user: User) -> None:
    page = open_as(user)
    attempt = begin(page, time_limit=20)
    services.add_time(
        quiz=attempt.quiz, minutes=10, reason="Mất điện", by=UserFactory(), at=periods.now()
    )
    expect(page.locator("[data-clock-left]")).to_contain_text("Còn 29:", timeout=12_000)


def test_when_the_time_ends_the_answers_are_handed_in(
    open_as: Callable[..., Page], user: User
) -> None:
    page = open_as(user)
    attempt = begin(page, time_limit=20)
    end = periods.now() + timedelta(seconds=4)
    Attempt.objects.update(deadline=end, expires_at=end + timedelta(seconds=30))
    page.reload()
    choose(page, "Đúng 1")
    page.wait_for_url("**/ket-qua/")
    attempt.refresh_from_db()
    assert (attempt.state, attempt.points) == ("submitted", Decimal(1))


def test_what_waits_is_never_sent_for_somebody_else(
    open_as: Callable[..., Page], user: User
) -> None:
    page, other = open_as(user), UserFactory()
    attempt = begin(page)
    page.context.set_offline(True)
    choose(page, "Đúng 1")
    assert eventually(lambda: waiting(page) == 1)
    context, site = page.context, page.url.partition("/hoc/")[0]
    page.close()
    client = Client()
    client.force_login(other)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    context.set_offline(False)
    theirs = context.new_page()
    theirs.goto(start_url(attempt.quiz))
    theirs.wait_for_load_state("load")
    assert waiting(theirs) == 0
    assert not Answer.objects.exists()
