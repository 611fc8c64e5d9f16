"""My learning (L1), my course (L2) and the transcript (L10)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificates.pdf import PdfError
from courses.guests import guest_progress
from courses.queries import find_outline, standing
from lms.accounts.access import person, requires
from lms.accounts.roles import Permission
from lms.core import periods
from lms.home import learning, tasklist
from lms.home.transcript import as_json, as_pdf, document, transcript


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
    user = person(request)
    return render(request, "home/transcript.html", document(user, transcript(user)))


@requires(Permission.TRANSCRIPT)
@require_safe
def transcript_pdf(request: HttpRequest) -> HttpResponse:
    try:
        content = as_pdf(person(request))
    except PdfError:
        messages.error(
            request,
            _("The file cannot be made just now. Try again in a few minutes, or print this page."),
        )
        return redirect("home:transcript")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="bang-ket-qua-hoc-tap.pdf"'
    return response


@requires(Permission.TRANSCRIPT)
@require_safe
def transcript_json(request: HttpRequest) -> HttpResponse:
    data = as_json(person(request), periods.now())
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="bang-ket-qua-hoc-tap.json"'
    return response
