"""Learned, certified, confirmed, for administrators: the file out, the answer in, what differs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from certificates import reconciling
from certificates.forms import AnswerForm
from lms.accounts.access import person, requires
from lms.accounts.roles import Permission
from lms.core import periods
from lms.core.errors import DomainError
from lms.core.spreadsheets import csv_response

SHOWN = 200


@requires(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = AnswerForm(request.POST, request.FILES) if posted else AnswerForm()
    if posted and form.is_valid():
        try:
            lines = reconciling.read_answer(form.cleaned_data["file"].read())
        except DomainError as refusal:
            form.add_error("file", str(refusal.message))
        else:
            reconciling.reconcile(lines=lines, by=person(request), at=periods.now())
            return redirect("certificates:register")
    wrong = reconciling.mismatches()
    context = {
        "form": form,
        "counts": reconciling.counts(),
        "mismatches": wrong[:SHOWN],
        "more": len(wrong) - SHOWN,
    }
    status = 422 if form.errors else 200
    return render(request, "certificates/register.html", context, status=status)


@requires(Permission.ADMINISTER)
@require_safe
def register_file(request: HttpRequest) -> HttpResponseBase:
    return csv_response(
        reconciling.columns(), reconciling.rows(), filename="giay-chung-nhan-bdhvs.csv"
    )
