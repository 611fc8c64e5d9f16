from django.urls import path, register_converter
from django.urls.converters import SlugConverter

from lms.home.views import health, learning, public, texts


class CourseSlug(SlugConverter):
    """A course in /hoc/<course>/, beside which the certificates have their list."""

    regex = "(?!giay-chung-nhan/)[-a-zA-Z0-9_]+"


register_converter(CourseSlug, "course_slug")

app_name = "home"
urlpatterns = [
    path("", public.home, name="home"),
    path("khoa-hoc/", public.courses, name="catalogue"),
    path("nganh/<slug:slug>/", public.sector, name="sector"),
    path("doi-tuong/<slug:slug>/", public.audience, name="audience"),
    path("hoc/", learning.my_learning, name="my_learning"),
    path("hoc/bang-ket-qua/", learning.show_transcript, name="transcript"),
    path("hoc/bang-ket-qua.pdf", learning.transcript_pdf, name="transcript_pdf"),
    path("hoc/bang-ket-qua.json", learning.transcript_json, name="transcript_json"),
    path("hoc/<course_slug:course>/", learning.my_course, name="my_course"),
    path("gioi-thieu/", texts.about, name="about"),
    path("tro-giup/", texts.help_index, name="help"),
    path("tro-giup/<slug:slug>/", texts.help_topic, name="help_topic"),
    path("tu-dien/", texts.glossary, name="glossary"),
    path("quyen-rieng-tu/", texts.privacy, name="privacy"),
    path("kha-nang-tiep-can/", texts.accessibility, name="accessibility"),
    path("so-do-trang/", texts.sitemap, name="sitemap"),
    path("suc-khoe/", health.health, name="health"),
]
