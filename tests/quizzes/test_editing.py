"""Questions and tests in the editor's room."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.editorial import sync_editor_groups
from courses.models import CoursePage, LessonPage, MinistryPage, Requirement
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core.models import AuditEvent
from lms.core.periods import now
from quizzes import authoring, questions, services
from quizzes.models import Attempt, Question, QuestionStatus, QuestionVersion, Quiz
from quizzes.queries import sheet
from tests.factories import (
    AgencyFactory,
    UserFactory,
    add_lesson,
    add_question,
    make_course,
    make_ministry,
    make_quiz,
    with_role,
)
from tests.quizzes.taking import right_response

pytestmark = pytest.mark.django_db


def editor_of(ministry: MinistryPage) -> User:
    user = with_role(Role.EDITOR, agency=ministry.agency)
    sync_editor_groups(user=user)
    return user


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(make_course(lessons=2), questions=2)


@pytest.fixture
def room(client: Client, quiz: Quiz) -> Client:
    """The editor's room of the ministry that owns the quiz."""
    client.force_login(editor_of(MinistryPage.objects.get()))
    return client


@pytest.fixture
def foreign_quiz(quiz: Quiz) -> Quiz:
    agency = AgencyFactory(code="byt", name="Bộ Y tế", kind="ministry")
    fields = {"title": "Bộ Y tế", "slug": "bo-y-te", "sector": "Y tế", "sector_slug": "y-te"}
    ministry = make_ministry(agency=agency, **fields)
    course = ministry.add_child(
        instance=CoursePage(
            title="Khám bệnh",
            slug="kham-benh",
            code="Y1",
            outcome="Đặt được lịch.",
            audiences=["nguoi_dan"],
        )
    )
    add_lesson(course, 1)
    return make_quiz(course, questions=1)


def url(name: str, *args: object) -> str:
    return reverse(f"cau-hoi:{name}", args=args)


def quiz_url(name: str, *args: object) -> str:
    return reverse(f"bai-kiem-tra:{name}", args=args)


def question_data(question: Question, **changed: Any) -> dict[str, str]:
    """What the form of a one-choice question posts, with some things changed."""
    newest = question.versions.first()
    assert newest is not None
    value = newest.content | changed
    return posted("single", value, lesson=question.lesson_id)


def posted(kind: str, value: dict[str, Any], **facts: Any) -> dict[str, str]:
    lists = {"lines", "rows", "media"}
    empty: dict[str, Any] = {
        field.name: []
        for field in authoring.fields_of(questions.kind_of(kind))
        if field.type in lists
    }
    body = streamfield([(kind, as_form(empty | value))])
    data = {"status": "in_use", "tag_names": "", "body": body} | facts
    return {name: text for name, text in nested_form_data(data).items() if text is not None}


def as_form(value: dict[str, Any]) -> dict[str, Any]:
    return {name: _field(field) for name, field in value.items() if field is not False}


def _field(field: Any) -> Any:
    if not isinstance(field, list):
        return "on" if field is True else field
    rows = [as_form(row) if isinstance(row, dict) else row for row in field]
    listed: dict[str, Any] = {
        str(place): {"value": row, "deleted": "", "order": str(place)}
        for place, row in enumerate(rows)
    }
    return listed | {"count": str(len(rows))}


def test_an_edit_adds_a_version_and_leaves_begun_attempts_alone(room: Client, quiz: Quiz) -> None:
    question = quiz.questions.get(code__endswith="-01")
    attempt = services.start_attempt(user=UserFactory(), quiz=quiz, at=now())
    response = room.post(url("edit", question.pk), question_data(question, stem="Sửa rồi?"))
    assert response.status_code == 302
    question.refresh_from_db()
    assert question.stem == "Sửa rồi?"
    assert [version.number for version in question.versions.all()] == [2, 1]
    row = sheet(Attempt.objects.get(pk=attempt.pk))[0]
    assert row.stem == "Câu hỏi số 1?"
    services.save_answer(attempt=attempt, position=1, response=right_response(row), at=now())
    assert services.submit_attempt(attempt=attempt, at=now()).points == 1


def test_who_edited_is_kept(room: Client, quiz: Quiz) -> None:
    question = quiz.questions.all()[0]
    room.post(url("edit", question.pk), question_data(question, stem="Sửa rồi?"))
    version = question.versions.all()[0]
    event = AuditEvent.objects.get(action="question.version_added")
    assert version.created_by == event.actor is not None


def test_saving_without_a_change_adds_nothing(room: Client, quiz: Quiz) -> None:
    question = quiz.questions.all()[0]
    response = room.post(url("edit", question.pk), question_data(question))
    assert response.status_code == 302
    assert question.versions.count() == 1


def test_facts_about_a_question_are_no_new_version(room: Client, quiz: Quiz) -> None:
    question = quiz.questions.all()[0]
    data = question_data(question) | {"source": "S40", "review_by": "2027-06-30"}
    data |= {"status": "retired"}
    room.post(url("edit", question.pk), data)
    question.refresh_from_db()
    assert (question.source, str(question.review_by)) == ("S40", "2027-06-30")
    assert question.status == QuestionStatus.RETIRED
    assert question.versions.count() == 1


def test_mistakes_are_said_and_nothing_is_saved(room: Client, quiz: Quiz) -> None:
    question = quiz.questions.all()[0]
    rows = [{"text": "Có"}, {"text": "có"}]
    response = room.post(url("edit", question.pk), question_data(question, options=rows))
    assert response.status_code == 200
    form = response.context["form"]
    assert "body" in form.errors
    assert len(form.errors.as_data()["body"][0].non_block_errors) == 2
    assert QuestionVersion.objects.count() == 2


def test_an_empty_question_is_refused(room: Client, quiz: Quiz) -> None:
    question = quiz.questions.all()[0]
    response = room.post(url("edit", question.pk), question_data(question, stem=" "))
    assert response.status_code == 200
    assert "body" in response.context["form"].errors


def test_every_kind_opens_in_its_form(room: Client, quiz: Quiz) -> None:
    written: list[tuple[str, dict[str, Any]]] = [
        ("multiple", {"options": [{"text": t, "correct": t < "c"} for t in "abc"]}),
        ("true_false", {"answer": True}),
        ("short_text", {"accept": ["Xã"], "deny": ["xạ"], "fold": "case"}),
        ("number", {"answer": 7, "unit": "ngày"}),
    ]
    for kind, raw in written:
        question = add_question(quiz, kind, {"stem": f"Loại {kind}?", **raw})
        page = room.get(url("edit", question.pk))
        assert page.status_code == 200
        newest = question.versions.get()
        data = posted(kind, newest.content, lesson=question.lesson_id)
        assert room.post(url("edit", question.pk), data).status_code == 302, kind
        assert question.versions.count() == 1, kind  # the same words give the same content


def test_a_new_question_gets_its_course_from_its_lesson_and_a_code(
    room: Client, quiz: Quiz
) -> None:
    lesson = LessonPage.objects.get(slug="bai-2")
    value = {"stem": "Mấy bộ?", "explanation": "Hai bộ.", "answer": "2", "unit": "bộ"}
    assert room.get(url("add")).status_code == 200
    response = room.post(url("add"), posted("number", value, lesson=lesson.pk))
    assert response.status_code == 302
    question = Question.objects.get(kind="number")
    assert (question.course_id, question.lesson_id) == (quiz.course_id, lesson.pk)
    assert question.code == f"{quiz.course.code}-03"
    assert question.versions.get().content["answer"] == "2"


def test_the_kind_of_a_question_stays(room: Client, quiz: Quiz) -> None:
    question = quiz.questions.all()[0]
    value = {"stem": "?", "explanation": "!", "answer": "2"}
    data = posted("number", value, lesson=question.lesson_id)
    assert room.post(url("edit", question.pk), data).status_code == 200
    question.refresh_from_db()
    assert question.kind == "single"


def test_lists_hold_only_ones_own_ministry(room: Client, foreign_quiz: Quiz) -> None:
    stems = [question.course_id for question in room.get(url("index")).context["object_list"]]
    assert len(stems) == 2
    assert foreign_quiz.course_id not in stems
    assert list(room.get(quiz_url("index")).context["object_list"]) == [
        Quiz.objects.exclude(pk=foreign_quiz.pk).get()
    ]


@pytest.mark.parametrize("view", ["edit", "history", "usage", "delete"])
def test_another_ministrys_question_is_not_found(
    room: Client, foreign_quiz: Quiz, view: str
) -> None:
    assert room.get(url(view, foreign_quiz.questions.get().pk)).status_code in (404, 302)
    assert room.get(url("edit", foreign_quiz.questions.get().pk)).status_code == 404
    assert room.get(quiz_url("edit", foreign_quiz.pk)).status_code == 404


def test_a_question_cannot_be_moved_into_another_ministry(
    room: Client, quiz: Quiz, foreign_quiz: Quiz
) -> None:
    question = quiz.questions.all()[0]
    foreign_lesson = LessonPage.objects.child_of(foreign_quiz.course).get()
    data = question_data(question) | {"lesson": str(foreign_lesson.pk)}
    response = room.post(url("edit", question.pk), data)
    assert "lesson" in response.context["form"].errors


def test_nobody_deletes_a_question(room: Client, quiz: Quiz) -> None:
    question = quiz.questions.all()[0]
    room.post(url("delete", question.pk))
    assert Question.objects.filter(pk=question.pk).exists()


@pytest.mark.parametrize("make", [UserFactory, partial(with_role, Role.CIVIL_SERVANT)])
def test_others_do_not_get_in(client: Client, quiz: Quiz, make: Callable[[], User]) -> None:
    client.force_login(make())
    assert client.get(url("index")).status_code == 302
    assert client.get(quiz_url("index")).status_code == 302


def quiz_data(quiz: Quiz, **changed: Any) -> dict[str, Any]:
    names = ("title", "pass_percent", "minutes", "draw", "attempts_per_day", "far_apart",
             "time_limit", "grace", "attempts_in_all", "cool_down", "counted")  # fmt: skip
    chosen = [question.pk for question in quiz.questions.all()]
    return {name: getattr(quiz, name) for name in names} | {"chosen": chosen} | changed


def test_the_rules_of_a_test_are_edited(room: Client, quiz: Quiz) -> None:
    data = quiz_data(quiz, pass_percent=80, title="Kiểm tra lại", attempts_per_day=3)
    assert room.get(quiz_url("edit", quiz.pk)).status_code == 200
    assert room.post(quiz_url("edit", quiz.pk), data).status_code == 302
    slug = quiz.slug
    quiz.refresh_from_db()
    assert (quiz.pass_percent, quiz.attempts_per_day, quiz.slug) == (80, 3, slug)
    assert Requirement.objects.get(key=slug).title == "Kiểm tra lại"


@pytest.mark.parametrize("percent", [0, 101, -5, "abc"])
def test_a_pass_mark_outside_a_hundred_is_refused(
    room: Client, quiz: Quiz, percent: object
) -> None:
    response = room.post(quiz_url("edit", quiz.pk), quiz_data(quiz, pass_percent=percent))
    assert "pass_percent" in response.context["form"].errors


def test_questions_are_taken_out_and_put_in_at_the_end(room: Client, quiz: Quiz) -> None:
    first, second = quiz.questions.all()
    new = add_question(quiz, "true_false", {"stem": "Mới?", "answer": True})
    quiz.items.filter(question=new).delete()
    data = quiz_data(quiz, chosen=[new.pk, second.pk])
    assert room.post(quiz_url("edit", quiz.pk), data).status_code == 302
    assert [item.question for item in quiz.items.all()] == [second, new]
    assert Question.objects.filter(pk=first.pk).exists()


def test_a_foreign_question_cannot_be_put_in(room: Client, quiz: Quiz, foreign_quiz: Quiz) -> None:
    foreign = foreign_quiz.questions.get()
    response = room.post(quiz_url("edit", quiz.pk), quiz_data(quiz, chosen=[foreign.pk]))
    assert "chosen" in response.context["form"].errors


def test_a_new_test_gets_an_address_and_the_course_asks_for_it(room: Client, quiz: Quiz) -> None:
    data = quiz_data(quiz, title="Bài kiểm tra cuối khóa", course=quiz.course.pk)
    assert room.get(quiz_url("add")).status_code == 200
    for slug in ("bai-kiem-tra-cuoi-khoa", "bai-kiem-tra-cuoi-khoa-2"):
        assert room.post(quiz_url("add"), data).status_code == 302
        assert Quiz.objects.filter(course=quiz.course, slug=slug).exists()
        assert Requirement.objects.filter(course=quiz.course, key=slug).exists()
