"""Course files become pages; a wrong file names its place and leaves nothing behind."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site, WorkflowPage

from courses.content_files import ContentError, read_courses
from courses.content_loader import FOLDER, load_courses
from courses.file_blocks import rich_text
from courses.models import CoursePage, LessonPage, MinistryPage
from courses.publishing import problems
from tests.courses.readers import publish

pytestmark = pytest.mark.django_db

SCREEN = """
  [[lesson.screen]]
  title = "{title}"
    [[lesson.screen.block]]
    type = "paragraph"
    text = "Mở **trang** <thật>."
    [[lesson.screen.block]]
    type = "drawing"
    name = "c1-ba-loai-giay"
    alt = "Ba tờ giấy"
    caption = ""
    [[lesson.screen.block]]
    type = "scam"
    text = "Không đưa tiền."
"""
FILE = (
    """
code = "C9"
slug = "khoa-thu"
title = "Khóa thử"
outcome = "Học xong, làm được."
audiences = ["nguoi_dan"]
minutes = 20
hours = 0.5
prepare = ["Điện thoại"]
synonyms = ["thử"]
checked_on = 2026-11-20
review_by = 2027-06-30
[[source]]
title = "Luật"
accessed_on = 2026-11-20
[[lesson]]
slug = "bai-mot"
title = "Bài một"
minutes = 5
summary = "Tóm tắt."
"""
    + "".join(SCREEN.format(title=title) for title in ("Một", "Hai", "Ba", "Giờ bạn có thể làm"))
    + """
    [[lesson.screen.block]]
    type = "practice"
    text = "Thử ngay."
"""
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "khoa-thu.toml").write_text(FILE, encoding="utf-8")
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    assert old in FILE
    (folder / "khoa-thu.toml").write_text(FILE.replace(old, new, 1), encoding="utf-8")


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load_courses(folder=folder)
    assert not CoursePage.objects.exists()
    return caught.value.mistakes


def test_a_file_becomes_published_pages_with_revisions(folder: Path) -> None:
    loaded = load_courses(folder=folder)
    assert (loaded.courses, loaded.lessons) == (1, 1)
    course = CoursePage.objects.get()
    assert course.live
    assert course.latest_revision == course.live_revision
    assert course.get_parent().title == "Bộ Xây dựng"
    assert [item.value for item in course.prepare] == ["Điện thoại"]
    assert "khoa thu" in course.folded
    assert "bai mot" in course.folded
    lesson = LessonPage.objects.get()
    assert lesson.live
    assert len(lesson.screens) == 4
    body = str(lesson.sheet().screens[0].body)
    assert "Mở <b>trang</b> &lt;thật&gt;." in body


def test_the_site_begins_at_our_root_and_is_reviewed(folder: Path) -> None:
    load_courses(folder=folder)
    ministry = MinistryPage.objects.get()
    site = Site.objects.get(is_default_site=True)
    assert site.root_page == ministry.get_parent()
    assert not Page.objects.filter(slug="home").exists()
    assert WorkflowPage.objects.filter(page=ministry).exists()


def test_a_second_run_changes_nothing(folder: Path) -> None:
    load_courses(folder=folder)
    course = CoursePage.objects.get()
    publish(course, title="Tên do người soạn đặt")
    revisions = course.revisions.count()
    again = load_courses(folder=folder)
    assert (again.courses, again.lessons, again.refreshed) == (0, 0, 0)
    course.refresh_from_db()
    assert course.title == "Tên do người soạn đặt"
    assert course.revisions.count() == revisions


def test_a_lesson_added_to_the_file_is_made(folder: Path) -> None:
    load_courses(folder=folder)
    LessonPage.objects.get().delete()
    assert load_courses(folder=folder).lessons == 1


def test_refresh_overwrites_what_differs_and_nothing_else(folder: Path) -> None:
    load_courses(folder=folder)
    assert load_courses(folder=folder, refresh=True).refreshed == 0
    publish(CoursePage.objects.get(), title="Khác")
    assert load_courses(folder=folder, refresh=True).refreshed == 1
    assert CoursePage.objects.get().title == "Khóa thử"


def test_refresh_leaves_a_withdrawn_course_withdrawn(folder: Path) -> None:
    load_courses(folder=folder)
    CoursePage.objects.get().unpublish()
    change(folder, "Khóa thử", "Khóa khác")
    load_courses(folder=folder, refresh=True)
    assert not CoursePage.objects.get().live


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ('code = "C9"\n', "", "khoa-thu.toml: thiếu “code”"),
        ("minutes = 20", 'minutes = "20"', "khoa-thu.toml: “minutes” chưa đúng kiểu"),
        ("hours = 0.5", "hours = 0.5\nhour = 1", "khoa-thu.toml: ở đây không dùng “hour”"),
        ('"nguoi_dan"', '"ai_do"', "khoa-thu.toml: không có đối tượng “ai_do”"),
        (
            'name = "c1-ba-loai-giay"',
            'name = "khong-co"',
            "khoa-thu.toml: bài “bai-mot”: Trang 1: không có hình vẽ nào tên “khong-co”.",
        ),
        (
            'alt = "Ba tờ giấy"',
            'alt = ""',
            "khoa-thu.toml: bài “bai-mot”: Chưa xuất bản được: còn 1 ảnh thiếu mô tả.",
        ),
        (
            'type = "scam"',
            'type = "scan"',
            "khoa-thu.toml: bài “bai-mot”: trang 1: không có khối “scan”",
        ),
        (
            "Mở **trang**",
            "Mở **trang",
            "khoa-thu.toml: bài “bai-mot”: trang 1: khối “paragraph” có dấu ** chưa đóng",
        ),
        (
            "Giờ bạn có thể làm",
            "Xong",
            "khoa-thu.toml: bài “bai-mot”: tên trang cuối phải bắt đầu bằng “Giờ bạn có thể”",
        ),
        (
            'text = "Không đưa tiền."',
            f'text = "{"chữ " * 130}"',
            "khoa-thu.toml: bài “bai-mot”: Trang 1 có 134 chữ; nhiều nhất 120 chữ thì dễ đọc.",
        ),
    ],
)
def test_a_wrong_file_names_file_lesson_and_rule(
    folder: Path, old: str, new: str, mistake: str
) -> None:
    change(folder, old, new)
    assert mistakes(folder) == [mistake]


def test_all_mistakes_of_all_files_come_at_once(folder: Path) -> None:
    change(folder, 'slug = "bai-mot"', 'slug = "bai-mot"\nten = 1')
    (folder / "a.toml").write_text("code = ", encoding="utf-8")
    found = mistakes(folder)
    assert found[0].startswith("a.toml: không đọc được tệp TOML:")
    assert found[1] == "khoa-thu.toml: bài “bai-mot”: ở đây không dùng “ten”"


def test_a_wrong_second_file_leaves_nothing_of_the_first(folder: Path) -> None:
    (folder / "z.toml").write_text('code = "Z"', encoding="utf-8")
    mistakes(folder)
    assert not MinistryPage.objects.exists()


def test_the_command_says_what_it_did_and_what_is_wrong(folder: Path) -> None:
    out = StringIO()
    call_command("load_content", folder=folder, stdout=out)
    assert "1 khóa học mới, 1 bài mới, 0 trang ghi đè." in out.getvalue()
    change(folder, 'code = "C9"', "code = 9")
    with pytest.raises(CommandError, match=r"Chưa ghi gì.*\n.*“code” chưa đúng kiểu"):
        call_command("load_content", folder=folder)
    with pytest.raises(CommandError, match="không có tệp khóa học nào"):
        call_command("load_content", folder=folder / "trong")


def test_rich_text_is_paragraphs_and_bold_and_nothing_else() -> None:
    text = "Một **đậm**\ncùng đoạn\n\n<script>hai</script> & ba"
    assert rich_text(text) == (
        "<p>Một <b>đậm</b> cùng đoạn</p><p>&lt;script&gt;hai&lt;/script&gt; &amp; ba</p>"
    )


def test_our_own_courses_keep_all_rules() -> None:
    courses = read_courses(FOLDER)
    assert {course.values["code"] for course in courses} == {"C1", "C2", "C3", "C4", "C5", "C6"}
    for course in courses:
        assert problems(CoursePage(**course.values)) == []
        for lesson in course.lessons:
            text = str(LessonPage(**lesson.values).sheet())
            assert not re.search(r"\*\*|<script", text), lesson.slug
