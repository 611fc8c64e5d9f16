from django.urls import path

from courses import views

app_name = "courses"
urlpatterns = [
    path("khoa-hoc/<slug:course>/", views.course, name="course"),
    path("khoa-hoc/<slug:course>/bat-dau/", views.start, name="start"),
    path("hoc/<slug:course>/<slug:lesson>/in/", views.lesson_print, name="lesson_print"),
    path("hoc/<slug:course>/<slug:lesson>/<int:screen>/", views.lesson, name="lesson"),
]
