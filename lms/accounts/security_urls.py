"""The pages of allauth that staff need for their second factor, under /tai-khoan/bao-mat/, with
our templates. Mounted without a namespace, because allauth looks them up by its own names."""

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path
from django.views.generic import RedirectView

_SIGN_IN = RedirectView.as_view(pattern_name="accounts:staff_sign_in", query_string=True)

urlpatterns = [
    path("", mfa.index, name="mfa_index"),
    path("ma-xac-nhan/", mfa.authenticate, name="mfa_authenticate"),
    path("xac-nhan-lai/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("cai-dat/", totp.activate_totp, name="mfa_activate_totp"),
    path("tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("ma-du-phong/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("ma-du-phong/tao-moi/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("ma-du-phong/tai-ve/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("mat-khau/", reauthenticate, name="account_reauthenticate"),
    path("dang-nhap/", _SIGN_IN, name="account_login"),
]
