"""A real launch: a course page of another system on another site, our practice in its frame."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import FrameLocator, Page, expect
from pytest_django import Settings

from courses.models import SimulationRun
from courses.simulation.keeping import facts_of
from lms.interop.lti.models import LaunchedRun, ScoreState
from tests.browser import OpenContext
from tests.courses.simulation.flows import open_step, place
from tests.interop.platform import LearningSystem, learning_system
from tests.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def practice(live_server: object, settings: Settings) -> str:
    """Its address."""
    settings.PUBLIC_URL = str(live_server)
    return f"{live_server}{place('tra-cuu-ho-so').public_path}"


@pytest.fixture
def near(live_server: object, practice: str) -> Iterator[LearningSystem]:
    """Of our own site, as a province's system may be: cookies work in its frame."""
    with learning_system(str(live_server), practice, "localhost") as running:
        running.registered()
        yield running


@pytest.fixture
def far(live_server: object, practice: str) -> Iterator[LearningSystem]:
    """Of another site: this browser drops our cookies in its frame."""
    with learning_system(str(live_server), practice) as running:
        running.registered()
        yield running


def test_a_test_in_the_frame(near: LearningSystem, open_context: OpenContext) -> None:
    page = open_context().new_page()
    page.goto(f"{near.url}/khoa-hoc")
    play_in(page.frame_locator("iframe"))
    arrived(near)


def test_in_the_frame_without_our_javascript(
    near: LearningSystem, open_context: OpenContext
) -> None:
    """The way in is the platform's script; ours needs none."""
    page = open_context().new_page()
    page.route("**/static/**/*.js", lambda route: route.abort())
    page.goto(f"{near.url}/khoa-hoc")
    play_in(page.frame_locator("iframe"))


def test_where_cookies_are_dropped_a_window_opens(
    far: LearningSystem, open_context: OpenContext
) -> None:
    page = open_context().new_page()
    page.goto(f"{far.url}/khoa-hoc")
    way_on = page.frame_locator("iframe").get_by_role("link", name="Mở trong cửa sổ mới")
    with page.expect_popup() as opened:
        way_on.click()
    play_in(opened.value)
    arrived(far)


def arrived(system: LearningSystem) -> None:
    assert eventually(lambda: bool(system.scores), within=20)
    run = SimulationRun.objects.get()
    assert system.scores[0]["scoreGiven"] == run.points == run.max_points
    assert eventually(lambda: LaunchedRun.objects.get().state == ScoreState.SENT, within=10)


def test_a_stranger_may_not_frame_it(near: LearningSystem, open_context: OpenContext) -> None:
    page = open_context().new_page()
    page.goto(f"{near.url}/khoa-hoc")
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
    address = next(frame.url for frame in page.frames if "/lti/" in frame.url)
    body = f'<iframe src="{address}"></iframe>'
    page.route(
        "http://stranger.test/", lambda route: route.fulfill(content_type="text/html", body=body)
    )
    page.goto("http://stranger.test/")
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_have_count(0)


def play_in(frame: FrameLocator | Page) -> None:
    frame.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(frame.locator(".bd-stepline")).to_contain_text("1/6")
    run = SimulationRun.objects.latest("pk")
    while not run.is_finished:
        place_of, step = len(run.state["path"]), open_step(run)
        facts = facts_of(run)
        for one in step.fields:
            frame.locator(f"#f_{one.id}").fill(facts[one.expected.strip("{}")])
        for option in step.right_options:
            chosen = frame.locator(f"[name=answer][value='{option.id}']")
            chosen.click() if step.kind == "hotspot" else chosen.check()
        if step.kind != "hotspot":
            frame.locator(".bd-sim__go").click()
        eventually(partial(moved_on, run, place_of), within=15)
    expect(frame.get_by_role("heading", name="Đạt phần thực hành")).to_be_visible()


def moved_on(run: SimulationRun, before: int) -> bool:
    run.refresh_from_db()
    return len(run.state["path"]) > before
