"""L4: start, one step a page, result and replay. Works with forms and links alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.addresses import RunPlace, course_url, run_place, run_url
from courses.models import SimulationRun, SimulationVersion
from courses.models.simulation import Channel, HelpLevel, RunMode
from courses.outlines import CourseOutline, SimulationItem
from courses.queries import find_outline
from courses.simulation import pages, queries, services
from courses.simulation.guests import guest_key, make_guest_key
from courses.simulation.regions import style_sheet
from lms.accounts import policy
from lms.accounts.access import to_sign_in
from lms.accounts.models import User
from lms.accounts.roles import Permission
from lms.core import periods
from lms.core.errors import DomainError

View = Callable[..., HttpResponse]

LIST_COOKIE = "bd_danh_sach"  # "1": this browser plays as a text list
_YEAR = 365 * 24 * 60 * 60


def of_simulation(view: View) -> View:
    """Gives the view the outline and the simulation in the address. No query once kept."""

    @wraps(view)
    def found(request: HttpRequest, course: str, simulation: str, **kwargs: Any) -> HttpResponse:
        outline = find_outline(course)
        item = outline.simulation(simulation) if outline else None
        if outline is None or item is None:
            raise Http404
        if outline.sign_in_only and not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, outline, item, **kwargs)

    return found


def of_own_run(view: View, *, or_helped: bool = False) -> View:
    """Gives the view a run of one's own: other people's are 404, unless (`or_helped`) one helps the
    learner. A simulation that was withdrawn meanwhile is finished on its old version."""

    @wraps(view)
    def found(
        request: HttpRequest, course: str, simulation: str, token: str, **kwargs: Any
    ) -> HttpResponse:
        outline = find_outline(course)
        run = queries.own_run(token, simulation, request.user, guest_key(request))
        if run is None and or_helped:
            run = queries.run_to_help(token, simulation, request.user)
        if outline is None or run is None:
            raise Http404
        return view(request, outline, run, **kwargs)

    return found


of_run_to_look_at = partial(of_own_run, or_helped=True)


@require_http_methods(["GET", "HEAD", "POST"])
@of_simulation
def start(request: HttpRequest, outline: CourseOutline, item: SimulationItem) -> HttpResponse:
    if request.method == "POST":
        return _begin(request, outline, item)
    mine = queries.runs_of(item.id, request.user, guest_key(request))
    context = pages.start_page(outline, item, mine, in_list=_wants_list(request))
    context["may_lead"] = policy.may(request.user, Permission.RUN_CLASSES)
    return render(request, "courses/simulation/start.html", context)


def _begin(request: HttpRequest, outline: CourseOutline, item: SimulationItem) -> HttpResponse:
    mode = request.POST.get("mode", "")
    if mode not in RunMode.values:
        raise BadRequest
    whole_class = "lop" in request.POST and policy.may(request.user, Permission.RUN_CLASSES)
    user = request.user if isinstance(request.user, User) else None
    in_list = "danh_sach" in request.POST
    run = services.start_run(
        version=item.version,
        user=user,
        guest_key="" if user else make_guest_key(request),
        mode=mode,
        channel=Channel.LIST if in_list else Channel.SCREEN,
        at=periods.now(),
        whole_class=whole_class,
    )
    response = redirect(run_url(outline.slug, item.slug, run.token, 1))
    response.set_cookie(
        LIST_COOKIE, str(int(in_list)), max_age=_YEAR, httponly=True, samesite="Lax"
    )
    return response


def _wants_list(request: HttpRequest) -> bool:
    return request.COOKIES.get(LIST_COOKIE) == "1"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@of_own_run
def step(
    request: HttpRequest, outline: CourseOutline, run: SimulationRun, step: int
) -> HttpResponse:
    if request.method == "POST":
        if request.FILES:  # papers come out of the character's tray; real ones are never taken
            raise BadRequest
        return _act(request, outline, run)
    here = pages.place_of(run)
    if step > here or step < 1:
        return _on(outline, run)
    return _show(request, pages.step_page(_at(outline, run), run, step))


def _act(request: HttpRequest, outline: CourseOutline, run: SimulationRun) -> HttpResponse:
    turn = request.POST.get("turn", "")
    did = request.POST.get("do", "")
    form = {name: request.POST.getlist(name) for name in request.POST}
    before = pages.place_of(run)
    verdict = services.act(
        run=run,
        turn=int(turn) if turn.isdecimal() and len(turn) < 9 else -1,
        did=did,
        form=form,
        at=periods.now(),
    )
    if pages.place_of(run) != before or (verdict is None and did != "hint"):
        return _on(outline, run)
    return _show(
        request, pages.step_page(_at(outline, run), run, before, verdict=verdict, form=form)
    )


def _at(outline: CourseOutline, run: SimulationRun) -> RunPlace:
    return run_place(outline.slug, run.version.simulation.slug, run.token)


def _result(outline: CourseOutline, run: SimulationRun) -> dict[str, Any]:
    links = {"outline": outline, "course": course_url(outline.slug)}
    return pages.result_page(_at(outline, run), run) | links


def _on(outline: CourseOutline, run: SimulationRun) -> HttpResponse:
    slug = run.version.simulation.slug
    place = None if run.is_finished else pages.place_of(run)
    return redirect(run_url(outline.slug, slug, run.token, place))


def _show(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "courses/simulation/step.html", context)


@require_safe
@of_run_to_look_at
def result(request: HttpRequest, outline: CourseOutline, run: SimulationRun) -> HttpResponse:
    if not run.is_finished:
        return _on(outline, run)
    return render(request, "courses/simulation/result.html", _result(outline, run))


@require_POST
@of_run_to_look_at
def helped(request: HttpRequest, outline: CourseOutline, run: SimulationRun) -> HttpResponse:
    """The learner says whether somebody helped."""
    level = request.POST.get("level", "")
    if level not in HelpLevel.values:
        raise BadRequest
    by = request.user if isinstance(request.user, User) else None
    try:
        services.note_help(run=run, level=level, by=by, at=periods.now())
    except DomainError as error:
        context = _result(outline, run) | {"problem": str(error.message)}
        return render(request, "courses/simulation/result.html", context)
    return _on(outline, run)


@require_safe
@of_run_to_look_at
def replay(request: HttpRequest, outline: CourseOutline, run: SimulationRun) -> HttpResponse:
    if not run.is_finished:
        return _on(outline, run)
    n = request.GET.get("n", "")
    context = pages.replay_page(outline, run, int(n) if n.isdecimal() and len(n) < 6 else 1)
    return render(request, "courses/simulation/replay.html", context)


@require_safe
@cache_control(public=True, max_age=_YEAR, immutable=True)
def regions(request: HttpRequest, version: int) -> HttpResponse:
    """A version never changes, and neither does this."""
    try:
        script = queries.version_script(version)
    except SimulationVersion.DoesNotExist as error:
        raise Http404 from error
    return HttpResponse(style_sheet(script), content_type="text/css")


@require_safe
@of_simulation
def sheet(request: HttpRequest, outline: CourseOutline, item: SimulationItem) -> HttpResponse:
    """The simulation on paper."""
    return render(request, "courses/simulation/print.html", pages.sheet_page(outline, item))
