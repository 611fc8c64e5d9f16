"""Learning as verbs: enrol, read, meet a requirement, complete.

Everything here may be called twice with the same result. Whatever changes an enrolment holds its
row first: the last two things of a course, finished in the same second, complete it once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from courses.models import (
    CourseAssignment,
    CoursePage,
    Enrolment,
    Evidence,
    LessonPage,
    LessonProgress,
    Requirement,
    RequirementDone,
)
from courses.outlines import CourseOutline, LessonItem, find_outline
from courses.signals import (
    course_completed,
    enrolment_changed,
    requirement_lost,
    requirement_met_again,
    requirement_regained,
)
from lms.accounts.models import User
from lms.core import audit
from lms.units.models import Agency


@transaction.atomic
def enrol(*, user: User, course: CoursePage, at: datetime) -> Enrolment:
    """Put `user` on the course, with the ward and agency they have now. Idempotent."""
    enrolment, is_new = Enrolment.objects.get_or_create(
        user=user,
        course=course,
        defaults={
            "ward_id": user.ward_id,
            "agency_id": user.agency_id,
            "course_version": course.version,
            "enrolled_at": at,
            "last_activity_at": at,
        },
    )
    if is_new:
        _tell(enrolment)
    return enrolment


def open_screen(
    *, enrolment: Enrolment, lesson: LessonPage | LessonItem, screen: int, at: datetime
) -> None:
    """Remember where to resume the lesson. Idempotent; reading on is `record_screen`."""
    seen = {"last_screen": _within(lesson, screen), "seen_at": at}
    if not enrolment.lessons.filter(lesson=lesson.id).update(**seen):
        _open_lesson(enrolment, lesson.id, seen)


@transaction.atomic
def _open_lesson(enrolment: Enrolment, lesson_id: int, seen: dict[str, Any]) -> None:
    _hold(enrolment)
    LessonProgress.objects.update_or_create(
        enrolment=enrolment,
        lesson_id=lesson_id,
        defaults=seen,
        create_defaults=seen | {"started_at": seen["seen_at"]},
    )
    _after_activity(enrolment, seen["seen_at"])


@transaction.atomic
def record_screen(
    *, enrolment: Enrolment, lesson: LessonPage | LessonItem, screen: int, at: datetime
) -> LessonProgress:
    """Mark `screen` (from 1) as done; with the last one the lesson is done, and with the last thing
    of the course the course is completed. Idempotent."""
    _hold(enrolment)
    progress, _is_new = LessonProgress.objects.get_or_create(
        enrolment=enrolment, lesson_id=lesson.id, defaults={"started_at": at, "seen_at": at}
    )
    progress.screen = max(progress.screen, _within(lesson, screen))
    progress.last_screen = _within(lesson, screen + 1)
    progress.seen_at = at
    finished = progress.done_at is None and progress.screen >= _screens(lesson)
    if finished:
        progress.done_at = at
    progress.save(update_fields=["screen", "last_screen", "seen_at", "done_at"])
    _after_activity(enrolment, at, may_complete=finished)
    return progress


@transaction.atomic
def register_requirement(
    *,
    course: CoursePage,
    kind: str,
    key: str,
    title: str,
    minutes: int,
    position: int = 0,
) -> Requirement:
    """Make the course ask for something (a quiz). Idempotent; called again it renames."""
    requirement, _is_new = Requirement.objects.update_or_create(
        course=course,
        kind=kind,
        key=key,
        defaults={"title": title, "minutes": minutes, "position": position, "is_active": True},
    )
    return requirement


@transaction.atomic
def withdraw_requirement(*, course: CoursePage, kind: str, key: str) -> None:
    """The course no longer asks for it; who met it keeps that. Idempotent."""
    for requirement in Requirement.objects.filter(course=course, kind=kind, key=key):
        requirement.is_active = False
        requirement.save(update_fields=["is_active"])


@transaction.atomic
def meet_requirement(
    *,
    enrolment: Enrolment,
    kind: str,
    key: str,
    evidence: str,
    score_text: str,
    at: datetime,
) -> RequirementDone | None:
    """The learner did what the course asks for. Idempotent: the first time counts, except that
    before completion a supervised pass replaces a self-study one. None if the course no longer asks
    for it."""
    _hold(enrolment)
    requirement = Requirement.objects.filter(
        course=enrolment.course_id, kind=kind, key=key, is_active=True
    ).first()
    if requirement is None:
        return None
    done, is_new = RequirementDone.objects.get_or_create(
        enrolment=enrolment,
        requirement=requirement,
        defaults={"done_at": at, "evidence": evidence, "score_text": score_text},
    )
    stronger = evidence == Evidence.SUPERVISED and done.evidence != Evidence.SUPERVISED
    if not is_new and stronger and enrolment.completed_at is None:
        done.evidence, done.score_text, done.done_at = evidence, score_text, at
        done.save(update_fields=["evidence", "score_text", "done_at"])
    if done.lost_at is not None:
        done.lost_at = None
        done.save(update_fields=["lost_at"])
        requirement_regained.send(
            sender=RequirementDone, enrolment=enrolment, requirement=requirement
        )
    _after_activity(enrolment, at, may_complete=True)
    return done


@transaction.atomic
def meet_requirement_again(
    *, enrolment: Enrolment, kind: str, key: str, evidence: str, score_text: str, at: datetime
) -> None:
    """Something the course asks for was done once more after the course was completed. What stands in
    the record stays; whoever listens is told. Nothing happens before completion."""
    if enrolment.completed_at is None or enrolment.completed_at >= at:
        return
    done = enrolment.requirements_done.filter(
        requirement__kind=kind, requirement__key=key, requirement__is_active=True, done_at__lt=at
    ).first()
    if done is not None:
        requirement_met_again.send(
            sender=RequirementDone,
            enrolment=enrolment,
            requirement=done.requirement,
            score_text=score_text,
            evidence=evidence,
            at=at,
        )


@transaction.atomic
def lose_requirement(*, enrolment: Enrolment, kind: str, key: str, at: datetime) -> bool:
    """It turned out that the learner has not met this (a test was marked again). Before completion
    it is asked for again. A completion is never taken back by itself: it stays, and
    `requirement_lost` tells who gave something for it. Returns whether anything changed; idempotent."""
    _hold(enrolment)
    done = enrolment.requirements_done.filter(
        requirement__kind=kind, requirement__key=key, lost_at__isnull=True
    ).first()
    if done is None:
        return False
    if enrolment.completed_at is None:
        done.delete()
        _tell(enrolment)
        return True
    done.lost_at = at
    done.save(update_fields=["lost_at"])
    requirement_lost.send(sender=RequirementDone, enrolment=enrolment, requirement=done.requirement)
    return True


@transaction.atomic
def note_activity(*, enrolment: Enrolment, at: datetime) -> None:
    """The learner did something on the course that leaves no other trace here, such as handing in a
    test without passing it. Idempotent."""
    _hold(enrolment)
    _after_activity(enrolment, at)


@transaction.atomic
def merge_guest_progress(
    *, user: User, progress: Mapping[str, Mapping[str, int]], at: datetime
) -> int:
    """Give `user` what was read before signing in ({course slug: {lesson slug: furthest screen}}).
    Returns in how many lessons that went further than the account already was. Idempotent; what is
    no longer published is left out."""
    kept = 0
    for slug, read in progress.items():
        outline = find_outline(slug)
        if outline is not None:
            kept += _merge_course(user, outline, read, at)
    return kept


@transaction.atomic
def assign_course(
    *, course: CoursePage, agency: Agency, due_on: date, by: User | None
) -> CourseAssignment:
    """Require the course of an agency's staff by a day; called again it moves the day."""
    assignment, is_new = CourseAssignment.objects.update_or_create(
        course=course, agency=agency, defaults={"due_on": due_on, "assigned_by": by}
    )
    audit.record(
        "course.assigned" if is_new else "course.assignment_changed",
        assignment,
        by=by,
        course=course.slug,
        agency=agency.code,
        due_on=due_on.isoformat(),
    )
    return assignment


def _merge_course(user: User, outline: CourseOutline, read: Mapping[str, int], at: datetime) -> int:
    items = [item for item in outline.lessons if read.get(item.slug)]
    if not items:
        return 0
    enrolment = enrol(user=user, course=CoursePage.objects.get(pk=outline.course_id), at=at)
    reached = dict(enrolment.lessons.values_list("lesson_id", "screen"))
    further = [item for item in items if read[item.slug] > reached.get(item.id, 0)]
    for item in further:
        record_screen(enrolment=enrolment, lesson=item, screen=read[item.slug], at=at)
    return len(further)


def _hold(enrolment: Enrolment) -> None:
    """Lock the row until the transaction ends, and see it as it is now. Always before the first
    write to what hangs on it; no_key, because such writes hold the key of the row."""
    user = enrolment.user
    enrolment.refresh_from_db(from_queryset=Enrolment.objects.select_for_update(no_key=True))
    enrolment.user = user


def _screens(lesson: LessonPage | LessonItem) -> int:
    return lesson.screens if isinstance(lesson, LessonItem) else len(lesson.screens)


def _within(lesson: LessonPage | LessonItem, screen: int) -> int:
    return max(1, min(screen, _screens(lesson)))


def _after_activity(enrolment: Enrolment, at: datetime, *, may_complete: bool = False) -> None:
    """Move dates and place on, complete the enrolment if that was the last thing, tell others."""
    ward_before = enrolment.ward_id
    enrolment.last_activity_at = max(at, enrolment.last_activity_at)
    if enrolment.completed_at is None:
        enrolment.ward_id, enrolment.agency_id = enrolment.user.ward_id, enrolment.user.agency_id
    enrolment.save(update_fields=["last_activity_at", "ward", "agency"])
    if may_complete and enrolment.completed_at is None and _everything_done(enrolment):
        _complete(enrolment, at)
    _tell(enrolment, ward_before=ward_before)


def _everything_done(enrolment: Enrolment) -> bool:
    """Asked of the database, not of the kept outline: a completion cannot be taken back."""
    course = CoursePage.objects.live().filter(pk=enrolment.course_id).first()
    if course is None:  # withdrawn: what it taught no longer holds
        return False
    read = enrolment.lessons.filter(done_at__isnull=False).values("lesson_id")
    met = enrolment.requirements_done.values("requirement_id")
    unread = LessonPage.objects.live().child_of(course).exclude(pk__in=read)
    unmet = Requirement.objects.filter(course=course, is_active=True).exclude(pk__in=met)
    return not unread.exists() and not unmet.exists()


def _complete(enrolment: Enrolment, at: datetime) -> None:
    """Claim the completion; whoever claims it tells, once."""
    evidence = _evidence(enrolment)
    claimed = Enrolment.objects.filter(pk=enrolment.pk, completed_at__isnull=True).update(
        completed_at=at, evidence=evidence
    )
    if claimed:
        enrolment.completed_at, enrolment.evidence = at, evidence
        course_completed.send(sender=Enrolment, enrolment=enrolment)


def _evidence(enrolment: Enrolment) -> str:
    """Supervised only if everything that was tested was supervised."""
    kinds = set(enrolment.requirements_done.values_list("evidence", flat=True))
    return Evidence.SUPERVISED if kinds == {Evidence.SUPERVISED} else Evidence.SELF_STUDY


def _tell(enrolment: Enrolment, *, ward_before: int | None = None) -> None:
    """`ward_before`: the ward whose numbers the enrolment has just left, or None."""
    left = ward_before if ward_before != enrolment.ward_id else None
    enrolment_changed.send(sender=Enrolment, enrolment=enrolment, ward_before=left)
