from django.urls import path

from quizzes import views

app_name = "quizzes"
_QUIZ = "hoc/<slug:course>/kiem-tra/<slug:quiz>/"
urlpatterns = [
    path(_QUIZ, views.start, name="start"),
    path(f"{_QUIZ}<str:token>/cau/<int:n>/", views.question, name="question"),
    path(f"{_QUIZ}<str:token>/xem-lai/", views.review, name="review"),
    path(f"{_QUIZ}<str:token>/ket-qua/", views.result, name="result"),
]
