"""Drawing places on a screenshot in the editor: by pointer, by keyboard, or as numbers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from courses.editorial import setup_ministry_groups
from courses.models import SimulationPage
from courses.simulation.checks import PHONE_WIDTH
from lms.accounts.roles import Role
from tests.browser import OpenContext
from tests.courses.simulation.flows import place
from tests.factories import with_role
from tests.walks.steps import sign_in_as_staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = {"width": 1280, "height": 1000}


def option(words: str, *, right: bool = False, box: tuple[float, ...] = ()) -> dict[str, Any]:
    where = dict(zip("xywh", box, strict=False))
    return {"label": words, "right": right, "id": "", **where}


@pytest.fixture
def page() -> SimulationPage:
    """One step on a screenshot, none of its places marked yet."""
    found = place("tra-cuu-ho-so")
    ministry = found.get_parent().get_parent().specific
    setup_ministry_groups(ministry=ministry)
    image = get_image_model().objects.create(
        title="Trang đầu",
        file=get_test_image_file(size=(800, 800)),
        collection=Collection.objects.get(name=ministry.title),
    )
    step = found.steps.get_prep_value()[1]
    step["value"]["screen"] |= {"template": "picture", "image": image.pk, "alt": "Trang đầu"}
    step["value"] |= {"options": [option("Tra cứu", right=True), option("Nộp"), option("Hỏi")]}
    steps: Any = [step]
    found.steps = steps
    found.save_revision(clean=False)
    return found


@pytest.fixture
def room(open_context: OpenContext, page: SimulationPage) -> Page:
    agency = page.get_parent().get_parent().specific.agency
    desk = open_context(viewport=DESK).new_page()
    sign_in_as_staff(desk, with_role(Role.REVIEWER, agency=agency).username)
    desk.goto(f"/bien-tap/pages/{page.pk}/edit/")
    for toggle in desk.locator('[data-contentpath="steps"] [data-panel-toggle]').all():
        if toggle.is_visible() and toggle.get_attribute("aria-expanded") == "false":
            toggle.click()
    return desk


def frames(room: Page) -> Locator:
    return room.locator(".courses-places__picture button:not([hidden])")


def numbers(room: Page, n: int) -> list[str]:
    rows = room.locator('[data-courses--places-target="option"]')
    return [
        rows.nth(n).locator(f'[data-contentpath="{side}"] input').input_value() for side in "xywh"
    ]


def draw(room: Page, box: tuple[float, float, float, float]) -> None:
    """With the mouse; in percent of the picture."""
    picture = room.locator(".courses-places__picture img")
    picture.scroll_into_view_if_needed()
    at = picture.bounding_box()
    assert at
    x, y, w, h = (value / 100 for value in box)
    room.mouse.move(at["x"] + x * at["width"], at["y"] + y * at["height"])
    room.mouse.down()
    room.mouse.move(at["x"] + (x + w) * at["width"], at["y"] + (y + h) * at["height"], steps=4)
    room.mouse.up()


def test_drawn_moved_typed_and_refused(room: Page, page: SimulationPage) -> None:
    draw(room, (10, 10, 50, 20))
    assert [round(float(value)) for value in numbers(room, 0)] == [10, 10, 50, 20]
    draw(room, (10, 40, 50, 8))
    second = frames(room).nth(1)
    expect(second).to_have_accessible_name(re.compile("2. Nộp – nhỏ hơn 44 px trên điện thoại"))
    second.focus()
    for _press in range(10):
        room.keyboard.press("Shift+ArrowDown")
    room.keyboard.press("ArrowRight")
    expect(second).to_have_accessible_name(re.compile(r"^2\. Nộp, 11"))
    assert round(float(numbers(room, 1)[3])) == 18
    rows = room.locator('[data-courses--places-target="option"]')
    for side, value in zip("xywh", ("10", "70", "40", "20"), strict=True):
        rows.nth(2).locator(f'[data-contentpath="{side}"] input').fill(value)
    expect(frames(room)).to_have_count(3)
    draw(room, (60, 70, 35, 20))  # a fourth one makes its own row
    expect(rows).to_have_count(4)
    expect(frames(room)).to_have_count(4)
    room.get_by_role("button", name="Lưu bản nháp").click()
    expect(room.locator("main [role=status]")).to_contain_text("Đã cập nhật")
    draft = SimulationPage.objects.get().get_latest_revision_as_object()
    kept = [[round(row[side]) for side in "xywh"] for row in draft.steps[0].value["options"]]
    assert kept[0] == [10, 10, 50, 20]
    assert kept[2] == [10, 70, 40, 20]
    assert kept[3] == [60, 70, 35, 20]


def test_what_is_marked_large_enough_is_so_on_a_phone(
    open_context: OpenContext, page: SimulationPage
) -> None:
    """The width the editor reckons with is what a phone shows."""
    draft = page.get_latest_revision_as_object()
    rows = [
        option("Tra cứu", right=True, box=(0, 0, 15, 15)),
        option("Nộp", box=(20, 20, 15, 15)),
        option("Hỏi", box=(40, 40, 15, 15)),
    ]
    value = draft.steps.get_prep_value()
    value[0]["value"]["options"] = rows
    draft.steps = draft.steps.stream_block.clean(draft.steps.stream_block.to_python(value))
    draft.save_revision(clean=False).publish()
    phone = open_context().new_page()
    phone.goto(page.public_path)
    phone.get_by_role("button", name="Làm thử").click()
    picture = phone.locator(".bd-sim__picture img").bounding_box()
    assert picture
    assert abs(picture["width"] - PHONE_WIDTH) <= 1
    for name in ("Tra cứu", "Nộp", "Hỏi"):
        size = phone.get_by_role("button", name=name, exact=True).bounding_box()
        assert size
        assert size["width"] >= 44
        assert size["height"] >= 44
    phone.get_by_role("button", name="Tra cứu", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("1/1")
