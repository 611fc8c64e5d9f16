"""F3: the console of a running class, the projector; the printed sheet of F4."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.accounts import cards as card_numbers
from lms.accounts.access import person
from lms.accounts.models import LearnerCard
from lms.accounts.qr import svg
from lms.centres import queries, services
from lms.centres.access import find_session, runs_classes
from lms.centres.sheets import sheet_pages
from lms.core import periods


@runs_classes
@require_safe
def console(request: HttpRequest, pk: int) -> HttpResponse:
    session = find_session(request, pk)
    now = periods.now()
    context = {
        "session": session,
        "counts": queries.counts(session),
        "devices": session.devices.live().select_related("current_user"),
        "running": session.is_usable(now),
        "begun": now >= session.usable_from,
        "may_reopen": session.can_reopen(now),
        "helps": session.takes_attendance(now),
        "now": now,
    }
    return render(request, "centres/console.html", context)


@runs_classes
@require_safe
def projector(request: HttpRequest, pk: int) -> HttpResponse:
    """For the wall: how to join and how many have come. No name, ever (ux F3-b)."""
    session = find_session(request, pk)
    address = request.build_absolute_uri(reverse("centres:join_token", args=[session.token]))
    context = {
        "session": session,
        "counts": queries.counts(session),
        "qr": svg(address),
        "join": request.get_host() + reverse("centres:join"),
        "running": session.is_usable(periods.now()),
    }
    return render(request, "centres/projector.html", context)


@runs_classes
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A list to sign on paper, 25 rows a page, with empty rows for people who come along."""
    session = find_session(request, pk)
    pages = sheet_pages(queries.roster(session))
    return render(request, "centres/sheet.html", {"session": session, "pages": pages})


@runs_classes
@require_safe
def cards(request: HttpRequest, pk: int) -> HttpResponse:
    """Learner cards, eight on a sheet; of one learner with ?nguoi=. They name the holder; the PIN
    is on none of them."""
    session = find_session(request, pk)
    printed = queries.cards_to_print(person(request), session, request.GET.get("nguoi", ""))
    context = {
        "session": session,
        "cards": [_card(request, card) for card in printed],
        "site": request.get_host() + reverse("accounts:sign_in"),
        "one": "nguoi" in request.GET,
    }
    return render(request, "centres/cards.html", context)


def _card(request: HttpRequest, card: LearnerCard) -> dict[str, object]:
    address = request.build_absolute_uri(reverse("accounts:card", args=[card.token]))
    return {
        "name": card.user.full_name,
        "number": card_numbers.printed(card.number),
        "qr": svg(address),
    }


@runs_classes
@require_POST
def end_device(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    device = get_object_or_404(find_session(request, pk).devices, number=number)
    services.end_device(device=device, by=person(request), at=periods.now())
    messages.success(request, _("%(computer)s is no longer shared.") % {"computer": device.label})
    return redirect("centres:console", pk=pk)
