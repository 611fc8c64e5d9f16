"""Areas as dated sets of wards, and who answers for them when."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.access import person, requires
from lms.accounts.roles import Permission, Role
from lms.accounts.services import end_grant, grant_role
from lms.core import periods
from lms.core.errors import DomainError
from lms.geography import queries, services
from lms.geography.area_forms import AssignForm, NewAreaForm, WardsForm
from lms.units.models import AdminUnit, AreaSet
from lms.units.queries import area_wards

administers = requires(Permission.ADMINISTER)


def _area(code: str) -> AreaSet:
    return get_object_or_404(AreaSet, code=code, province__code=settings.OPERATOR_PROVINCE)


@administers
@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    found = queries.areas_of_province(settings.OPERATOR_PROVINCE)
    return render(request, "geography/areas.html", {"areas": found})


@administers
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = NewAreaForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            area = services.create_area(
                code=form.code,
                name=form.cleaned_data["name"],
                province=AdminUnit.objects.get(code=settings.OPERATOR_PROVINCE),
                wards=list(form.cleaned_data["wards"]),
                since=form.cleaned_data["since"],
                by=person(request),
            )
        except DomainError as refusal:
            form.add_error("name", str(refusal.message))
        else:
            messages.success(request, _("The area is made."))
            return redirect("geography:area", code=area.code)
    return render(request, "geography/area_form.html", {"form": form, "is_new": True})


@administers
@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    found = _area(code)
    context = {
        "area": found,
        "wards": area_wards(found),
        "history": queries.history_of(found),
        "managers": [_line(grant) for grant in queries.managers_of(found)],
    }
    return render(request, "geography/area.html", context)


def _line(grant: Any) -> dict[str, object]:
    day = periods.today()
    over = grant.valid_to is not None and grant.valid_to <= day
    return {"grant": grant, "role": Role(grant.role).label, "is_over": over}


@administers
@require_http_methods(["GET", "HEAD", "POST"])
def wards(request: HttpRequest, code: str) -> HttpResponse:
    found = _area(code)
    form = WardsForm(request.POST if request.method == "POST" else None, area=found)
    if form.is_valid():
        try:
            came, left = services.change_wards(
                area=found,
                wards=list(form.cleaned_data["wards"]),
                since=form.cleaned_data["since"],
                by=person(request),
            )
        except DomainError as refusal:
            form.add_error("since", str(refusal.message))
        else:
            words = _("Saved: %(came)d units join, %(left)d leave.")
            messages.success(request, words % {"came": came, "left": left})
            return redirect("geography:area", code=found.code)
    return render(request, "geography/area_form.html", {"form": form, "area": found})


@administers
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, code: str) -> HttpResponse:
    found = _area(code)
    form = AssignForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        colleague = form.cleaned_data["username"]
        try:
            grant_role(
                user=colleague,
                role=Role(form.cleaned_data["role"]),
                by=person(request),
                at=periods.now(),
                term=form.term,
                area=found,
            )
        except DomainError as refusal:
            form.add_error("username", str(refusal.message))
        else:
            words = _("%(name)s is assigned to %(area)s.")
            messages.success(request, words % {"name": colleague.full_name, "area": found.name})
            return redirect("geography:area", code=found.code)
    return render(request, "geography/assign.html", {"form": form, "area": found})


@administers
@require_POST
def end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = _area(code)
    grant = get_object_or_404(found.grants, pk=pk)
    end_grant(grant=grant, by=person(request), at=periods.now())
    messages.success(request, _("The role has ended."))
    return redirect("geography:area", code=found.code)
