"""The pages a learning system opens in its frame (LTI 1.3). Frames get no cookies of ours in many
browsers, so nothing here stands on a session: a launch's token is in the addresses, unguessable, and
guards the forms as well. Only registered systems may show these pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.addresses import RunPlace
from courses.models.simulation import Channel, RunMode
from courses.simulation import pages
from courses.simulation import services as simulation
from lms.core import periods
from lms.core.middleware import STRICT_POLICY
from lms.interop.lti import keys, queries, services
from lms.interop.lti.errors import LtiError
from lms.interop.lti.models import Launch, LaunchedRun, Login, ScoreState

View = Callable[..., HttpResponse]

LAYOUT = "interop/lti/layout.html"
_COOKIE_LASTS = int(services.LOGIN_LASTS.total_seconds())
_HOME = "/lti/"


def framed(response: HttpResponse, origins: list[str]) -> HttpResponse:
    """May be shown in a frame by these alone."""
    ancestors = " ".join(origins) or "'none'"
    response["Content-Security-Policy"] = STRICT_POLICY.replace(
        "frame-ancestors 'none'", f"frame-ancestors {ancestors}"
    )
    response.xframe_options_exempt = True  # type: ignore[attr-defined]
    return response


def of_platforms(view: View) -> View:
    """For all of them; what is refused is said in a sentence, in their frame."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return framed(view(request, *args, **kwargs), queries.all_origins())
        except LtiError as error:
            page = render(request, "interop/lti/refused.html", _refusal(error), status=400)
            return framed(page, queries.all_origins())

    return guarded


def of_launch(view: View) -> View:
    """Gives the view the launch in the address."""

    @wraps(view)
    def found(request: HttpRequest, launch: str, **kwargs: Any) -> HttpResponse:
        try:
            opened = services.open_launch(token=launch, at=periods.now())
            return framed(view(request, opened, **kwargs), opened.platform.origins())
        except LtiError as error:
            page = render(request, "interop/lti/refused.html", _refusal(error), status=404)
            return framed(page, queries.all_origins())

    return found


def of_run(view: View) -> View:
    """Gives the view a run of the person of the launch; others are 404."""

    @wraps(view)
    def found(request: HttpRequest, launch: Launch, run: str, **kwargs: Any) -> HttpResponse:
        launched = queries.run_of(launch, run)
        if launched is None:
            raise Http404
        return view(request, launch, launched, **kwargs)

    return of_launch(found)


def _refusal(error: LtiError) -> dict[str, Any]:
    return {"layout": LAYOUT, "sentence": error.message, "code": error.code}


# --- coming in ---------------------------------------------------------------------------------


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@of_platforms
def login(request: HttpRequest) -> HttpResponse:
    """Where a platform begins a launch."""
    given = request.POST if request.method == "POST" else request.GET
    begun, address = services.begin_login(
        given={name: str(value) for name, value in given.items()},
        back_to=f"{settings.PUBLIC_URL}{reverse('lti:launch')}",
        at=periods.now(),
    )
    response = HttpResponseRedirect(address)
    response.set_cookie(
        _cookie(begun.state), begun.state, max_age=_COOKIE_LASTS, path=_HOME, secure=True,
        httponly=True, samesite="None",
    )  # fmt: skip
    return response


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_POST
@of_platforms
def launch(request: HttpRequest) -> HttpResponse:
    """Where the platform sends the person back with a pass."""
    state, token = request.POST.get("state", ""), request.POST.get("id_token", "")
    if not state or not token:
        raise LtiError("incomplete")
    cookie = request.COOKIES.get(_cookie(state), "")
    try:
        opened = services.accept(
            state=state, token=token, cookie=cookie, host=queries.our_host(), at=periods.now()
        )
    except services.NeedsWindow as needed:
        return render(request, "interop/lti/window.html", _window(needed.login))
    response = redirect("lti:start", launch=opened.token)
    response.delete_cookie(_cookie(state), path=_HOME, samesite="None")
    return response


def _cookie(state: str) -> str:
    """One for each launch: several may be begun side by side."""
    return f"lti-{''.join(char for char in state[:12] if char.isalnum())}"


def _window(login: Login) -> dict[str, Any]:
    given = {name: value for name, value in login.given.items() if value}
    return {"layout": LAYOUT, "again": f"{reverse('lti:login')}?{urlencode(given)}"}


@require_safe
@cache_control(public=True, max_age=600)
def key_set(request: HttpRequest) -> JsonResponse:
    """Our public keys, for platforms."""
    return JsonResponse({"keys": keys.published()})


# --- playing -----------------------------------------------------------------------------------


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_launch
def start(request: HttpRequest, launch: Launch) -> HttpResponse:
    outline, item = queries.practice_of(launch)
    if request.method == "POST":
        return _begin(request, launch, item.version)
    mine = queries.runs_of(launch)
    unfinished = next((row.run for row in mine if not row.run.is_finished), None)
    context = {
        "layout": LAYOUT,
        "outline": outline,
        "item": item,
        "steps": queries.steps_of(item),
        "modes": pages.modes([row.run for row in mine]),
        "unfinished": unfinished
        and {"href": _at(launch, unfinished.token).step(pages.place_of(unfinished))},
        "is_stale": pages.is_stale(item.checked_on),
    }
    return render(request, "courses/simulation/start.html", context)


def _begin(request: HttpRequest, launch: Launch, version: int) -> HttpResponse:
    mode = request.POST.get("mode", "")
    if mode not in RunMode.values:
        raise BadRequest
    launched = services.begin_run(
        launch=launch,
        version=version,
        mode=mode,
        channel=Channel.LIST if "danh_sach" in request.POST else Channel.SCREEN,
        at=periods.now(),
    )
    return redirect(_at(launch, launched.run.token).step(1))


def _at(launch: Launch, run: str) -> RunPlace:
    first = reverse("lti:start", args=[launch.token])
    return RunPlace(first, f"{first}{run}/")


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@of_run
def step(request: HttpRequest, launch: Launch, launched: LaunchedRun, step: int) -> HttpResponse:
    run, at = launched.run, _at(launch, launched.run.token)
    if request.method == "POST":
        return _act(request, launched, at)
    if step > pages.place_of(run) or step < 1:
        return _on(launched, at)
    return _show(request, pages.step_page(at, run, step))


def _act(request: HttpRequest, launched: LaunchedRun, at: RunPlace) -> HttpResponse:
    if request.FILES:
        raise BadRequest
    run, turn, did = launched.run, request.POST.get("turn", ""), request.POST.get("do", "")
    form = {name: request.POST.getlist(name) for name in request.POST}
    before = pages.place_of(run)
    verdict = simulation.act(
        run=run,
        turn=int(turn) if turn.isdecimal() and len(turn) < 9 else -1,
        did=did,
        form=form,
        at=periods.now(),
    )
    if pages.place_of(run) != before or (verdict is None and did != "hint"):
        return _on(launched, at)
    return _show(request, pages.step_page(at, run, before, verdict=verdict, form=form))


def _on(launched: LaunchedRun, at: RunPlace) -> HttpResponse:
    run = launched.run
    return redirect(at.result if run.is_finished else at.step(pages.place_of(run)))


def _show(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "courses/simulation/step.html", {"layout": LAYOUT, **context})


@never_cache
@require_safe
@of_run
def result(request: HttpRequest, launch: Launch, launched: LaunchedRun) -> HttpResponse:
    at = _at(launch, launched.run.token)
    if not launched.run.is_finished:
        return _on(launched, at)
    context = {
        "layout": LAYOUT,
        "platform": launch.platform.name,
        "is_sent": launched.state == ScoreState.SENT,
        "is_pending": launched.state == ScoreState.PENDING,
        "is_better": launched.state == ScoreState.BETTER,
        "is_refused": launched.state == ScoreState.REFUSED,
        "return_url": queries.safe_return(launch),
        **pages.result_page(at, launched.run),
    }
    return render(request, "interop/lti/result.html", context)
