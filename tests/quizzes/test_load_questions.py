"""Question files into the bank: whole or not at all, again without harm."""

import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from courses.models import CoursePage, Requirement
from quizzes import bank_files
from quizzes.models import Question, QuestionVersion, Quiz, QuizItem
from tests.factories import make_course

pytestmark = pytest.mark.django_db

TWO_QUESTIONS = """
course = "xay-nha"
title = "Bài kiểm tra: Xây nhà"
pass_percent = 80

[[question]]
id = "T-01"
kind = "single"
stem = "Hỏi ở đâu?"
lesson = "bai-1"
options = [
  { text = "Xã", correct = true, feedback = "Đúng." },
  { text = "Tỉnh", correct = false },
]
explanation = "Hỏi ở xã."
source = "S40"
valid_from = 2026-07-01
checked_on = 2026-11-20
review_by = 2027-06-30

[[question]]
id = "T-02"
kind = "number"
stem = "Mấy ngày?"
lesson = "bai-2"
answer = 7
tolerance = 0
unit = "ngày"
explanation = "Bảy ngày."
"""


@pytest.fixture
def course() -> CoursePage:
    return make_course(slug="xay-nha", lessons=2)


def write(folder: Path, text: str = TWO_QUESTIONS, name: str = "xay-nha.toml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def load(folder: Path, **options: bool) -> str:
    out = StringIO()
    call_command("load_questions", folder=folder, stdout=out, **options)
    return out.getvalue()


def refused(folder: Path) -> str:
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("load_questions", folder=folder, stderr=err)
    assert not Quiz.objects.exists()
    assert not Question.objects.exists()
    return err.getvalue()


def test_a_file_becomes_the_final_test_of_its_course(course: CoursePage, tmp_path: Path) -> None:
    write(tmp_path)
    assert "2 added" in load(tmp_path)
    quiz = Quiz.objects.get()
    assert (quiz.course, quiz.slug, quiz.title, quiz.pass_percent) == (
        course,
        "kiem-tra-cuoi-khoa",
        "Bài kiểm tra cuối khóa",
        80,
    )
    assert [item.question.code for item in quiz.items.all()] == ["T-01", "T-02"]
    question = Question.objects.get(code="T-01")
    assert (question.lesson.slug, question.stem, question.source) == ("bai-1", "Hỏi ở đâu?", "S40")
    assert str(question.valid_from) == "2026-07-01"
    assert Requirement.objects.get(course=course).key == quiz.slug


def test_loading_again_changes_nothing(course: CoursePage, tmp_path: Path) -> None:
    write(tmp_path)
    load(tmp_path)
    for refresh in (False, True):
        assert "0 added, 0 changed, 2 kept" in load(tmp_path, refresh=refresh)
    counts = (Quiz, QuizItem, QuestionVersion, Requirement)
    assert [model.objects.count() for model in counts] == [1, 2, 2, 1]


def test_a_changed_file_adds_a_version_only_when_refreshing(
    course: CoursePage, tmp_path: Path
) -> None:
    write(tmp_path)
    load(tmp_path)
    write(tmp_path, TWO_QUESTIONS.replace("Hỏi ở đâu?", "Hỏi ai?").replace("= 80", "= 70"))
    assert "0 changed" in load(tmp_path)
    assert QuestionVersion.objects.count() == 2
    assert "1 changed" in load(tmp_path, refresh=True)
    question = Question.objects.get(code="T-01")
    assert question.stem == "Hỏi ai?"
    assert [version.number for version in question.versions.all()] == [2, 1]
    assert Quiz.objects.get().pass_percent == 70


def test_a_changed_date_is_not_a_new_version(course: CoursePage, tmp_path: Path) -> None:
    write(tmp_path)
    load(tmp_path)
    write(tmp_path, TWO_QUESTIONS.replace("2027-06-30", "2027-12-31"))
    assert "1 changed" in load(tmp_path, refresh=True)
    assert str(Question.objects.get(code="T-01").review_by) == "2027-12-31"
    assert QuestionVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ('kind = "number"', 'kind = "essay"', ["xay-nha.toml", "T-02", "kind", "number"]),
        ('lesson = "bai-2"', 'lesson = "bai-9"', ["xay-nha.toml", "T-02", "bai-9"]),
        ('lesson = "bai-2"', "lesson = 2", ["T-02", "lesson"]),
        ("answer = 7", 'answer = "bảy"', ["T-02"]),
        ("answer = 7", "anser = 7", ["T-02", "anser"]),
        ("answer = 7", 'answer = 7\ndifficulty = "x"', ["T-02", "difficulty"]),
        ("answer = 7", 'answer = 7\ntags = "luật"', ["T-02", "tags"]),
        ("answer = 7", "answer = 7\ncategory = 5", ["T-02", "category"]),
        ('id = "T-02"', "", ["xay-nha.toml", "2", "id"]),
        ('id = "T-02"', 'id = "T-01"', ["T-01"]),
        ("correct = true", "correct = false", ["T-01"]),
        ("valid_from = 2026-07-01", 'valid_from = "hôm nay"', ["T-01", "valid_from"]),
        ('source = "S40"', "source = 40", ["T-01", "source"]),
        ('course = "xay-nha"', 'course = "khac"', ["xay-nha.toml", "khac"]),
        ('course = "xay-nha"', "", ["xay-nha.toml", "course"]),
        ("pass_percent = 80", "pass_percent = 180", ["xay-nha.toml", "pass_percent"]),
        ("[[question]]", "[[question]", ["xay-nha.toml"]),
        ("[[question]]", "[[questions]]", ["xay-nha.toml"]),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_is_written(
    course: CoursePage, tmp_path: Path, old: str, new: str, names: list[str]
) -> None:
    write(tmp_path, TWO_QUESTIONS.replace(old, new))
    said = refused(tmp_path)
    assert all(name in said for name in names), said


def test_one_wrong_file_keeps_the_others_out(course: CoursePage, tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "\ufeff not toml", name="zz.toml")
    (tmp_path / "latin.toml").write_bytes("course = 'xây'".encode("latin-1"))
    said = refused(tmp_path)
    assert "zz.toml" in said
    assert "latin.toml" in said


def test_an_id_in_two_files_is_refused(course: CoursePage, tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, name="copy.toml")
    assert "T-01" in refused(tmp_path)


def test_the_kind_of_a_question_cannot_change(course: CoursePage, tmp_path: Path) -> None:
    write(tmp_path)
    load(tmp_path)
    second = TWO_QUESTIONS.replace('kind = "number"', 'kind = "short_text"')
    for line in ("answer = 7", "tolerance = 0", 'unit = "ngày"'):
        second = second.replace(line, "")
    write(tmp_path, second.replace("Mấy ngày?", 'Mấy ngày?"\naccept = ["7 ngày"]\n#'))
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("load_questions", folder=tmp_path, refresh=True, stderr=err)
    assert "T-02" in err.getvalue()
    assert Question.objects.get(code="T-02").kind == "number"


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No question files"):
        load(tmp_path)


def test_the_given_files_are_complete() -> None:
    files = bank_files.read_folder(bank_files.FOLDER)
    assert len(files) == 6
    assert [problem for file in files for problem in file.problems] == []
    assert all(len(file.questions) >= 12 for file in files)
    found = [written for file in files for written in file.questions]
    assert all(written.content["explanation"] and written.lesson for written in found)
    kinds = {"single", "multiple", "true_false", "short_text", "number"}
    assert {written.kind for written in found} == kinds


def test_every_given_question_is_taught_in_a_lesson_of_its_course() -> None:
    folder = bank_files.FOLDER.parents[1] / "courses" / "content"
    for file in bank_files.read_folder(bank_files.FOLDER):
        course = tomllib.loads((folder / f"{file.course}.toml").read_text(encoding="utf-8"))
        lessons = {lesson["slug"] for lesson in course["lesson"]}
        assert {written.lesson for written in file.questions} <= lessons, file.name


def test_facts_of_a_question_are_loaded_and_those_not_given_are_left(
    course: CoursePage, tmp_path: Path
) -> None:
    facts = 'answer = 7\ncategory = "Luật / Đất"\ntags = ["mới", "2026"]\ndifficulty = "easy"'
    write(tmp_path, TWO_QUESTIONS.replace("answer = 7", facts))
    load(tmp_path)
    question = Question.objects.get(code="T-02")
    assert (question.category, question.difficulty) == ("Luật/Đất", "easy")
    assert {tag.name for tag in question.tags.all()} == {"mới", "2026"}
    Question.objects.filter(code="T-01").update(category="Do người biên tập ghi")
    assert "0 changed" in load(tmp_path, refresh=True)
    write(tmp_path, TWO_QUESTIONS.replace("answer = 7", facts.replace("2026", "2027")))
    assert "1 changed" in load(tmp_path, refresh=True)
    assert {tag.name for tag in question.tags.all()} == {"mới", "2027"}
    assert Question.objects.get(code="T-01").category == "Do người biên tập ghi"
