"""A launch as verbs: begin it, take the pass, begin a run, send its score."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import compare_digest, token_hex, token_urlsafe
from urllib.parse import urlencode, urlsplit

from django.db import transaction
from django.db.models import F
from django.urls import Resolver404, resolve
from django.utils.crypto import salted_hmac

from courses.models import SimulationPage, SimulationRun
from courses.queries import find_outline
from courses.simulation.engine import Mode
from courses.simulation.services import start_run
from lms.interop.lti.errors import LtiError
from lms.interop.lti.models import Launch, LaunchedRun, Login, Platform, ScoreState
from lms.interop.lti.outside import Refused, Unreachable, send_score
from lms.interop.lti.passes import Pass, read_pass

LOGIN_LASTS = timedelta(minutes=10)
LAUNCH_LASTS = timedelta(hours=12)
SUBJECT_KEPT = timedelta(days=30)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
MOST_TRIES = 30  # about a week
_GIVEN = (
    "iss",
    "login_hint",
    "target_link_uri",
    "client_id",
    "lti_deployment_id",
    "lti_message_hint",
)
_LONGEST = 4000


class NeedsWindow(Exception):
    """The browser did not keep our cookie, as frames often do not: begin again in a window."""

    def __init__(self, login: Login) -> None:
        super().__init__()
        self.login = login


def begin_login(*, given: Mapping[str, str], back_to: str, at: datetime) -> tuple[Login, str]:
    """Third-party initiated login: the kept state, and the platform's address to go to with it."""
    asked = {name: given.get(name, "") for name in _GIVEN}
    if not asked["iss"] or not asked["login_hint"] or max(map(len, asked.values())) > _LONGEST:
        raise LtiError("incomplete")
    platform = _platform(asked["iss"], asked["client_id"])
    if asked["lti_deployment_id"] and not platform.knows_deployment(asked["lti_deployment_id"]):
        raise LtiError("unknown_deployment")
    login = Login.objects.create(
        platform=platform,
        state=token_urlsafe(32),
        nonce=token_urlsafe(32),
        asked_at=at,
        given=asked,
    )
    query = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platform.client_id,
        "redirect_uri": back_to,
        "login_hint": asked["login_hint"],
        "state": login.state,
        "nonce": login.nonce,
    }
    if asked["lti_message_hint"]:
        query["lti_message_hint"] = asked["lti_message_hint"]
    joint = "&" if "?" in platform.auth_url else "?"
    return login, f"{platform.auth_url}{joint}{urlencode(query)}"


def _platform(issuer: str, client_id: str) -> Platform:
    """Without a client ID the issuer alone must say which."""
    found = Platform.objects.filter(issuer=issuer, is_active=True)
    if client_id:
        found = found.filter(client_id=client_id)
    candidates = list(found[:2])
    if len(candidates) != 1:
        raise LtiError("unknown_platform")
    return candidates[0]


def accept(*, state: str, token: str, cookie: str, host: str, at: datetime) -> Launch:
    """The pass came: everything about it is checked, then it counts once. `cookie`: what this browser
    kept of the state; NeedsWindow if it is another browser's or none. `host`: ours."""
    logins = Login.objects.select_related("platform")
    login = logins.filter(state=state[:64], platform__is_active=True).first()
    if login is None or at - login.asked_at > LOGIN_LASTS:
        raise LtiError("too_late")
    if login.used_at is not None:
        raise LtiError("used")
    given = read_pass(login.platform, token, login.nonce)
    if not compare_digest(cookie.encode(), login.state.encode()):
        raise NeedsWindow(login)
    simulation = _practice(given.target, host)
    with transaction.atomic():
        if not Login.objects.filter(pk=login.pk, used_at__isnull=True).update(used_at=at, given={}):
            raise LtiError("used")
        return _launch(login.platform, given, simulation, at)


def _practice(target: str, host: str) -> SimulationPage:
    """The practice at this address of ours."""
    parts = urlsplit(target)
    try:
        match = resolve(parts.path)
    except Resolver404 as error:
        raise LtiError("unknown_practice") from error
    if parts.netloc != host or match.view_name != "courses:simulation":
        raise LtiError("unknown_practice")
    outline = find_outline(match.kwargs["course"])
    item = outline.simulation(match.kwargs["simulation"]) if outline else None
    if item is None:
        raise LtiError("unknown_practice")
    return SimulationPage.objects.get(pk=item.id)


def _launch(platform: Platform, given: Pass, simulation: SimulationPage, at: datetime) -> Launch:
    return Launch.objects.create(
        token=token_urlsafe(16),
        platform=platform,
        simulation=simulation,
        person=_pseudonym(platform, given.subject),
        subject=given.subject if given.score_url else "",
        link=given.link,
        score_url=given.score_url,
        return_url=given.return_url,
        started_at=at,
        ends_at=at + LAUNCH_LASTS,
    )


def _pseudonym(platform: Platform, subject: str) -> str:
    """The same for the same person of the same platform; nobody at all without an identifier."""
    if not subject:
        return token_hex(16)
    value = f"{platform.pk}:{subject}"
    return salted_hmac("lti.person", value, algorithm="sha256").hexdigest()[:32]


def open_launch(*, token: str, at: datetime) -> Launch:
    """LtiError "over" once it ended; then one opens it again from the course."""
    launches = Launch.objects.select_related("platform", "simulation")
    launch = launches.filter(token=token, ends_at__gt=at, platform__is_active=True).first()
    if launch is None:
        raise LtiError("over")
    return launch


@transaction.atomic
def begin_run(
    *, launch: Launch, version: int, mode: str, channel: str, at: datetime
) -> LaunchedRun:
    run = start_run(
        version=version, user=None, guest_key=launch.person, mode=mode, channel=channel, at=at
    )
    return LaunchedRun.objects.create(launch=launch, run=run)


# --- scores ------------------------------------------------------------------------------------


def queue_score(*, run: SimulationRun, at: datetime) -> LaunchedRun | None:
    """A finished test of a launch that wants a score waits to be sent, if it is the best so far. None:
    nothing to send."""
    rows = LaunchedRun.objects.select_related("launch")
    launched = rows.filter(run=run).first()
    if launched is None or run.mode != Mode.TEST or not launched.launch.score_url:
        return None
    earlier = _earlier(launched)
    is_best = all(_percent(run) > _percent(other.run) for other in earlier)
    if is_best:  # one still waiting must not arrive after this one
        waiting = [other.pk for other in earlier if other.state == ScoreState.PENDING]
        LaunchedRun.objects.filter(pk__in=waiting, state=ScoreState.PENDING).update(
            state=ScoreState.BETTER, next_try_at=None
        )
    launched.state = ScoreState.PENDING if is_best else ScoreState.BETTER
    launched.next_try_at = at if is_best else None
    launched.save(update_fields=["state", "next_try_at"])
    return launched if is_best else None


def _earlier(launched: LaunchedRun) -> list[LaunchedRun]:
    launch = launched.launch
    mine = LaunchedRun.objects.filter(
        launch__person=launch.person,
        launch__score_url=launch.score_url,
        state__in=(ScoreState.PENDING, ScoreState.SENT),
    )
    return list(mine.exclude(pk=launched.pk).select_related("run"))


def _percent(run: SimulationRun) -> float:
    return (run.points or 0) / (run.max_points or 1)


def look_after(*, at: datetime) -> int:
    """The sweep: scores whose platform was away; identifiers nobody needs. Returns how many it sent."""
    forget(at=at)
    return sum(deliver(launched_id=pk, at=at) for pk in due_scores(at=at))


def due_scores(*, at: datetime, limit: int = 100) -> list[int]:
    waiting = LaunchedRun.objects.filter(state=ScoreState.PENDING, next_try_at__lte=at)
    return list(waiting.order_by("next_try_at").values_list("pk", flat=True)[:limit])


def deliver(*, launched_id: int, at: datetime) -> bool:
    """Send one score that is due; whether it arrived. Claimed first, so that of two at once one sends;
    what could not be sent is due again later."""
    rows = LaunchedRun.objects.select_related("launch__platform", "run")
    launched = rows.filter(pk=launched_id).first()
    if launched is None or not _claim(launched, at):
        return False
    launch = launched.launch
    try:
        send_score(launch.platform, launch.score_url, _score(launched))
    except Unreachable:
        if launched.tries + 1 >= MOST_TRIES:
            _settle(launched, ScoreState.REFUSED, at)
        return False
    except Refused:
        _settle(launched, ScoreState.REFUSED, at)
        return False
    _settle(launched, ScoreState.SENT, at)
    return True


def _claim(launched: LaunchedRun, at: datetime) -> bool:
    wait = min(FIRST_WAIT * 2 ** min(launched.tries, 12), LONGEST_WAIT)
    mine = LaunchedRun.objects.filter(
        pk=launched.pk, state=ScoreState.PENDING, tries=launched.tries, next_try_at__lte=at
    )
    return bool(mine.update(tries=F("tries") + 1, next_try_at=at + wait))


def _settle(launched: LaunchedRun, state: ScoreState, at: datetime) -> None:
    sent_at = at if state == ScoreState.SENT else None
    LaunchedRun.objects.filter(pk=launched.pk).update(
        state=state, next_try_at=None, sent_at=sent_at
    )


def _score(launched: LaunchedRun) -> dict[str, object]:
    run = launched.run
    assert run.finished_at is not None
    return {
        "userId": launched.launch.subject,
        "scoreGiven": run.points,
        "scoreMaximum": run.max_points,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": run.finished_at.isoformat(timespec="milliseconds"),
    }


def forget(*, at: datetime) -> None:
    """What is not needed any more: begun launches after a day, identifiers of people after a month."""
    Login.objects.filter(asked_at__lt=at - timedelta(days=1)).delete()
    old = Launch.objects.filter(ends_at__lt=at - SUBJECT_KEPT).exclude(subject="")
    old.exclude(runs__state=ScoreState.PENDING).update(subject="")
