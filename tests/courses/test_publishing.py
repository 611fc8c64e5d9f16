"""What a page lacks before it may go live: sentences, blockers before advice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from courses.models import CoursePage, LessonPage
from courses.publishing import blockers, problems, words_on
from tests.courses.readers import screen_of

pytestmark = pytest.mark.django_db

WHOLE_COURSE: dict[str, Any] = {
    "audiences": ["nguoi_dan"],
    "sources": [{"type": "source", "value": {"title": "Luật Xây dựng"}}],
    "checked_on": date(2026, 11, 20),
    "review_by": date(2027, 6, 30),
}
TEXT = ("paragraph", "<p>Một hai ba.</p>")


def course(**changes: Any) -> CoursePage:
    return CoursePage(title="Khóa", **(WHOLE_COURSE | changes))


def lesson(*screens: dict[str, Any]) -> LessonPage:
    return LessonPage(title="Bài", screens=list(screens))


def drawing(alt: str = "Ba tờ giấy", name: str = "c1-ba-loai-giay") -> tuple[str, Any]:
    return ("drawing", {"name": name, "alt": alt, "caption": ""})


def advice(page: Any) -> list[str]:
    return [problem.sentence for problem in problems(page) if not problem.blocks]


def test_a_whole_course_lacks_nothing() -> None:
    with time_machine.travel(date(2026, 11, 21)):
        assert problems(course()) == []


@pytest.mark.parametrize(
    ("field", "nothing", "sentence"),
    [
        ("audiences", [], "Chọn khóa học dành cho ai."),
        ("sources", [], "Ghi ít nhất một nguồn."),
        ("checked_on", None, "Nhập ngày đối chiếu với trang thật."),
        ("review_by", None, "Nhập hạn xem lại."),
    ],
)
def test_what_a_course_must_have(field: str, nothing: object, sentence: str) -> None:
    assert blockers(course(**{field: nothing})) == [sentence]


def test_an_overdue_review_is_advice() -> None:
    with time_machine.travel(date(2027, 7, 1)):
        assert blockers(course()) == []
        assert advice(course()) == ["Đã quá hạn xem lại."]


def test_a_lesson_needs_screens_with_title_and_text() -> None:
    assert blockers(lesson()) == ["Bài này chưa có trang nào."]
    assert blockers(lesson(screen_of(TEXT), screen_of(TEXT, title=""), screen_of())) == [
        "Trang 2 cần có tên trang và nội dung.",
        "Trang 3 cần có tên trang và nội dung.",
    ]


def test_pictures_without_description_are_counted() -> None:
    image = Image.objects.create(title="Ảnh", file=get_test_image_file())

    def picture(**value: Any) -> tuple[str, Any]:
        return ("picture", {"image": {"image": image.pk, **value}, "licence": "Tự chụp"})

    page = lesson(
        screen_of(drawing(), drawing(alt=" "), picture(decorative=False, alt_text="")),
        screen_of(picture(decorative=True, alt_text=""), picture(decorative=False, alt_text="A")),
    )
    assert blockers(page) == ["Chưa xuất bản được: còn 2 ảnh thiếu mô tả."]


def test_an_unknown_drawing_is_named() -> None:
    page = lesson(screen_of(drawing(name="khong-co")))
    assert blockers(page) == ["Trang 1: không có hình vẽ nào tên “khong-co”."]


def test_long_screens_are_advice_only() -> None:
    words = "chữ " * 119
    page = lesson(
        screen_of(("scam", words), title="Một"), screen_of(("scam", words), title="Một hai")
    )
    assert blockers(page) == []
    assert advice(page) == ["Trang 2 có 121 chữ; nhiều nhất 120 chữ thì dễ đọc."]


def test_words_counted_are_those_a_reader_sees() -> None:
    page = lesson(
        screen_of(
            ("paragraph", "<p>Một <b>hai</b></p><p>ba</p>"),
            ("steps", ["Bấm **nút**", "Chờ"]),
            ("list", ["một"]),
            ("drawing", {"name": "c1-ba-loai-giay", "alt": "không tính", "caption": "Chú thích"}),
            ("compare", {"right": "đúng", "wrong": "sai", "why": "vì"}),
            ("term", {"term": "OTP", "meaning": "mã"}),
            ("practice", "làm thử"),
            title="Tên trang",
        )
    )
    assert words_on(page.screens[0]) == 2 + 3 + 3 + 1 + 2 + 3 + 2 + 2
