"""Addresses written out are those that are mounted."""

from __future__ import annotations

import pytest
from django.urls import reverse

from courses.addresses import lesson_url
from courses.models import CoursePage
from quizzes import addresses
from quizzes.models import Attempt, Quiz

pytestmark = pytest.mark.django_db  # Wagtail asks for the content type of a page


def test_they_are_the_mounted_ones() -> None:
    quiz = Quiz(slug="cuoi-khoa")
    quiz.course = CoursePage(slug="vneid")
    attempt, place = Attempt(quiz=quiz, token="t"), ["vneid", "cuoi-khoa", "t"]
    assert addresses.start_url(quiz) == reverse("quizzes:start", args=place[:2])
    assert addresses.question_url(attempt, 3) == reverse("quizzes:question", args=[*place, 3])
    assert addresses.save_url(attempt, 3) == reverse("quizzes:save", args=[*place, 3])
    assert addresses.time_left_url(attempt) == reverse("quizzes:time_left", args=place)
    assert addresses.take_over_url(attempt) == reverse("quizzes:take_over", args=place)
    assert addresses.review_url(attempt) == reverse("quizzes:review", args=place)
    assert addresses.result_url(attempt) == reverse("quizzes:result", args=place)
    assert lesson_url("vneid", "bai-1", 2) == reverse("courses:lesson", args=["vneid", "bai-1", 2])
