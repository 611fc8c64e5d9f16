"""P7: learning points near home, found by the ward's present or former name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lms.centres import queries
from lms.centres.models import LearningPoint
from lms.core import periods
from lms.units.queries import WardMatch, search_wards

POINTS_A_PAGE = 20
WARDS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Found:
    """A ward that was meant, and its points; where it has none, those nearby."""

    match: WardMatch
    points: list[LearningPoint]
    near: list[LearningPoint]


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:80]
    now = periods.now()
    context: dict[str, object] = {"q": text}
    if text:
        context["found"] = _found(text, now)
    else:
        everywhere = queries.points_of_province(settings.OPERATOR_PROVINCE, now)
        context["page"] = Paginator(everywhere, POINTS_A_PAGE).get_page(request.GET.get("trang"))
    return render(request, "centres/points.html", context)


@require_safe
def point(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(queries.open_points(periods.now()), code=code)
    return render(request, "centres/point.html", {"point": found})


def _found(text: str, at: datetime) -> list[Found]:
    matches = search_wards(text, limit=WARDS_SHOWN)
    all_points = queries.points_in([match.unit for match in matches], at)
    of_ward: dict[int, list[LearningPoint]] = {}
    for item in all_points:
        of_ward.setdefault(item.ward_id, []).append(item)
    alone = len(matches) == 1  # more wards were meant: no use listing neighbours of each
    return [
        Found(
            match,
            of_ward.get(match.unit.pk, []),
            queries.points_near(match.unit, at) if alone and match.unit.pk not in of_ward else [],
        )
        for match in matches
    ]
