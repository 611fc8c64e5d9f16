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


def save_url(attempt: Attempt, position: int) -> str:
    return reverse("quizzes:save", args=[*_place(attempt), position])


def time_left_url(attempt: Attempt) -> str:
    return reverse("quizzes:time_left", args=_place(attempt))


def take_over_url(attempt: Attempt) -> str:
    return reverse("quizzes:take_over", args=_place(attempt))


def review_url(attempt: Attempt) -> str:
    return reverse("quizzes:review", args=_place(attempt))


def result_url(attempt: Attempt) -> str:
    return reverse("quizzes:result", args=_place(attempt))


def answer_file_url(token: str) -> str:
    return reverse("quizzes:answer_file", args=[token])


def _place(attempt: Attempt) -> list[str]:
    return [attempt.quiz.course.slug, attempt.quiz.slug, attempt.token]
