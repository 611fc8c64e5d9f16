"""A resident: signs up, learns, does not pass, looks again, passes, and has a certificate that holds."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from certificates.models import Certificate
from courses.models import Enrolment, LessonProgress
from lms.accounts.models import User
from tests.certificates.reading import picture_of, qr_of, text_of
from tests.factories import WardFactory, make_course, make_quiz
from tests.walks.steps import answer_all, press, read_lesson, sign_in_by_card, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RIGHT = [f"Đúng {n}" for n in range(1, 5)]


def to_the_test(page: Page) -> None:
    page.goto("/hoc/xay-nha/kiem-tra/kiem-tra-cuoi-khoa/")
    press(page, "Bắt đầu")


def test_from_the_first_page_to_a_certificate_that_verifies(page: Page) -> None:
    WardFactory(code="21211", name="Tịnh Khê")
    make_quiz(make_course(slug="xay-nha", title="Xin giấy phép xây nhà"))

    number = sign_up(page, name="Nguyễn Thị Hoa", year="1961", place="tinh khe", ward="Tịnh Khê")
    page.goto("/khoa-hoc/")
    page.get_by_role("searchbox").fill("xay nha")
    press(page, "Tìm")
    page.get_by_role("link", name="Xin giấy phép xây nhà").click()
    press(page, "Bắt đầu học")
    read_lesson(page, 2)
    page.goto("/hoc/xay-nha/bai-2/1/")
    read_lesson(page, 2)
    page.goto("/hoc/xay-nha/")
    expect(page.locator("main")).to_contain_text("Xong 2/3 việc")

    to_the_test(page)
    answer_all(page, ["Đúng 1"])
    press(page, "Nộp bài")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Chưa đạt – đúng 1/4 câu")
    expect(page.locator("main")).to_contain_text("Bài số 2")
    assert not Certificate.objects.exists()

    press(page, "Làm lại bài kiểm tra")
    answer_all(page, RIGHT)
    press(page, "Nộp bài")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đạt – đúng 4/4 câu")

    certificate = Certificate.objects.get()
    assert certificate.user.username == number
    page.goto("/hoc/giay-chung-nhan/")
    page.get_by_role("link", name="Xin giấy phép xây nhà").click()
    address = page.get_by_role("link", name=re.compile("PDF")).get_attribute("href")
    pdf = page.request.get(str(address)).body()
    assert "Nguyễn Thị Hoa" in text_of(pdf)
    found = urlsplit(qr_of(picture_of(pdf)))
    page.context.clear_cookies()
    page.goto(found.path)
    expect(page.locator("main")).to_contain_text("Còn giá trị")
    expect(page.locator("main")).to_contain_text("Nguyễn Thị Hoa")


def test_a_guest_learns_and_keeps_it_at_sign_up(page: Page) -> None:
    WardFactory(code="21211", name="Tịnh Khê")
    make_course(slug="xay-nha", title="Xin giấy phép xây nhà")
    page.goto("/khoa-hoc/xay-nha/")
    press(page, "Bắt đầu học")
    read_lesson(page, 2)
    sign_up(page, name="H’Hen Niê", year="1958", place="tinh khe", ward="Tịnh Khê")
    user = User.objects.get(folded_name__startswith="h'hen")
    assert LessonProgress.objects.get(enrolment__user=user).done_at is not None
    page.goto("/hoc/")
    expect(page.locator("main")).to_contain_text("Xin giấy phép xây nhà")


def test_the_next_day_on_another_phone_the_lesson_opens_where_it_was_left(
    open_context: Callable[..., BrowserContext],
) -> None:
    WardFactory(code="21211", name="Tịnh Khê")
    make_course(slug="xay-nha", title="Xin giấy phép xây nhà", screens=4)
    first = open_context(javascript=False).new_page()
    number = sign_up(first, name="Y Blan", year="1955", place="tinh khe", ward="Tịnh Khê")
    first.goto("/khoa-hoc/xay-nha/")
    press(first, "Bắt đầu học")
    read_lesson(first, 2)

    second = open_context(javascript=False).new_page()
    sign_in_by_card(second, number)
    second.goto("/hoc/")
    second.locator("main a.bd-btn").first.click()
    assert urlsplit(second.url).path == "/hoc/xay-nha/bai-1/3/"
    assert Enrolment.objects.count() == 1
