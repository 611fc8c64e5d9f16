"""An author makes a test by a blueprint and sees in the dry run what the bank lacks."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, expect

from courses.models import MinistryPage
from quizzes.models import Quiz
from tests.factories import make_course, make_quiz
from tests.quizzes.test_editing import editor_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenContext = Callable[..., BrowserContext]
DESK = {"width": 1280, "height": 900}


def test_a_test_made_by_a_blueprint(open_context: OpenContext, live_server: object) -> None:
    quiz = make_quiz(make_course(), questions=3)
    quiz.questions.filter(code__endswith="-01").update(category="Luật")
    client, context = Client(), open_context(viewport=DESK)
    client.force_login(editor_of(MinistryPage.objects.get()))
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)

    page.goto(f"/bien-tap/bai-kiem-tra/edit/{quiz.pk}/")
    page.locator("#blueprint-root .c-sf-add-button").first.click()
    part = "[name=blueprint-0-value"
    page.locator(f"{part}-name]").fill("Pháp luật")
    page.locator(f"{part}-minimum]").fill("1")
    page.locator(f"{part}-rows-0-value-count]").fill("2")
    page.locator(f"{part}-rows-0-value-category]").fill("Luật")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".messages")).to_be_visible()
    assert Quiz.objects.get().blueprint == [
        {"name": "Pháp luật", "minimum": 1, "rows": [{"count": 2, "category": "Luật"}]}
    ]

    page.goto(f"/bien-tap/bai-kiem-tra/{quiz.pk}/thu-ma-tran/")
    expect(page.get_by_role("main")).to_contain_text("Dòng 1 cần 2 câu, chỉ có 1 câu phù hợp.")
    expect(page.get_by_role("row", name=re.compile("Luật"))).to_contain_text("100%")
    assert said == []
