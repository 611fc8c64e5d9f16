"""The manager's pages (ux M1, M2, M5, M6, M8). Each asks for a scope, reads it and shows it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lms.accounts import policy
from lms.accounts.access import person, requires
from lms.accounts.models import User
from lms.accounts.roles import Permission
from lms.core import audit
from lms.core.spreadsheets import csv_response, workbook_response
from lms.progress import definitions
from lms.reports import columns, pages
from lms.reports.files import Report, sheets
from lms.reports.forms import NAMES, ExportForm
from lms.reports.scope import Scope, around, logged_as, scope_of


@require_GET
@requires(Permission.VIEW_REPORTS)
def show_overview(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request.user, Permission.VIEW_REPORTS, area=_area(request))
    context = pages.overview_page(scope)
    context["may_administer"] = policy.may(request.user, Permission.ADMINISTER)
    return render(request, "reports/overview.html", context)


@require_GET
@requires(Permission.VIEW_REPORTS)
def list_wards(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request.user, Permission.VIEW_REPORTS, area=_area(request))
    return render(request, "reports/wards.html", pages.wards_page(scope, request.GET))


@require_GET
@requires(Permission.VIEW_REPORTS)
def show_ward(request: HttpRequest, code: str) -> HttpResponse:
    ward, scope = around(request.user, Permission.VIEW_REPORTS, code=code)
    return render(request, "reports/ward.html", pages.ward_page(ward, scope))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EXPORT_REPORTS)
def export(request: HttpRequest) -> HttpResponseBase:
    """The choice of a file; sent, the file itself."""
    asked = request.POST if request.method == "POST" else request.GET
    scope = scope_of(request.user, Permission.EXPORT_REPORTS, area=asked.get(NAMES["area"], ""))
    form = ExportForm(request.POST if request.method == "POST" else None, scope=scope)
    if request.method == "POST" and form.is_valid():
        return _file(form, scope, by=person(request))
    return render(request, "reports/export.html", pages.export_page(scope, form, asked))


@require_GET
@requires(Permission.VIEW_REPORTS)
def show_definitions(request: HttpRequest) -> HttpResponse:
    context = {
        "tab": "definitions",
        "here": _("Definitions"),
        "measures": definitions.MEASURES,
        "rules": definitions.RULES,
        "changes": definitions.CHANGES,
    }
    return render(request, "reports/definitions.html", context)


def _area(request: HttpRequest) -> str:
    return request.GET.get(NAMES["area"], "")


def _file(form: ExportForm, scope: Scope, *, by: User) -> HttpResponseBase:
    report = pages.report(scope, form)
    kind = form.cleaned_data["file"]
    audit.record(
        "report.exported",
        logged_as(scope, by, report.table),
        by=by,
        file=kind,
        period=report.period,
        wards=report.table.ward_count,
        purpose=form.cleaned_data["purpose"],
    )
    return _csv(report) if kind == "csv" else _workbook(report)


def _workbook(report: Report) -> HttpResponseBase:
    return workbook_response(sheets(report), filename=report.file_name("xlsx"))


def _csv(report: Report) -> HttpResponseBase:
    return csv_response(
        columns.file_columns(), columns.file_rows(report.rows), filename=report.file_name("csv")
    )
