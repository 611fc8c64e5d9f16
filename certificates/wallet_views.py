"""The holder's own: papers asked for, links to show, notices put away; and the shared page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certificates import asking, sharing
from certificates.models import CertificateKind, Share
from certificates.queries import TOKEN
from certificates.views import no_index
from lms.accounts.access import person, signed_in
from lms.core import periods
from lms.core.errors import DomainError


@signed_in
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """A confirmation of attendance or a certificate of hours, by who it is about."""
    kind, about = request.POST.get("kind", ""), request.POST.get("about", "")
    if kind not in {CertificateKind.ATTENDANCE, CertificateKind.HOURS} or not about.isdecimal():
        raise Http404
    try:
        issued = asking.ask(
            user=person(request), kind=kind, about=int(about[:18]), at=periods.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("certificates:list")
    if issued is None:
        raise Http404
    return redirect("certificates:detail", issued.code)


@signed_in
@require_POST
def new_share(request: HttpRequest) -> HttpResponse:
    days = request.POST.get("days", "")
    if days not in {str(choice) for choice in sharing.DAYS}:
        raise Http404
    sharing.share(user=person(request), days=int(days), at=periods.now())
    return redirect("certificates:list")


@signed_in
@require_POST
def end_share(request: HttpRequest, pk: int) -> HttpResponse:
    share = get_object_or_404(Share, pk=pk, user=person(request))
    sharing.end_share(share=share, at=periods.now())
    return redirect("certificates:list")


@signed_in
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    sharing.put_notices_away(user=person(request), at=periods.now())
    return redirect("certificates:list")


@never_cache
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever was given the link; taken back, run out and never made look the same."""
    share = sharing.shared(token, periods.now()) if TOKEN.fullmatch(token) else None
    held = sharing.passbook(share.user) if share else []
    context = {"share": share, "certificates": held, "hours": sharing.total_hours(held)}
    status = 200 if share else 404
    return no_index(render(request, "certificates/shared.html", context, status=status))
