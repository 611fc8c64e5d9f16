from django.urls import path

from courses import views
from courses.simulation import views as simulation

app_name = "courses"
_PRACTICE = "hoc/<slug:course>/thuc-hanh/<slug:simulation>/"
urlpatterns = [
    path("khoa-hoc/<slug:course>/", views.course, name="course"),
    path("khoa-hoc/<slug:course>/bat-dau/", views.start, name="start"),
    path("hoc/<slug:course>/<slug:lesson>/in/", views.lesson_print, name="lesson_print"),
    path("hoc/<slug:course>/<slug:lesson>/<int:screen>/", views.lesson, name="lesson"),
    path("thuc-hanh/vung-<int:version>.css", simulation.regions, name="simulation_regions"),
    path(_PRACTICE, simulation.start, name="simulation"),
    path(f"{_PRACTICE}in/", simulation.sheet, name="simulation_print"),
    path(f"{_PRACTICE}<str:token>/<int:step>/", simulation.step, name="simulation_step"),
    path(f"{_PRACTICE}<str:token>/ket-qua/", simulation.result, name="simulation_result"),
    path(f"{_PRACTICE}<str:token>/ket-qua/xem-lai/", simulation.replay, name="simulation_replay"),
    path(
        f"{_PRACTICE}<str:token>/ket-qua/nguoi-giup/", simulation.helped, name="simulation_helped"
    ),
]
