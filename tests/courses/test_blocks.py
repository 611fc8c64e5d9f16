"""Blocks: the markup learners get, everything typed escaped."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from courses.drawings import FOLDER, drawing_exists, drawing_names
from courses.models import LessonPage
from tests.courses.readers import screen_of

pytestmark = pytest.mark.django_db

EVIL = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def rendered(*blocks: tuple[str, Any]) -> str:
    page = LessonPage(title="Bài", screens=[screen_of(*blocks)])
    return str(page.sheet().screens[0].body)


@pytest.mark.parametrize(
    "block",
    [
        ("steps", [EVIL]),
        ("list", [EVIL]),
        ("drawing", {"name": "c1-ba-loai-giay", "alt": EVIL, "caption": EVIL}),
        ("compare", {"right": EVIL, "wrong": EVIL, "why": EVIL}),
        ("term", {"term": EVIL, "meaning": EVIL}),
        ("scam", EVIL),
        ("practice", EVIL),
    ],
)
def test_what_is_typed_is_escaped(block: tuple[str, Any]) -> None:
    html = rendered(block)
    assert "<script" not in html
    assert ESCAPED in html


def test_titles_are_escaped_on_the_page() -> None:
    page = LessonPage(title="Bài", screens=[screen_of(("scam", "x"), title=EVIL)])
    assert page.sheet().screens[0].title == EVIL  # the template escapes it: it is no safe string
    assert not hasattr(page.sheet().screens[0].title, "__html__")


def test_bold_in_steps_and_lists() -> None:
    html = rendered(("steps", ["Bấm **Nộp <hồ sơ>** rồi chờ"]))
    assert "<ol" in html
    assert "Bấm <b>Nộp &lt;hồ sơ&gt;</b> rồi chờ" in html
    assert "<ul>" in rendered(("list", ["một"]))


def test_a_drawing_has_fixed_dimensions_and_loads_late() -> None:
    html = rendered(("drawing", {"name": "c1-ba-loai-giay", "alt": "Ba tờ giấy", "caption": ""}))
    for part in (
        "courses/drawings/c1-ba-loai-giay.svg",
        'alt="Ba tờ giấy"',
        'width="320"',
        'height="180"',
        'loading="lazy"',
    ):
        assert part in html
    assert "figcaption" not in html


def test_a_drawing_that_is_gone_leaves_its_description() -> None:
    html = rendered(("drawing", {"name": "da-xoa", "alt": "Ba tờ giấy", "caption": ""}))
    assert "<p>Ba tờ giấy</p>" in html
    assert "<img" not in html


def test_a_picture_comes_as_webp_and_jpeg_with_its_source() -> None:
    image = Image.objects.create(title="Ảnh", file=get_test_image_file())
    value = {
        "image": {"image": image.pk, "decorative": False, "alt_text": "Trang đăng nhập"},
        "caption": "Trang thật",
        "licence": "Tự chụp",
    }
    html = rendered(("picture", value))
    for part in ("<picture>", "image/webp", 'alt="Trang đăng nhập"', "Trang thật · Ảnh: Tự chụp"):
        assert part in html


def test_every_drawing_is_small_and_of_one_size() -> None:
    assert len(drawing_names()) >= 40
    for name in drawing_names():
        text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
        assert 'viewBox="0 0 320 180"' in text, name
        assert len(text.encode()) <= 3_000, name
        assert "<script" not in text, name


def test_a_drawing_is_found_by_its_name_only() -> None:
    assert drawing_exists("c1-ba-loai-giay")
    assert not drawing_exists("../drawings/c1-ba-loai-giay")
    assert not drawing_exists("khong-co")
