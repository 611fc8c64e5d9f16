from django.urls import path

from lms.geography.views import areas, changes

app_name = "geography"
urlpatterns = [
    path("dia-gioi/", changes.overview, name="changes"),
    path("dia-gioi/moi/", changes.new, name="new"),
    path("dia-gioi/moi/<slug:step>/", changes.step, name="step"),
    path("dia-gioi/tep/", changes.upload, name="upload"),
    path("dia-gioi/xem-truoc/", changes.preview, name="preview"),
    path("dia-gioi/xem-truoc/tep.csv", changes.draft_file, name="draft_file"),
    path("khu-vuc/", areas.areas, name="areas"),
    path("khu-vuc/moi/", areas.new, name="new_area"),
    path("khu-vuc/<slug:code>/", areas.area, name="area"),
    path("khu-vuc/<slug:code>/don-vi/", areas.wards, name="area_wards"),
    path("khu-vuc/<slug:code>/quan-ly/", areas.assign, name="assign"),
    path("khu-vuc/<slug:code>/quan-ly/<int:pk>/dung/", areas.end, name="end_assignment"),
]
