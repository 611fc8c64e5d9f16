"""Looking at a page as everybody has to: axe-core in each colour mode, and the smallest phone with
the largest letters. Problems are kept, not raised, so that one run names them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import axe_playwright_python
from django.test import Client
from django.test.signals import template_rendered
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from lms.accounts.models import User
from tests.browser import OpenContext
from tests.walks import steps

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LIGHT, *OTHER_MODES = ("sang", "toi", "tuong_phan")
SMALLEST, PHONE = {"width": 320, "height": 640}, {"width": 360, "height": 740}
GRAVE = ("serious", "critical")

RUN_AXE = """async rules => {
  const options = rules.length ? {runOnly: {type: 'rule', values: rules}} : {}
  const found = await axe.run(document, {resultTypes: ['violations'], ...options})
  return found.violations.map(v => ({
    id: v.id, impact: v.impact, help: v.help,
    nodes: v.nodes.slice(0, 3).map(n => `${n.target.join(' ')}: ${n.html.slice(0, 160)}`
      + ' ' + n.any.map(check => check.message).join(' ').slice(0, 200)),
  }))
}"""
# Another colour mode changes colours only; what the page is made of was looked at in the first.
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
TOO_WIDE = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return []
  const wide = [...document.body.querySelectorAll('*')]
    .filter(node => node.getBoundingClientRect().right > innerWidth + 0.5)
  return [`scrollWidth ${document.documentElement.scrollWidth}`,
    ...wide.slice(-3).map(node => node.outerHTML.slice(0, 120))]
}"""


@dataclass
class Findings:
    problems: list[str] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)

    def add(self, where: str, what: str, details: list[str]) -> None:
        self.problems.append("\n    ".join([f"{where} – {what}", *details]))


@contextmanager
def watching_templates(findings: Findings) -> Iterator[None]:
    """Note the name of every template rendered meanwhile, in whatever thread."""

    def note(template: Any, **kwargs: Any) -> None:
        if template.name:
            findings.templates.add(template.name)

    template_rendered.connect(note)
    try:
        yield
    finally:
        template_rendered.disconnect(note)


@dataclass
class Looker:
    """Somebody's page, and what to do with it."""

    page: Page
    findings: Findings

    def at(self, *addresses: str) -> None:
        """Open each of them and look."""
        for address in addresses:
            self.page.goto(address)
            self.look(address)

    def press(self, name: str, *, then: str = "") -> None:
        """Press a button, wait for the page it leads to, and look at that."""
        self.go_on(lambda: steps.press(self.page, name))
        self.look(then or f"{self.page.url} after “{name}”")

    def go_on(self, action: Callable[[], None]) -> None:
        """Do what leads to another page, or another state of this one."""
        self.page.evaluate("document.querySelector('main').dataset.before = ''")
        self.page.evaluate("document.querySelector('h1').dataset.before = ''")
        try:
            action()
            expect(self.page.locator("h1[data-before]")).to_have_count(0)
        except (AssertionError, PlaywrightError) as error:
            raise AssertionError(f"{self.page.url}: {error}") from error
        expect(self.page.locator("h1").first).to_be_attached()
        self.page.wait_for_load_state()

    def look(self, where: str) -> None:
        self.page.evaluate(AXE)
        for mode, rules in [(LIGHT, []), *((mode, RULES_OF_COLOUR) for mode in OTHER_MODES)]:
            self._show("data-mau", mode)
            for found in self.page.evaluate(RUN_AXE, rules):
                if found["impact"] in GRAVE:
                    what = f"{mode}: {found['id']} ({found['impact']}): {found['help']}"
                    self.findings.add(where, what, found["nodes"])
        self._show("data-mau", LIGHT)
        self._look_small(where)

    def _look_small(self, where: str) -> None:
        self._show("data-co", "3")
        self.page.set_viewport_size(SMALLEST)  # type: ignore[arg-type]
        wide = self.page.evaluate(TOO_WIDE)
        if wide:
            self.findings.add(where, "wider than 320 px in the largest letters", wide)
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        self._show("data-co", "1")

    def _show(self, attribute: str, value: str) -> None:
        """What /hien-thi/ makes the server write there (tests/core/test_display.py)."""
        self.page.evaluate(
            "([name, value]) => document.documentElement.setAttribute(name, value)",
            [attribute, value],
        )


@dataclass
class Site:
    open_context: OpenContext
    address: str
    findings: Findings

    def looker(self, user: User | None = None) -> Looker:
        """A browser of one's own, signed in as `user`."""
        context = self.open_context(reduced_motion="reduce")
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": self.address}])
        return Looker(context.new_page(), self.findings)
