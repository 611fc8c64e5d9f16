from django.urls import path

from lms.reports import mail_views, screen_views, views

app_name = "reports"
urlpatterns = [
    path("", views.show_overview, name="overview"),
    path("xa-phuong/", views.list_wards, name="wards"),
    path("xa-phuong/<str:code>/", views.show_ward, name="ward"),
    path("luoi/", screen_views.show_grid, name="grid"),
    path("xu-huong/", screen_views.show_trend, name="trend"),
    path("can-chu-y/", screen_views.list_attention, name="attention"),
    path("so-sanh/", screen_views.show_comparison, name="compare"),
    path("khoa-hoc/", screen_views.list_courses, name="courses"),
    path("khoa-hoc/<str:code>/", screen_views.show_course, name="course"),
    path("xuat/", views.export, name="export"),
    path("xuat/<int:pk>/", views.download, name="file"),
    path("xuat/<int:pk>/tao-lai/", views.make_again, name="make_again"),
    path("vi-sao/", views.show_why, name="why"),
    path("so-chinh-xac/", views.show_exact, name="exact"),
    path("thu/", mail_views.schedules, name="schedules"),
    path("thu/<int:pk>/gui-thu/", mail_views.try_mail, name="try_mail"),
    path("thu/<int:pk>/dung/", mail_views.stop_mine, name="stop_mine"),
    path("thu/dung/<str:token>/", mail_views.stop, name="stop"),
    path("chat-luong/", views.show_quality, name="quality"),
    path("dinh-nghia/", views.show_definitions, name="definitions"),
]
