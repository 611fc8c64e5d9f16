"""The learner's own card: on the screen, on paper, and a new one for a lost one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts import card_picture, cards, qr, queries, services, sign_in
from lms.accounts.access import person, signed_in
from lms.accounts.models import LearnerCard
from lms.core import periods


@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """Also the last page of a sign-up ("moi"); printed it is a card of 85 × 54 mm."""
    card = _card_or_404(request)
    context = {
        "number": cards.printed(card.number),
        "full_name": card.user.full_name,
        "site": _site(request),
        "qr": qr.svg(_address(request, card)),
        "is_new": "moi" in request.GET,
        "go_on": sign_in.safe_next(request) or "/hoc/",
    }
    return render(request, "accounts/card_print.html", context)


@signed_in
def picture(request: HttpRequest) -> HttpResponse:
    """To keep in the phone."""
    card = _card_or_404(request)
    drawn = card_picture.png(
        full_name=card.user.full_name,
        number=card.number,
        address=_address(request, card),
        site=_site(request),
        label=_("Card number"),
    )
    answer = HttpResponse(drawn, content_type="image/png")
    answer["Content-Disposition"] = 'attachment; filename="the-hoc-vien.png"'
    return answer


@signed_in
def reissue(request: HttpRequest) -> HttpResponse:
    card = _card_or_404(request)
    if request.method == "POST":
        services.reissue_card(user=card.user, by=person(request), at=periods.now())
        messages.success(request, _("Here is the new card. The QR code of the old one is dead."))
        return redirect("accounts:card_print")
    return render(request, "accounts/card_reissue.html")


def _address(request: HttpRequest, card: LearnerCard) -> str:
    return request.build_absolute_uri(reverse("accounts:card", args=[card.token]))


def _site(request: HttpRequest) -> str:
    """Where to type the number, as people read it: without https://."""
    return request.get_host() + reverse("accounts:sign_in")


def _card_or_404(request: HttpRequest) -> LearnerCard:
    card = queries.card_of(person(request))
    if card is None:
        raise Http404
    return card
