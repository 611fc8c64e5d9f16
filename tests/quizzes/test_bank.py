"""What the bank knows of a question beside its content, and how the editor's room shows it."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.editorial import sync_editor_groups
from courses.models import MinistryPage
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core.periods import now
from quizzes import services
from quizzes.blueprint import category_path
from quizzes.editor_policy import owners_for
from quizzes.models import Question, QuestionStatus, Quiz, Tag
from tests.factories import UserFactory, make_course, make_quiz, with_role
from tests.quizzes.test_editing import question_data, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(make_course(lessons=2), questions=3)


@pytest.fixture
def editor(quiz: Quiz) -> User:
    user = with_role(Role.EDITOR, agency=MinistryPage.objects.get().agency)
    sync_editor_groups(user=user)
    return user


@pytest.fixture
def room(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def facts(question: Question, **known: object) -> Question:
    """The question with these facts, as an import or a form would give them."""
    tags = known.pop("tags", None)
    for name, value in known.items():
        setattr(question, name, value)
    newest = question.versions.first()
    assert newest is not None
    return services.save_question(
        question=question,
        content=newest.content,
        at=now(),
        tags=tags,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("typed", "path"),
    [("Luật / Đất  đai/", "Luật/Đất đai"), ("", ""), (" / ", ""), ("Luật", "Luật")],
)
def test_a_category_is_a_tidy_path(typed: str, path: str) -> None:
    assert category_path(typed) == path


def test_facts_are_saved_without_a_new_version(room: Client, quiz: Quiz, editor: User) -> None:
    question = quiz.questions.all()[0]
    data = question_data(question) | {
        "category": "Luật / Đất đai",
        "tag_names": " mới, 2026,mới ,",
        "difficulty": "hard",
        "competence": "Đọc hồ sơ",
        "owner": str(editor.pk),
    }
    assert room.post(url("edit", question.pk), data).status_code == 302
    question.refresh_from_db()
    assert (question.category, question.difficulty) == ("Luật/Đất đai", "hard")
    assert (question.competence, question.owner) == ("Đọc hồ sơ", editor)
    assert [tag.name for tag in question.tags.all()] == ["2026", "mới"]
    assert question.versions.count() == 1


def test_tags_are_kept_unless_given_and_shared_between_questions(quiz: Quiz) -> None:
    one, other, _third = quiz.questions.all()
    facts(one, tags=["a", "b"])
    facts(other, tags=["b"])
    facts(one, source="S1")
    assert {tag.name for tag in one.tags.all()} == {"a", "b"}
    facts(one, tags=[])
    assert not one.tags.exists()
    assert Tag.objects.count() == 2


def test_whoever_writes_a_question_looks_after_it(editor: User, quiz: Quiz) -> None:
    old = quiz.questions.all()[0]
    newest = old.versions.first()
    assert newest is not None
    new = Question(kind=old.kind, course=old.course, lesson=old.lesson)
    services.save_question(question=new, content=newest.content, at=now(), by=editor)
    assert new.owner == editor
    services.save_question(question=old, content=newest.content, at=now(), by=editor)
    assert old.owner is None  # an edit changes nobody's charge


def test_only_people_of_the_own_agency_may_be_named(editor: User, quiz: Quiz) -> None:
    colleague = with_role(Role.REVIEWER, agency=MinistryPage.objects.get().agency)
    UserFactory()
    question = quiz.questions.all()[0]
    assert set(owners_for(editor, question)) == {editor, colleague}


@pytest.mark.parametrize("status", [one for one in QuestionStatus if one != QuestionStatus.IN_USE])
def test_only_what_is_in_use_is_drawn(quiz: Quiz, status: str) -> None:
    facts(quiz.questions.all()[0], status=status)
    attempt = services.start_attempt(user=UserFactory(), quiz=quiz, at=now())
    assert attempt.max_points == 2


def listed(room: Client, **query: str) -> set[str]:
    page = room.get(url("index"), query)
    assert page.status_code == 200
    return {question.code[-2:] for question in page.context["object_list"]}


def test_the_list_is_narrowed(room: Client, quiz: Quiz, editor: User) -> None:
    one, two, three = quiz.questions.order_by("code")
    facts(one, category="Luật/Đất đai", tags=["mới"], difficulty="easy", owner=editor)
    facts(two, category="Luật", competence="Đọc hồ sơ", status="draft")
    facts(three, category="Luật khác", review_by="2026-01-31")
    tag = Tag.objects.get()
    assert listed(room) == {"01", "02", "03"}
    assert listed(room, category="Luật") == {"01", "02"}
    assert listed(room, category="Luật/Đất đai") == {"01"}
    assert listed(room, tags=str(tag.pk)) == {"01"}
    assert listed(room, difficulty="easy") == {"01"}
    assert listed(room, competence="Đọc hồ sơ") == {"02"}
    assert listed(room, status="draft") == {"02"}
    assert listed(room, owner=str(editor.pk)) == {"01"}
    assert listed(room, review_by="2026-06-30") == {"03"}
    assert listed(room, quizzes=str(quiz.pk)) == {"01", "02", "03"}
    assert listed(room, course=str(quiz.course.pk)) == {"01", "02", "03"}
    assert listed(room, ministry=str(MinistryPage.objects.get().pk)) == {"01", "02", "03"}


def test_where_it_is_used_and_its_versions_are_shown(room: Client, quiz: Quiz) -> None:
    question = quiz.questions.all()[0]
    room.post(url("edit", question.pk), question_data(question, stem="Sửa rồi?"))
    page = room.get(url("edit", question.pk)).content.decode()
    assert reverse("bai-kiem-tra:edit", args=[quiz.pk]) in page
    assert "Câu hỏi số 1?" in page  # the first version beside the second
