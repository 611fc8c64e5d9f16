"""Every kind of question by the keyboard alone, with JavaScript and without."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from quizzes import questions
from quizzes.addresses import start_url
from quizzes.models import Attempt, Quiz
from tests.factories import UserFactory
from tests.quizzes.every_kind import STEMS, quiz_of_every_kind
from tests.walks.test_keyboard import button, go, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def quiz() -> Quiz:
    return quiz_of_every_kind()


@pytest.fixture
def seated(quiz: Quiz, page: Page, live_server: object) -> Page:
    """The learner's page, signed in, at the first question."""
    learner, client = UserFactory(), Client()
    client.force_login(learner)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    page.goto(start_url(quiz))
    go(page, button(page, "Bắt đầu"))
    return page


def choose(page: Page, label: str, text: str) -> None:
    """From the list labelled so, with the arrow down."""
    control = page.get_by_label(label, exact=True)
    tab_to(page, control)
    for _ in range(8):
        if control.evaluate("node => node.options[node.selectedIndex].text") == text:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no arrow leads to {text}")


def tick(page: Page, name: str) -> None:
    """A tick box, or a radio button: the first of its group has the focus, arrows go on."""
    option = page.get_by_role("checkbox", name=name, exact=True)
    if option.count():
        tab_to(page, option)
        page.keyboard.press("Space")
        expect(option).to_be_checked()
        return
    option = page.get_by_role("radio", name=name, exact=True)
    tab_to(page, page.get_by_role("radio").first)
    for _ in range(8):
        page.keyboard.press("Space")
        if option.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no arrow leads to {name}")


def tick_right_ones(page: Page) -> None:
    for text in page.locator("fieldset .bd-check__label").all_inner_texts():
        if text in {"Trực tuyến", "Bưu chính", "Trực tiếp"}:
            tick(page, text)


def write(page: Page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def match(page: Page) -> None:
    choose(page, "Sổ đỏ", "Giấy tờ về đất")
    choose(page, "Căn cước", "Giấy tờ tùy thân")
    choose(page, "Hộ chiếu", "Giấy tờ tùy thân")


def order(page: Page) -> None:
    shown = page.locator("[data-order] label").all_inner_texts()
    for text in shown:
        choose(page, text, str(["Mở", "Điền", "Nộp"].index(text) + 1))


def fill_gaps(page: Page) -> None:
    choose(page, "Chỗ trống 1", "Ủy ban nhân dân xã")
    write(page, "Chỗ trống 2", "7")


def place(page: Page) -> None:
    right = {"Giấy khai sinh": "Hộ tịch", "Sổ đỏ": "Đất đai"}
    for text in page.locator(".bd-pair label").all_inner_texts():
        if text in right:
            choose(page, text, right[text])


ANSWERS: dict[str, Callable[[Page], None]] = {
    "single": lambda page: tick(page, "dichvucong.gov.vn"),
    "multiple": tick_right_ones,
    "true_false": lambda page: tick(page, "Đúng"),
    "image_choice": lambda page: tick(page, "Biển báo cấm Ảnh cam"),
    "short_text": lambda page: write(page, "Câu trả lời", "hoa binh"),
    "number": lambda page: write(page, "Trả lời bằng số (ngày làm việc)", "7"),
    "matching": match,
    "ordering": order,
    "drag_drop": place,
    "gap_text": fill_gaps,
    "hotspot": lambda page: tick(page, "Ô tìm kiếm"),
    "open_answer": lambda page: write(page, "Câu trả lời", "Mở, điền, nộp."),
    "file_answer": lambda page: tick(page, "Tôi chưa biết"),
    "survey_scale": lambda page: tick(page, "Hài lòng"),
}


def test_every_kind_by_the_keyboard_alone(seated: Page) -> None:
    assert set(ANSWERS) == set(questions.KINDS)
    for kind in questions.KINDS:
        expect(seated.get_by_role("heading", level=1)).to_have_text(STEMS[kind])
        ANSWERS[kind](seated)
        go(seated, button(seated, "Lưu và tiếp tục"))
    expect(seated).to_have_url(re.compile("/xem-lai/"))
    expect(seated.locator("main")).not_to_contain_text("Chưa trả lời")
    go(seated, button(seated, "Nộp bài"))
    expect(seated.get_by_role("heading", level=1)).to_have_text("Đã nộp – đang chờ chấm")
    attempt = Attempt.objects.get()
    marks = dict(attempt.answers.values_list("position", "fraction"))
    names = list(questions.KINDS)
    by_hand, nothing = names.index("open_answer") + 1, ("file_answer", "survey_scale")
    assert marks.pop(by_hand) is None
    assert [marks.pop(names.index(name) + 1) for name in nothing] == [0, 0]
    assert set(marks.values()) == {1}, marks
