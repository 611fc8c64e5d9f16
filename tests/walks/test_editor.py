"""An editor changes a word; another person approves; then, and not before, it is what people read."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from courses.models import CoursePage, LessonPage
from lms.accounts.models import User
from lms.accounts.roles import Role
from tests.browser import OpenContext
from tests.factories import make_course, make_ministry, with_role
from tests.walks.steps import sign_in_as_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 900}
OLD, NEW = "Nội dung trang 1 của bài 1.", "Mang theo giấy tờ đất."
ADDRESS = "/hoc/xay-nha/bai-1/1/"


@pytest.fixture
def course() -> CoursePage:
    return make_course(slug="xay-nha", title="Xin giấy phép xây nhà", lessons=1)


@pytest.fixture
def guest(page: Page) -> Page:
    """With JavaScript and without: the lesson is theirs either way."""
    return page


def room_of(open_context: OpenContext, user: User) -> Page:
    """The editors' room; Wagtail's editor needs JavaScript and a desk."""
    page = open_context(viewport=DESK).new_page()
    sign_in_as_staff(page, user.username)
    return page


def reads(guest: Page, words: str, not_words: str) -> None:
    guest.goto(ADDRESS)
    expect(guest.locator("main")).to_contain_text(words)
    expect(guest.locator("main")).not_to_contain_text(not_words)


def find_lesson(page: Page) -> None:
    page.goto("/bien-tap/")
    page.locator("main").get_by_role("textbox", name="Từ cần tìm").fill("Bài số 1")
    page.keyboard.press("Enter")
    page.get_by_role("table").get_by_role("link", name="Bài số 1", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bài số 1")


def open_from(page: Page, region: str) -> None:
    """The lesson, from a list of work on the first page of the room."""
    page.goto("/bien-tap/")
    work = page.get_by_role("region", name=region)
    work.get_by_role("link", name="Bài số 1", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bài số 1")


def first_paragraph(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile("Đoạn văn")).first


def write(page: Page, words: str) -> None:
    """The editor hands what is typed to the form a moment later: that is waited for."""
    block = first_paragraph(page)
    block.locator("[contenteditable=true]").click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(words)
    expect(block.locator(f'input[type=hidden][value*="{words}"]')).to_be_attached()


def do(page: Page, action: str | re.Pattern[str], said: str) -> None:
    """One of the other actions at the foot of the page."""
    page.get_by_role("button", name="Việc khác").click()
    foot = page.get_by_role("navigation", name="Việc cần làm (chân trang)")
    foot.get_by_role("button", name=action, exact=True).click()
    expect(page.locator("main [role=status]")).to_contain_text(said)


def test_a_changed_word_is_read_once_somebody_else_has_approved_it(
    guest: Page, course: CoursePage, open_context: OpenContext
) -> None:
    agency = make_ministry().agency
    reads(guest, OLD, NEW)

    editor = room_of(open_context, with_role(Role.EDITOR, agency=agency))
    find_lesson(editor)
    write(editor, NEW)
    editor.get_by_role("button", name="Lưu bản nháp").click()
    expect(editor.locator("main [role=status]")).to_contain_text("Đã cập nhật trang “Bài số 1”")
    reads(guest, OLD, NEW)

    open_from(editor, "Việc của tôi")
    do(editor, re.compile("^Gửi duyệt"), "Đã gửi duyệt trang “Bài số 1”")
    reads(guest, OLD, NEW)

    reviewer = room_of(open_context, with_role(Role.REVIEWER, agency=agency))
    open_from(reviewer, "Chờ anh/chị duyệt")
    expect(first_paragraph(reviewer).locator("[contenteditable=true]")).to_have_text(NEW)
    do(reviewer, "Duyệt và xuất bản", "Bài số 1")
    reads(guest, NEW, OLD)
    assert not LessonPage.objects.get().has_unpublished_changes


def test_an_editor_cannot_publish_alone(course: CoursePage, open_context: OpenContext) -> None:
    editor = room_of(open_context, with_role(Role.EDITOR, agency=make_ministry().agency))
    find_lesson(editor)
    editor.get_by_role("button", name="Việc khác").click()
    foot = editor.get_by_role("navigation", name="Việc cần làm (chân trang)")
    expect(foot.get_by_role("button", name=re.compile("^Gửi duyệt"))).to_be_visible()
    expect(foot.get_by_role("button", name=re.compile("[Xx]uất bản$"))).to_have_count(0)
