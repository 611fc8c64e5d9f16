"""What the demo refuses, and the parts of it that need no world."""

from random import Random

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from lms.accounts.models import User
from lms.core.vietnamese import is_person_name
from lms.home.demo import names
from lms.home.demo.accounts import ready_accounts
from lms.home.demo.answering import right_response, wrong_response
from quizzes import authoring, bank_files, questions
from quizzes.queries import Asked
from tests.factories import make_course


def test_not_on_a_production_site(settings: Settings) -> None:
    settings.SETTINGS_MODULE = "lms.settings.production"
    with pytest.raises(CommandError, match="production"):
        call_command("load_demo")


@pytest.mark.django_db
def test_says_what_is_missing_and_leaves_nothing() -> None:
    make_course()
    with pytest.raises(CommandError, match="import_units"):
        call_command("load_demo")
    assert not User.objects.exists()
    assert ready_accounts() == []


@pytest.mark.parametrize("people", names.PEOPLES)
def test_names_are_names(people: str) -> None:
    rng = Random(1)
    for woman in (True, False):
        found = {names.invented_name(rng, people, woman=woman) for _ in range(200)}
        assert len(found) > 8
        assert all(is_person_name(name) for name in found)


CONTENTS: dict[str, dict[str, object]] = {
    "single": {"options": [{"text": "A", "correct": True}, {"text": "B"}]},
    "multiple": {
        "options": [{"text": "A", "correct": True}, {"text": "B", "correct": True}, {"text": "C"}]
    },
    "true_false": {"answer": False},
    "number": {"answer": 7, "unit": "ngày"},
    "short_text": {"accept": ["dichvucong.gov.vn"], "fold": "accents"},
}


KINDS_OF_OUR_COURSES = {
    written.kind for file in bank_files.read_folder(bank_files.FOLDER) for written in file.questions
}


@pytest.mark.parametrize("kind", sorted(KINDS_OF_OUR_COURSES))
def test_invented_people_know_every_kind_of_question_in_our_courses(kind: str) -> None:
    raw: dict[str, object] = {"stem": "Hỏi?", "explanation": "Vì vậy."} | CONTENTS[kind]
    content, problems = authoring.write(questions.kind_of(kind), raw)
    assert not problems
    question = Asked(1, kind, content)
    assert questions.mark(kind, content, right_response(question)) == 1
    wrong = wrong_response(question)
    assert questions.mark(kind, content, wrong) == 0
    assert not questions.is_unknown(wrong)


def test_a_kind_invented_people_were_never_taught_they_do_not_know() -> None:
    question = Asked(1, "survey_scale", {"stem": "Hỏi?", "levels": ["Dễ", "Khó"]})
    assert questions.is_unknown(right_response(question))
