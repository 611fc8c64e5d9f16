"""The holder's own: links to show, notices put away; and the shared page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certificates import sharing
from certificates.models import Share
from certificates.queries import TOKEN
from certificates.views import no_index
from lms.accounts.access import person, signed_in
from lms.core import periods


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
