"""A class on one shared computer, and what the console adds, in a real browser."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from lms.accounts.models import User
from lms.centres import services
from lms.centres.models import Attendance, ClassSession
from lms.core import periods
from tests.browser import OpenContext
from tests.factories import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PIN = "246813"
COMPUTER = {"width": 1280, "height": 720}


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def hall(
    request: pytest.FixtureRequest, open_context: OpenContext, live_server: object, desk: Client
) -> BrowserContext:
    """The computer of the hall, the facilitator signed in there."""
    context = open_context(javascript=request.param, viewport=COMPUTER)
    return with_cookie(context, live_server, desk)


def with_cookie(context: BrowserContext, live_server: object, desk: Client) -> BrowserContext:
    value = desk.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": value, "url": str(live_server)}])
    return context


def expect_people(session: ClassSession, *names: str) -> list[User]:
    people: list[User] = [UserFactory(full_name=name) for name in names]
    Attendance.objects.bulk_create(
        Attendance(session=session, user=user, ward=user.ward) for user in people
    )
    return people


def share(page: Page) -> None:
    page.goto("/may-chung/")
    page.get_by_role("button", name="Bật máy dùng chung").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chọn tên của mình")


def enter(page: Page, user: User) -> None:
    page.get_by_role("link", name=user.get_short_name()).click()
    page.get_by_label("Nhập mã số của mình").fill(PIN)
    page.get_by_role("button", name="Bắt đầu học").click()
    expect(page.get_by_role("region", name="Máy dùng chung")).to_contain_text(user.full_name)


def hand_over(page: Page) -> None:
    page.get_by_role("button", name="Xong, đổi người").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chọn tên của mình")


def test_three_people_at_one_computer_leave_nothing_behind(
    hall: BrowserContext, session: ClassSession
) -> None:
    """From one to the next are three presses: done – my name – in (features f5)."""
    people = expect_people(session, "Nguyễn Thị Hoa", "Lê Văn Khánh", "Bùi Thị Lan")
    page = hall.new_page()
    share(page)
    for person in people:
        enter(page, person)
        page.goto("/tai-khoan/")
        expect(page.locator("main")).to_contain_text(person.full_name)
        hand_over(page)
        page.go_back()
        expect(page.locator("body")).not_to_contain_text(person.full_name)
        page.goto("/tai-khoan/")
        expect(page.locator("body")).not_to_contain_text(person.full_name)
        page.goto("/may-chung/chon-ten/")
    rows = session.attendances.filter(state="waiting", how="device")
    assert {row.user for row in rows} == set(people)


def test_the_list_confirms_many_with_one_button(
    hall: BrowserContext, session: ClassSession
) -> None:
    expect_people(session, "Nguyễn Thị Hoa", "Lê Văn Khánh", "Bùi Thị Lan")
    page = hall.new_page()
    page.goto(f"/lop/{session.pk}/diem-danh/")
    page.get_by_role("checkbox", name="Nguyễn Thị Hoa").check()
    page.get_by_role("checkbox", name="Bùi Thị Lan").check()
    page.get_by_role("button", name="Có mặt").click()
    expect(page.locator("main")).to_contain_text("2/3")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("main")).to_contain_text("0/3")


def test_the_console_reads_its_numbers_by_itself_until_told_to_stop(
    open_context: OpenContext, live_server: object, desk: Client, session: ClassSession,
    facilitator: User,
) -> None:  # fmt: skip
    page = with_cookie(open_context(), live_server, desk).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.clock.install()
    page.goto(f"/lop/{session.pk}/")
    expect(page.locator("#live")).to_contain_text("0/0")
    arrive(session, facilitator)
    page.clock.run_for(21_000)
    expect(page.locator("#live")).to_contain_text("1/1")
    page.get_by_role("button", name="Ngừng tự cập nhật").click()
    arrive(session, facilitator)
    page.clock.run_for(60_000)
    expect(page.locator("#live")).to_contain_text("1/1")
    page.get_by_role("button", name="Tự cập nhật").click()
    page.clock.run_for(21_000)
    expect(page.locator("#live")).to_contain_text("2/2")
    assert not [words for words in said if "Content Security Policy" in words]


def arrive(session: ClassSession, facilitator: User) -> None:
    services.add_walk_in(session=session, user=UserFactory(), by=facilitator, at=periods.now())


def test_the_pin_on_the_wall_can_be_read_from_the_last_row(
    open_context: OpenContext, live_server: object, desk: Client, session: ClassSession
) -> None:
    page = with_cookie(open_context(viewport=COMPUTER), live_server, desk).new_page()
    page.goto(f"/lop/{session.pk}/man-chieu/")
    digits = page.get_by_text(session.pin, exact=True)
    size = float(digits.evaluate("node => parseFloat(getComputedStyle(node).fontSize)"))
    assert size >= 120
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= COMPUTER["height"], "the wall shows everything without scrolling"


def test_nothing_runs_off_a_narrow_screen_with_very_large_text(
    open_context: OpenContext, live_server: object, desk: Client, session: ClassSession
) -> None:
    expect_people(session, "Nguyễn Hoàng Thị Phương Nghiêng", "H’Hen Niê Kđăm Ễ")
    User.objects.update(display_size=3)
    narrow = open_context(viewport={"width": 320, "height": 740})
    page = with_cookie(narrow, live_server, desk).new_page()
    for path in ("", "diem-danh/", "man-chieu/", "in/", "ket-thuc/", "the/"):
        page.goto(f"/lop/{session.pk}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
