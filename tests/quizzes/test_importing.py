"""Questions of a file into the bank: planned, written whole, known again."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from courses.models import CoursePage, LessonPage
from lms.core.models import AuditEvent
from lms.core.periods import now
from quizzes.exporting import neutral_questions
from quizzes.formats import read, write
from quizzes.import_plan import plan_import
from quizzes.models import Question, QuestionStatus, QuestionVersion
from quizzes.services.importing import ImportRefusedError, import_questions
from tests.factories import UserFactory, make_course
from tests.quizzes.formats.test_moodle_xml import PNG

pytestmark = pytest.mark.django_db

GIFT = """// [id:XD-1] [tag:đất]
$CATEGORY: $course$/top/Luật/Nhà

Ai cấp phép?{~Tỉnh =Xã#Đúng rồi ####Theo luật.}

Bảy ngày là đúng.{T}
"""


@pytest.fixture
def course() -> CoursePage:
    made: CoursePage = make_course(lessons=2)
    return made


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    first = LessonPage.objects.child_of(course).order_by("path").first()
    assert first is not None
    return first


def load(text: str, course: CoursePage, lesson: LessonPage, **options: Any) -> tuple[int, int, int]:
    report = import_questions(
        reading=read(text.encode(), "gift"), course=course, lesson=lesson, at=now(), **options
    )
    return report.added, report.changed, report.kept


def test_a_second_import_makes_no_duplicates(course: CoursePage, lesson: LessonPage) -> None:
    assert load(GIFT, course, lesson) == (2, 0, 0)
    assert load(GIFT, course, lesson) == (0, 0, 2)
    assert QuestionVersion.objects.count() == 2


def test_what_a_question_says_of_itself_is_kept(course: CoursePage, lesson: LessonPage) -> None:
    person = UserFactory()
    text = GIFT.replace("// [id:XD-1] [tag:đất]\n", "").replace(
        "Ai cấp", "// [id:XD-1] [tag:đất]\nAi cấp"
    )
    load(text, course, lesson, by=person)
    question = Question.objects.get(code="XD-1")
    assert question.category == "Luật/Nhà"
    assert [tag.name for tag in question.tags.all()] == ["đất"]
    assert question.lesson == lesson
    assert question.status == QuestionStatus.IN_USE
    version = question.versions.get()
    assert version.content["explanation"] == "Theo luật."
    assert version.created_by == person
    event = AuditEvent.objects.get(action="questions.imported")
    assert (event.actor, event.details) == (person, {"added": 2, "changed": 0})


def test_a_changed_question_becomes_a_new_version(course: CoursePage, lesson: LessonPage) -> None:
    text = "// [id:XD-1]\nHỏi?{=a ~b}"
    load(text, course, lesson)
    assert load(text.replace("~b", "~c"), course, lesson) == (0, 1, 0)
    question = Question.objects.get()
    assert [version.number for version in question.versions.all()] == [2, 1]


def test_one_bad_question_leaves_nothing_behind(course: CoursePage, lesson: LessonPage) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        load("Hỏi?{=a ~b}\n\nGiới thiệu", course, lesson)
    assert [problem.place for problem in refused.value.problems] == [3]
    assert not Question.objects.exists()
    assert not AuditEvent.objects.filter(action="questions.imported").exists()


@pytest.mark.parametrize(
    "text",
    [
        "Hỏi?{=a =b ~c}",  # two right ones in one choice
        "Hỏi?{=a ~a}",
        "// [id:X]\nHỏi?{=a ~b}\n\n// [id:X]\nKhác?{=a ~b}",
        "Hỏi?{=a ~b}\n\nHỏi?{=a ~b}",
        f"// [id:{'X' * 50}]\nHỏi?{{T}}",
        "// [set:lesson=khong-co]\nHỏi?{T}",
        "// [set:difficulty=very]\nHỏi?{T}",
        "// [set:scheme=khong-co]\nHỏi?{=a ~b}",
    ],
)
def test_refused_by_the_bank(text: str, course: CoursePage, lesson: LessonPage) -> None:
    with pytest.raises(ImportRefusedError):
        load(text, course, lesson)
    assert not Question.objects.exists()


def test_codes_of_others_and_of_other_kinds_are_refused(
    course: CoursePage, lesson: LessonPage
) -> None:
    load("// [id:X]\nHỏi?{T}", course, lesson)
    other = make_course(slug="khac", code="K9")
    there = LessonPage.objects.child_of(other).first()
    assert there is not None
    with pytest.raises(ImportRefusedError, match="khóa học khác"):
        load("// [id:X]\nHỏi?{T}", other, there)
    with pytest.raises(ImportRefusedError, match="loại câu hỏi khác"):
        load("// [id:X]\nHỏi?{=a ~b}", course, lesson)


def test_a_question_without_a_why_says_the_right_answer(
    course: CoursePage, lesson: LessonPage
) -> None:
    load("Một?{=a#Vì a đúng ~b}\n\nHai?{=c ~d}\n\nBa?{F#Sai vì thế}", course, lesson)
    whys = {v.content["stem"]: v.content["explanation"] for v in QuestionVersion.objects.all()}
    assert whys["Một?"] == "Vì a đúng"
    assert "c" in whys["Hai?"]
    assert whys["Ba?"] == "Sai vì thế"


def test_a_lesson_of_its_own(course: CoursePage, lesson: LessonPage) -> None:
    second = LessonPage.objects.child_of(course).order_by("path").last()
    assert second is not None
    load(f"// [set:lesson={second.slug}]\nHỏi?{{T}}", course, lesson)
    assert Question.objects.get().lesson == second


def moodle(inner: str) -> bytes:
    return f"<quiz>{inner}</quiz>".encode()


PICTURES = moodle(
    '<question type="multichoice"><name><text>T</text></name><questiontext format="html"><text>&lt;img '
    'src="@@PLUGINFILE@@/nha.png" alt="Ngôi nhà"&gt;Đây là gì?</text>'
    f'<file name="nha.png" encoding="base64">{PNG}</file></questiontext><idnumber>H-1</idnumber>'
    '<single>true</single><answer fraction="100" format="html"><text>&lt;img src="@@PLUGINFILE@@/a.png" '
    f'alt="Cửa"&gt;</text><file name="a.png" encoding="base64">{PNG}</file></answer>'
    '<answer fraction="0"><text>Tường</text></answer></question>'
)


def test_pictures_are_kept_and_come_out_again(course: CoursePage, lesson: LessonPage) -> None:
    reading = read(PICTURES, "moodle_xml")
    plan = plan_import(reading, course, lesson)
    assert plan.problems == []
    import_questions(reading=reading, course=course, lesson=lesson, at=now())
    content = QuestionVersion.objects.get().content
    assert [(row["name"], row["alt"]) for row in content["media"]] == [
        ("nha.png", "Ngôi nhà"), ("a.png", "Cửa"),
    ]  # fmt: skip
    assert content["options"][0]["image"] == "a.png"
    again = import_questions(reading=reading, course=course, lesson=lesson, at=now())
    assert (again.added, again.changed, again.kept) == (0, 0, 1)
    (question,) = neutral_questions(course=course.slug)
    assert [(row["name"], row["place"]) for row in question["media"]] == [
        ("nha.png", "stem"), ("a.png", "1"),
    ]  # fmt: skip
    written = write([question], "moodle_xml")
    assert written.problems == []
    assert written.data.count(b"<file ") == 2


@pytest.mark.parametrize("format", ["gift", "moodle_xml", "qti", "qti30", "xlsx"])
def test_what_was_exported_is_known_again(
    format: str, course: CoursePage, lesson: LessonPage
) -> None:
    load(
        GIFT + "\nNơi?{=Huế =Hue}\n\nNhiều?{~%50%a ~%50%b ~c}\n\nGhép{=a->b =c->d}\n\nKể{}",
        course,
        lesson,
    )
    written = write(neutral_questions(course=course.slug), format)
    assert written.problems == []
    report = import_questions(
        reading=read(written.data, format), course=course, lesson=lesson, at=now()
    )
    assert (report.added, report.changed, report.kept) == (0, 0, 6)


# --- commands ------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cau-hoi.txt"
    path.write_text(GIFT, encoding="utf-8")
    return path


def run(*args: Any) -> str:
    out = io.StringIO()
    call_command("import_questions", *map(str, args), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_a_dry_run_prints_one_document_and_writes_nothing(file: Path) -> None:
    document = json.loads(run(file, "--dry-run", "--json"))
    assert set(document) == {"questions", "problems", "notes"}
    assert [question["kind"] for question in document["questions"]] == ["single", "true_false"]
    assert document["problems"] == []
    assert not Question.objects.exists()


def test_a_dry_run_names_problems_by_line(file: Path) -> None:
    file.write_text("Giới thiệu\n\nHỏi?{", encoding="utf-8")
    document = json.loads(run(file, "--dry-run", "--json", "--format", "gift"))
    assert [problem["line"] for problem in document["problems"]] == [1, 3]


def test_the_command_stores_in_the_course(file: Path, course: CoursePage) -> None:
    run(file, "--course", course.slug)
    run(file, "--course", course.slug)
    assert Question.objects.in_use().filter(course=course).count() == 2


def test_without_a_course_questions_wait_as_drafts(file: Path, course: CoursePage) -> None:
    run(file)
    assert {question.status for question in Question.objects.all()} == {QuestionStatus.DRAFT}


def test_the_command_refuses_whole(file: Path, course: CoursePage) -> None:
    file.write_text(GIFT + "\nGiới thiệu", encoding="utf-8")
    with pytest.raises(CommandError, match="Chưa nhập"):
        run(file, "--course", course.slug)
    assert not Question.objects.exists()
    with pytest.raises(CommandError, match="Không có tệp"):
        run(file.with_name("khong-co.txt"))
    with pytest.raises(CommandError, match="Không có khóa học"):
        run(file, "--course", "khong-co")
    with pytest.raises(CommandError, match="không có bài"):
        run(file, "--course", course.slug, "--lesson", "khong-co")


def test_the_export_command(file: Path, course: CoursePage, tmp_path: Path) -> None:
    run(file, "--course", course.slug)
    target, out = tmp_path / "ra.xml", io.StringIO()
    call_command(
        "export_questions", str(target), format="moodle_xml", course=course.slug, stdout=out
    )
    assert len(read(target.read_bytes()).questions) == 2
    assert "2/2" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("export_questions", str(target), format="gift", course="khong-co")


def test_an_import_costs_the_same_queries_for_known_questions(
    course: CoursePage, lesson: LessonPage, django_assert_max_num_queries: Any
) -> None:
    text = "\n\n".join(f"Câu {n}?{{T}}" for n in range(30))
    load(text, course, lesson)
    with django_assert_max_num_queries(12):
        assert load(text, course, lesson) == (0, 0, 30)
