"""Addresses that stay: anybody may read them, cite them and keep them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lms.accounts import qr
from lms.core import periods
from lms.core.kept_pages import kept_for_visitors
from lms.interop.gis import services as gis
from lms.interop.opendata import figures, files, units, wards
from lms.progress.models import COUNT_FIELDS
from lms.units.lineage import successors_of
from lms.units.models import AdminUnit

View = Callable[..., HttpResponse]
CSV = "text/csv; charset=utf-8"
for_everybody = cache_control(public=True, max_age=600)


def data_version() -> str:
    """Pages change when a month end is kept, and with the day."""
    days = figures.kept_month_ends()
    return f"open-data:{periods.today()}:{days[0] if days else ''}"


# --- pages -------------------------------------------------------------------------------------


@require_safe
@kept_for_visitors(data_version)
def index(request: HttpRequest) -> HttpResponse:
    days = figures.kept_month_ends()
    month = figures.month_ended(days[0]) if days else None
    context = {
        "month": month,
        "days": days,
        "has_layer": gis.has_boundaries(),
        "licence": files.LICENCE,
        "tables": [
            ("open_data:progress_csv", "open_data:progress_json", files.progress_fields()),
            ("open_data:units_csv", "open_data:units_json", files.unit_fields()),
        ],
    }
    return render(request, "interop/opendata/index.html", context)


@require_safe
def ward(request: HttpRequest, code: str) -> HttpResponse:
    unit = _ward(code)
    if isinstance(unit, list):
        return _elsewhere(request, code, unit, "open_data:ward")
    found = wards.public_ward(unit, periods.now())
    context = {"ward": found, "qr": qr.svg(found.address), "licence": files.LICENCE}
    return render(request, "interop/opendata/ward.html", context)


@require_safe
@for_everybody
def ward_json(request: HttpRequest, code: str) -> HttpResponse:
    unit = _ward(code)
    if isinstance(unit, list):
        return _elsewhere(request, code, unit, "open_data:ward_json")
    return _json(request, wards.as_json(wards.public_ward(unit, periods.now())))


def _ward(code: str) -> AdminUnit | list[AdminUnit]:
    """The ward of this code; its heirs in the province if it is gone."""
    unit: AdminUnit = get_object_or_404(wards.public_wards(), code=code)
    if unit.closed_on is None or unit.closed_on > periods.today():
        return unit
    _gone, heirs = successors_of(code) or (unit, [])
    return [h for h in heirs if h.parent and h.parent.code == settings.OPERATOR_PROVINCE]


def _elsewhere(
    request: HttpRequest, code: str, heirs: list[AdminUnit], url_name: str
) -> HttpResponse:
    if len(heirs) == 1:
        return redirect(url_name, heirs[0].code)
    if url_name == "open_data:ward_json":
        raise Http404
    context = {"unit": wards.public_wards().get(code=code), "heirs": heirs}
    return render(request, "interop/opendata/gone.html", context)


# --- files -------------------------------------------------------------------------------------


@require_safe
@for_everybody
def package(request: HttpRequest) -> HttpResponse:
    return _json(request, files.package())


@require_safe
@for_everybody
def progress_csv(request: HttpRequest) -> HttpResponse:
    return _csv(request, files.progress_csv(_months()))


@require_safe
@for_everybody
def progress_json(request: HttpRequest) -> HttpResponse:
    months = [files.month_json(month) for month in _months()]
    return _json(request, {"fields": list(COUNT_FIELDS), "months": months})


@require_safe
@for_everybody
def month_csv(request: HttpRequest, month: str) -> HttpResponse:
    return _csv(request, files.progress_csv([_month(month)]))


@require_safe
@for_everybody
def month_json(request: HttpRequest, month: str) -> HttpResponse:
    return _json(request, files.month_json(_month(month)))


@require_safe
@for_everybody
def units_csv(request: HttpRequest) -> HttpResponse:
    return _csv(request, files.units_csv(units.records_of(units.all_units())))


@require_safe
@for_everybody
def units_json(request: HttpRequest) -> HttpResponse:
    found = units.records_of(units.all_units())
    return _json(request, {"units": [unit.as_json() for unit in found]})


@require_safe
@for_everybody
def layer(request: HttpRequest) -> HttpResponse:
    """For QGIS and its like: figures of the newest month on the operator's boundaries."""
    month = figures.newest_month()
    found = gis.layer(month) if month else None
    if found is None or not found["features"]:
        raise Http404
    response = JsonResponse(files.origin() | found, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/geo+json"
    return _answer(request, response)


def _months() -> list[figures.Month]:
    """Oldest first."""
    return [figures.month_ended(day) for day in reversed(figures.kept_month_ends())]


def _month(name: str) -> figures.Month:
    day = figures.day_of_month(name)
    if day is None:
        raise Http404
    return figures.month_ended(day)


def _csv(request: HttpRequest, lines: Iterable[str]) -> HttpResponse:
    return _answer(request, HttpResponse("".join(lines), content_type=CSV))


def _json(request: HttpRequest, content: dict[str, Any]) -> HttpResponse:
    response = JsonResponse(files.origin() | content, json_dumps_params={"ensure_ascii": False})
    return _answer(request, response)


def _answer(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Anybody's page may read it; who has it already gets a short answer."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Access-Control-Allow-Origin"] = "*"
    found = get_conditional_response(request, etag=etag, response=response)
    assert isinstance(found, HttpResponse)
    return found
