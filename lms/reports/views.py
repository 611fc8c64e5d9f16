"""The manager's pages (ux M1, M2, M5, M6, M8). Each asks for a scope, reads it and shows it."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.storage import storages
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.accounts import policy
from lms.accounts.access import person, requires
from lms.accounts.models import User
from lms.accounts.roles import Permission
from lms.core import audit, periods
from lms.core.queue import after_commit
from lms.core.spreadsheets import Column, csv_response, workbook_response
from lms.progress import definitions
from lms.reports import columns, jobs, pages, quality_page
from lms.reports.files import Report, sheets
from lms.reports.forms import NAMES, ExactForm, ExportForm, WhyForm
from lms.reports.models import ExportFile, FileState
from lms.reports.scope import BORDERS, Asked, Scope, around, heir_of, logged_as, scope_of
from lms.reports.tasks import make_file


@require_GET
@requires(Permission.VIEW_REPORTS)
def show_overview(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request.user, Permission.VIEW_REPORTS, **_asked(request.GET))
    context = pages.overview_page(scope)
    context["may_administer"] = policy.may(request.user, Permission.ADMINISTER)
    return render(request, "reports/overview.html", context)


@require_GET
@requires(Permission.VIEW_REPORTS)
def list_wards(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request.user, Permission.VIEW_REPORTS, **_asked(request.GET))
    return render(request, "reports/wards.html", pages.wards_page(scope, request.GET))


@require_GET
@requires(Permission.VIEW_REPORTS)
def show_ward(request: HttpRequest, code: str) -> HttpResponse:
    found = around(request.user, Permission.VIEW_REPORTS, code=code)
    is_gone = found is None or found[0].closed_on
    heir = heir_of(request.user, Permission.VIEW_REPORTS, code=code) if is_gone else ""
    if heir:
        messages.info(request, _("The ward %(code)s is part of this one now.") % {"code": code})
        return redirect("reports:ward", code=heir)
    if found is None:
        raise Http404
    return render(request, "reports/ward.html", pages.ward_page(*found))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EXPORT_REPORTS)
def export(request: HttpRequest) -> HttpResponseBase:
    """The choice of a file; sent, the file itself."""
    asked = request.POST if request.method == "POST" else request.GET
    wanted = _asked(asked)
    scope = scope_of(request.user, Permission.EXPORT_REPORTS, **wanted)
    form = ExportForm(request.POST if request.method == "POST" else None, scope=scope)
    by = person(request)
    if request.method == "POST" and form.is_valid():
        if scope.as_then:  # the wards of that day, where figures of one are asked for
            scope = scope_of(request.user, Permission.EXPORT_REPORTS, on=form.day(), **wanted)
        return _file(request, form, scope, by=by)
    files = list(jobs.files_of(by, periods.now())[: jobs.SHOWN])
    return render(request, "reports/export.html", pages.export_page(scope, form, asked, files))


@require_GET
@requires(Permission.EXPORT_REPORTS)
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    file = get_object_or_404(_my_files(request), pk=pk, state=FileState.READY)
    content = storages["private"].open(file.stored_as)
    return FileResponse(content, as_attachment=True, filename=file.file_name)


@require_POST
@requires(Permission.EXPORT_REPORTS)
def make_again(request: HttpRequest, pk: int) -> HttpResponse:
    file = get_object_or_404(_my_files(request), pk=pk)
    if jobs.again(file=file, at=periods.now()):
        after_commit(make_file, file.pk)
    return redirect("reports:export")


def _my_files(request: HttpRequest) -> QuerySet[ExportFile]:
    return jobs.files_of(person(request), periods.now())


@require_GET
@requires(Permission.VIEW_REPORTS)
def show_why(request: HttpRequest) -> HttpResponse:
    scope = scope_of(request.user, Permission.VIEW_REPORTS, **_asked(request.GET))
    form = WhyForm(request.GET if NAMES["first"] in request.GET else None, scope=scope)
    return render(request, "reports/why.html", pages.why_page(scope, form))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EXACT_REPORTS)
def show_exact(request: HttpRequest) -> HttpResponse:
    """Exact small numbers: for a purpose, and each look is logged."""
    asked = request.POST if request.method == "POST" else request.GET
    scope = scope_of(request.user, Permission.EXACT_REPORTS, area=asked.get(NAMES["area"], ""))
    form = ExactForm(request.POST if request.method == "POST" else None, scope=scope)
    is_open = request.method == "POST" and form.is_valid()
    context = pages.exact_page(scope, form, is_open=is_open)
    if is_open:
        by = person(request)
        target = logged_as(scope, by, context["table"])
        audit.record("report.exact", target, by=by, purpose=form.cleaned_data["purpose"])
    return render(request, "reports/exact.html", context)


@require_GET
@requires(Permission.VIEW_REPORTS)
def show_quality(request: HttpRequest) -> HttpResponse:
    """Counts of what is amiss, never names; steps into the administration for who may go there."""
    scope = scope_of(request.user, Permission.VIEW_REPORTS, area=request.GET.get(NAMES["area"], ""))
    may_administer = policy.may(request.user, Permission.ADMINISTER)
    context = quality_page.quality_page(scope, may_administer=may_administer)
    return render(request, "reports/quality.html", context)


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


def _asked(query: QueryDict) -> Asked:
    """What the address or the form says about the scope."""
    return {"area": query.get(NAMES["area"], ""), "borders": query.get(BORDERS, "")}


def _file(request: HttpRequest, form: ExportForm, scope: Scope, *, by: User) -> HttpResponseBase:
    report = pages.report(scope, form)
    kind = form.cleaned_data["file"]
    audit.record(
        "report.exported",
        logged_as(scope, by, report.table),
        by=by,
        file=kind,
        period=report.period,
        snapshot=report.snapshot,
        wards=report.table.ward_count,
        purpose=form.cleaned_data["purpose"],
    )
    if kind in jobs.MAKERS:
        made = jobs.ask(form=form, area=scope.area_code, by=by, at=periods.now())
        after_commit(make_file, made.pk)
        return redirect(f"{reverse('reports:export')}{scope.query}#tep")
    return _csv(report) if kind == "csv" else _workbook(report)


def _workbook(report: Report) -> HttpResponseBase:
    return workbook_response(sheets(report), filename=report.file_name("xlsx"))


def _csv(report: Report) -> HttpResponseBase:
    return csv_response(
        [*columns.file_columns(), Column(_("Code of the figures"))],
        ([*row, report.snapshot] for row in columns.file_rows(report.rows)),
        filename=report.file_name("csv"),
    )
