"""A class in a village hall: three people, one computer, and a facilitator with a phone."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from certificates.models import Certificate
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.centres.models import Attendance, AttendanceState, ClassSession
from lms.core import periods
from lms.progress.models import WardTotal
from lms.units.models import AdminUnit
from quizzes.models import Attempt
from tests.browser import OpenContext
from tests.factories import (
    PointFactory,
    UserFactory,
    WardFactory,
    make_course,
    make_quiz,
    open_session,
    with_role,
)
from tests.waiting import eventually
from tests.walks.steps import PIN, answer_all, finish_lessons, press, sign_in_as_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 800}


@pytest.fixture
def ward() -> AdminUnit:
    found: AdminUnit = WardFactory(code="21211", name="Tịnh Khê")
    return found


@pytest.fixture
def facilitator(ward: AdminUnit) -> User:
    return with_role(Role.FACILITATOR, ward=ward)


@pytest.fixture
def people(ward: AdminUnit, facilitator: User) -> list[User]:
    """On the list of last week's class, which fell through."""
    point, week = PointFactory(ward=ward), timedelta(days=7)
    now = periods.now()
    before = open_session(
        facilitator, point, starts_at=now - week, ends_at=now - week + timedelta(hours=1),
        closed_at=now - week + timedelta(hours=1),
    )  # fmt: skip
    names = ("Nguyễn Thị Hoa", "Lê Văn Minh", "Bùi Thị Lan")
    found: list[User] = [UserFactory(full_name=name, ward=ward) for name in names]
    for person in found:
        Attendance.objects.create(session=before, user=person, ward=ward)
    return found


@pytest.fixture
def computer(javascript: bool, open_context: OpenContext) -> Page:
    return open_context(javascript=javascript, viewport=DESK).new_page()


def open_class(page: Page) -> ClassSession:
    """The five questions, with the answers that stand there already."""
    press(page, "Mở buổi học")
    expect(page.get_by_role("radio")).to_be_checked()
    press(page, "Lưu và tiếp tục")
    page.get_by_label("Giờ bắt đầu").fill(f"{periods.local_datetime(periods.now()):%H:%M}")
    press(page, "Lưu và tiếp tục")
    page.get_by_role("combobox").select_option(label="Cả khóa")
    press(page, "Lưu và tiếp tục")
    expect(page.get_by_role("radio", name=re.compile("3 người"))).to_be_checked()
    press(page, "Lưu và tiếp tục")
    expect(page.locator("main")).to_contain_text("Nhà văn hóa thôn Đông")
    press(page, "Mở buổi học")
    expect(page.locator("main")).to_contain_text("0/3")
    return ClassSession.objects.latest("pk")


def share(page: Page) -> None:
    """From the console of the class to the names."""
    press(page, "Bật máy dùng chung")
    press(page, "Bật máy dùng chung")
    expect(page.get_by_role("heading", level=1)).to_have_text("Chọn tên của mình")


def choose(page: Page, person: User, pin: str = PIN) -> None:
    page.get_by_role("link", name=re.compile(person.get_short_name())).click()
    page.get_by_role("textbox").fill(pin)
    press(page, "Bắt đầu học")


def hand_over(page: Page) -> None:
    page.get_by_role("button", name="Xong, đổi người").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chọn tên của mình")


def nobody_is_named(page: Page, person: User) -> None:
    expect(page.get_by_text(person.full_name)).to_have_count(0)
    expect(page.get_by_role("button", name="Xong, đổi người")).to_have_count(0)


def confirm(page: Page, *people: User) -> None:
    """On the list of the class, on the facilitator's own phone."""
    for person in people:
        page.get_by_role("checkbox", name=re.compile(person.full_name)).check()
    press(page, "Xác nhận người đã chọn")


def test_three_people_in_turn_on_one_computer(
    computer: Page, page: Page, people: list[User], facilitator: User, ward: AdminUnit
) -> None:
    make_course(title="Xin giấy phép xây nhà")
    sign_in_as_staff(computer, facilitator.username)
    session = open_class(computer)
    share(computer)

    for number, person in enumerate(people):
        if number == 1:
            choose(computer, person, "135791")
            expect(computer.get_by_role("alert")).to_contain_text("mã số chưa đúng")
            computer.goto("/may-chung/chon-ten/")
        choose(computer, person)
        expect(computer.get_by_text("Đang học:")).to_contain_text(person.full_name)
        computer.goto("/tai-khoan/")
        hand_over(computer)
        nobody_is_named(computer, person)
        computer.go_back()
        nobody_is_named(computer, person)
        computer.goto("/may-chung/chon-ten/")
    states = session.attendances.values_list("state", flat=True)
    assert set(states) == {AttendanceState.WAITING}

    sign_in_as_staff(page, facilitator.username)
    page.get_by_role("link", name=session.title).first.click()
    press(page, "Điểm danh")
    confirm(page, *people)
    expect(page.locator("main")).to_contain_text("3/3")
    page.goto(f"/lop/{session.pk}/")
    press(page, "Kết thúc buổi học")
    press(page, "Kết thúc buổi học")
    expect(page.get_by_role("heading", name="Buổi học đã kết thúc")).to_be_visible()
    computer.reload()
    expect(computer.locator("main")).to_contain_text("Buổi học đã kết thúc")
    nobody_is_named(computer, people[-1])
    assert eventually(lambda: WardTotal.objects.filter(ward=ward, attended=3).exists())


def test_a_certificate_earned_at_the_computer_of_the_class(
    computer: Page, page: Page, people: list[User], facilitator: User
) -> None:
    learner = people[0]
    make_quiz(make_course(title="Xin giấy phép xây nhà", slug="xay-nha", lessons=1), questions=2)
    sign_in_as_staff(computer, facilitator.username)
    session = open_class(computer)
    share(computer)
    choose(computer, learner)
    expect(computer.get_by_text("Đang học:")).to_contain_text(learner.full_name)

    sign_in_as_staff(page, facilitator.username)
    page.goto(f"/lop/{session.pk}/diem-danh/")
    confirm(page, learner)
    expect(page.locator("main")).to_contain_text("1/3")

    computer.goto("/khoa-hoc/xay-nha/")
    press(computer, "Bắt đầu học")
    finish_lessons(computer)
    press(computer, "Bắt đầu")
    answer_all(computer, ["Đúng 1", "Đúng 2"])
    press(computer, "Nộp bài")
    expect(computer.get_by_role("heading", level=1)).to_contain_text("Đạt – đúng 2/2 câu")
    held = Certificate.objects.get(user=learner)
    assert Attempt.objects.get().session == session
    computer.goto("/hoc/giay-chung-nhan/")
    computer.get_by_role("link", name="Xin giấy phép xây nhà").click()
    expect(computer.locator("main")).to_contain_text(held.code)
    hand_over(computer)
    answer = computer.goto(f"/hoc/giay-chung-nhan/{held.code}/")
    assert answer
    nobody_is_named(computer, learner)
    assert held.code not in computer.locator("body").inner_text()


def test_a_facilitator_opens_the_test_and_the_certificate_says_supervised(
    computer: Page, page: Page, people: list[User], facilitator: User
) -> None:
    learner, course = people[0], make_course(title="Xin giấy phép", slug="xay-nha", lessons=1)
    make_quiz(course, questions=2, supervised_only=True)
    sign_in_as_staff(computer, facilitator.username)
    session = open_class(computer)
    share(computer)
    choose(computer, learner)
    computer.goto("/khoa-hoc/xay-nha/")
    press(computer, "Bắt đầu học")
    finish_lessons(computer)
    press(computer, "Bắt đầu")
    expect(computer.get_by_role("alert")).to_contain_text("chưa mở đề cho mình")

    sign_in_as_staff(page, facilitator.username)
    page.goto(f"/lop/{session.pk}/diem-danh/")
    confirm(page, learner)
    page.goto(f"/lop/{session.pk}/")
    page.get_by_role("link", name="Kiểm tra trong buổi").click()
    press(page, "Mở đề kiểm tra")
    page.get_by_role("checkbox", name=re.compile(learner.full_name)).check()
    page.get_by_role("radio", name="Quen mặt").check()
    press(page, "Đã xem đúng người – Cho làm")
    expect(page.locator("main")).to_contain_text("chưa bắt đầu")

    press(computer, "Bắt đầu")
    answer_all(computer, ["Đúng 1", "Đúng 2"])
    press(computer, "Nộp bài")
    expect(computer.get_by_role("heading", level=1)).to_contain_text("Đạt – đúng 2/2 câu")
    attempt, held = Attempt.objects.get(), Certificate.objects.get(user=learner)
    assert (attempt.session, attempt.supervisor) == (session, facilitator)
    page.goto(f"/xac-minh/{held.code}/")
    expect(page.locator("main")).to_contain_text("Kiểm tra có giám sát")
