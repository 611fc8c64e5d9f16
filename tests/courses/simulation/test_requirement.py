"""A simulation a course asks for, help by others, and who looks at a run."""

from __future__ import annotations

import pytest
from django.test import Client

from courses import services as courses
from courses.models import RequirementDone, SimulationRun
from courses.simulation import services
from courses.simulation.queries import run_to_help
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.centres import services as centres
from lms.core import periods
from lms.core.errors import DomainError
from tests.courses.readers import signed_in
from tests.courses.simulation.flows import address, begin, do, open_step, place, play, wrong
from tests.factories import (
    PointFactory,
    UserFactory,
    WardFactory,
    make_course,
    open_session,
    with_role,
)

pytestmark = pytest.mark.django_db
SLUG = "tra-cuu-ho-so"


def test_passing_the_test_meets_what_the_course_asks_for(client: Client) -> None:
    user = signed_in(client)
    page = place(SLUG, make_course(slug="khoa", lessons=0), is_required=True)
    play(client, begin(client, page, "thu"))
    assert not RequirementDone.objects.exists()
    play(client, begin(client, page, "kiem_tra"))
    done = RequirementDone.objects.get()
    assert (done.score_text, done.evidence) == ("14/14", "tu_hoc")
    assert user.enrolments.get().completed_at is not None


def test_a_failed_test_meets_nothing(client: Client) -> None:
    signed_in(client)
    run = begin(client, place(SLUG, is_required=True), "kiem_tra")
    while not run.is_finished:
        for _try in range(3):
            do(client, run, wrong(open_step(run)))
        do(client, run, {"do": "leave"})
        run.refresh_from_db()
    assert run.passed is False
    assert not RequirementDone.objects.exists()
    assert "Chưa đạt" in client.get(address(run, "ket-qua")).content.decode()


def test_optional_practice_asks_nothing_of_the_course(client: Client) -> None:
    page = place(SLUG)
    course = page.get_parent().specific
    assert not course.requirements.exists()
    user = signed_in(client)
    enrolment = courses.enrol(user=user, course=course, at=periods.now())
    play(client, begin(client, page, "kiem_tra"))
    enrolment.refresh_from_db()
    assert enrolment.completed_at is None
    html = client.get(f"/khoa-hoc/{course.slug}/").content.decode()
    assert page.public_path in html
    assert "không bắt buộc" in html


def test_required_and_withdrawn(client: Client) -> None:
    page = place(SLUG, is_required=True)
    requirement = page.get_parent().specific.requirements.get()
    assert (requirement.kind, requirement.is_active) == ("practice", True)
    page.unpublish()
    requirement.refresh_from_db()
    assert not requirement.is_active


def test_hands_on_help_takes_the_pass_back(client: Client) -> None:
    signed_in(client)
    page = place(SLUG, make_course(slug="khoa"), is_required=True)
    run = play(client, begin(client, page, "kiem_tra"))
    assert RequirementDone.objects.exists()
    client.post(f"{address(run, 'ket-qua')}nguoi-giup/", {"level": "noi"})
    assert RequirementDone.objects.exists()
    client.post(f"{address(run, 'ket-qua')}nguoi-giup/", {"level": "lam_ho"})
    assert not RequirementDone.objects.exists()
    play(client, begin(client, page, "kiem_tra"))
    assert RequirementDone.objects.exists()


def test_a_facilitators_word_stands(client: Client) -> None:
    ward = WardFactory()
    learner, helper = UserFactory(ward=ward), with_role(Role.FACILITATOR, ward=ward)
    client.force_login(learner)
    run = play(client, begin(client, place(SLUG), "kiem_tra"))
    other = Client()
    other.force_login(helper)
    at = f"{address(run, 'ket-qua')}nguoi-giup/"
    assert other.post(at, {"level": "noi"}).status_code == 302
    run.refresh_from_db()
    assert (run.help_level, run.helper) == ("noi", helper)
    assert "Người hướng dẫn đã ghi" in client.post(at, {"level": "khong"}).content.decode()
    with pytest.raises(DomainError):
        services.note_help(run=run, level="khong", by=learner, at=periods.now())


def test_a_facilitator_of_the_ward_replays_beside_the_learner(client: Client) -> None:
    ward = WardFactory()
    client.force_login(UserFactory(ward=ward))
    run = play(client, begin(client, place(SLUG), "thu"))
    replay = f"{address(run, 'ket-qua')}xem-lai/"
    lookers: list[tuple[User, int]] = [
        (with_role(Role.FACILITATOR, ward=ward), 200),
        (with_role(Role.FACILITATOR, ward=WardFactory()), 404),
        (with_role(Role.WARD_MANAGER, ward=ward), 404),
        (UserFactory(ward=ward), 404),
    ]
    for helper, status in lookers:
        other = Client()
        other.force_login(helper)
        assert other.get(replay).status_code == status
        assert other.get(address(run, "1")).status_code == 404  # its steps stay one's own
        assert (run_to_help(run.token, SLUG, helper) is not None) == (status == 200)


def test_the_whole_class_counts_for_nobody(client: Client) -> None:
    ward = WardFactory()
    helper = with_role(Role.FACILITATOR, ward=ward)
    session = open_session(helper, PointFactory(ward=ward))
    client.force_login(helper)
    page = place(SLUG, is_required=True)
    run = play(client, begin(client, page, "kiem_tra", lop="1"))
    assert run.whole_class
    assert run.class_ref == session.pk
    assert run.passed
    assert not RequirementDone.objects.exists()
    signed_in(client)
    assert not begin(client, page, "thu", lop="1").whole_class  # only who may run classes


def test_practice_in_a_class_is_noted(client: Client) -> None:
    ward = WardFactory()
    helper, learner = with_role(Role.FACILITATOR, ward=ward), UserFactory(ward=ward)
    session, now = open_session(helper, PointFactory(ward=ward)), periods.now()
    centres.check_in(session=session, user=learner, how="pin", at=now)
    centres.confirm_attendance(session=session, users=[learner], by=helper, at=now, how="hand")
    client.force_login(learner)
    assert begin(client, place(SLUG), "thu").class_ref == session.pk


def test_after_two_clean_runs_the_test_is_recommended(client: Client) -> None:
    page = place(SLUG)

    def recommended() -> str:
        html = client.get(page.public_path).content.decode()
        return html.split("bd-sim-ways__first", 1)[1].split("<h3>", 1)[1].split(" ", 2)[0]

    assert recommended() == "Xem"
    play(client, begin(client, page, "thu"))
    assert recommended() == "Làm"
    play(client, begin(client, page, "thu"))
    assert recommended() == "Kiểm"
    assert SimulationRun.objects.count() == 2
