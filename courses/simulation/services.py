"""Runs as verbs: freeze what was published, start, act, say who helped. What is typed is judged here
and then gone: no argument `form` is ever stored or logged."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses import services as courses
from courses.models import (
    CoursePage,
    Evidence,
    SimulationPage,
    SimulationRun,
    SimulationStepResult,
    SimulationVersion,
)
from courses.simulation.engine import Mode, State, answer, begin, dump, hint, leave
from courses.simulation.judging import Form, Verdict
from courses.simulation.keeping import facts_of, script_of, state_of
from courses.simulation.scoring import Score, score
from courses.simulation.script import Script
from courses.simulation.signals import run_begins, run_finished
from lms.accounts.models import User
from lms.core import audit
from lms.core.errors import DomainError

KIND = "practice"  # of the requirement a course asks for


@transaction.atomic
def freeze(*, page: SimulationPage, at: datetime) -> SimulationVersion:
    """The version learners play from now on; a new one only if the script changed. Idempotent."""
    script = page.script()
    checksum = hashlib.sha256(json.dumps(script, sort_keys=True).encode()).hexdigest()
    last = page.versions.first()
    if last is None or last.checksum != checksum:
        last = SimulationVersion.objects.create(
            simulation=page,
            number=last.number + 1 if last else 1,
            published_at=at,
            checksum=checksum,
            script=script,
        )
    _ask_for(page)
    return last


def withdraw(*, page: SimulationPage) -> None:
    """Unpublished: no course asks for it any more. Idempotent."""
    courses.withdraw_requirement(course=_course_of(page), kind=KIND, key=page.slug)


def _ask_for(page: SimulationPage) -> None:
    course = _course_of(page)
    if page.is_required:
        courses.register_requirement(
            course=course, kind=KIND, key=page.slug, title=page.title, minutes=page.minutes
        )
    else:
        courses.withdraw_requirement(course=course, kind=KIND, key=page.slug)


def _course_of(page: SimulationPage) -> CoursePage:
    course: CoursePage = page.get_parent().specific
    return course


def start_run(
    *,
    version: int,
    user: User | None,
    guest_key: str,
    mode: str,
    channel: str,
    at: datetime,
    whole_class: bool = False,
) -> SimulationRun:
    """A new run on this version (its id), with a character of its own. Nothing is limited: one may
    begin as often as one likes."""
    frozen = SimulationVersion.objects.only("pk", "checksum").get(pk=version)
    script = script_of(frozen)
    state = begin(script)
    run = SimulationRun(
        version=frozen,
        user=user,
        guest_key="" if user else guest_key,
        token=secrets.token_urlsafe(16),
        mode=mode,
        channel=channel,
        whole_class=whole_class,
        seed=secrets.randbits(48),
        ward_id=user.ward_id if user else None,
        started_at=at,
        cursor=state.cursor,
        state=dump(state),
    )
    run_begins.send(sender=SimulationRun, run=run, at=at)
    run.save()
    return run


def act(*, run: SimulationRun, turn: int, did: str, form: Form, at: datetime) -> Verdict | None:
    """Answer, ask for a hint ("hint") or have the step done ("leave"). A form sent twice, or after
    another one, changes nothing: the first counts. None: nothing to say about it."""
    if run.is_finished or turn != run.turn:
        return None
    script, facts = script_of(run.version), facts_of(run)
    before = state_of(run)
    seconds = max(0, int((at - run.started_at).total_seconds()))
    after, verdict = _played(script, before, run.mode, facts, did, form, seconds)
    if after is not before:
        _move(run, before, after, script, at)
    return verdict


def _played(
    script: Script,
    state: State,
    mode: str,
    facts: dict[str, str],
    did: str,
    form: Form,
    seconds: int,
) -> tuple[State, Verdict | None]:
    if did == "hint":
        return hint(state, mode, seconds), None
    if did == "leave":
        return leave(script, state, mode, seconds), None
    return answer(script, state, mode, facts, form, seconds)


@transaction.atomic
def _move(run: SimulationRun, before: State, after: State, script: Script, at: datetime) -> None:
    """Write the new state where nobody else did meanwhile; with the last step, the result."""
    changes: dict[str, Any] = {"cursor": after.cursor, "turn": after.turn, "state": dump(after)}
    result = score(script, after.results) if after.is_finished else None
    if result is not None:
        changes |= {"finished_at": at} | _outcome(run, result)
    rows = SimulationRun.objects.filter(pk=run.pk, turn=before.turn, finished_at__isnull=True)
    if not rows.update(**changes):
        run.refresh_from_db(fields=["cursor", "turn", "state", "finished_at"])
        return
    for name, value in changes.items():
        setattr(run, name, value)
    if result is not None:
        run.refresh_from_db(fields=["evidence"])  # a facilitator may have come by meanwhile
        _keep_steps(run, after, script)
        _tell_course(run, at)
        run_finished.send(sender=SimulationRun, run=run, at=at)


def _outcome(run: SimulationRun, result: Score) -> dict[str, Any]:
    if run.mode == Mode.WATCH:
        return {}
    passed = result.passes(run.version.simulation.pass_percent) if run.mode == Mode.TEST else None
    return {"points": result.points, "max_points": result.most, "passed": passed}


def _keep_steps(run: SimulationRun, state: State, script: Script) -> None:
    SimulationStepResult.objects.bulk_create(
        SimulationStepResult(
            run=run,
            step=uid,
            skill=script.by_uid[uid].skill,
            tries=one.misses + 1,
            hints=one.hints,
            outcome=one.outcome,
            points=one.points,
            seconds=one.seconds,
        )
        for uid, one in state.results.items()
    )


def _tell_course(run: SimulationRun, at: datetime) -> None:
    """A passed test meets what the course asks for; anything else is learning all the same."""
    if run.user is None or run.whole_class or run.mode == Mode.WATCH:
        return
    page = run.version.simulation
    enrolment = run.user.enrolments.filter(course=_course_of(page)).first()
    if not (run.passed and page.is_required):
        if enrolment is not None:
            courses.note_activity(enrolment=enrolment, at=at)
        return
    enrolment = enrolment or courses.enrol(user=run.user, course=_course_of(page), at=at)
    courses.meet_requirement(
        enrolment=enrolment,
        kind=KIND,
        key=page.slug,
        evidence=run.evidence,
        score_text=f"{run.points}/{run.max_points}",
        at=at,
    )


@transaction.atomic
def supervise(*, run: SimulationRun, by: User, at: datetime) -> None:
    """`by` has looked at the person who is at this test, in the class it was begun in. Idempotent;
    a test that is over stays what it was."""
    if run.user_id == by.pk:
        raise DomainError(
            _("Nobody supervises themselves. Ask another facilitator."),
            code="simulation.own_supervisor",
        )
    under_way = SimulationRun.objects.filter(
        pk=run.pk, mode=Mode.TEST, class_ref__isnull=False, finished_at__isnull=True
    )
    if not under_way.update(evidence=Evidence.SUPERVISED, supervisor=by):
        raise DomainError(
            _("This test is over. Only one that is still going on can be supervised."),
            code="simulation.too_late_to_supervise",
        )
    run.refresh_from_db(fields=["evidence", "supervisor"])
    audit.record("simulation.supervised", run, by=by, session=run.class_ref)


@transaction.atomic
def note_help(*, run: SimulationRun, level: str, by: User | None, at: datetime) -> None:
    """How much somebody helped. A facilitator's word stands above the learner's. Where only unaided
    passes count and parts were done by somebody else, the pass no longer counts."""
    if run.helper_id is not None and (by is None or by.pk == run.user_id):
        raise DomainError(
            _("A facilitator has noted this already. Ask them to change it."),
            code="simulation.help_noted",
        )
    run.help_level = level
    run.helper = by if by is not None and by.pk != run.user_id else None
    run.save(update_fields=["help_level", "helper"])
    audit.record("simulation.help_noted", run, by=by, level=level)
    if run.user is not None and run.passed and not counts(run):
        _take_back(run, at)


def counts(run: SimulationRun) -> bool:
    """Whether a passed run may meet its course's requirement."""
    return not (run.version.simulation.unaided_only and run.help_level == "lam_ho")


def _take_back(run: SimulationRun, at: datetime) -> None:
    """Unless another run, done unaided, passed too."""
    others = SimulationRun.objects.filter(
        user=run.user, version__simulation=run.version.simulation, passed=True, whole_class=False
    ).exclude(help_level="lam_ho")
    page = run.version.simulation
    enrolment = run.user and run.user.enrolments.filter(course=_course_of(page)).first()
    if enrolment and not others.exists():
        courses.lose_requirement(enrolment=enrolment, kind=KIND, key=page.slug, at=at)


def keep_guest_runs(*, user: User, guest_key: str) -> int:
    """What was practised before signing in is theirs now. Nothing is required retroactively.
    Returns how many. Idempotent."""
    runs = SimulationRun.objects.filter(guest_key=guest_key, user__isnull=True)
    return runs.update(user=user, guest_key="", ward=user.ward_id) if guest_key else 0
