from django.urls import path

from quizzes.views import files, in_class, saving, taking

app_name = "quizzes"
_QUIZ = "hoc/<slug:course>/kiem-tra/<slug:quiz>/"
urlpatterns = [
    path(_QUIZ, taking.start, name="start"),
    path(f"{_QUIZ}<str:token>/cau/<int:n>/", taking.question, name="question"),
    path(f"{_QUIZ}<str:token>/cau/<int:n>/luu/", saving.save, name="save"),
    path(f"{_QUIZ}<str:token>/con-lai/", saving.time_left, name="time_left"),
    path(f"{_QUIZ}<str:token>/lam-o-may-nay/", taking.take_over, name="take_over"),
    path(f"{_QUIZ}<str:token>/xem-lai/", taking.review, name="review"),
    path("lop/<int:pk>/kiem-tra/", in_class.tests, name="in_class"),
    path("lop/<int:pk>/kiem-tra/mo/", in_class.open_for, name="open_for"),
    path("lop/<int:pk>/kiem-tra/<int:opening>/rut-lai/", in_class.withdraw, name="withdraw"),
    path("bai-lam/tep/<str:token>/", files.answer_file, name="answer_file"),
    path(f"{_QUIZ}<str:token>/ket-qua/", taking.result, name="result"),
]
