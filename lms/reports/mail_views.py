"""Figures by mail (ux M7): the schedules, a mail to try, and the link that stops one."""

from __future__ import annotations

from smtplib import SMTPException

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from lms.accounts.access import person, requires
from lms.accounts.roles import Permission
from lms.core import periods
from lms.reports import mails
from lms.reports.forms import NAMES, ScheduleForm
from lms.reports.models import Schedule
from lms.reports.scope import scope_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.VIEW_REPORTS)
def schedules(request: HttpRequest) -> HttpResponse:
    by, posted = person(request), request.method == "POST"
    asked = request.POST if posted else request.GET
    scope = scope_of(by, Permission.VIEW_REPORTS, area=asked.get(NAMES["area"], ""))
    form = ScheduleForm(
        request.POST if posted else None, scope=scope, initial={"address": by.email}
    )
    if posted and form.is_valid():
        fields = ("address", "rhythm", "hour")
        values = {name: form.cleaned_data[name] for name in fields}
        mails.create(owner=by, area=scope.area_code, at=periods.now(), **values)
        messages.success(request, _("The schedule is set. Stop it here or in any of its mails."))
        return redirect("reports:schedules")
    context = {
        "tab": "mail",
        "here": _("Figures by mail"),
        "scope": scope,
        "form": form,
        "schedules": mails.schedules_of(by),
    }
    return render(request, "reports/schedules.html", context)


@require_POST
@requires(Permission.VIEW_REPORTS)
def try_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """To oneself, not to the address of the schedule."""
    by = person(request)
    schedule = get_object_or_404(Schedule, pk=pk, owner=by, stopped_at=None)
    if not by.email:
        messages.error(request, _("Your account has no e-mail address. Ask the administrator."))
        return redirect("reports:schedules")
    message = mails.message_of(schedule)
    message.to = [by.email]
    try:
        message.send()
    except (SMTPException, OSError):
        messages.error(request, _("The mail server did not take it. Try again later."))
    else:
        messages.success(request, _("A mail to try is on its way to you."))
    return redirect("reports:schedules")


@require_POST
@requires(Permission.VIEW_REPORTS)
def stop_mine(request: HttpRequest, pk: int) -> HttpResponse:
    schedule = get_object_or_404(Schedule, pk=pk, owner=person(request))
    mails.stop(schedule=schedule, because=_("Stopped by its owner."), at=periods.now())
    messages.success(request, _("No more mails of this schedule."))
    return redirect("reports:schedules")


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the token is the secret
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail, without signing in. Opening stops nothing: mail scanners open every link."""
    schedule = get_object_or_404(Schedule, token=token)
    if request.method == "POST":
        mails.stop(schedule=schedule, because=_("Stopped by its reader."), at=periods.now())
        schedule.refresh_from_db()
    return render(request, "reports/stop.html", {"schedule": schedule})
