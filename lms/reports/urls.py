from django.urls import path

from lms.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.show_overview, name="overview"),
    path("xa-phuong/", views.list_wards, name="wards"),
    path("xa-phuong/<str:code>/", views.show_ward, name="ward"),
    path("xuat/", views.export, name="export"),
    path("dinh-nghia/", views.show_definitions, name="definitions"),
]
