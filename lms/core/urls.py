from django.urls import path

from lms.core import views

app_name = "core"
urlpatterns = [
    path("hien-thi/", views.display, name="display"),
    path("thu-vien/", views.show_library, name="library"),
    path("ngoai-tuyen/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service_worker"),
]
