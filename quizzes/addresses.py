"""The addresses of a test's pages, and of what a result leads to."""

from django.urls import reverse

from quizzes.models import Attempt, Quiz

BACK_TO_REVIEW = "ve"  # ?ve=xem-lai: after saving, back to the review
REVIEW = "xem-lai"
CERTIFICATES = "/hoc/giay-chung-nhan/"


def start_url(quiz: Quiz) -> str:
    return reverse("quizzes:start", args=[quiz.course.slug, quiz.slug])


def question_url(attempt: Attempt, position: int, *, from_review: bool = False) -> str:
    page = reverse("quizzes:question", args=[*_place(attempt), position])
    return f"{page}?{BACK_TO_REVIEW}={REVIEW}" if from_review else page


def review_url(attempt: Attempt) -> str:
    return reverse("quizzes:review", args=_place(attempt))


def result_url(attempt: Attempt) -> str:
    return reverse("quizzes:result", args=_place(attempt))


def _place(attempt: Attempt) -> list[str]:
    return [attempt.quiz.course.slug, attempt.quiz.slug, attempt.token]
