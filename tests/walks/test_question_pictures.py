"""An author writes a question and brings its picture from the same page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, expect

from courses.models import MinistryPage
from quizzes.models import Question
from tests.factories import make_course, make_quiz
from tests.quizzes.every_kind import drawn
from tests.quizzes.test_editing import editor_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenContext = Callable[..., BrowserContext]
DESK = {"width": 1280, "height": 900}


def test_a_question_with_a_picture(
    open_context: OpenContext, live_server: object, tmp_path: Path
) -> None:
    make_quiz(make_course(), questions=0)
    file = tmp_path / "anh.png"
    file.write_bytes(drawn(1, "#9b1c1f"))
    client, context = Client(), open_context(viewport=DESK)
    client.force_login(editor_of(MinistryPage.objects.get()))
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))

    page.goto("/bien-tap/cau-hoi/new/")
    page.locator("#id_lesson").select_option(index=1)
    page.get_by_role("button", name=re.compile("khối")).first.click()
    page.get_by_text("Đúng hay không đúng", exact=True).first.click()
    page.locator("[name=body-0-value-stem]").fill("Đây có phải trang thật?")
    page.locator("[name=body-0-value-explanation]").fill("Vì có tên miền .gov.vn.")
    page.locator("[data-contentpath=media] button[data-streamfield-list-add]").first.click()
    page.get_by_role("button", name="Chọn ảnh hoặc âm thanh").first.click()
    page.get_by_role("tab", name="Tải lên").click()
    page.locator("input[type=file]").set_input_files(str(file))
    page.locator("#id_alt").fill("Trang chủ Cổng Dịch vụ công")
    page.locator(".modal-content [type=submit]").last.click()
    expect(page.locator("[data-contentpath=media]")).to_contain_text("Trang chủ Cổng Dịch vụ công")
    page.locator("[name=body-0-value-media-0-value-place]").select_option("stem")
    page.get_by_role("button", name="Tạo", exact=True).click()
    expect(page).not_to_have_url(re.compile("/new/"))

    (medium,) = Question.objects.get().versions.get().content["media"]
    assert (medium["alt"], medium["place"]) == ("Trang chủ Cổng Dịch vụ công", "stem")
    assert said == []
