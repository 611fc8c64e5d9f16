"""F2: opening a class, a question a page, and a page to check the answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.access import person
from lms.accounts.models import User
from lms.centres import opening, services
from lms.centres.access import runs_classes
from lms.centres.forms.opening import STEP_FORMS, StepForm
from lms.centres.models import ClassSession
from lms.centres.opening import CHECK, LESSON, POINT, ROSTER, TIME, Draft, Opening
from lms.core import periods
from lms.core.errors import DomainError
from lms.core.vietnamese import format_time, format_weekday_date

_FROM_CHECK = "tu"  # ?tu=kiem-tra: the change was asked for on the page that checks all answers


@runs_classes
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Begin afresh."""
    opening.clear(request)
    return redirect("centres:new", step=POINT)


@runs_classes
@require_http_methods(["GET", "HEAD", "POST"])
def new_step(request: HttpRequest, step: str) -> HttpResponse:
    asked = Opening(person(request), Draft.of(request))
    if step == CHECK:
        return _check(request, asked)
    if step not in STEP_FORMS:
        raise Http404
    if not asked.may_ask(step):
        return redirect("centres:new", step=asked.next_step)
    form = STEP_FORMS[step](request.POST if request.method == "POST" else None, opening=asked)
    if form.is_valid():
        form.store(asked.draft)
        asked.draft.keep(request, answered=step)
        return redirect("centres:new", step=_after(request, step))
    return render(request, "centres/new_step.html", _page(request, asked, step, form))


def _after(request: HttpRequest, step: str) -> str:
    """The answer may have changed which questions there are."""
    asked = Opening(person(request), Draft.of(request))
    if request.GET.get(_FROM_CHECK) == CHECK:
        return asked.next_step
    later = asked.steps[asked.steps.index(step) + 1 :]
    return later[0] if later else CHECK


def _page(request: HttpRequest, asked: Opening, step: str, form: StepForm) -> dict[str, object]:
    place = asked.steps.index(step)
    before = CHECK if request.GET.get(_FROM_CHECK) == CHECK else asked.steps[place - 1]
    back = reverse("centres:new", args=[before]) if place else reverse("centres:sessions")
    return {
        "form": form,
        "step": step,
        "n": place + 1,
        "total": len(asked.steps),
        "back": back,
        "no_point": step == POINT and not form.fields["point"].choices,  # type: ignore[attr-defined]
    }


def _check(request: HttpRequest, asked: Opening) -> HttpResponse:
    """All answers with "Change"; the POST opens the class."""
    if not asked.draft.answered and request.method == "POST":  # pressed twice
        return redirect("centres:sessions")
    if asked.next_step != CHECK:
        return redirect("centres:new", step=asked.next_step)
    context = {"asked": asked, "rows": _answers(asked), "past": asked.draft.ends_at < periods.now()}
    if request.method == "POST":
        try:
            sessions = _open(person(request), asked)
        except DomainError as refusal:
            context |= {"errors": [{"text": refusal.message}], "has_errors": True}
        else:
            opening.clear(request)
            messages.success(request, _opened(sessions))
            return redirect("centres:console", pk=sessions[0].pk)
    return render(request, "centres/new_check.html", context)


def _open(user: User, asked: Opening) -> list[ClassSession]:
    draft, point = asked.draft, asked.point
    assert point is not None  # it is the first question
    return services.open_weekly(
        weeks=draft.weeks,
        facilitator=user,
        point=point,
        title=draft.title,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        at=periods.now(),
        course=asked.course,
        lesson=asked.lesson,
        roster_of=asked.last_session if draft.copy_roster else None,
    )


def _opened(sessions: list[ClassSession]) -> str:
    if len(sessions) == 1:
        return _("The class is open. Its PIN is %(pin)s.") % {"pin": sessions[0].pin}
    return _("%(count)d classes are open, one a week.") % {"count": len(sessions)}


def _answers(asked: Opening) -> list[dict[str, object]]:
    draft = asked.draft
    texts = [
        (POINT, _("Learning point"), str(asked.point)),
        (TIME, _("Day and hour"), _when(draft)),
        (LESSON, _("Course and lesson"), asked.lesson or asked.course or _("Not decided yet")),
    ]
    last = asked.last_session
    if last is not None:
        copied = ngettext("%(count)d person", "%(count)d people", last.listed)
        people = copied % {"count": last.listed} if draft.copy_roster else _("An empty list")
        texts.append((ROSTER, _("List of people"), people))
    return [
        {"key": key, "value": value, "href": f"{reverse('centres:new', args=[step])}?tu={CHECK}"}
        for step, key, value in texts
    ]


def _when(draft: Draft) -> str:
    hours = f"{format_time(draft.starts_at)}–{format_time(draft.ends_at)}"
    once = f"{format_weekday_date(draft.starts_at)}, {hours}"
    if draft.weeks == 1:
        return once
    return _("%(first)s, %(count)d weeks in a row") % {"first": once, "count": draft.weeks}
