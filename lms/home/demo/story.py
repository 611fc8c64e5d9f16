"""The whole demo, in one transaction: everything or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from courses.bulk import publish_before
from courses.models import CoursePage
from courses.queries import live_courses, outline
from courses.services import assign_course
from lms.accounts.bulk import add_people
from lms.accounts.models import Audience, User
from lms.accounts.roles import Role
from lms.centres.bulk import add_sessions
from lms.centres.models import ClassSession
from lms.core import periods
from lms.core.errors import DomainError
from lms.core.queue import left_to_sweeps
from lms.home.demo import accounts, classes, figures, papers, writing
from lms.home.demo.learning import Course, Learning, learnings_of
from lms.home.demo.people import Draft, card_numbers, draft_people
from lms.home.demo.places import Place, survey
from lms.home.demo.ready import ready_learnings
from lms.progress.definitions import TREND_DAYS
from lms.progress.services import counting_deferred, take_snapshots
from lms.units.models import AdminUnit, Agency, AreaSet
from lms.units.queries import area_wards, wards_of
from quizzes.bulk import TestDesk
from quizzes.models import Quiz

PROVINCE = "51"  # Quảng Ngãi
DAYS = 120
MOST_LIVED_THROUGH = 60


@dataclass(slots=True)
class Story:
    """What one loading works with."""

    people: int
    now: dt.datetime
    rng: Random
    wards: list[AdminUnit]
    courses: list[Course]
    committees: dict[int, Agency]
    home: accounts.Home

    @property
    def began_at(self) -> dt.datetime:
        return self.now - dt.timedelta(days=DAYS + 7)


@dataclass(frozen=True, slots=True)
class Loaded:
    people: int
    enrolments: int
    sessions: int


def is_loaded() -> bool:
    return User.objects.filter(is_invented=True).exists()


def load(*, people: int, seed: int, now: dt.datetime | None = None) -> Loaded:
    """Invent `people` learners and their history up to `now`. DomainError "demo.nothing_there"
    where units or courses are missing. Not idempotent: ask `is_loaded` before."""
    now = now or periods.now()
    with transaction.atomic(), left_to_sweeps():
        story = _prepare(people, now, Random(seed))  # noqa: S311 (people, not secrets)
        with counting_deferred():
            loaded = _tell(story)
        take_snapshots(days=_days_kept(periods.local_date(now)), at=now)
    return loaded


def _days_kept(today: dt.date) -> list[dt.date]:
    """Every day of the last two months, one day a week before that."""
    return [
        today - dt.timedelta(days=back)
        for back in range(1, DAYS + 1)
        if back <= 2 * TREND_DAYS + 1 or back % 7 == 0
    ]


def _prepare(people: int, now: dt.datetime, rng: Random) -> Story:
    wards = list(wards_of(PROVINCE).order_by("code"))
    areas = AreaSet.objects.filter(province__code=PROVINCE).order_by("code")
    area = areas.filter(code=accounts.AREA).first() or areas.first()
    committees = {
        agency.unit_id: agency
        for agency in Agency.objects.filter(kind="committee", unit__in=wards)
        if agency.unit_id
    }
    pages = list(live_courses())
    if not (wards and area and committees and pages):
        raise DomainError(
            _("Load units and courses first: import_units, load_content, load_questions."),
            code="demo.nothing_there",
        )
    publish_before(pages, at=now - dt.timedelta(days=DAYS + 7))
    home = accounts.Home(
        area=area,
        wards=list(area_wards(area)),
        committee=next(iter(committees.values())),
        ministry=Agency.objects.filter(ministry_pages__isnull=False).first(),
    )
    courses = [_course(page) for page in pages]
    return Story(people, now, rng, wards, courses, committees, home)


def _course(page: CoursePage) -> Course:
    """With a desk for every test the course asks for."""
    found = outline(page)
    keys = [item.key for item in found.requirements if item.kind == "quiz"]
    quizzes = Quiz.objects.filter(course=page, slug__in=keys).select_related("course")
    return Course(page, found, tuple(TestDesk(quiz) for quiz in quizzes))


def _tell(story: Story) -> Loaded:
    rng, now = story.rng, story.now
    places = survey(story.wards, people=story.people, rng=rng)
    home = _with_committee(story)
    ready = accounts.create_ready_accounts(home, at=story.began_at)
    points = classes.open_points(places, area=home.area.code, rng=rng)
    plans = classes.appoint_facilitators(
        points,
        ready=ready[Role.FACILITATOR],
        area=home.area.code,
        at=story.began_at,
        rng=rng,
    )
    taught = [c.page for c in story.courses if Audience.RESIDENT in c.outline.audiences]
    classes.plan_sessions(plans, taught or [story.courses[0].page], now=now, days=DAYS, rng=rng)
    drafts = draft_people(places, plans, story.committees, now=now, days=DAYS, rng=rng)
    users = _people(drafts, rng)
    _came_to(plans, drafts, users)
    papers.join_classes(ready[Role.RESIDENT], plans, home.ward, now)
    sessions = _sessions(plans, rng)
    learnings = _learnings(story, drafts, users, sessions)
    learnings += ready_learnings(ready, story.courses, now=now, rng=rng)
    _require_courses(story)
    administrator = ready[Role.ADMINISTRATOR]
    papers.set_term(story.courses, by=administrator)
    _write(learnings)
    papers.credit_hours(story.courses, by=administrator)
    papers.hand_out(ready, ward=home.ward, now=now)
    for plan in plans:
        classes.announce_next(plan, now=now)
    _assume(story, places)
    return Loaded(len(users), len(learnings), len(sessions))


def _with_committee(story: Story) -> accounts.Home:
    """The ready people live where the area's most learners are, and work for that committee."""
    home = story.home
    committee = story.committees.get(home.ward.pk, home.committee)
    return accounts.Home(home.area, home.wards, committee, home.ministry)


def _people(drafts: Sequence[Draft], rng: Random) -> list[User]:
    """All share one hash of the ready PIN, so that a class can be played through."""
    return add_people(
        people=[draft.person for draft in drafts],
        numbers=card_numbers(rng, [accounts.CARD]),
        password=make_password(accounts.PIN),
        invented=True,
    )


def _came_to(
    plans: Sequence[classes.PointPlan], drafts: Sequence[Draft], users: Sequence[User]
) -> None:
    for draft, user in zip(drafts, users, strict=True):
        for session in draft.sessions:
            session.present.append(user)
        if draft.missed:
            draft.missed.absent.append(user)
    for plan in plans:
        plan.sessions = [session for session in plan.sessions if session.present]


def _sessions(plans: Sequence[classes.PointPlan], rng: Random) -> dict[int, ClassSession]:
    """The classes that were held, stored with who came; by id() of what was planned."""
    held = [session for plan in plans for session in plan.sessions]
    stored = add_sessions(past=held, rng=rng)
    return {id(planned): session for planned, session in zip(held, stored, strict=True)}


def _learnings(
    story: Story,
    drafts: Sequence[Draft],
    users: Sequence[User],
    sessions: dict[int, ClassSession],
) -> list[Learning]:
    return [
        learning
        for draft, user in zip(drafts, users, strict=True)
        for learning in learnings_of(
            draft, user, story.courses, sessions, now=story.now, rng=story.rng
        )
    ]


def _write(learnings: Sequence[Learning]) -> None:
    older, newest = writing.split_newest(learnings, most=MOST_LIVED_THROUGH)
    writing.write_in_bulk(older)
    with writing.held_again(newest):
        for learning in newest:
            writing.live_through(learning)


def _require_courses(story: Story) -> None:
    """A course for staff, required of every committee; for some it is overdue."""
    for_staff = [c.page for c in story.courses if c.outline.sign_in_only]
    course = (for_staff or [c.page for c in story.courses])[-1]
    today = periods.local_date(story.now)
    for index, agency in enumerate(story.committees.values()):
        late = index % 6 == 5 and agency != story.home.committee
        due_on = today + dt.timedelta(days=-10 if late else 30)
        assign_course(course=course, agency=agency, due_on=due_on, by=None)


def _assume(story: Story, places: Sequence[Place]) -> None:
    today = periods.local_date(story.now)
    years = range((today - dt.timedelta(days=DAYS)).year, today.year + 1)
    figures.assume_figures(places, today=today, years=years, rng=story.rng)
    figures.answer_register(story.now)
