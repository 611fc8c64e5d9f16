"""Recording a change of units: a question a page or a file, always a preview, then once and for all."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from lms.accounts.access import person, requires
from lms.accounts.roles import Permission
from lms.geography import drafting, queries, services
from lms.geography.drafting import Draft
from lms.geography.forms import STEP_FORMS, FileForm, StepForm
from lms.geography.preview import preview_of
from lms.units.dated_files import DatedFile, FileRefused, read_bytes

_LATEST = 20
administers = requires(Permission.ADMINISTER)


@administers
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What changed lately and what is to come; how many people are to be asked where they live."""
    context = {"latest": queries.latest_changes(_LATEST), "asked": queries.people_to_ask()}
    return render(request, "geography/changes.html", context)


@administers
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Begin afresh."""
    drafting.clear(request)
    return redirect("geography:step", step=drafting.KIND)


@administers
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, step: str) -> HttpResponse:
    draft = Draft.of(request)
    if step not in STEP_FORMS:
        raise Http404
    if not draft.may_ask(step):
        return redirect("geography:step", step=draft.next_step or drafting.KIND)
    form = STEP_FORMS[step](request.POST if request.method == "POST" else None, draft=draft)
    if form.is_valid():
        form.store()
        draft.keep(request, answered=step)
        following = draft.next_step
        if following:
            return redirect("geography:step", step=following)
        drafting.keep_file(request, _("The change"), drafting.as_csv(draft.rows()))
        return redirect("geography:preview")
    return render(request, "geography/step.html", _page(draft, step, form))


def _page(draft: Draft, step: str, form: StepForm) -> dict[str, object]:
    steps, place = draft.steps, draft.steps.index(step)
    back = reverse("geography:step", args=[steps[place - 1]]) if place else ""
    return {
        "form": form,
        "alone": len(form.fields) == 1,
        "n": place + 1,
        "total": len(steps) if place else 4,
        "back": back or reverse("geography:changes"),
    }


@administers
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    post = request.method == "POST"
    form = FileForm(request.POST if post else None, request.FILES if post else None)
    faults: list[str] = []
    if form.is_valid():
        sent = form.cleaned_data["file"]
        content = sent.read()
        try:
            preview_of(read_bytes(sent.name, content))
        except FileRefused as refused:
            faults = [str(fault) for fault in refused.faults]
        else:
            drafting.clear(request)
            drafting.keep_file(request, sent.name, content.decode("utf-8-sig"))
            return redirect("geography:preview")
    context = {"form": form, "faults": faults, "errors": [{"text": text} for text in faults]}
    return render(request, "geography/upload.html", context)


@administers
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """What will move, in sentences; the POST applies it."""
    file = _kept(request)
    if file is None:  # pressed twice, or come here by the address
        return redirect("geography:changes")
    try:
        announced = preview_of(file)
        if request.method == "POST":
            done = services.record_changes(file=file, by=person(request))
            drafting.clear(request)
            words = ngettext(
                "%(count)d change is recorded.", "%(count)d changes are recorded.", done.read
            )
            messages.success(request, words % {"count": done.read})
            return redirect("geography:changes")
    except FileRefused as refused:
        problems = [fault.problem for fault in refused.faults]
        context: dict[str, object] = {"errors": [{"text": text} for text in problems]}
    else:
        context = {"announced": announced}
    draft = Draft.of(request)
    context |= {"back": _back(draft), "from_file": not draft.answered}
    return render(request, "geography/preview.html", context)


def _back(draft: Draft) -> str:
    if draft.answered:
        return reverse("geography:step", args=[draft.steps[-1]])
    return reverse("geography:upload")


@administers
@require_safe
def draft_file(request: HttpRequest) -> HttpResponse:
    """The change as a dated file, for the archive or another installation."""
    kept = drafting.kept_file(request)
    if kept is None:
        raise Http404
    answer = HttpResponse("\ufeff" + kept[1], content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="thay-doi-dia-gioi.csv"'
    return answer


def _kept(request: HttpRequest) -> DatedFile | None:
    kept = drafting.kept_file(request)
    return read_bytes(kept[0], kept[1].encode()) if kept else None
