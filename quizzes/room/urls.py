"""Addresses under the editor's room; Wagtail asks for signing in before all of them."""

from django.urls import path

from quizzes.room.dry_run import QuizDryRun
from quizzes.room.exchange import ExportQuestions, ImportQuestions, ImportTemplate
from quizzes.room.marking_desk import MarkAnswers, MarkingDesk
from quizzes.room.overrides import Overrides
from quizzes.room.preview import preview
from quizzes.room.put_right import PutRight
from quizzes.room.statistics import QuestionStatistics, QuizStatistics
from quizzes.room.trying import TryQuiz

_QUIZ = "bai-kiem-tra/<int:pk>/"
urlpatterns = [
    path(f"{_QUIZ}thong-ke/", QuizStatistics.as_view(), name="quiz_statistics"),
    path(f"{_QUIZ}sua-ket-qua/", PutRight.as_view(), name="quiz_put_right"),
    path(f"{_QUIZ}thoi-gian-rieng/", Overrides.as_view(), name="quiz_overrides"),
    path(f"{_QUIZ}cham-bai/", MarkingDesk.as_view(), name="marking_desk"),
    path(f"{_QUIZ}cham-bai/<int:question>/", MarkAnswers.as_view(), name="mark_answers"),
    path(f"{_QUIZ}thu-ma-tran/", QuizDryRun.as_view(), name="quiz_dry_run"),
    path(f"{_QUIZ}lam-thu/", TryQuiz.as_view(), name="quiz_try"),
    path("cau-hoi/nhap/", ImportQuestions.as_view(), name="questions_import"),
    path("cau-hoi/nhap/mau/", ImportTemplate.as_view(), name="questions_template"),
    path("cau-hoi/xuat/", ExportQuestions.as_view(), name="questions_export"),
    path("cau-hoi/xem-thu/", preview, name="question_preview"),
    path("cau-hoi/<int:pk>/thong-ke/", QuestionStatistics.as_view(), name="question_statistics"),
]
