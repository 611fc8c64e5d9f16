"""The addresses of a test's pages, and of what a result leads to. Written out: every page names five of
them, and `reverse` looks through every address of the site each time."""

from django.urls import reverse

from quizzes.models import Attempt, Quiz

BACK_TO_REVIEW = "ve"  # ?ve=xem-lai: after saving, back to the review
REVIEW = "xem-lai"
CERTIFICATES = "/hoc/giay-chung-nhan/"


def start_url(quiz: Quiz) -> str:
    return f"/hoc/{quiz.course.slug}/kiem-tra/{quiz.slug}/"


def question_url(attempt: Attempt, position: int, *, from_review: bool = False) -> str:
    page = f"{_place(attempt)}cau/{position}/"
    return f"{page}?{BACK_TO_REVIEW}={REVIEW}" if from_review else page


def save_url(attempt: Attempt, position: int) -> str:
    return f"{_place(attempt)}cau/{position}/luu/"


def time_left_url(attempt: Attempt) -> str:
    return f"{_place(attempt)}con-lai/"


def take_over_url(attempt: Attempt) -> str:
    return f"{_place(attempt)}lam-o-may-nay/"


def review_url(attempt: Attempt) -> str:
    return f"{_place(attempt)}xem-lai/"


def result_url(attempt: Attempt) -> str:
    return f"{_place(attempt)}ket-qua/"


def answer_file_url(token: str) -> str:
    return reverse("quizzes:answer_file", args=[token])


def _place(attempt: Attempt) -> str:
    return f"{start_url(attempt.quiz)}{attempt.token}/"
