from django.urls import include, path, re_path

from lms.interop.api.views import api
from lms.interop.lti import views as lti
from lms.interop.opendata import views as open_data

_LTI = [
    path("dang-nhap/", lti.login, name="login"),
    path("mo/", lti.launch, name="launch"),
    path("khoa.json", lti.key_set, name="key_set"),
    path("<str:launch>/", lti.start, name="start"),
    path("<str:launch>/<str:run>/<int:step>/", lti.step, name="step"),
    path("<str:launch>/<str:run>/ket-qua/", lti.result, name="result"),
]

_MONTH = r"^du-lieu-mo/(?P<month>[0-9]{4}-[0-9]{2})/tien-do"
_OPEN_DATA = [
    path("du-lieu-mo/", open_data.index, name="index"),
    path("du-lieu-mo/datapackage.json", open_data.package, name="package"),
    path("du-lieu-mo/tien-do.csv", open_data.progress_csv, name="progress_csv"),
    path("du-lieu-mo/tien-do.json", open_data.progress_json, name="progress_json"),
    re_path(rf"{_MONTH}\.csv$", open_data.month_csv, name="month_csv"),
    re_path(rf"{_MONTH}\.json$", open_data.month_json, name="month_json"),
    path("du-lieu-mo/ranh-gioi.geojson", open_data.layer, name="layer"),
    path("du-lieu-mo/don-vi.csv", open_data.units_csv, name="units_csv"),
    path("du-lieu-mo/don-vi.json", open_data.units_json, name="units_json"),
    path("xa-phuong-cong-khai/<slug:code>/", open_data.ward, name="ward"),
    path("xa-phuong-cong-khai/<slug:code>.json", open_data.ward_json, name="ward_json"),
]

urlpatterns = [
    path("lti/", include((_LTI, "lti"))),
    path("api/v1/", api.urls),
    path("", include((_OPEN_DATA, "open_data"))),
]
