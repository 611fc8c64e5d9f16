"""Every kind of step with keys alone, each control found by its name, as a screen reader says it; on
the smallest phone with the largest letters, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from courses.models import SimulationRun
from courses.simulation.keeping import facts_of
from courses.simulation.persona import fill
from courses.simulation.script import KINDS, Step
from tests.browser import OpenContext
from tests.courses.simulation.flows import open_step, place, script_named
from tests.walks.test_keyboard import button, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FLOWS = ("tra-cuu-ho-so", "nop-ho-so-xay-nha")  # every kind of step is in one of them
SMALLEST = {"width": 320, "height": 640}


def test_the_two_flows_have_every_kind_of_step() -> None:
    assert {step.kind for slug in FLOWS for step in script_named(slug).counted} == set(KINDS)


@pytest.mark.parametrize("slug", FLOWS)
def test_a_whole_practice(open_context: OpenContext, javascript: bool, slug: str) -> None:
    simulation = place(slug)
    context = open_context(javascript=javascript, viewport=SMALLEST, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/")
    context.add_cookies([{"name": "bd_hien_thi", "value": "3:sang:0", "url": page.url}])
    page.goto(simulation.public_path)
    tab_to(page, button(page, "^Làm thử$"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/1/$"))
    run = SimulationRun.objects.get()
    while not run.is_finished:
        step, here = open_step(run), page.url
        expect(page.get_by_role("heading", level=1)).to_have_text(fill(step.goal, facts_of(run)))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), step.uid
        expect(page.get_by_role("group", name=re.compile("Trang tập"))).to_be_attached()
        answer(page, step, facts_of(run))
        expect(page).not_to_have_url(here)
        run.refresh_from_db()
    expect(page.get_by_role("heading", level=1)).to_contain_text("bước")
    assert run.points == run.max_points


def answer(page: Page, step: Step, facts: dict[str, str]) -> None:
    """By the names of the controls alone."""
    if step.is_typed:
        for field in step.fields:
            tab_to(page, page.get_by_role("textbox", name=field.label))
            page.keyboard.type(fill(field.expected, facts))
        page.keyboard.press("Enter")
        return
    words = [fill(option.label, facts) for option in step.right_options]
    frame = page.get_by_role("group", name=re.compile("Trang tập"))
    if step.kind == "hotspot":
        tab_to(page, frame.get_by_role("button", name=words[0]).first)
        page.keyboard.press("Enter")
        return
    if step.kind == "confirm":
        for text in words:
            tab_to(page, frame.get_by_role("checkbox", name=begins(text)))
            page.keyboard.press("Space")
    elif words:
        choose(page, step, words[0])
    page.keyboard.press("Enter")


def begins(words: str) -> re.Pattern[str]:
    """Small print may follow."""
    return re.compile(rf"^{re.escape(words)}(\s|$)")


def choose(page: Page, step: Step, words: str) -> None:
    """Into the list by Tab, along it by arrows."""
    radios = page.get_by_role("radio")
    tab_to(page, radios.first)
    page.keyboard.press("Space")
    wanted = page.get_by_role("radio", name=begins(words))
    for _row in step.options:
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    assert wanted.is_checked(), words
