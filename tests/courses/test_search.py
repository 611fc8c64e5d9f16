"""Finding courses with and without accents."""

from __future__ import annotations

from typing import Any

import pytest

from courses.models import CoursePage, LessonPage
from courses.queries import catalogue, search_courses
from courses.words import count_words, folded_words
from tests.courses.readers import lessons_of, publish
from tests.factories import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def courses() -> dict[str, CoursePage]:
    return {
        "house": make_course(
            title="Xin phép xây nhà",
            outcome="Tự nộp hồ sơ.",
            synonyms="làm nhà\nsổ đỏ\n1.013225",
            position=30,
        ),
        "phone": make_course(title="Dùng điện thoại", outcome="Gọi cho Khánh.", position=20),
        "field": make_course(title="Tra cứu thửa đất", outcome="Xem qua mạng.", position=10),
    }


def titles(text: str) -> list[str]:
    return [course.title for course in search_courses(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("xây nhà", ["Xin phép xây nhà"]),
        ("xay nha", ["Xin phép xây nhà"]),
        ("XAY  Nhà", ["Xin phép xây nhà"]),
        ("dien thoai", ["Dùng điện thoại"]),
        ("so do", ["Xin phép xây nhà"]),  # another word people use
        ("1.013225", ["Xin phép xây nhà"]),
        ("thua dat", ["Tra cứu thửa đất"]),
        ("nha dien", []),  # every word must be there
        ("anh", []),  # words are found by their beginning, not inside ("Khánh")
        ("???", []),
    ],
)
def test_what_is_found(courses: dict[str, CoursePage], text: str, found: list[str]) -> None:
    assert titles(text) == found


def test_nothing_typed_finds_all_in_the_order_of_the_home_page(
    courses: dict[str, CoursePage],
) -> None:
    assert titles("  ") == ["Tra cứu thửa đất", "Dùng điện thoại", "Xin phép xây nhà"]


def test_words_as_typed_come_first_and_titles_before_the_rest() -> None:
    make_course(title="Bán hàng", outcome="Không có gì.", position=1)
    make_course(title="Việc khác", outcome="Cần bản vẽ.", position=2)
    make_course(title="Bản vẽ nhà", outcome="Đọc được.", position=3)
    assert titles("bản") == ["Bản vẽ nhà", "Việc khác", "Bán hàng"]
    assert titles("ban")[0] == "Bán hàng"  # typed without accents nothing is closer


def test_titles_of_published_lessons_and_the_sector_are_found() -> None:
    course = make_course(title="Khóa một", lessons=1)
    lesson = lessons_of(course)[0]
    lesson.title = "Đính kèm giấy tờ"
    revision = lesson.save_revision()
    assert titles("dinh kem") == []
    revision.publish()
    assert titles("dinh kem") == ["Khóa một"]
    assert titles("xay dung") == ["Khóa một"]
    LessonPage.objects.get().unpublish()
    assert titles("dinh kem") == []


def test_drafts_are_not_found() -> None:
    course = make_course(title="Khóa một")
    course.title = "Tên hai"
    course.save_revision()
    assert titles("ten hai") == []
    publish(course)
    assert titles("ten hai") == ["Tên hai"]
    course.unpublish()
    assert titles("ten hai") == []


def test_the_catalogue_filters(courses: dict[str, CoursePage]) -> None:
    make_course(title="Cho công chức", audiences=["cong_chuc"])
    assert [item.title for item in catalogue(audience="cong_chuc")] == ["Cho công chức"]
    assert [item.title for item in catalogue(text="xay nha", sector="xay-dung")] == [
        "Xin phép xây nhà"
    ]
    assert catalogue(sector="khac") == []
    assert len(catalogue()) == 4


def test_the_catalogue_asks_one_question(
    courses: dict[str, CoursePage], django_assert_num_queries: Any
) -> None:
    catalogue()
    with django_assert_num_queries(0):
        catalogue(audience="nguoi_dan")
    with django_assert_num_queries(1):
        catalogue(text="nha")


def test_words() -> None:
    assert folded_words("Đất đai, (2 tầng): dichvucong.gov.vn.") == [
        "dat",
        "dai",
        "2",
        "tang",
        "dichvucong.gov.vn",
    ]
    assert count_words("Hồ sơ – gồm 3 loại.") == 5
