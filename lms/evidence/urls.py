from django.urls import path

from lms.evidence import views

app_name = "evidence"
urlpatterns = [
    path("quan-ly/bang-chung/<str:code>/", views.ward, name="ward"),
    path("quan-ly/bang-chung/<str:code>/tam-giu/", views.place, name="place"),
    path("quan-ly/tam-giu/<int:pk>/", views.hold, name="hold"),
    path("tam-giu/", views.mine, name="mine"),
    path("tam-giu/<int:pk>/", views.appeal, name="appeal"),
]
