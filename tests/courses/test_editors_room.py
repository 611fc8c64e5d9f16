"""Writing, checking, reviewing and publishing in Wagtail, as editors and reviewers do it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from courses import services
from courses.models import CourseAssignment, CoursePage, LessonPage, MinistryPage
from lms.accounts.models import User
from lms.accounts.roles import Role
from tests.courses.readers import NOW, draft, lessons_of, publish
from tests.factories import (
    AgencyFactory,
    StaffFactory,
    UserFactory,
    make_course,
    make_ministry,
    with_role,
)

pytestmark = pytest.mark.django_db

DRAWING = {"name": "c1-ba-loai-giay", "alt": "Ba tờ giấy", "caption": ""}


def sign_in(client: Client, role: Role) -> User:
    user = with_role(role, agency=make_ministry().agency)
    client.force_login(user)
    return user


def lesson_form(*, drawing: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    body = [("paragraph", rich_text("<p>Chữ của bài</p>", features=["bold", "ul", "link"]))]
    if drawing is not None:
        body.append(("drawing", drawing))
    screens = [("screen", {"title": "Trang một", "body": streamfield(body)})]
    values = {
        "title": "Đăng ký ở xã",
        "slug": "",
        "summary": "Tóm tắt.",
        "minutes": "6",
        "screens": streamfield(screens),
        "comments": inline_formset([]),
    } | fields
    data: dict[str, Any] = nested_form_data(values)
    return data


def course_form(*, audiences: tuple[str, ...] = ("nguoi_dan",), **fields: Any) -> dict[str, Any]:
    values = {
        "title": "Khóa mới",
        "slug": "",
        "code": "C9",
        "outcome": "Học xong, làm được.",
        "minutes": "30",
        "hours": "1.0",
        "prepare": streamfield([]),
        "sources": streamfield(
            [("source", {"title": "Luật", "note": "", "url": "", "ref": "", "accessed_on": ""})]
        ),
        "checked_on": "2026-11-20",
        "review_by": "2027-06-30",
        "synonyms": "",
        "position": "10",
        "version": "1",
        "replaced_by": "",
        "comments": inline_formset([]),
    } | fields
    data: dict[str, Any] = nested_form_data(values)
    return data | {"audiences": list(audiences)}


def add(client: Client, model: str, parent: Page, data: dict[str, Any], action: str = "") -> Any:
    button = {f"action-{action}": "1"} if action else {}
    return client.post(f"/bien-tap/pages/add/courses/{model}/{parent.pk}/", data | button)


def save(client: Client, page: Page, data: dict[str, Any], action: str = "") -> Any:
    button = {f"action-{action}": "1"} if action else {}
    return client.post(f"/bien-tap/pages/{page.pk}/edit/", data | button)


def test_a_draft_may_lack_anything(client: Client) -> None:
    sign_in(client, Role.EDITOR)
    course = make_course(lessons=0)
    data = lesson_form(drawing=DRAWING | {"alt": ""})
    assert add(client, "lessonpage", course, data).status_code == 302
    lesson = LessonPage.objects.get()
    assert not lesson.live
    assert lesson.slug == "dang-ky-o-xa"  # with its đ
    html = client.get(f"/bien-tap/pages/{lesson.pk}/edit/").content.decode()
    assert "Chưa xuất bản được: còn 1 ảnh thiếu mô tả." in html
    ministry = course.get_parent()
    data = course_form(outcome="", sources=streamfield([]), review_by="", audiences=())
    assert add(client, "coursepage", ministry, data).status_code == 302


def test_publishing_with_a_picture_that_says_nothing_is_refused(client: Client) -> None:
    sign_in(client, Role.REVIEWER)
    course = make_course(lessons=0)
    silent = lesson_form(drawing=DRAWING | {"alt": ""})
    response = add(client, "lessonpage", course, silent, "publish")
    assert "Chưa xuất bản được: còn 1 ảnh thiếu mô tả." in response.content.decode()
    assert not LessonPage.objects.filter(live=True).exists()
    described = lesson_form(drawing=DRAWING)
    assert add(client, "lessonpage", course, described, "publish").status_code == 302
    assert client.get(f"/hoc/{course.slug}/dang-ky-o-xa/1/").status_code == 200


def test_publishing_a_course_without_sources_and_dates_is_refused(client: Client) -> None:
    sign_in(client, Role.REVIEWER)
    ministry = make_ministry()
    data = course_form(sources=streamfield([]), review_by="", checked_on="")
    html = add(client, "coursepage", ministry, data, "publish").content.decode()
    for sentence in (
        "Ghi ít nhất một nguồn.",
        "Nhập hạn xem lại.",
        "Nhập ngày đối chiếu với trang thật.",
    ):
        assert sentence in html
    assert add(client, "coursepage", ministry, course_form(), "publish").status_code == 302
    course = CoursePage.objects.get()
    assert (course.slug, course.audiences, course.live) == ("khoa-moi", ["nguoi_dan"], True)


def test_the_form_shows_for_whom_the_course_is(client: Client) -> None:
    sign_in(client, Role.EDITOR)
    course = make_course(audiences=["cong_chuc"])
    html = client.get(f"/bien-tap/pages/{course.pk}/edit/").content.decode()
    chosen = html.split('value="cong_chuc"')[1].split(">")[0]
    assert "checked" in chosen


@pytest.mark.parametrize("slug", ["giay-chung-nhan", "xay-nha-1"])
def test_addresses_of_courses_are_unique_and_not_reserved(client: Client, slug: str) -> None:
    sign_in(client, Role.EDITOR)
    make_course(slug="xay-nha-1")
    ministry = make_ministry(
        title="Bộ Y tế",
        slug="bo-y-te",
        sector="Y tế",
        sector_slug="y-te",
        agency=AgencyFactory(code="byt"),
    )
    page = CoursePage(title="Khóa", slug=slug, code="C", outcome="…", audiences=["nguoi_dan"])
    with pytest.raises(Exception, match="Chọn địa chỉ khác"):
        ministry.add_child(instance=page)


def test_an_editor_hands_in_and_another_person_approves(client: Client) -> None:
    editor = sign_in(client, Role.EDITOR)
    lesson = lessons_of(make_course(lessons=1, slug="xay-nha"))[0]
    data = lesson_form(title="Tên mới", slug="bai-1")
    assert save(client, lesson, data, "publish").status_code == 302  # an editor only saves with it
    assert "Tên mới" not in Client().get("/hoc/xay-nha/bai-1/1/").content.decode()
    assert save(client, lesson, data, "submit").status_code == 302
    task = lesson.current_workflow_task
    assert task is not None
    lesson.refresh_from_db()
    names = {action[0] for action in task.get_actions(lesson, editor)}
    assert "approve" not in names
    reviewer = sign_in(client, Role.REVIEWER)
    assert "approve" in {action[0] for action in task.get_actions(lesson, reviewer)}
    state = lesson.current_workflow_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, "approve", state.pk])
    client.post(approve)
    assert "Tên mới" in Client().get("/hoc/xay-nha/bai-1/1/").content.decode()


def test_nobody_approves_own_work_nor_what_lacks_something(client: Client) -> None:
    reviewer = sign_in(client, Role.REVIEWER)
    lesson = lessons_of(make_course(lessons=1))[0]
    save(client, lesson, lesson_form(slug="bai-1"), "submit")
    task = LessonPage.objects.get().current_workflow_task
    own = {action[0] for action in task.get_actions(LessonPage.objects.get(), reviewer)}
    assert own == {"reject"}
    second = sign_in(client, Role.REVIEWER)
    save(client, lesson, lesson_form(slug="bai-1", drawing=DRAWING | {"alt": ""}))
    assert {a[0] for a in task.get_actions(LessonPage.objects.get(), second)} == {"reject"}


def test_many_at_once_keep_the_rules(client: Client) -> None:
    sign_in(client, Role.REVIEWER)
    course = make_course(lessons=1)
    lesson = lessons_of(course)[0]
    publish(
        course,
        checked_on=date(2026, 11, 20),
        review_by=date(2027, 1, 1),
        sources=[{"type": "source", "value": {"title": "Luật"}}],
    )
    lesson.unpublish()
    draft(lesson, screens=[])
    url = f"/bien-tap/bulk/wagtailcore/page/publish/?id={lesson.pk}"
    response = client.post(url, {"include_descendants": ""}, follow=True)
    assert "Bài này chưa có trang nào." in response.content.decode()
    assert not LessonPage.objects.get().live


def test_what_people_learnt_cannot_be_deleted(client: Client) -> None:
    client.force_login(StaffFactory(is_superuser=True))
    course = make_course(lessons=1, title="Đang học")
    services.enrol(user=UserFactory(), course=course, at=NOW)
    course.unpublish()
    for url in (
        f"/bien-tap/pages/{course.pk}/delete/",
        f"/bien-tap/bulk/wagtailcore/page/delete/?id={course.pk}",
    ):
        html = client.post(url, follow=True).content.decode()
        assert "“Đang học” đã có người học hoặc có câu hỏi." in html
    assert CoursePage.objects.filter(pk=course.pk).exists()
    empty = make_course(lessons=1)
    empty.unpublish()
    client.post(f"/bien-tap/pages/{empty.pk}/delete/")
    assert not CoursePage.objects.filter(pk=empty.pk).exists()


def test_the_preview_is_the_lesson_at_phone_width(client: Client) -> None:
    sign_in(client, Role.EDITOR)
    lesson = lessons_of(make_course(lessons=1))[0]
    assert lesson.default_preview_size == "phone"
    assert lesson.preview_sizes[0]["device_width"] == 360
    url = f"/bien-tap/pages/{lesson.pk}/edit/preview/"
    assert client.post(url, lesson_form(slug="bai-1", title="Nháp <b>")).json()["is_valid"]
    for mode, part in (("", "Trang 1/1"), ("big", 'data-co="3"'), ("print", "1. Trang một")):
        response = client.get(url, {"mode": mode})
        html = response.content.decode()
        assert "Chữ của bài" in html
        assert "<b></title>" not in html
        assert part in html
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_the_preview_of_a_course(client: Client) -> None:
    sign_in(client, Role.EDITOR)
    course = make_course()
    url = f"/bien-tap/pages/{course.pk}/edit/preview/"
    client.post(url, course_form(title="Tên nháp", slug="x"))
    html = client.get(url, {"mode": ""}).content.decode()
    assert "Tên nháp" in html
    assert "Bài số 1" in html


def test_view_live_leads_to_our_addresses() -> None:
    course = make_course(slug="xay-nha", lessons=1)
    ministry = MinistryPage.objects.get()
    assert lessons_of(course)[0].url == "/hoc/xay-nha/bai-1/1/"
    assert course.url == "/khoa-hoc/xay-nha/"
    assert ministry.url == "/nganh/xay-dung/"
    assert ministry.get_parent().specific.url == "/"


def test_my_work_lists_drafts_and_overdue_reviews(client: Client) -> None:
    sign_in(client, Role.EDITOR)
    assert "Không có việc nào đang chờ." in client.get("/bien-tap/").content.decode()
    late = make_course(title="Quá hạn", review_by=timezone.localdate() - timedelta(days=1))
    drafted = lessons_of(late)[0]
    drafted.title = "Bài đang sửa"
    drafted.save_revision()
    html = client.get("/bien-tap/").content.decode()
    assert "Không có việc nào đang chờ." not in html
    assert f'<a href="/bien-tap/pages/{drafted.pk}/edit/">Bài đang sửa</a>' in html
    assert f'<a href="/bien-tap/pages/{late.pk}/edit/">Quá hạn</a>' in html


def test_the_menu_is_short(client: Client) -> None:
    sign_in(client, Role.EDITOR)
    html = client.get("/bien-tap/").content.decode()
    for label in ("Khóa học", "Ảnh", "Báo cáo nội dung"):
        assert json.dumps(label) in html
    assert "/bien-tap/documents/" not in html
    assert "/bien-tap/snippets/courses/courseassignment/" not in html


def test_an_administrator_requires_a_course_of_an_agency(client: Client) -> None:
    admin = sign_in(client, Role.ADMINISTRATOR)
    course, agency = make_course(), AgencyFactory()
    url = "/bien-tap/snippets/courses/courseassignment/"
    data = {"course": course.pk, "agency": agency.pk, "due_on": "2026-12-31"}
    assert client.post(f"{url}add/", data).status_code == 302
    assignment = CourseAssignment.objects.get()
    assert (assignment.due_on, assignment.assigned_by) == (date(2026, 12, 31), admin)
    again = client.post(f"{url}add/", data).content.decode()
    assert "Cơ quan này đã được giao khóa học này." in again
    client.post(f"{url}edit/{assignment.pk}/", data | {"due_on": "2027-03-31"})
    assert CourseAssignment.objects.get().due_on == date(2027, 3, 31)
    assert str(course) in client.get(url).content.decode()
