from django.urls import path

from certificates import badge_views, views

app_name = "certificates"
urlpatterns = [
    path("hoc/giay-chung-nhan/", views.certificate_list, name="list"),
    path("hoc/giay-chung-nhan/<str:code>.pdf", views.pdf, name="pdf"),
    path("hoc/giay-chung-nhan/<str:code>/", views.detail, name="detail"),
    path("xac-minh/", views.verify, name="verify"),
    path("xac-minh/<str:token>/huy-hieu.json", badge_views.badge, name="badge"),
    path("xac-minh/<str:token>/huy-hieu.jwt", badge_views.badge_token, name="badge_token"),
    path("trang-thai-huy-hieu/<int:number>.json", badge_views.status_list, name="status_list"),
    path("co-quan-cap/<slug:code>/", badge_views.issuer, name="issuer"),
    path("khoa-cong-khai/<str:kid>.json", badge_views.key, name="key"),
    path(".well-known/jwks.json", badge_views.key_set, name="key_set"),
    path("xac-minh/<str:code>/", views.verify_code, name="verify_code"),
]
