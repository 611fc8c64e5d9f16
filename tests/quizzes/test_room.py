"""Pages of the editor's room beside a test and a question."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import CoursePage, MinistryPage
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core.models import AuditEvent
from quizzes import services
from quizzes.models import Answer, Attempt, Correction, Question, QuestionTask, Quiz, ResultChange
from quizzes.queries import sheet
from quizzes.services.figures import count_figures
from tests.factories import (
    AgencyFactory,
    UserFactory,
    add_lesson,
    add_question,
    make_ministry,
    make_quiz,
    with_role,
)
from tests.quizzes.conftest import EVENING
from tests.quizzes.taking import responses, right_response
from tests.quizzes.test_editing import editor_of, posted, quiz_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(questions=3, pass_percent=60)


@pytest.fixture
def editor(quiz: Quiz) -> User:
    return editor_of(MinistryPage.objects.get())


@pytest.fixture
def room(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def foreign(quiz: Quiz) -> Quiz:
    """Of another ministry."""
    agency = AgencyFactory(code="byt", name="Bộ Y tế", kind="ministry")
    fields = {"title": "Bộ Y tế", "slug": "bo-y-te", "sector": "Y tế", "sector_slug": "y-te"}
    ministry = make_ministry(agency=agency, **fields)
    course = ministry.add_child(
        instance=CoursePage(
            title="Khám", slug="kham", code="Y1", outcome="Được.", audiences=["nguoi_dan"]
        )
    )
    add_lesson(course, 1)
    return make_quiz(course, questions=1)


def taken(quiz: Quiz, *, right: int) -> Attempt:
    attempt = services.start_attempt(user=UserFactory(), quiz=quiz, at=EVENING)
    for position, response in responses(attempt, right=right).items():
        services.save_answer(attempt=attempt, position=position, response=response, at=EVENING)
    return services.submit_attempt(attempt=attempt, at=EVENING)


def question_of(quiz: Quiz) -> Question:
    return quiz.items.select_related("question").order_by("position")[0].question


def body(client: Client, name: str, *args: Any, **data: Any) -> str:
    response = client.get(reverse(name, args=args), data)
    assert response.status_code == 200
    return response.content.decode()


PAGES = [
    "quiz_statistics",
    "quiz_put_right",
    "quiz_overrides",
    "marking_desk",
    "quiz_dry_run",
    "quiz_try",
]


@pytest.mark.parametrize("name", PAGES)
def test_another_ministrys_test_is_not_found(room: Client, foreign: Quiz, name: str) -> None:
    assert room.get(reverse(name, args=[foreign.pk])).status_code == 404
    assert room.post(reverse(name, args=[foreign.pk])).status_code == 404


def test_another_ministrys_question_is_not_found(room: Client, foreign: Quiz) -> None:
    place = reverse("question_statistics", args=[question_of(foreign).pk])
    assert room.get(place).status_code == 404
    pile = reverse("mark_answers", args=[foreign.pk, question_of(foreign).pk])
    assert room.get(pile).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_others_do_not_get_in(client: Client, quiz: Quiz, name: str) -> None:
    place = reverse(name, args=[quiz.pk])
    assert client.get(place).status_code == 302
    for person in (UserFactory(), with_role(Role.CIVIL_SERVANT)):
        client.force_login(person)
        assert client.get(place).status_code in (302, 403, 404)


def test_the_pages_are_reached_from_the_test_and_the_question(room: Client, quiz: Quiz) -> None:
    page = body(room, "bai-kiem-tra:edit", quiz.pk)
    for name in PAGES:
        assert reverse(name, args=[quiz.pk]) in page
    question = question_of(quiz)
    page = body(room, "cau-hoi:edit", question.pk)
    assert reverse("question_statistics", args=[question.pk]) in page


# --- statistics ----------------------------------------------------------------------------------


def test_figures_of_few_people_are_not_shown(room: Client, quiz: Quiz) -> None:
    for right in (0, 1, 2, 3):
        taken(quiz, right=right)
    count_figures(quiz=quiz, at=EVENING)
    assert "Độ phân biệt" not in body(room, "quiz_statistics", quiz.pk)
    assert "Số người chọn" not in body(room, "question_statistics", question_of(quiz).pk)


def test_figures_of_a_test_are_counted_shown_and_downloaded(room: Client, quiz: Quiz) -> None:
    for right in (0, 1, 2, 3, 3, 3):
        taken(quiz, right=right)
    place = reverse("quiz_statistics", args=[quiz.pk])
    assert room.post(place).status_code == 302
    page = body(room, "quiz_statistics", quiz.pk)
    assert "Độ phân biệt" in page
    assert question_of(quiz).code in page
    assert "83,3%" in page
    assert "<caption" in page
    file = room.get(place, {"tep": "xlsx"})
    assert file["Content-Type"].startswith("application/vnd.openxmlformats")


def test_figures_of_a_question_by_version_with_its_options(room: Client, quiz: Quiz) -> None:
    for right in (0, 1, 2, 3, 3, 3):
        taken(quiz, right=right)
    count_figures(quiz=quiz, at=EVENING)
    page = body(room, "question_statistics", question_of(quiz).pk)
    assert "Đúng 1" in page
    assert "Khác 1" in page
    assert "Nhóm điểm cao" in page


def test_a_task_is_closed_with_a_note(room: Client, editor: User, quiz: Quiz) -> None:
    question = question_of(quiz)
    task = QuestionTask.objects.create(
        question=question,
        version=question.versions.get(),
        quiz=quiz,
        flag="easy",
        owner=editor,
        opened_at=EVENING,
    )
    place = reverse("question_statistics", args=[question.pk])
    assert "gần như ai cũng trả lời đúng" in body(room, "question_statistics", question.pk)
    room.post(place, {"task": task.pk, "note": "Giữ để khởi động."})
    task.refresh_from_db()
    assert (task.closed_by, task.note) == (editor, "Giữ để khởi động.")
    assert AuditEvent.objects.filter(action="question.task_closed").exists()
    assert room.post(place, {"task": "999"}).status_code == 404


def test_what_waits_stands_on_the_first_page(
    room: Client, editor: User, quiz: Quiz, foreign: Quiz
) -> None:
    for one, owner in ((quiz, editor), (quiz, UserFactory()), (foreign, None)):
        question = one.questions.order_by("-code" if owner is editor else "code")[0]
        QuestionTask.objects.create(
            question=question,
            version=question.versions.get(),
            quiz=one,
            flag="weak",
            owner=owner,
            opened_at=EVENING,
        )
    page = body(room, "wagtailadmin_home")
    codes = {question.code for question in Question.objects.all() if question.code in page}
    assert codes == {quiz.questions.order_by("-code")[0].code}
    assert "Câu trả lời cần chấm" not in page


def test_tests_with_answers_to_mark_stand_there_too(room: Client, open_quiz: Quiz) -> None:
    handed_in(open_quiz)
    assert reverse("marking_desk", args=[open_quiz.pk]) in body(room, "wagtailadmin_home")


# --- putting right -------------------------------------------------------------------------------


def put_right(room: Client, quiz: Quiz, **data: Any) -> Any:
    return room.post(reverse("quiz_put_right", args=[quiz.pk]), data)


def test_first_what_would_change_then_the_change(room: Client, quiz: Quiz) -> None:
    attempt, question = taken(quiz, right=2), question_of(quiz)
    given = {"way": "leave_out", "question": question.pk, "reason": "Câu lỗi."}
    page = put_right(room, quiz, **given).content.decode()
    assert "1 kết quả sẽ thay đổi." in page
    assert attempt.user.full_name not in page
    assert not Correction.objects.exists()
    assert put_right(room, quiz, apply=1, **given).status_code == 302
    attempt.refresh_from_db()
    assert str(attempt.points) == "1.500"
    assert ResultChange.objects.get().reason == "Câu lỗi."
    assert "Câu lỗi." in body(room, "quiz_put_right", quiz.pk)


def test_taken_back_after_a_look(room: Client, quiz: Quiz) -> None:
    attempt, question = taken(quiz, right=2), question_of(quiz)
    put_right(room, quiz, apply=1, way="leave_out", question=question.pk, reason="Lỗi.")
    given = {"way": "count_again", "question": question.pk, "reason": "Không lỗi."}
    assert "1 kết quả sẽ thay đổi." in put_right(room, quiz, **given).content.decode()
    put_right(room, quiz, apply=1, **given)
    attempt.refresh_from_db()
    assert attempt.points == 2


def test_for_one_attempt_by_the_address_of_its_result(room: Client, quiz: Quiz) -> None:
    mine, other = taken(quiz, right=2), taken(quiz, right=2)
    address = f"https://x.vn/hoc/a/kiem-tra/b/{mine.token}/ket-qua/"
    put_right(
        room,
        quiz,
        apply=1,
        way="leave_out",
        question=question_of(quiz).pk,
        attempt=address,
        reason="Ảnh không hiện.",
    )
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (str(mine.points), str(other.points)) == ("1.500", "2.000")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "way"),
        ({"way": "leave_out", "reason": "x"}, "question"),
        ({"way": "leave_out", "question": "999", "reason": "x"}, "question"),
        ({"way": "key", "attempt": "khong-co", "reason": "x"}, "attempt"),
        ({"way": "key", "reason": " "}, "reason"),
    ],
)
def test_what_is_missing_is_said(
    room: Client, quiz: Quiz, given: dict[str, str], field: str
) -> None:
    taken(quiz, right=2)
    response = put_right(room, quiz, apply=1, **given)
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not Correction.objects.exists()


# --- the marking desk ----------------------------------------------------------------------------


@pytest.fixture
def open_quiz(quiz: Quiz) -> Quiz:
    add_question(quiz, "open_answer", {"stem": "Kể lại các bước.", "rubric": "Đủ ba bước."})
    return quiz


def handed_in(quiz: Quiz) -> Answer:
    attempt = services.start_attempt(user=UserFactory(), quiz=quiz, at=EVENING)
    services.save_answer(
        attempt=attempt, position=4, response={"text": "Mở trang rồi nộp."}, at=EVENING
    )
    services.submit_attempt(attempt=attempt, at=EVENING)
    return Answer.objects.get(attempt=attempt)


def test_an_answer_is_marked_at_the_desk(room: Client, open_quiz: Quiz) -> None:
    answer = handed_in(open_quiz)
    question = open_quiz.questions.get(kind="open_answer")
    place = reverse("mark_answers", args=[open_quiz.pk, question.pk])
    assert place in body(room, "marking_desk", open_quiz.pk)
    page = body(room, "mark_answers", open_quiz.pk, question.pk)
    assert "Mở trang rồi nộp." in page
    assert "Đủ ba bước." in page
    assert answer.attempt.user.full_name not in page
    given = {"answer": answer.pk, "fraction": "0.5", "comment": "Thiếu bước hai."}
    assert room.post(place, given).status_code == 302
    answer.refresh_from_db()
    assert str(answer.fraction) == "0.5000"
    assert Attempt.objects.get(pk=answer.attempt_id).points is not None
    assert room.get(place).status_code == 302  # nothing left
    learner = Client()
    learner.force_login(answer.attempt.user)
    result = learner.get(
        reverse(
            "quizzes:result",
            args=[open_quiz.course.slug, open_quiz.slug, answer.attempt.token],
        )
    )
    assert "Thiếu bước hai." in result.content.decode()


def test_a_mark_outside_the_steps_or_of_nothing_is_refused(room: Client, open_quiz: Quiz) -> None:
    answer = handed_in(open_quiz)
    question = open_quiz.questions.get(kind="open_answer")
    place = reverse("mark_answers", args=[open_quiz.pk, question.pk])
    assert room.post(place, {"answer": answer.pk, "fraction": "7"}).status_code == 200
    assert room.post(place, {"answer": 999, "fraction": "1"}).status_code == 404
    answer.refresh_from_db()
    assert answer.fraction is None


# --- trying --------------------------------------------------------------------------------------


def try_on(room: Client, quiz: Quiz, page: Any, **given: Any) -> Any:
    """Post the form of a page of the trial."""
    trial = page.context["trial"]
    data = {
        "seed": trial.seed,
        "place": page.context["n"],
        "given": trial.travelling,
        **given,
    }
    return room.post(reverse("quiz_try", args=[quiz.pk]), data)


def test_a_whole_test_is_tried_and_nothing_is_written(room: Client, quiz: Quiz) -> None:
    place = reverse("quiz_try", args=[quiz.pk])
    room.get(place)  # the session and the cache are warm
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = room.get(place)
        for number in (1, 2, 3):
            options = [option for option, _chosen in page.context["options"]]
            right = next(one.id for one in options if one.text == f"Đúng {number}")
            page = try_on(room, quiz, page, answer=right)
    assert "Đạt: 3 trên 3" in page.content.decode()
    written = [
        row["sql"]
        for row in queries
        if not row["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))
    ]
    assert written == []
    assert not Attempt.objects.exists()


def test_a_trial_without_answers_and_with_a_refused_one(room: Client, quiz: Quiz) -> None:
    page = room.get(reverse("quiz_try", args=[quiz.pk]))
    page = try_on(room, quiz, page, answer="gibt-es-nicht")
    assert page.context["problem"]
    for _ in range(3):
        page = try_on(room, quiz, page)
    assert "Chưa đạt: 0 trên 3, cần 2" in page.content.decode()


@pytest.mark.parametrize("given", ["[]", "{", '{"1": 5}', '{"x": {}}', "null"])
def test_a_tampered_trial_begins_with_nothing(room: Client, quiz: Quiz, given: str) -> None:
    data = {"seed": "s", "place": "99", "given": given}
    assert room.post(reverse("quiz_try", args=[quiz.pk]), data).status_code == 200


def test_a_test_without_questions_says_so(room: Client, quiz: Quiz) -> None:
    quiz.items.all().delete()
    assert "chưa có câu hỏi" in body(room, "quiz_try", quiz.pk)


# --- the preview ---------------------------------------------------------------------------------


def preview(room: Client, kind: str, value: dict[str, Any], **data: Any) -> Any:
    return room.post(reverse("question_preview"), posted(kind, value, lesson="") | data)


def test_a_question_is_shown_while_it_is_written_and_nothing_is_stored(room: Client) -> None:
    before = Question.objects.count()
    value = {"stem": "Mấy ngày?", "explanation": "Theo luật.", "answer": "7", "unit": "ngày"}
    response = preview(room, "number", value)
    page = response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "Mấy ngày?" in page
    assert "7 ngày" in page
    assert 'name="answer"' in page
    assert Question.objects.count() == before


def test_the_preview_says_what_is_missing(room: Client, quiz: Quiz) -> None:
    content = question_of(quiz).versions.get().content
    page = preview(room, "single", content | {"stem": ""}, preview_kind="single")
    assert "Câu hỏi" in page.content.decode()
    assert "Đúng 1" not in page.content.decode()


@pytest.mark.parametrize("data", [{}, {"body-count": "x"}, {"preview_kind": "nonsense"}])
def test_what_is_no_form_of_a_question_is_no_error(room: Client, data: dict[str, str]) -> None:
    response = room.post(reverse("question_preview"), data)
    assert response.status_code == 200


def test_the_preview_is_for_editors(client: Client, room: Client) -> None:
    assert room.get(reverse("question_preview")).status_code == 405
    client.force_login(UserFactory())
    assert client.post(reverse("question_preview")).status_code in (302, 403)


def test_the_form_of_a_question_has_the_preview(room: Client, quiz: Quiz) -> None:
    page = body(room, "cau-hoi:edit", question_of(quiz).pk)
    assert reverse("question_preview") in page
    assert "live_preview.js" in page


# --- the matrix ----------------------------------------------------------------------------------


def test_the_matrix_is_ticked_in_the_form_of_the_test(room: Client, quiz: Quiz) -> None:
    data = quiz_data(quiz) | {
        "feedback_just_after": ["mark"],
        "feedback_after_close": ["key", "mark"],
        "two_markers": "on",
        "far_apart": "0.3",
        "blueprint-count": "0",
    }
    response = room.post(reverse("bai-kiem-tra:edit", args=[quiz.pk]), data)
    assert response.status_code == 302
    quiz.refresh_from_db()
    assert quiz.feedback == {
        "during": [],
        "just_after": ["mark"],
        "later": [],
        "after_close": ["mark", "key"],
    }
    assert quiz.two_markers
    row = sheet(services.start_attempt(user=UserFactory(), quiz=quiz, at=EVENING))[0]
    assert right_response(row)
