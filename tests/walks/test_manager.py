"""A district manager: how far the wards are, how that moves, and the numbers to take along."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from certificates.services import issue_certificate
from courses.models import CoursePage, LessonPage
from courses.services import enrol, record_screen
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core import periods
from lms.progress.definitions import BY_KEY
from lms.progress.models import WardTotal
from lms.units.models import AdminUnit
from quizzes.models import Quiz
from quizzes.services import save_answer, start_attempt, submit_attempt
from tests.factories import (
    AreaFactory,
    EnrolmentFactory,
    UserFactory,
    WardFactory,
    make_course,
    make_quiz,
    with_role,
)
from tests.quizzes.taking import responses
from tests.waiting import eventually
from tests.walks.steps import press, sign_in_as_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CERTIFIED_BEFORE = 5  # fewer are not shown in full


@pytest.fixture
def ward() -> AdminUnit:
    found: AdminUnit = WardFactory(code="21211", name="Tịnh Khê")
    return found


@pytest.fixture
def elsewhere() -> AdminUnit:
    found: AdminUnit = WardFactory(code="21025", name="Ba Vì")
    AreaFactory(name="Khu vực Ba Tơ", wards=[found])
    return found


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(make_course(slug="xay-nha", title="Xin giấy phép xây nhà"))


@pytest.fixture
def manager(ward: AdminUnit, elsewhere: AdminUnit, quiz: Quiz) -> User:
    """Of the area of the first ward, where five people hold a certificate."""
    neighbour = WardFactory(code="21214", name="An Phú")
    area = AreaFactory(name="Khu vực Quảng Ngãi", wards=[ward, neighbour])
    for _ in range(CERTIFIED_BEFORE):
        certify(UserFactory(ward=ward), quiz.course)
    return with_role(Role.DISTRICT_MANAGER, area=area)


def certify(person: User, course: CoursePage) -> None:
    now = timezone.now()
    enrolment = EnrolmentFactory(user=person, course=course, completed_at=now)
    issue_certificate(enrolment=enrolment, at=now)


def pass_the_course(person: User, quiz: Quiz) -> None:
    """As the pages do it, through the services."""
    now = periods.now()
    enrolment = enrol(user=person, course=quiz.course, at=now)
    for lesson in LessonPage.objects.child_of(quiz.course):
        for screen in range(1, len(lesson.screens) + 1):
            record_screen(enrolment=enrolment, lesson=lesson, screen=screen, at=now)
    attempt = start_attempt(user=person, quiz=quiz, at=now)
    for position, response in responses(attempt, right=4).items():
        save_answer(attempt=attempt, position=position, response=response, at=now)
    submit_attempt(attempt=attempt, at=now)


def counted(ward: AdminUnit, certified: int) -> bool:
    return eventually(lambda: WardTotal.objects.filter(ward=ward, certified=certified).exists())


def row_of(page: Page, ward: str) -> Locator:
    return page.locator("main table").first.get_by_role("row", name=re.compile(ward))


def test_the_count_moves_when_a_resident_passes(
    page: Page, manager: User, ward: AdminUnit, quiz: Quiz
) -> None:
    assert counted(ward, CERTIFIED_BEFORE)
    sign_in_as_staff(page, manager.username)
    expect(page.get_by_role("heading", level=1)).to_have_text("Khu vực Quảng Ngãi")
    expect(page.locator("main")).to_contain_text("5 người")
    expect(page.locator("main")).to_contain_text("Số liệu đến")
    page.goto("/quan-ly/xa-phuong/")
    expect(row_of(page, "Tịnh Khê")).to_contain_text("5 (0)")
    expect(row_of(page, "An Phú")).to_contain_text("0 (0)")
    expect(page.locator("main")).not_to_contain_text("Ba Vì")

    pass_the_course(UserFactory(ward=ward), quiz)
    assert counted(ward, CERTIFIED_BEFORE + 1)
    page.reload()
    expect(row_of(page, "Tịnh Khê")).to_contain_text("6 (0)")
    page.get_by_role("link", name="Xã Tịnh Khê").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xã Tịnh Khê")
    expect(page.locator("main")).to_contain_text("6 người")
    expect(page.locator("main")).to_contain_text("Xin giấy phép xây nhà")
    page.goto("/quan-ly/")
    expect(page.locator("main")).to_contain_text("6 người")


def cells_of(file: Path, code: str) -> dict[str, Any]:
    """The row of a ward in the workbook, by the heads of its columns."""
    for sheet in load_workbook(BytesIO(file.read_bytes())):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        found = [row for row in rows if code in row]
        if found:
            head = next(row for row in rows if "Mã" in row)
            return dict(zip(map(str, head), found[0], strict=True))
    raise AssertionError(f"{code} is on no sheet")


def test_the_export_holds_numbers_that_can_be_summed(
    page: Page, manager: User, ward: AdminUnit
) -> None:
    assert counted(ward, CERTIFIED_BEFORE)
    sign_in_as_staff(page, manager.username)
    page.goto("/quan-ly/xa-phuong/")
    page.get_by_role("link", name="Tải bảng này").click()
    press(page, "Tải tệp")
    expect(page.get_by_role("alert")).to_be_visible()  # what for?
    page.get_by_role("radio", name="Họp, giao ban").check()
    with page.expect_download() as download:
        press(page, "Tải tệp")
    assert download.value.suggested_filename.endswith(".xlsx")
    row = cells_of(download.value.path(), "21211")
    certified = row[str(BY_KEY["certified"].short)]
    assert certified == CERTIFIED_BEFORE
    assert isinstance(certified, int)
    assert row["Mã"] == "21211"  # a code is text


def test_another_area_is_not_there(page: Page, manager: User, elsewhere: AdminUnit) -> None:
    sign_in_as_staff(page, manager.username)
    answer = page.goto(f"/quan-ly/xa-phuong/{elsewhere.code}/")
    assert answer
    assert answer.status == 404
    expect(page.locator("main")).not_to_contain_text("Ba Vì")
    answer = page.goto("/quan-ly/?khu-vuc=khong-phai-cua-toi")
    assert answer
    assert answer.status == 404
