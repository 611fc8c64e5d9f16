"""Every kind in the editor's room: its form shows what is stored and stores what it shows; pictures
and sound are uploaded from within it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courses.models import MinistryPage
from quizzes import authoring, questions
from quizzes.kind import AuthorField
from quizzes.models import Question, QuestionMedium, Quiz
from tests.factories import UserFactory, add_question, make_course, make_quiz
from tests.quizzes.every_kind import CONTENTS, drawn, with_real_pictures
from tests.quizzes.test_editing import editor_of, posted, quiz_url, url

pytestmark = pytest.mark.django_db
CHOOSER = "/bien-tap/chon-anh-cau-hoi/"


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(make_course(lessons=2), questions=0)


@pytest.fixture
def room(client: Client, quiz: Quiz) -> Client:
    client.force_login(editor_of(MinistryPage.objects.get()))
    return client


def typed(fields: tuple[AuthorField, ...], content: dict[str, Any]) -> dict[str, Any]:
    """What stands in the form of such content: every list of it, also the empty ones."""
    shown = {field.name: content.get(field.name) for field in fields}
    for field in fields:
        if field.type in ("lines", "media"):
            shown[field.name] = shown[field.name] or []
        elif field.type == "rows":
            shown[field.name] = [typed(field.columns, row) for row in shown[field.name] or []]
    return {name: value for name, value in shown.items() if value is not None}


def form_data(question: Question) -> dict[str, str]:
    kind, newest = questions.kind_of(question.kind), question.versions.first()
    assert newest is not None
    value = typed(authoring.fields_of(kind), dict(kind.begin(newest.content)))
    return posted(question.kind, value, lesson=question.lesson_id)


@pytest.mark.parametrize("kind", CONTENTS)
def test_the_form_shows_what_is_stored_and_stores_what_it_shows(
    room: Client, quiz: Quiz, kind: str
) -> None:
    question = add_question(quiz, kind, with_real_pictures(CONTENTS[kind], "#1e6b45"))
    response = room.get(url("edit", question.pk))
    assert response.status_code == 200
    response = room.post(url("edit", question.pk), form_data(question))
    assert response.status_code == 302, response.context["form"].errors
    assert question.versions.count() == 1


def upload(client: Client, data: bytes, alt: str = "Cổng Dịch vụ công") -> Any:
    file = SimpleUploadedFile("../anh.svg", data, content_type="text/html")
    return client.post(f"{CHOOSER}create/", {"upload": file, "alt": alt})


def test_a_picture_is_uploaded_from_within_the_form(room: Client, quiz: Quiz) -> None:
    assert 'type="file"' in json.loads(room.get(CHOOSER).content)["html"]
    answer = json.loads(upload(room, drawn(1, "#9b1c1f")).content)
    assert answer["step"] == "chosen"
    medium = QuestionMedium.objects.get()
    assert answer["result"]["id"] == medium.pk
    assert (medium.type, medium.width) == ("image/webp", 800)
    value = {
        "stem": "Đúng không?",
        "explanation": "Vì vậy.",
        "answer": "on",
        "media": [{"file": medium.pk, "place": "stem", "name": "", "alt": ""}],
    }
    lesson = add_question(quiz, "true_false", {"stem": "A?", "answer": True}).lesson_id
    response = room.post(url("add"), posted("true_false", value, lesson=lesson))
    assert response.status_code == 302, response.context["form"].errors
    (row,) = Question.objects.get(stem="Đúng không?").versions.get().content["media"]
    assert (row["file"], row["alt"], row["place"]) == (medium.pk, "Cổng Dịch vụ công", "stem")


@pytest.mark.parametrize(
    ("data", "alt"), [(b"<svg></svg>", "Ảnh"), (drawn(1, "#9b1c1f"), " ")], ids=["what", "words"]
)
def test_what_cannot_be_used_is_said_on_the_form(room: Client, data: bytes, alt: str) -> None:
    answer = json.loads(upload(room, data, alt).content)
    assert answer["step"] == "reshow_creation_form"
    assert not QuestionMedium.objects.exists()


def test_a_picture_too_heavy_for_a_question_is_refused(room: Client, quiz: Quiz) -> None:
    question = add_question(
        quiz, "image_choice", with_real_pictures(CONTENTS["image_choice"], "#1e6b45")
    )
    QuestionMedium.objects.update(size=150 * 1024)
    response = room.post(url("edit", question.pk), form_data(question))
    assert "300 KB" in str(response.context["form"].errors.as_data()["body"][0].non_block_errors)


def test_the_author_sees_how_heavy_it_is(room: Client, quiz: Quiz) -> None:
    content = with_real_pictures(CONTENTS["image_choice"], "#1e6b45")
    question = add_question(quiz, "image_choice", content)
    plain = add_question(quiz, "true_false", {"stem": "A?", "answer": True})
    weight = -(-sum(row["size"] for row in content["media"]) // 1024)
    page = room.get(url("edit", question.pk)).content.decode()
    assert f"{weight} KB của 200 KB" in page
    assert "Ảnh cam" in page
    assert "KB của" not in room.get(url("edit", plain.pk)).content.decode()
    page = room.get(quiz_url("edit", quiz.pk)).content.decode()
    assert f"Ảnh: {weight} KB" in page


def test_only_who_writes_questions_uploads_and_sees_what_was_uploaded(
    room: Client, client: Client
) -> None:
    upload(room, drawn(1, "#9b1c1f"))
    assert "Cổng Dịch vụ công" in json.loads(room.get(CHOOSER).content)["html"]
    client.force_login(UserFactory())
    assert client.get(CHOOSER).status_code in (302, 403)
    assert upload(client, drawn(2, "#9b1c1f")).status_code in (302, 403)
    assert QuestionMedium.objects.count() == 1
