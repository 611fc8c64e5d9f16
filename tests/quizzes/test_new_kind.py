"""A kind of question is one module: put into the folder, it is found, written, asked, marked and
looked back on. Nothing else knows of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lms.accounts.models import User
from quizzes import author_blocks, questions, services
from quizzes.addresses import question_url, result_url, review_url
from quizzes.models import Attempt
from tests.factories import add_question, make_course, make_quiz
from tests.quizzes.conftest import EVENING

pytestmark = pytest.mark.django_db

MODULE = """
from fractions import Fraction
from quizzes.kind import FIELD, AuthorField, Kind

class Echo(Kind):
    name = "echo"
    label = "echo"
    template = "quizzes/kinds/type-text.html"
    place = 5
    schemes = ()
    fields = (AuthorField("word", "text", "Word"),)

    def read(self, content, form):
        return {"text": form[FIELD][0]} if form.get(FIELD) else None

    def refusal(self, content, response):
        return "" if response.get("text") else "Say something."

    def mark(self, content, response):
        return Fraction(response.get("text") == content["word"])

    def describe(self, content, response):
        return response["text"].upper()

    def key_text(self, content):
        return content["word"]

    def check(self, content):
        return []

KIND = Echo()
"""


@pytest.fixture(autouse=True)
def _one_more_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "echo.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.setattr(questions, "__path__", [*questions.__path__, str(tmp_path)])
    monkeypatch.setattr(questions, "KINDS", questions._found())
    yield
    sys.modules.pop("quizzes.questions.echo", None)


def test_it_is_found_in_its_place_and_offered_to_authors() -> None:
    assert next(iter(questions.KINDS)) == "echo"
    assert ("echo", "echo") in questions.choices()
    block = author_blocks.one_question("echo", "single")
    assert list(block.child_blocks["echo"].child_blocks)[-1] == "word"


def test_it_is_asked_marked_and_looked_back_on(signed_in: Client, user: User) -> None:
    quiz = make_quiz(make_course(), questions=0)
    add_question(quiz, "echo", {"stem": "Nói lại?", "word": "xin chào"})
    attempt = services.start_attempt(user=user, quiz=quiz, at=EVENING)
    attempt.quiz = quiz
    signed_in.post(question_url(attempt, 1), {"answer": "xin chào"})
    assert "XIN CHÀO" in signed_in.get(review_url(attempt)).content.decode()
    response: Any = signed_in.post(review_url(attempt), follow=True)
    assert response.request["PATH_INFO"] == result_url(attempt)
    assert Attempt.objects.get().points == 1
