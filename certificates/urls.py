from django.urls import path

from certificates import (
    badge_views,
    batch_views,
    design_views,
    offline_views,
    register_views,
    verify_many_views,
    views,
    wallet_views,
)

app_name = "certificates"
urlpatterns = [
    path("hoc/giay-chung-nhan/", views.certificate_list, name="list"),
    path("hoc/giay-chung-nhan/xin/", wallet_views.ask, name="ask"),
    path("hoc/giay-chung-nhan/chia-se/", wallet_views.new_share, name="new_share"),
    path("hoc/giay-chung-nhan/chia-se/<int:pk>/dung/", wallet_views.end_share, name="end_share"),
    path("hoc/giay-chung-nhan/da-doc/", wallet_views.notices_read, name="notices_read"),
    path("giay-chung-nhan/chia-se/<str:token>/", wallet_views.shared, name="shared"),
    path("hoc/giay-chung-nhan/<str:code>.pdf", views.pdf, name="pdf"),
    path("hoc/giay-chung-nhan/<str:code>/", views.detail, name="detail"),
    path("xac-minh/", views.verify, name="verify"),
    path("xac-minh/ngoai-tuyen/", offline_views.page, name="verify_offline"),
    path("xac-minh/ngoai-tuyen.json", offline_views.known, name="verify_known"),
    path("xac-minh/<str:token>/huy-hieu.json", badge_views.badge, name="badge"),
    path("xac-minh/<str:token>/huy-hieu.jwt", badge_views.badge_token, name="badge_token"),
    path("trang-thai-huy-hieu/<int:number>.json", badge_views.status_list, name="status_list"),
    path("co-quan-cap/<slug:code>/", badge_views.issuer, name="issuer"),
    path("khoa-cong-khai/<str:kid>.json", badge_views.key, name="key"),
    path(".well-known/jwks.json", badge_views.key_set, name="key_set"),
    path("xac-minh/danh-sach/", verify_many_views.verify_many, name="verify_many"),
    path("xac-minh/<str:code>/", views.verify_code, name="verify_code"),
    path("cap-giay-chung-nhan/", batch_views.batch_list, name="batches"),
    path("cap-giay-chung-nhan/<int:pk>.zip", batch_views.batch_zip, name="batch_zip"),
    path("cap-giay-chung-nhan/<int:pk>/", batch_views.batch, name="batch"),
    path("doi-chieu-giay-chung-nhan/", register_views.register, name="register"),
    path(
        "doi-chieu-giay-chung-nhan/danh-sach.csv",
        register_views.register_file,
        name="register_file",
    ),
    path("mau-giay-chung-nhan/", design_views.templates, name="templates"),
    path("mau-giay-chung-nhan/moi/", design_views.template, name="new_template"),
    path("mau-giay-chung-nhan/<int:pk>/", design_views.template, name="template"),
    path(
        "mau-giay-chung-nhan/<int:pk>/phien-ban/<int:number>/",
        design_views.template_version,
        name="template_version",
    ),
    path("mau-giay-chung-nhan/<int:pk>/dung/", design_views.template_use, name="template_use"),
    path("mau-giay-chung-nhan/<int:pk>.json", design_views.template_file, name="template_file"),
]
