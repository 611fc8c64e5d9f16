from django.urls import path

from lms.centres.views import (
    attendance,
    console,
    devices,
    helping,
    join,
    new,
    points,
    practice,
    sessions,
)

app_name = "centres"
urlpatterns = [
    path("lop/", sessions.my_sessions, name="sessions"),
    path("lop/moi/", new.new, name="new_first"),
    path("lop/moi/<str:step>/", new.new_step, name="new"),
    path("lop/<int:pk>/", console.console, name="console"),
    path("lop/<int:pk>/man-chieu/", console.projector, name="projector"),
    path("lop/<int:pk>/in/", console.sheet, name="sheet"),
    path("lop/<int:pk>/may/<int:number>/tat/", console.end_device, name="end_device"),
    path("lop/<int:pk>/diem-danh/", attendance.roster, name="roster"),
    path("lop/<int:pk>/diem-danh/hoan-tac/", attendance.undo, name="undo"),
    path("lop/<int:pk>/diem-danh/them/", attendance.walk_in, name="walk_in"),
    path("lop/<int:pk>/thuc-hanh/", practice.practice, name="practice"),
    path("lop/<int:pk>/thuc-hanh/<str:token>/", practice.note, name="practice_note"),
    path("lop/<int:pk>/ket-thuc/", sessions.close, name="close"),
    path("lop/<int:pk>/mo-lai/", sessions.reopen, name="reopen"),
    path("lop/<int:pk>/the/", console.cards, name="cards"),
    path("lop/<int:pk>/dang-ky-giup/ma-so/", helping.choose_pin, name="help_pin"),
    path("lop/<int:pk>/dang-ky-giup/xong/", helping.done, name="help_done"),
    path("lop/<int:pk>/dang-ky-giup/lay-lai/", helping.take_back, name="help_take_back"),
    path("lop/<int:pk>/dang-ky-giup/<str:step>/", helping.step, name="help_sign_up"),
    path("vao-lop/", join.join, name="join"),
    path("l/<str:token>/", join.join_by_qr, name="join_token"),
    path("may-chung/", devices.share, name="shared"),
    path("may-chung/chon-ten/", devices.names, name="names"),
    path("may-chung/chon-ten/<int:pk>/", devices.name_pin, name="name_pin"),
    path("may-chung/doi-nguoi/", devices.switch, name="switch"),
    path("diem-hoc/", points.points, name="points"),
    path("diem-hoc/<slug:code>/", points.point, name="point"),
]
