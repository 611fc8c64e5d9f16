"""Boundaries in the editing room: administrators supply a file, and see whose are missing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from lms.accounts import policy
from lms.accounts.access import person
from lms.accounts.roles import Permission
from lms.core import periods
from lms.interop.gis import services
from lms.interop.gis.forms import BoundariesForm
from lms.interop.gis.models import UnitBoundary
from lms.interop.gis.reading import read_boundaries

MOST_NAMED = 50


class Boundaries(WagtailAdminTemplateMixin, View):
    template_name = "interop/gis/boundaries.html"
    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not policy.may(request.user, Permission.ADMINISTER):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Boundaries for maps")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(BoundariesForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BoundariesForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form)
        known = set(services.wards_on_map().values_list("code", flat=True))
        reading = read_boundaries(form.cleaned_data["file"].read(), known)
        if reading.problems:
            return self.show(form, problems=reading.problems[:MOST_NAMED])
        source, by = form.cleaned_data["source"], person(request)
        kept = services.replace_boundaries(
            shapes=reading.shapes, source=source, by=by, at=periods.now()
        )
        messages.success(request, _("Boundaries kept: %(n)s.") % {"n": kept})
        return redirect("gis_boundaries")

    def show(self, form: BoundariesForm, **more: Any) -> HttpResponse:
        there = UnitBoundary.objects.order_by("pk")
        wards = services.wards_on_map().existing_on(periods.today())
        context = {
            "form": form,
            "count": there.count(),
            "newest": there.first(),
            "missing": wards.exclude(pk__in=there.values("unit")),
            **more,
        }
        return self.render_to_response(self.get_context_data(**context))
