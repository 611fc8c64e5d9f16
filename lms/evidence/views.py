"""Evidence of a ward for who answers for it; holds for those they concern."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lms.accounts import policy
from lms.accounts.access import person, requires, signed_in
from lms.accounts.roles import Permission
from lms.core import periods
from lms.core.errors import DomainError
from lms.evidence import holding, queries, words
from lms.evidence.forms import AppealForm, DecisionForm, HoldForm
from lms.evidence.models import Hold, HoldOutcome, UnitScore
from lms.units.lineage import with_their_past
from lms.units.models import AdminUnit

SHOWN = 30


@require_GET
@requires(Permission.VIEW_REPORTS)
def ward(request: HttpRequest, code: str) -> HttpResponse:
    """The units of a ward that show a sign, and its holds."""
    found, wards = _ward(request, Permission.VIEW_REPORTS, code)
    scores = queries.units_to_look_at(wards)[:SHOWN]
    may_hold = policy.wards_for(request.user, Permission.HOLD_EVIDENCE).filter(pk=found.pk).exists()
    quality = queries.together(queries.quality_of(wards).values())
    context = {
        "ward": found,
        "quality": words.quality_text(quality) if quality else "",
        "units": [_unit(score) for score in scores],
        "holds": list(queries.holds_in(wards)[:SHOWN]) if may_hold else [],
        "may_hold": may_hold,
    }
    return render(request, "evidence/ward.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.HOLD_EVIDENCE)
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Put the certificates of one unit on hold, with a reason."""
    found, wards = _ward(request, Permission.HOLD_EVIDENCE, code)
    score = _asked(wards, request.GET)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            placed = holding.place_hold(
                score=score, reason=form.cleaned_data["ly_do"], by=person(request), at=periods.now()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("On hold. The people concerned are told."))
            return redirect("evidence:hold", pk=placed.pk)
    count = len(holding.certificates_to_hold(score, at=periods.now()))
    context = {"ward": found, "unit": _unit(score), "form": form, "count": count}
    return render(request, "evidence/place.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.HOLD_EVIDENCE)
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """A hold with what was said about it, and the decision."""
    wards = with_their_past(policy.wards_for(request.user, Permission.HOLD_EVIDENCE))
    found = get_object_or_404(queries.holds_in(wards).select_related("ward"), pk=pk)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            holding.decide(
                hold=found,
                lift=form.lifts,
                reason=form.cleaned_data["ly_do"],
                by=person(request),
                at=periods.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The decision is saved."))
            return redirect("evidence:hold", pk=found.pk)
    context = _about(found) | {
        "form": form,
        "count": found.held.count(),
        "appeals": list(found.appeals.all()),
        "decides": found.outcome != HoldOutcome.LIFTED,
    }
    return render(request, "evidence/hold.html", context)


@require_GET
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The holds that concern who reads this: of their certificates, or of their classes."""
    holds = queries.holds_concerning(person(request))
    return render(request, "evidence/mine.html", {"holds": list(holds[:SHOWN])})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """What is on hold and why, in plain words, and a place to say something about it."""
    by = person(request)
    found = get_object_or_404(queries.holds_concerning(by), pk=pk)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            holding.appeal(hold=found, text=form.cleaned_data["y_kien"], by=by, at=periods.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sent. You read the decision here."))
            return redirect("evidence:appeal", pk=found.pk)
    context = _about(found) | {
        "form": form,
        "said": found.appeals.filter(by=by).first(),
        "leads": found.facilitator_id == by.pk,
        "certificates": [
            row.certificate
            for row in found.held.filter(certificate__user=by).select_related("certificate")
        ],
    }
    return render(request, "evidence/appeal.html", context)


def _ward(
    request: HttpRequest, permission: Permission, code: str
) -> tuple[AdminUnit, QuerySet[AdminUnit]]:
    """The ward, and it with the wards whose past it keeps; another's is 404."""
    own = policy.wards_for(request.user, permission)
    found = get_object_or_404(own.select_related("parent"), code=code)
    return found, with_their_past(AdminUnit.objects.filter(pk=found.pk))


def _asked(wards: QuerySet[AdminUnit], query: Any) -> UnitScore:
    """The unit the address names: by its class, or by month and who was responsible. Scores are made
    again every night, so their ids name nothing."""
    units = queries.units_to_look_at(wards)
    try:
        if query.get("lop"):
            return units.get(session=int(query["lop"]))
        month = dt.date.fromisoformat(query.get("thang", ""))
        who = int(query["nguoi"]) if query.get("nguoi") else None
        return units.get(session=None, month=month, facilitator=who)
    except (UnitScore.DoesNotExist, UnitScore.MultipleObjectsReturned, ValueError) as error:
        raise Http404 from error


def _unit(score: UnitScore) -> dict[str, Any]:
    address = f"?lop={score.session_id}" if score.session_id else f"?thang={score.month}"
    if not score.session_id and score.facilitator_id:
        address += f"&nguoi={score.facilitator_id}"
    return {
        "score": score,
        "address": address,
        "reasons": words.reasons(score.signs),
    }


def _about(found: Hold) -> dict[str, Any]:
    return {"hold": found, "reasons": words.reasons(found.signs)}
