"""The site's addresses and, beside them, the two bare views every figure is compared with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from lms.units.models import AdminUnit
from lms.urls import handler403, handler404
from lms.urls import urlpatterns as site_urls

__all__ = ["handler403", "handler404", "urlpatterns"]


def hello(request: HttpRequest) -> HttpResponse:
    """Nothing but Django and our middleware."""
    return HttpResponse("hello")


def small(request: HttpRequest) -> HttpResponse:
    """Session, user, one query, a template of ten lines: the smallest useful page."""
    name = request.user.get_username()
    units = list(AdminUnit.objects.all()[:10])
    return render(request, "bench/small.html", {"name": name, "units": units})


urlpatterns = [path("bench/hello/", hello), path("bench/small/", small), *site_urls]
