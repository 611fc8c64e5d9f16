"""docs/vi/bai-thuc-hanh.md, followed to the letter by somebody who has never seen it: six screenshots
become a practice that learners play. Every press and every box filled is counted: what the guide
promises, a quarter of an hour, is that many of them at a calm pace."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from courses.editorial import setup_ministry_groups
from courses.models import CoursePage, SimulationPage
from lms.accounts.roles import Role
from tests.browser import OpenContext
from tests.factories import make_course, with_role
from tests.walks.steps import press, sign_in_as_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 1000}
STEPS = 6
MOST_ACTIONS = 75  # it was 70; twelve seconds each, typing included, are fifteen minutes
BUTTONS = ("Tra cứu", "Nộp hồ sơ", "Hỏi đáp")


def shot(n: int) -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (800, 1000), (240 - 8 * n, 244, 250)).save(out, "PNG")
    return {"name": f"{n}.png", "mimeType": "image/png", "buffer": out.getvalue()}


class Hands:
    """An editor at a desk; `did` counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.did = page, 0

    def act(self, action: Callable[..., object], *args: object) -> None:
        self.did += 1
        action(*args)

    def draw(self, picture: Locator, top: float) -> None:
        self.did += 1
        picture.scroll_into_view_if_needed()
        at = picture.bounding_box()
        assert at
        mouse, left = self.page.mouse, at["x"] + at["width"] * 0.1
        mouse.move(left, at["y"] + at["height"] * top)
        mouse.down()
        mouse.move(left + at["width"] * 0.5, at["y"] + at["height"] * (top + 0.15), steps=3)
        mouse.up()


@pytest.fixture
def course() -> CoursePage:
    course = make_course(slug="khoa", title="Dịch vụ công")
    setup_ministry_groups(ministry=course.get_parent().specific)
    return course


def begin(hands: Hands, course: CoursePage) -> None:
    """“Bắt đầu từ ảnh chụp” of the guide."""
    page = hands.page
    page.goto(f"/bien-tap/pages/{course.pk}/")
    hands.act(page.locator("#w-slim-header-buttons").get_by_role("button").first.click)
    hands.act(page.get_by_role("link", name="Bài thực hành từ ảnh chụp").first.click)
    hands.act(page.locator("[name=title]").fill, "Tra cứu hồ sơ")
    hands.act(
        page.locator("[name=shots]").set_input_files,
        [shot(n) for n in range(1, STEPS + 1)],
    )
    hands.act(page.locator("[name=covered]").check)
    hands.act(page.get_by_role("button", name="Tạo bản nháp").click)
    expect(page.locator("main [role=status]").first).to_contain_text("Đã tạo bản nháp")


def fill_step(hands: Hands, n: int) -> None:
    """“Điền từng bước”: open it, three boxes, three frames and what stands on them."""
    page = hands.page
    step = page.locator('[data-contentpath="steps"] [data-streamfield-child]').filter(
        has=page.locator(f'input[name="steps-{n}-type"]')
    )
    toggle = step.locator("[data-panel-toggle]").first
    if toggle.get_attribute("aria-expanded") == "false":
        hands.act(toggle.click)
    hands.act(page.locator(f'[name="steps-{n}-value-goal"]').fill, f"Mở mục tra cứu lần {n + 1}")
    hands.act(page.locator(f'[name="steps-{n}-value-hint_1"]').fill, "Tìm chữ “Tra cứu”.")
    hands.act(
        page.locator(f'[name="steps-{n}-value-screen-alt"]').fill, "Trang đầu của cổng, ba nút."
    )
    for at, words in enumerate(BUTTONS):
        hands.draw(step.locator(".courses-places__picture img"), 0.1 + 0.25 * at)
        label = page.locator(f'[name="steps-{n}-value-options-{at}-value-label"]')
        hands.act(label.fill, words)


def finish(hands: Hands) -> None:
    """“Xuất bản”: one sentence, the day it was compared, publish."""
    page = hands.page
    hands.act(page.locator('[name="summary"]').fill, "Tự tra cứu được hồ sơ của mình.")
    hands.act(page.locator('[name="checked_on"]').fill, "2026-11-20")
    page.keyboard.press("Escape")
    hands.act(page.get_by_role("button", name="Việc khác").click)
    foot = page.get_by_role("navigation", name="Việc cần làm (chân trang)")
    hands.act(foot.get_by_role("button", name="Xuất bản", exact=True).click)


def test_a_practice_of_six_steps_by_the_guide(
    open_context: OpenContext, course: CoursePage
) -> None:
    agency = course.get_parent().specific.agency
    hands = Hands(open_context(viewport=DESK).new_page())
    sign_in_as_staff(hands.page, with_role(Role.REVIEWER, agency=agency).username)
    begin(hands, course)
    for n in range(STEPS):
        fill_step(hands, n)
    finish(hands)
    expect(hands.page.locator("main [role=status]").first).to_contain_text("Tra cứu hồ sơ")
    assert hands.did <= MOST_ACTIONS
    made = SimulationPage.objects.get()
    assert made.live
    assert made.versions.get().number == 1

    phone = open_context().new_page()
    phone.goto(made.public_path)
    press(phone, "Làm thử")
    for n in range(1, STEPS + 1):
        expect(phone.get_by_role("heading", level=1)).to_have_text(f"Mở mục tra cứu lần {n}")
        phone.get_by_role("button", name="Tra cứu", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text(f"{STEPS}/{STEPS}")
