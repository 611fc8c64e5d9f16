from django.urls import path

from certificates import views

app_name = "certificates"
urlpatterns = [
    path("hoc/giay-chung-nhan/", views.certificate_list, name="list"),
    path("hoc/giay-chung-nhan/<str:code>.pdf", views.pdf, name="pdf"),
    path("hoc/giay-chung-nhan/<str:code>/", views.detail, name="detail"),
    path("xac-minh/", views.verify, name="verify"),
    path("xac-minh/<str:code>/", views.verify_code, name="verify_code"),
]
