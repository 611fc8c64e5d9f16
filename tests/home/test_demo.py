"""The demo on a small scale: it is whole, counted rightly, repeatable, and keeps what people did."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F
from django.test import Client
from pytest_django import DjangoDbBlocker

from certificates import asking
from certificates.models import Certificate, Register
from courses.models import CourseAssignment, Enrolment, LessonPage, LessonProgress
from lms.accounts import cards
from lms.accounts.models import LearnerCard, User
from lms.accounts.roles import Role
from lms.centres.models import Attendance, ClassSession
from lms.core import periods
from lms.home.demo.accounts import CARD, ready_accounts
from lms.progress.checking import differences
from lms.progress.models import (
    Population,
    StaleMark,
    Target,
    WardBreakdown,
    WardSnapshot,
    WardTotal,
)
from lms.units.models import UnitKind
from quizzes.models import Answer, Attempt
from tests.factories import AgencyFactory, AreaFactory, WardFactory, make_course, make_quiz

PEOPLE = 60


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Loaded once for all tests of this module, in a transaction that is rolled back at the end."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        make_world()
        out = StringIO()
        call_command("load_demo", people=PEOPLE, stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def make_world() -> None:
    """Eight wards in two areas, their committees, a course for residents and one for staff."""
    town = WardFactory(name="Cẩm Thành", kind=UnitKind.PHUONG)
    plain = [WardFactory(name=f"Sơn Tịnh {n}") for n in range(1, 5)]
    mountain = [WardFactory(name=f"Ba Tơ {n}") for n in range(1, 4)]
    AreaFactory(code="51-son-tinh", wards=[town, *plain])
    AreaFactory(code="51-ba-to", wards=mountain)
    for ward in [town, *plain, *mountain]:
        AgencyFactory(code=f"ubnd-{ward.code}", unit=ward)
    for_all = ["nguoi_dan", "cong_chuc"]
    make_quiz(make_course(slug="xay-nha", lessons=3, screens=3, audiences=for_all))
    make_quiz(make_course(slug="sua-nha", lessons=2, screens=3, audiences=for_all))
    make_quiz(make_course(slug="hai-cap", lessons=2, audiences=["cong_chuc", "vien_chuc"]))
    now = periods.now()
    LessonPage.objects.update(first_published_at=now, last_published_at=now)


pytestmark = pytest.mark.django_db


def test_everybody_invented_is_marked_and_has_a_card(demo: str) -> None:
    learners = User.objects.filter(is_invented=True, cards__isnull=False)
    assert 50 <= learners.count() <= 75
    assert not User.objects.filter(is_invented=False).exists()
    assert all(cards.is_number(n) for n in LearnerCard.objects.values_list("number", flat=True))
    assert not learners.exclude(phone="").exists()


def test_life_is_uneven(demo: str) -> None:
    enrolled = dict(WardTotal.objects.values_list("ward__name", "enrolled"))
    assert enrolled["Cẩm Thành"] == max(enrolled.values())
    residents = dict(
        User.objects.filter(cards__isnull=False).values_list("ward").annotate(Count("pk"))
    )
    assert len(residents) == 7, "in one ward nobody has begun"
    targets = dict(Target.objects.filter(group="").values_list("ward", "people"))
    certified = dict(WardTotal.objects.values_list("ward", "certified"))
    reached = [ward for ward, people in targets.items() if certified.get(ward, 0) >= people]
    assert reached, "one ward has finished"
    assert len(targets) == Population.objects.filter(kind="nguoi_lon").count() == 8
    assert Target.objects.filter(group="can_bo").count() == 8
    told = WardBreakdown.objects.filter(dimension="sex", enrolled__gt=0)
    assert set(told.values_list("value", flat=True)) == {"", "nam", "nu"}


def test_numbers_are_what_the_facts_say(demo: str) -> None:
    assert list(differences()) == []
    assert not StaleMark.objects.exists()
    days = WardSnapshot.objects.values("day").distinct().count()
    assert days > 60
    newest = WardSnapshot.objects.latest("day").day
    kept = WardSnapshot.objects.filter(day=newest)
    assert sum(row.certified for row in kept) <= Certificate.objects.count()


def test_certificate_numbers_have_no_gaps_and_follow_the_calendar(demo: str) -> None:
    for register in Register.objects.all():
        rows = register.certificates.order_by("number").values_list("number", "issued_at")
        assert [number for number, _ in rows] == list(range(1, register.last_number + 1))
        moments = [issued_at for _, issued_at in rows]
        assert moments == sorted(moments)


def test_every_completed_enrolment_has_all_its_facts(demo: str) -> None:
    completed = Enrolment.objects.completed()
    first = Certificate.objects.filter(kind="completion", supersedes=None)
    assert completed.count() == first.count() > 10
    for enrolment in completed.select_related("course"):
        lessons = LessonPage.objects.live().child_of(enrolment.course).count()
        assert enrolment.lessons.filter(done_at__isnull=False).count() == lessons
        (done,) = enrolment.requirements_done.all()
        passed = enrolment.attempts.get(passed=True)
        assert (done.done_at, done.evidence) == (passed.submitted_at, passed.evidence)
        certificate = first.get(enrolment=enrolment)
        assert certificate.data["result"] == done.score_text
        assert certificate.issued_at == enrolment.completed_at
        assert certificate.ward_id == enrolment.ward_id


def test_attempts_are_marked_as_the_test_desk_marks(demo: str) -> None:
    for attempt in Attempt.objects.all():
        answers = list(attempt.answers.all())
        assert len(answers) == attempt.max_points == len(attempt.paper)
        assert sum(answer.fraction or 0 for answer in answers) == attempt.points
        assert attempt.passed == ((attempt.points or 0) >= attempt.needed)
    assert not Answer.objects.filter(saved_at__lt=F("attempt__started_at")).exists()


def test_supervised_tests_were_sat_in_a_class_one_came_to(demo: str) -> None:
    supervised = Attempt.objects.exclude(supervisor=None)
    assert supervised.filter(opening__isnull=False).exists()  # through the services
    for attempt in supervised.select_related("session"):
        assert attempt.session is not None
        assert attempt.supervisor_id == attempt.session.facilitator_id != attempt.user_id
        there = Attendance.objects.get(session=attempt.session, user=attempt.user)
        assert there.state == "present"


def test_classes_lie_behind_and_one_comes_next(demo: str) -> None:
    assert ClassSession.objects.filter(closed_at__isnull=False).count() > 5
    coming = ClassSession.objects.filter(closed_at__isnull=True)
    assert coming.exists()
    assert Attendance.objects.filter(session__in=coming, state="expected").exists()
    assert CourseAssignment.objects.filter(course__slug="hai-cap").count() == 8


def test_one_ready_account_for_each_role_opens_its_first_page(demo: str) -> None:
    accounts = ready_accounts()
    assert [account.role for account in accounts] == [role.value for role in Role]
    for account in accounts:
        assert account.sign_in in demo
        client = Client()
        assert client.login(username=account.sign_in, password=account.secret)
        assert client.get(account.first_page).status_code == 200, account


def test_ready_learner_is_in_the_middle_of_learning(demo: str) -> None:
    learner = User.objects.get(username=ready_accounts()[0].sign_in)
    assert learner.certificates.filter(kind="completion").count() == 1
    official = User.objects.get(username="congchuc")
    assert official.enrolments.filter(completed_at=None).exists()
    assert official.agency is not None
    assert official.staff_code


def test_papers_of_every_state_can_be_seen(demo: str) -> None:
    now = periods.now()
    learner, official = (User.objects.get(username=name) for name in (CARD, "congchuc"))
    assert learner.certificates.filter(kind="attendance").count() == 1
    assert [paper.kind for paper in asking.papers(learner, now)] == ["attendance"]
    assert official.certificates.filter(kind="hours").count() == 1
    assert "hours" in {paper.kind for paper in asking.papers(official, now)}
    assert official.certificate_notices.get().kind == "expiring"
    states = set(Certificate.objects.values_list("status", flat=True))
    assert states == {"valid", "superseded", "suspended", "revoked"}


def test_a_second_run_keeps_what_people_did(demo: str) -> None:
    learner = User.objects.get(username=ready_accounts()[0].sign_in)
    User.objects.filter(pk=learner.pk).update(full_name="Nguyễn Thị Hoa Lan")
    before = (User.objects.count(), Enrolment.objects.count(), Certificate.objects.count())
    call_command("load_demo", people=PEOPLE, verbosity=0, stdout=StringIO())
    after = (User.objects.count(), Enrolment.objects.count(), Certificate.objects.count())
    assert before == after
    learner.refresh_from_db()
    assert learner.full_name == "Nguyễn Thị Hoa Lan"


def test_nobody_is_told_that_a_lesson_changed_after_reading_it(demo: str) -> None:
    read = LessonProgress.objects.values_list("lesson", "seen_at")
    published = dict(LessonPage.objects.values_list("pk", "last_published_at"))
    assert read
    assert not [lesson for lesson, seen_at in read if published[lesson] > seen_at]
