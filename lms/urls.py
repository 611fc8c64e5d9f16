"""The only place that mounts apps. Addresses are those of docs/vi and ux §1. The pages most asked for
stand first: Django tries one address after the other. Where a fixed word stands in the place of a
slug (`/hoc/giay-chung-nhan/` beside `/hoc/<khoa>/`), the slug's pattern leaves that word out."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("", include("lms.home.urls")),
    path("", include("courses.urls")),
    path("", include("quizzes.urls")),
    path("", include("lms.core.urls")),
    path("", include("lms.accounts.urls")),
    path("tai-khoan/bao-mat/", include("lms.accounts.security_urls")),
    path("", include("lms.centres.urls")),
    path("", include("certificates.urls")),
    path("quan-ly/", include("lms.reports.urls")),
    path("", include("lms.evidence.urls")),
    path("", include("lms.interop.urls")),
    path("", include("lms.geography.urls")),
    # Wagtail's own sign-in would go round the second factor and the rate limits.
    path("bien-tap/login/", RedirectView.as_view(url="/dang-nhap/can-bo/", query_string=True)),
    path("bien-tap/password_reset/", RedirectView.as_view(url="/dang-nhap/can-bo/")),
    path("bien-tap/", include(wagtailadmin_urls)),
    path("tai-lieu/", include(wagtaildocs_urls)),
]

handler403 = "lms.core.views.permission_denied"
handler404 = "lms.core.views.not_found"

if settings.SERVE_MEDIA:  # without a proxy in front
    urlpatterns += [
        path(f"media/{folder}/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / folder})
        for folder in settings.PUBLIC_MEDIA
    ]
