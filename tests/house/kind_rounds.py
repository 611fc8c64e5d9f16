"""A round past the page of every kind of question: as asked, refused, answered, looked back on."""

from __future__ import annotations

import re

from tests.factories import UserFactory
from tests.house.looking import Site
from tests.house.url_matrix import World
from tests.quizzes.every_kind import quiz_of_every_kind


def kinds(site: Site, world: World) -> None:
    quiz = quiz_of_every_kind()
    look = site.looker(UserFactory(ward=world.ward))
    look.page.goto(f"/hoc/{quiz.course.slug}/kiem-tra/{quiz.slug}/")
    look.press("Bắt đầu", then="the first question")
    while "/cau/" in look.page.url:
        look.press("Lưu và tiếp tục", then=f"{look.page.url} refused")
        look.page.get_by_label("Tôi chưa biết", exact=True).check()
        look.press("Lưu và tiếp tục")
    look.at(re.sub("/xem-lai/", "/cau/12/", look.page.url))
    look.page.get_by_label("Tôi chưa biết", exact=True).uncheck()
    look.page.locator("main textarea").fill("Mở, điền, nộp.")
    look.press("Lưu và tiếp tục")
    look.at(re.sub("/cau/.*", "/xem-lai/", look.page.url))
    look.press("Nộp bài", then="waiting to be marked")
