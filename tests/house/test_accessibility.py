"""Every page, as everybody has to use it: axe-core finds nothing grave in three colour modes, and
nothing is wider than the smallest phone in the largest letters. A template that no round passes
fails here too: add its page to tests/house/rounds.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Error as PlaywrightError

from tests.browser import OpenContext
from tests.house.looking import Findings, Site, watching_templates
from tests.house.rounds import ROUNDS
from tests.house.url_matrix import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ELSEWHERE = {  # previews inside Wagtail's pages, and what needs another system
    "courses/preview_course.html",
    "courses/preview_lesson.html",
    "courses/blocks/preview.html",
    "courses/simulation/preview.html",
    "quizzes/room/preview.html",
    "interop/lti/window.html",  # tests/interop/test_in_chromium.py passes it
}


def page_templates() -> set[str]:
    """Names of our templates that extend another of ours; Wagtail's skeleton is not ours to mend."""
    folders = [Path(settings.BASE_DIR) / name for name in ("lms", "courses", "quizzes")]
    folders.append(Path(settings.BASE_DIR) / "certificates")
    files = [path for folder in folders for path in folder.rglob("templates/**/*.html")]
    extends = re.compile(r"\s*{% extends (?!\"(?:wagtailadmin|quizzes/room)/)")
    pages = [path for path in files if extends.match(path.read_text("utf-8"))]
    return {path.as_posix().rpartition("/templates/")[2] for path in pages}


def test_every_page_in_every_mode_and_on_the_smallest_phone(
    open_context: OpenContext, live_server: object
) -> None:
    findings, world = Findings(), World()
    site = Site(open_context, str(live_server), findings)
    with watching_templates(findings):
        for go_round in ROUNDS:
            try:
                go_round(site, world)
            except (AssertionError, PlaywrightError) as stop:
                findings.add(go_round.__name__, "this round came no further", [str(stop)])
    missed = page_templates() - ELSEWHERE - findings.templates
    if missed:
        findings.add("templates", "no round passes these pages", sorted(missed))
    if findings.problems:
        pytest.fail("\n".join(findings.problems), pytrace=False)


SPOIL = """() => {
  const main = document.querySelector('main')
  main.append(document.createElement('input'))
  const pale = main.appendChild(document.createElement('p'))
  pale.textContent = 'Chữ này chỉ đọc được trên nền sáng.'
  pale.style.color = '#1f1a17'
  const wide = main.appendChild(document.createElement('div'))
  wide.style.width = '340px'
  wide.style.height = '1px'
}"""


def test_what_is_wrong_would_be_seen(open_context: OpenContext, live_server: object) -> None:
    findings = Findings()
    look = Site(open_context, str(live_server), findings).looker()
    look.page.goto("/hien-thi/")
    look.page.evaluate(SPOIL)
    look.look("a spoilt page")
    said = "\n".join(findings.problems)
    assert "sang: label (critical)" in said
    assert "toi: color-contrast (serious)" in said
    assert "sang: color-contrast" not in said
    assert "scrollWidth" in said
