"""No mouse, no finger: Tab, Space, Enter and the keys of words, and always seeing where one is."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from courses.models import Enrolment
from quizzes.models import Answer
from tests.factories import UserFactory, make_course, make_quiz

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FURTHEST = 60
# Drawn at least 2 px wide, on the screen, and not under something else.
SEEN = """() => {
  const node = document.activeElement, style = getComputedStyle(node)
  const box = node.getBoundingClientRect()
  const x = Math.max(box.left + 1, Math.min(box.left + box.width / 2, innerWidth - 1))
  const y = Math.max(box.top + 1, Math.min(box.top + box.height / 2, innerHeight - 1))
  const top = document.elementFromPoint(x, y)
  const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  const uncovered = !!top && (node.contains(top) || top.contains(node)
    || [...(node.labels || [])].some(label => label.contains(top)))
  if (drawn && onScreen && uncovered) return ''
  return JSON.stringify({node: node.outerHTML.slice(0, 120), drawn, onScreen, uncovered})
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Tab until `target` has the focus; every stop on the way is seen."""
    expect(target).to_be_attached()
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        hidden = page.evaluate(SEEN)
        assert not hidden, f"the focus is not seen on {hidden}"
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{FURTHEST} times Tab did not reach {target}")


def go(page: Page, target: Locator, key: str = "Enter") -> None:
    """To `target` and press it; on to another page."""
    here = page.url
    tab_to(page, target)
    page.keyboard.press(key)
    expect(page).not_to_have_url(here)


def button(page: Page, name: str) -> Locator:
    main = page.locator("main")
    wanted = re.compile(name)
    return main.get_by_role("button", name=wanted).or_(main.get_by_role("link", name=wanted)).first


def sign_in(page: Page, number: str) -> None:
    page.goto("/")
    go(page, page.locator("header").get_by_role("link", name="Đăng nhập"))
    tab_to(page, page.get_by_label("Số thẻ"))
    page.keyboard.type(number)
    tab_to(page, page.get_by_label("Mã số", exact=True))
    page.keyboard.type("246813")
    go(page, button(page, "Vào học"), "Space")


def test_from_the_home_page_to_a_saved_answer(page: Page) -> None:
    learner = UserFactory(full_name="Nguyễn Thị Hoa")
    make_quiz(make_course(slug="xay-nha", title="Xin giấy phép xây nhà"))

    sign_in(page, learner.username)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hoa")
    go(page, button(page, "Xem tất cả khóa học"))
    go(page, button(page, "Xin giấy phép xây nhà"))
    go(page, button(page, "Bắt đầu học"))
    while "/kiem-tra/" not in page.url:
        go(page, button(page, "Trang sau|Xong, sang"))
    go(page, button(page, "Bắt đầu"))

    tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    expect(page.get_by_role("radio").first).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    go(page, button(page, "Lưu và tiếp tục"))
    expect(page).to_have_url(re.compile("/cau/2/"))
    assert Answer.objects.filter(attempt__user=learner, position=1).exists()
    assert Enrolment.objects.get().user == learner


def test_the_skip_link_saves_the_way_through_the_head(page: Page) -> None:
    page.goto("/khoa-hoc/")
    page.keyboard.press("Tab")
    assert not page.evaluate(SEEN)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
