from django.urls import path

from lms.accounts.views import card, delegations, forgot, profile, sign_in, sign_up

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", sign_in.by_card, name="sign_in"),
    path("dang-nhap/can-bo/", sign_in.by_password, name="staff_sign_in"),
    path("dang-xuat/", sign_in.sign_out, name="sign_out"),
    path("the/<str:token>/", sign_in.by_qr, name="card"),
    path("tao-tai-khoan/", sign_up.start, name="sign_up"),
    path("tao-tai-khoan/<str:step>/", sign_up.step, name="sign_up_step"),
    path("dong-y/", sign_up.consent, name="consent"),
    path("quen-ma/", forgot.ways, name="forgot_pin"),
    path("quen-ma/<slug:way>/", forgot.way, name="forgot_pin_way"),
    path("ma-moi/xong/", forgot.chosen, name="pin_chosen"),
    path("ma-moi/<str:token>/", forgot.choose, name="choose_pin"),
    path("tai-khoan/", profile.profile, name="profile"),
    path("tai-khoan/gioi-tinh/", profile.sex, name="profile_sex"),
    path("tai-khoan/cach-goi/", profile.greeting, name="profile_greeting"),
    path("tai-khoan/noi-o/", profile.ward, name="profile_ward"),
    path("tai-khoan/dien-thoai/", profile.phone, name="profile_phone"),
    path("tai-khoan/doi-ma/", profile.change_pin, name="change_pin"),
    path("tai-khoan/rut-dong-y/<str:purpose>/", profile.withdraw, name="withdraw"),
    path("tai-khoan/du-lieu/", profile.my_data, name="my_data"),
    path("tai-khoan/thay-mat/", delegations.delegations, name="delegations"),
    path("tai-khoan/thay-mat/moi/", delegations.new_delegation, name="new_delegation"),
    path("tai-khoan/thay-mat/<int:pk>/dung/", delegations.end_delegation, name="end_delegation"),
    path("tai-khoan/the/", card.show, name="card_print"),
    path("tai-khoan/the/anh/", card.picture, name="card_picture"),
    path("tai-khoan/the/cap-lai/", card.reissue, name="card_reissue"),
    path("tai-khoan/dat-lai-ma/<int:pk>/", forgot.reset, name="reset_pin"),
]
