from django.urls import include, path

from lms.interop.lti import views as lti

_LTI = [
    path("dang-nhap/", lti.login, name="login"),
    path("mo/", lti.launch, name="launch"),
    path("khoa.json", lti.key_set, name="key_set"),
    path("<str:launch>/", lti.start, name="start"),
    path("<str:launch>/<str:run>/<int:step>/", lti.step, name="step"),
    path("<str:launch>/<str:run>/ket-qua/", lti.result, name="result"),
]

urlpatterns = [path("lti/", include((_LTI, "lti")))]
