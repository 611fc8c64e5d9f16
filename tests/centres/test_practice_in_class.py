"""Practice in a class: the run knows class, computer and supervisor; help is noted, and counts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.models import Evidence, RequirementDone, SimulationPage, SimulationRun
from courses.simulation import services as simulation
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.centres import services
from lms.centres.models import ClassSession
from lms.core import periods
from lms.core.errors import DomainError
from lms.units.models import AdminUnit
from tests.courses.simulation.flows import address, begin, place, play
from tests.factories import (
    PointFactory,
    UserFactory,
    WardFactory,
    make_course,
    open_session,
    with_role,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward() -> AdminUnit:
    ward: AdminUnit = WardFactory()
    return ward


@pytest.fixture
def helper(ward: AdminUnit) -> User:
    return with_role(Role.FACILITATOR, ward=ward)


@pytest.fixture
def session(helper: User, ward: AdminUnit) -> ClassSession:
    return open_session(helper, PointFactory(ward=ward))


@pytest.fixture
def page() -> SimulationPage:
    return place("tra-cuu-ho-so", make_course(slug="khoa"), is_required=True)


def comes(session: ClassSession, helper: User, user: User) -> Client:
    """To the class, confirmed."""
    now = periods.now()
    services.check_in(session=session, user=user, how="pin", at=now)
    services.confirm_attendance(session=session, users=[user], by=helper, at=now, how="hand")
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def learner(session: ClassSession, helper: User, ward: AdminUnit) -> Client:
    return comes(session, helper, UserFactory(ward=ward))


@pytest.fixture
def desk(helper: User) -> Client:
    client = Client()
    client.force_login(helper)
    return client


def press(desk: Client, session: ClassSession, run: SimulationRun, **data: str) -> Any:
    return desk.post(f"/lop/{session.pk}/thuc-hanh/{run.token}/", data, follow=True)


def look(desk: Client, session: ClassSession) -> str:
    return desk.get(f"/lop/{session.pk}/thuc-hanh/").content.decode()


def test_a_supervised_test_carries_class_computer_and_supervisor(
    desk: Client, learner: Client, helper: User, session: ClassSession, page: SimulationPage
) -> None:
    device = services.register_device(session=session, by=helper, at=periods.now())
    run_of = User.objects.get(attendances__session=session)
    services.take_seat(device=device, user=run_of)
    run = begin(learner, page, "kiem_tra")
    assert (run.class_ref, run.device_ref) == (session.pk, device.number)
    assert "đang làm" in look(desk, session)
    press(desk, session, run, supervise="1")
    play(learner, run)
    run.refresh_from_db()
    assert (run.supervisor, run.evidence, run.passed) == (helper, Evidence.SUPERVISED, True)
    done = RequirementDone.objects.get()
    assert done.evidence == Evidence.SUPERVISED
    html = look(desk, session)
    assert "có giám sát" in html
    replay = f"{address(run, 'ket-qua')}xem-lai/"
    assert replay in html
    assert desk.get(replay).status_code == 200


def test_a_test_that_is_over_stays_what_it_was(
    desk: Client, learner: Client, session: ClassSession, page: SimulationPage
) -> None:
    run = play(learner, begin(learner, page, "kiem_tra"))
    assert "giám sát</" not in look(desk, session)
    html = press(desk, session, run, supervise="1").content.decode()
    assert "Chỉ giám sát được bài đang làm" in html
    run.refresh_from_db()
    assert (run.supervisor, run.evidence) == (None, Evidence.SELF_STUDY)


def test_nobody_supervises_themselves(
    desk: Client, helper: User, session: ClassSession, page: SimulationPage
) -> None:
    run = begin(desk, page, "kiem_tra")
    SimulationRun.objects.filter(pk=run.pk).update(class_ref=session.pk)
    with pytest.raises(DomainError):
        simulation.supervise(run=run, by=helper, at=periods.now())


def test_practice_at_home_cannot_be_supervised(
    desk: Client, helper: User, session: ClassSession, page: SimulationPage
) -> None:
    home = Client()
    home.force_login(UserFactory())
    run = begin(home, page, "kiem_tra")
    assert press(desk, session, run, supervise="1").status_code == 404
    with pytest.raises(DomainError):
        simulation.supervise(run=run, by=helper, at=periods.now())


def test_help_noted_in_class_takes_a_pass_back_where_it_must_be_unaided(
    desk: Client, learner: Client, helper: User, session: ClassSession, page: SimulationPage
) -> None:
    run = play(learner, begin(learner, page, "kiem_tra"))
    press(desk, session, run, level="noi")
    assert RequirementDone.objects.exists()
    press(desk, session, run, level="lam_ho")
    run.refresh_from_db()
    assert (run.help_level, run.helper) == ("lam_ho", helper)
    assert not RequirementDone.objects.exists()
    assert desk.post(f"/lop/{session.pk}/thuc-hanh/{run.token}/", {"level": "x"}).status_code == 400


def test_only_the_facilitators_of_the_class(
    learner: Client, session: ClassSession, page: SimulationPage
) -> None:
    run = begin(learner, page, "kiem_tra")
    other = Client()
    other.force_login(with_role(Role.FACILITATOR, ward=WardFactory()))
    assert other.get(f"/lop/{session.pk}/thuc-hanh/").status_code == 404
    assert press(other, session, run, supervise="1").status_code == 404
    assert press(learner, session, run, supervise="1").status_code == 403


def test_a_visitor_of_another_ward_is_helped_but_not_replayed(
    desk: Client, helper: User, session: ClassSession, page: SimulationPage
) -> None:
    visitor = comes(session, helper, UserFactory(ward=WardFactory()))
    play(visitor, begin(visitor, page, "thu"))
    html = look(desk, session)
    assert "nobody" not in html
    assert "xem-lai" not in html
    assert 'name="level"' in html


def test_queries(
    desk: Client,
    helper: User,
    session: ClassSession,
    page: SimulationPage,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _person in range(3):
        visitor = comes(session, helper, UserFactory())
        begin(visitor, page, "thu")
    with django_assert_num_queries(7):
        look(desk, session)
