"""What the small scripts of the kinds add: moving lines, pointing at a picture, dragging. What they do
is in the form, and saved like any other answer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from lms.accounts.models import User
from quizzes import services
from quizzes.addresses import question_url
from quizzes.models import Answer
from tests.factories import UserFactory, add_question, make_course, make_quiz
from tests.quizzes import contents
from tests.quizzes.every_kind import with_real_pictures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenContext = Callable[..., BrowserContext]
SAVE = "main form[data-quiz] button[type=submit]"


@pytest.fixture
def user() -> User:
    person: User = UserFactory()
    return person


@pytest.fixture
def open_question(
    user: User, open_context: OpenContext, live_server: object
) -> Callable[..., Page]:
    def opened(kind: str, content: dict[str, Any], **options: Any) -> Page:
        """A question of this kind, after another one, which it is reached from."""
        quiz = make_quiz(make_course(), questions=1)
        add_question(quiz, kind, with_real_pictures(content, "#1b4b66"))
        attempt = services.start_attempt(user=user, quiz=quiz, at=timezone.now())
        attempt.quiz = quiz
        client, context = Client(), open_context(**options)
        client.force_login(user)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
        page = context.new_page()
        page.goto(question_url(attempt, 1))
        page.locator("label", has_text="Tôi chưa biết").click()
        page.locator(SAVE).click()
        page.wait_for_url("**/cau/2/")
        return page

    return opened


def save(page: Page) -> dict[str, Any]:
    page.locator(SAVE).click()
    page.wait_for_url("**/xem-lai/")
    response: dict[str, Any] = Answer.objects.get(position=2).response
    return response


def middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_lines_move_by_buttons_and_the_lists_say_where(open_question: Callable[..., Page]) -> None:
    page = open_question("ordering", contents.ORDERING)
    for text in ("Nộp", "Điền", "Mở"):
        up = page.get_by_role("button", name=f"Chuyển lên: {text}", exact=True)
        up.click()
        up.click()
        expect(up).to_be_focused()
    assert page.locator("[data-order] label").all_inner_texts() == ["Mở", "Điền", "Nộp"]
    assert save(page) == {"order": contents.ids(contents.ORDERING, "items")}
    page.goto(page.url.replace("/xem-lai/", "/cau/2/"))
    expect(page.locator("[data-order] label").first).to_have_text("Mở")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_finger_on_the_picture(open_question: Callable[..., Page], javascript: bool) -> None:
    page = open_question("hotspot", contents.HOTSPOT, javascript=javascript)
    picture = page.locator("main input[type=image]:visible")
    expect(picture).to_have_count(1)
    if javascript:
        expect(page.locator("[data-hotspot][data-ready]")).to_have_count(1)
    box = picture.bounding_box()
    assert box is not None
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.1})
    if javascript:
        response = save(page)
    else:
        page.wait_for_url("**/xem-lai/")
        response = Answer.objects.get(position=2).response
    assert response == {"x": pytest.approx(25, abs=1), "y": pytest.approx(10, abs=1)}
    page.goto(page.url.replace("/xem-lai/", "/cau/2/"))
    spot = page.locator("[data-spot]:visible").first
    assert float(spot.get_attribute("cx") or 0) == pytest.approx(25, abs=1)


def test_choosing_from_the_list_takes_the_mark_away(open_question: Callable[..., Page]) -> None:
    page = open_question("hotspot", contents.HOTSPOT)
    expect(page.locator("script[src*=hotspot]")).to_have_count(1)
    expect(page.locator("[data-hotspot][data-ready]")).to_have_count(1)
    page.locator("main input[type=image]:visible").click()
    page.locator("label", has_text="Chân trang").click()
    assert save(page) == {"option": contents.ids(contents.HOTSPOT, "regions")[2]}


def test_items_are_dragged_into_their_places(open_question: Callable[..., Page]) -> None:
    page = open_question("drag_drop", contents.DRAG_DROP)
    for item, place in (("Giấy khai sinh", "Hộ tịch"), ("Sổ đỏ", "Đất đai")):
        card = page.locator(".bd-drag__item", has_text=item)
        target = page.locator(".bd-drag__place", has_text=place)
        card.scroll_into_view_if_needed()
        page.mouse.move(*middle(card))
        page.mouse.down()
        page.mouse.move(*middle(target), steps=4)
        expect(target).to_have_class("bd-drag__place is-over")
        page.mouse.up()
        expect(target.locator(".bd-drag__item")).to_have_text(item)
    assert save(page) == contents.RIGHT[-1][2]


def test_the_list_moves_the_card(open_question: Callable[..., Page]) -> None:
    page = open_question("drag_drop", contents.DRAG_DROP)
    page.get_by_label("Sổ đỏ", exact=True).select_option(label="Đất đai")
    expect(page.locator(".bd-drag__place", has_text="Đất đai")).to_contain_text("Sổ đỏ")
