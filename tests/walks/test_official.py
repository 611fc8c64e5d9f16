"""A civil servant: finds what the agency requires and by when, does it, prints the transcript."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from certificates.models import Certificate
from courses.models import CourseAssignment
from lms.accounts.models import User
from lms.core import periods
from lms.core.vietnamese import format_date
from tests.certificates.reading import text_of
from tests.factories import AgencyFactory, StaffFactory, make_course, make_quiz
from tests.walks.steps import answer_all, finish_lessons, press, sign_in_as_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DUE_ON = periods.today() + timedelta(days=10)
AGENCY = "Sở Xây dựng tỉnh Quảng Ngãi"


@pytest.fixture
def official() -> User:
    """Of an agency that requires one course and not the other."""
    agency = AgencyFactory(name=AGENCY)
    required = make_course(slug="ho-so-so", title="Làm hồ sơ số", hours=Decimal("2.5"))
    make_course(title="Khóa để chọn")
    make_quiz(required)
    CourseAssignment.objects.create(course=required, agency=agency, due_on=DUE_ON)
    user: User = StaffFactory(
        username="minhtv", full_name="Trần Văn Minh", audience="cong_chuc", agency=agency
    )
    return user


def paper(context: BrowserContext, address: str) -> str:
    """What comes out of the printer."""
    sheet = context.new_page()
    sheet.goto(address)
    printed = text_of(sheet.pdf())
    sheet.close()
    return " ".join(printed.split())


def test_a_required_course_from_its_deadline_to_the_printed_transcript(
    page: Page, official: User
) -> None:
    sign_in_as_staff(page, "minhtv")
    required = page.locator("main article", has_text="Làm hồ sơ số").first
    expect(required).to_contain_text(f"Bắt buộc · hạn {format_date(DUE_ON)}")
    expect(page.locator("main")).not_to_contain_text("Khóa để chọn")

    required.get_by_role("link").last.click()
    finish_lessons(page)
    press(page, "Bắt đầu")
    answer_all(page, [f"Đúng {n}" for n in range(1, 5)])
    press(page, "Nộp bài")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đạt – đúng 4/4 câu")

    page.goto("/hoc/")
    expect(page.locator("main")).not_to_contain_text("Bắt buộc · hạn")
    page.get_by_role("link", name="Bảng kết quả học tập").click()
    row = page.get_by_role("row", name=re.compile("Làm hồ sơ số"))
    expect(row).to_contain_text("4/4")
    expect(row).to_contain_text("2,5")
    expect(row).to_contain_text(Certificate.objects.get().code)

    printed = paper(page.context, "/hoc/bang-ket-qua/")
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", AGENCY, "Trần Văn Minh", "Làm hồ sơ số", "2,5",
        Certificate.objects.get().code,
    ):  # fmt: skip
        assert part in printed
    assert "Thoát" not in printed


def test_the_button_opens_the_print_dialogue(page: Page, official: User, javascript: bool) -> None:
    """Without JavaScript there is no button that does nothing."""
    page.add_init_script("window.print = () => document.body.classList.add('printed')")
    sign_in_as_staff(page, "minhtv")
    page.goto("/khoa-hoc/ho-so-so/")
    press(page, "Bắt đầu học")
    finish_lessons(page)
    press(page, "Bắt đầu")
    answer_all(page, [f"Đúng {n}" for n in range(1, 5)])
    press(page, "Nộp bài")
    page.wait_for_url("**/ket-qua/")
    page.goto("/hoc/bang-ket-qua/")
    button = page.get_by_role("button", name="In trang này")
    if not javascript:
        expect(button).to_be_hidden()
        return
    button.click()
    expect(page.locator("body")).to_have_class(re.compile("printed"))


def test_an_overdue_course_says_so(page: Page, official: User) -> None:
    CourseAssignment.objects.update(due_on=periods.today() - timedelta(days=1))
    sign_in_as_staff(page, "minhtv")
    expect(page.locator("main")).to_contain_text("đã quá hạn")
