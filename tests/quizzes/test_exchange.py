"""“Nhập câu hỏi” and “Xuất” in the editor's room."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from courses.editorial import sync_editor_groups
from courses.models import CoursePage, LessonPage, MinistryPage
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core.models import AuditEvent
from quizzes.formats import read
from quizzes.models import Question
from tests.factories import (
    AgencyFactory,
    UserFactory,
    add_lesson,
    make_course,
    make_ministry,
    with_role,
)

pytestmark = pytest.mark.django_db

GIFT = "Ai cấp phép?{~Tỉnh =Xã}\n\nBảy ngày là đúng.{T}\n"


@pytest.fixture
def lesson() -> LessonPage:
    course = make_course(lessons=1)
    found: LessonPage = LessonPage.objects.child_of(course).get()
    return found


@pytest.fixture
def editor(lesson: LessonPage) -> User:
    user = with_role(Role.EDITOR, agency=MinistryPage.objects.get().agency)
    sync_editor_groups(user=user)
    return user


@pytest.fixture
def room(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def upload(room: Client, text: str, lesson: LessonPage, **data: Any) -> Any:
    file = SimpleUploadedFile("cau-hoi.txt", text.encode())
    posted = {"file": file, "format": "", "lesson": lesson.pk} | data
    return room.post(reverse("questions_import"), posted)


def token_of(page: Any) -> str:
    return str(page.context["token"])


def test_the_list_of_questions_leads_there(room: Client) -> None:
    page = room.get(reverse("cau-hoi:index")).content.decode()
    assert reverse("questions_import") in page
    assert reverse("questions_export") in page


def test_nothing_is_written_before_it_is_confirmed(
    room: Client, lesson: LessonPage, editor: User
) -> None:
    page = upload(room, GIFT, lesson)
    assert "Ai cấp phép?" in page.content.decode()
    assert page.context["counts"] == {"add": 2, "change": 0, "keep": 0}
    assert not Question.objects.exists()
    done = room.post(reverse("questions_import"), {"confirm": token_of(page)})
    assert done.status_code == 302
    assert Question.objects.filter(lesson=lesson, owner=editor).count() == 2
    assert AuditEvent.objects.get(action="questions.imported").actor == editor
    again = upload(room, GIFT, lesson)
    assert again.context["counts"] == {"add": 0, "change": 0, "keep": 2}


def test_problems_are_shown_by_line_and_cannot_be_confirmed(
    room: Client, lesson: LessonPage
) -> None:
    page = upload(room, GIFT + "\nGiới thiệu", lesson)
    assert [problem.place for problem in page.context["problems"]] == [5]
    assert token_of(page) == ""
    assert '<th scope="row">5</th>' in page.content.decode()
    room.post(reverse("questions_import"), {"confirm": ""})
    assert not Question.objects.exists()


def test_a_preview_is_of_one_person_and_one_time(
    room: Client, lesson: LessonPage, editor: User
) -> None:
    token = token_of(upload(room, GIFT, lesson))
    other = with_role(Role.EDITOR, agency=MinistryPage.objects.get().agency)
    sync_editor_groups(user=other)
    stranger = Client()
    stranger.force_login(other)
    stranger.post(reverse("questions_import"), {"confirm": token})
    assert not Question.objects.exists()
    room.post(reverse("questions_import"), {"confirm": token})
    room.post(reverse("questions_import"), {"confirm": token})
    assert Question.objects.count() == 2


def test_lessons_of_another_ministry_cannot_be_chosen(room: Client, lesson: LessonPage) -> None:
    foreign = foreign_lesson()
    page = upload(room, GIFT, foreign)
    assert page.context["form"].errors["lesson"]
    exported = room.get(reverse("questions_export"), {"course": foreign.pk, "format": "gift"})
    assert exported.context["form"].errors["course"]


def foreign_lesson() -> LessonPage:
    agency = AgencyFactory(code="byt", name="Bộ Y tế", kind="ministry")
    fields = {"title": "Bộ Y tế", "slug": "bo-y-te", "sector": "Y tế", "sector_slug": "y-te"}
    course = make_ministry(agency=agency, **fields).add_child(
        instance=CoursePage(
            title="Khám bệnh", slug="kham-benh", code="Y1", outcome="x", audiences=["nguoi_dan"]
        )
    )
    made: LessonPage = add_lesson(course, 1)
    return made


def test_a_form_without_file_says_so(room: Client, lesson: LessonPage) -> None:
    page = room.post(reverse("questions_import"), {"lesson": lesson.pk})
    assert page.status_code == 200
    assert page.context["form"].errors["file"]


@pytest.mark.parametrize("name", ["questions_import", "questions_template", "questions_export"])
def test_only_editors_come_in(name: str, client: Client, lesson: LessonPage) -> None:
    assert client.get(reverse(name)).status_code == 302
    client.force_login(UserFactory())
    assert client.get(reverse(name)).status_code in (302, 403)


def test_the_template_opens_in_a_spreadsheet(room: Client) -> None:
    response = room.get(reverse("questions_template"))
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames[0] == "Câu hỏi"
    assert "mau-cau-hoi.xlsx" in response["Content-Disposition"]


def test_export_says_first_what_does_not_fit(room: Client, lesson: LessonPage) -> None:
    room.post(reverse("questions_import"), {"confirm": token_of(upload(room, GIFT, lesson))})
    course = CoursePage.objects.parent_of(lesson).get()
    asked = {"course": course.pk, "format": "aiken"}
    page = room.get(reverse("questions_export"), asked)
    assert len(page.context["written"].problems) == 1
    file = room.get(reverse("questions_export"), asked | {"tai": "1"})
    assert len(read(file.content, "aiken").questions) == 1
    assert f"cau-hoi-{course.slug}.txt" in file["Content-Disposition"]
