"""My learning (L1), my course (L2) and the transcript (L10)."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from courses.guests import guest_progress
from courses.queries import find_outline, standing
from lms.accounts.access import person, requires
from lms.accounts.roles import Permission
from lms.core import periods
from lms.home import learning, tasklist
from lms.home.transcript import total_hours, transcript


@require_safe
def my_learning(request: HttpRequest) -> HttpResponse:
    now = periods.now()
    mine = learning.my_learning(request.user, guest_progress(request), at=now)
    return render(request, "home/my_learning.html", {"mine": mine, "now": now})


@require_safe
def my_course(request: HttpRequest, course: str) -> HttpResponse:
    outline = find_outline(course)
    if outline is None:
        raise Http404
    found = standing(request.user, outline, guest_progress(request))
    in_hand = learning.CourseInHand(outline, found)
    context = {
        "course": in_hand,
        "groups": tasklist.groups(found.rows),
        "certificate": tasklist.certificate_of(found.enrolment),
    }
    return render(request, "home/my_course.html", context)


@requires(Permission.TRANSCRIPT)
@require_safe
def show_transcript(request: HttpRequest) -> HttpResponse:
    rows = transcript(person(request))
    context = {
        "rows": rows,
        "total_hours": total_hours(rows),
        "learner": person(request),
        "today": periods.today(),
        "issuer_parent": settings.OPERATOR_PARENT,
        "issuer": settings.OPERATOR_NAME,
        "place": settings.OPERATOR_PLACE,
        "verify_address": settings.PUBLIC_URL + reverse("certificates:verify"),
    }
    return render(request, "home/transcript.html", context)
