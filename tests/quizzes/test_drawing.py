"""Tests made by a blueprint, from the form to the result: the practice-certificate rule."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data

from lms.core.errors import DomainError
from lms.core.periods import now
from quizzes import services
from quizzes.addresses import result_url, start_url
from quizzes.drawing import candidates_of, proof_of
from quizzes.models import Attempt, Question, Quiz
from quizzes.paper import load
from quizzes.services.bank import register_quiz
from tests.factories import UserFactory, add_question, make_course
from tests.quizzes.taking import responses
from tests.quizzes.test_bank import editor, quiz, room  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db

BLUEPRINT: list[dict[str, Any]] = [
    {"name": "Pháp luật", "minimum": 7, "rows": [{"count": 10, "category": "Luật"}]},
    {"name": "Chuyên môn", "minimum": 0, "rows": [{"count": 20, "tag": "nghề"}]},
]


@pytest.fixture
def exam() -> Quiz:
    """Twelve questions of law and twenty-two of the profession in the bank; 21 of 30 pass."""
    exam = Quiz.objects.create(
        course=make_course(lessons=1), slug="sat-hach", title="Sát hạch", blueprint=BLUEPRINT
    )
    for number in range(34):
        rows = [{"text": f"Đúng {number}", "correct": True}, {"text": f"Khác {number}"}]
        raw = {"stem": f"Câu {number}?", "options": rows}
        question = add_question(
            exam, "single", raw, category="Luật/Xây dựng" if number < 12 else ""
        )
        if number >= 12:
            newest = question.versions.first()
            assert newest is not None
            services.save_question(
                question=question, content=newest.content, at=now(), tags=["nghề"]
            )
    exam.items.all().delete()
    register_quiz(quiz=exam)
    return exam


def sit(exam: Quiz, user: Any, *, law: int, work: int) -> Attempt:
    """Hand in with so many right answers in each section."""
    attempt = services.start_attempt(user=user, quiz=exam, at=now())
    right, other = responses(attempt, right=30), responses(attempt, right=0)
    left = {1: law, 2: work}
    for place, item in enumerate(load(attempt.paper), start=1):
        given = right if left[item.section] else other
        left[item.section] -= bool(left[item.section])
        services.save_answer(attempt=attempt, position=place, response=given[place], at=now())
    return services.submit_attempt(attempt=attempt, at=now())


def test_a_paper_has_its_sections_and_promises_their_minimum(exam: Quiz) -> None:
    attempt = services.start_attempt(user=UserFactory(), quiz=exam, at=now())
    assert [item.section for item in load(attempt.paper)] == [1] * 10 + [2] * 20
    assert (attempt.max_points, attempt.needed) == (30, 21)
    assert attempt.sections == [
        {"name": "Pháp luật", "needed": 7},
        {"name": "Chuyên môn", "needed": 0},
    ]


@pytest.mark.parametrize(
    ("law", "work", "passed"), [(7, 14, True), (6, 20, False), (10, 10, False), (10, 11, True)]
)
def test_law_and_the_whole_decide(exam: Quiz, law: int, work: int, passed: bool) -> None:
    attempt = sit(exam, UserFactory(), law=law, work=work)
    assert attempt.points == law + work
    assert attempt.passed is passed


def test_a_changed_blueprint_changes_no_begun_attempt(exam: Quiz) -> None:
    user = UserFactory()
    services.start_attempt(user=user, quiz=exam, at=now())
    Quiz.objects.filter(pk=exam.pk).update(blueprint=[{**BLUEPRINT[0], "minimum": 10}])
    assert sit(exam, user, law=7, work=14).passed


def test_the_next_attempt_begins_with_what_was_not_met(exam: Quiz) -> None:
    user = UserFactory()
    met: set[int] = set()
    for _attempt in range(2):
        attempt = sit(exam, user, law=0, work=0)
        asked = {item.question for item in load(attempt.paper)}
        if met:
            assert set(Question.objects.values_list("pk", flat=True)) - met <= asked
        met |= asked
    assert len(met) == 34


def test_a_plain_draw_begins_with_what_was_not_met_too(quiz: Quiz) -> None:  # noqa: F811
    Quiz.objects.filter(pk=quiz.pk).update(draw=1)
    quiz.refresh_from_db()
    user, met = UserFactory(), set()
    for _attempt in range(3):
        attempt = services.start_attempt(user=user, quiz=quiz, at=now())
        met.add(load(attempt.paper)[0].question)
        services.submit_attempt(attempt=attempt, at=now())
    assert len(met) == 3


def test_a_bank_grown_too_small_starts_nothing(exam: Quiz) -> None:
    Question.objects.filter(category__startswith="Luật", code__endswith="1").update(
        status="retired"
    )
    Question.objects.filter(category__startswith="Luật", code__endswith="2").update(
        status="retired"
    )
    assert not proof_of(exam).is_enough
    with pytest.raises(DomainError) as refused:
        services.start_attempt(user=UserFactory(), quiz=exam, at=now())
    assert refused.value.code == "attempt.too_few_questions"
    assert not Attempt.objects.exists()


def test_the_start_page_tells_the_rule_and_the_result_page_how_it_came_out(
    exam: Quiz, client: Client
) -> None:
    user = UserFactory()
    client.force_login(user)
    page = client.get(start_url(exam)).content.decode()
    assert "30 câu" in page
    assert "21 câu" in page
    assert "ít nhất 7 trong 10 câu" in page
    attempt = sit(exam, user, law=6, work=20)
    attempt.quiz = exam
    page = client.get(result_url(attempt)).content.decode()
    assert "Pháp luật: đúng 6/10 câu, cần 7" in page
    assert "Chuyên môn: đúng 20/20 câu" in page
    assert "có phần chưa đủ" in page


def test_starting_costs_the_same_however_big_the_bank_is(
    exam: Quiz, django_assert_max_num_queries: Any
) -> None:
    user = UserFactory()
    with django_assert_max_num_queries(24):
        services.start_attempt(user=user, quiz=exam, at=now())


# --- the editor's room ---------------------------------------------------------------------------


def posted(sections: list[dict[str, Any]]) -> dict[str, Any]:
    """What the form posts: all it shows, with this blueprint."""
    listed = {
        str(place): {
            "type": "part",
            "value": {**section, "rows": _list(section["rows"])},
            "deleted": "",
            "order": str(place),
        }
        for place, section in enumerate(sections)
    }
    return nested_form_data({"blueprint": listed | {"count": str(len(sections))}})


def _list(rows: list[dict[str, Any]]) -> dict[str, Any]:
    open_ = {"category": "", "tag": "", "difficulty": "", "competence": ""}
    listed: dict[str, Any] = {
        str(place): {"value": open_ | row, "deleted": "", "order": str(place)}
        for place, row in enumerate(rows)
    }
    return listed | {"count": str(len(rows))}


def form_of(room: Client, quiz: Quiz) -> tuple[str, dict[str, Any]]:  # noqa: F811
    """The address of the form and what it posts unchanged, without the blueprint."""
    address = reverse("bai-kiem-tra:edit", args=[quiz.pk])
    form = room.get(address).context["form"]
    data = {}
    for name in form.fields:
        value = form[name].value()
        if name != "blueprint" and value is not None and value is not False:
            data[name] = (
                [str(getattr(one, "pk", one)) for one in value]
                if isinstance(value, list)
                else str(value)
            )
    return address, data


def test_a_blueprint_is_written_in_the_form_and_shown_again(room: Client, quiz: Quiz) -> None:  # noqa: F811
    address, data = form_of(room, quiz)
    sections = [
        {"name": " Pháp  luật", "minimum": "2", "rows": [{"count": "2", "category": "Luật / Đất"}]},
        {
            "name": "Khác",
            "minimum": "",
            "rows": [{"count": "1", "difficulty": "easy", "wide": "on"}],
        },
    ]
    response = room.post(address, data | posted(sections))
    assert response.status_code == 302, response.context["form"].errors
    quiz.refresh_from_db()
    assert quiz.blueprint == [
        {"name": "Pháp luật", "minimum": 2, "rows": [{"count": 2, "category": "Luật/Đất"}]},
        {"name": "Khác", "minimum": 0, "rows": [{"count": 1, "difficulty": "easy", "wide": True}]},
    ]
    shown = room.get(address).context["form"]["blueprint"].value()
    assert shown[0].value["rows"][0]["category"] == "Luật/Đất"


@pytest.mark.parametrize(
    "sections",
    [
        [{"name": "A", "minimum": "3", "rows": [{"count": "2"}]}],
        [{"name": "A", "minimum": "", "rows": [{"count": "0"}]}],
        [{"name": "A", "minimum": "", "rows": []}],
        [{"name": "A", "minimum": "", "rows": [{"count": "1"}]}] * 2,
    ],
)
def test_a_blueprint_that_cannot_be_is_refused(room: Client, quiz: Quiz, sections: Any) -> None:  # noqa: F811
    address, data = form_of(room, quiz)
    response = room.post(address, data | posted(sections))
    assert response.status_code == 200
    assert "blueprint" in response.context["form"].errors
    quiz.refresh_from_db()
    assert quiz.blueprint == []


def test_the_dry_run_says_what_is_short(room: Client, quiz: Quiz) -> None:  # noqa: F811
    address = reverse("quiz_dry_run", args=[quiz.pk])
    assert "chưa có ma trận" in room.get(address).content.decode()
    quiz.questions.filter(code__endswith="-01").update(category="Luật")
    quiz.blueprint = [
        {"name": "Luật", "minimum": 1, "rows": [{"count": 1, "category": "Luật"}]},
        {"name": "Khác", "minimum": 0, "rows": [{"count": 2}]},
    ]
    quiz.save()
    page = room.get(address).content.decode()
    assert "Đề nào cũng đủ câu" in page
    assert "67%" in page  # two of three are shown by one paper
    quiz.blueprint[1]["rows"][0]["count"] = 3
    quiz.save()
    page = room.get(address).content.decode()
    assert "Dòng 1, 2 cần tất cả 4 câu, chỉ có 3 câu phù hợp." in page


def test_a_question_of_two_tests_stands_in_each_at_its_own_place(quiz: Quiz) -> None:  # noqa: F811
    one, two, three = quiz.questions.order_by("items__position")
    other = Quiz.objects.create(course=quiz.course, slug="khac", title="Khác")
    services.save_quiz(quiz=other, questions=[three, one])
    assert [row.question for row in candidates_of(quiz)] == [one.pk, two.pk, three.pk]
    assert [row.question for row in candidates_of(other)] == [three.pk, one.pk]


def test_a_row_may_take_from_the_whole_ministry(quiz: Quiz, exam: Quiz) -> None:  # noqa: F811
    """Only where it says so: other courses keep their questions to themselves."""
    quiz.blueprint = [{"name": "A", "rows": [{"count": 1, "category": "Luật"}]}]
    assert proof_of(quiz).pools[0].there == 0
    quiz.blueprint[0]["rows"][0]["wide"] = True
    assert proof_of(quiz).pools[0].there == 12


def test_a_survey_question_stands_beside_the_blueprint(exam: Quiz) -> None:
    raw = {"stem": "Bác thấy bài thế nào?", "levels": ["Dễ", "Khó"]}
    add_question(exam, "survey_scale", raw, code="KS-1")
    attempt = services.start_attempt(user=UserFactory(), quiz=exam, at=now())
    paper = load(attempt.paper)
    assert (len(paper), attempt.max_points, paper[-1].section) == (31, 30, 0)
