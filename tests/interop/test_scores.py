"""The score of a test goes back to the system it was opened from: once, the best, also after a fault."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courses.models import SimulationRun
from courses.simulation.keeping import facts_of
from lms.core import sweeps
from lms.interop.lti import services
from lms.interop.lti.models import LaunchedRun, Platform, ScoreState
from lms.interop.tasks import look_after_launches
from tests.courses.simulation.flows import open_step, right, wrong
from tests.interop.platform import AGS, PERSON, LearningSystem, launched
from tests.interop.test_lti import play

pytestmark = pytest.mark.django_db


def sent_after(capture: Any, client: Client, first: str, mode: str = "kiem_tra") -> SimulationRun:
    with capture(execute=True):
        return play(client, first, mode)


def test_a_passed_test_arrives(
    client: Client, system: LearningSystem, django_capture_on_commit_callbacks: Any
) -> None:
    first = launched(client, system)["Location"]
    run = sent_after(django_capture_on_commit_callbacks, client, first)
    (score,) = system.scores
    assert score["userId"] == PERSON["user_id"]
    assert (score["scoreGiven"], score["scoreMaximum"]) == (run.points, run.max_points)
    assert (score["activityProgress"], score["gradingProgress"]) == ("Completed", "FullyGraded")
    text = client.get(f"{first}{run.token}/ket-qua/").content.decode()
    assert "đã gửi tới Trường Số" in text
    assert f'href="{system.url}/khoa-hoc" target="_top"' in text


@pytest.mark.parametrize("mode", ["xem", "thu"])
def test_only_a_test_is_sent(
    client: Client, system: LearningSystem, mode: str, django_capture_on_commit_callbacks: Any
) -> None:
    first = launched(client, system)["Location"]
    sent_after(django_capture_on_commit_callbacks, client, first, mode)
    assert system.scores == []


def test_a_system_that_is_away_gets_it_later_and_once(
    client: Client, system: LearningSystem, django_capture_on_commit_callbacks: Any
) -> None:
    first = launched(client, system)["Location"]
    system.answers = [503]
    run = sent_after(django_capture_on_commit_callbacks, client, first)
    assert system.scores == []
    assert (
        "ngay khi hệ thống ấy trả lời"
        in client.get(f"{first}{run.token}/ket-qua/").content.decode()
    )
    assert look_after_launches() == 0  # not due again yet
    later = timezone.now() + timedelta(minutes=2)
    (due,) = services.due_scores(at=later)
    sweeps.run_while_serving(at=later)  # as a site without beat does
    assert len(system.scores) == 1
    assert not services.deliver(launched_id=due, at=later + timedelta(days=1))
    assert services.due_scores(at=later + timedelta(days=1)) == []
    assert len(system.scores) == 1


def test_two_sweeps_at_once_send_one(client: Client, system: LearningSystem) -> None:
    """The second one read the row before the first had claimed it."""
    play(client, launched(client, system)["Location"], "kiem_tra")
    launched_run = LaunchedRun.objects.get()
    now = timezone.now()
    assert services._claim(launched_run, now)
    assert not services._claim(launched_run, now)


def test_a_token_that_ran_out_is_asked_for_again(
    client: Client, system: LearningSystem, django_capture_on_commit_callbacks: Any
) -> None:
    first = launched(client, system)["Location"]
    original = system.token
    system.token = lambda form: original(form) | {"access_token": "cu"}  # type: ignore[method-assign]
    system.score = lambda headers, content: 401  # type: ignore[method-assign]
    sent_after(django_capture_on_commit_callbacks, client, first)
    del system.score, system.token
    later = timezone.now() + timedelta(minutes=2)
    assert [services.deliver(launched_id=pk, at=later) for pk in services.due_scores(at=later)] == [
        True
    ]
    assert system.asked.count("/quyen") == 2


def test_a_refusal_is_not_repeated(
    client: Client, system: LearningSystem, django_capture_on_commit_callbacks: Any
) -> None:
    system.score = lambda headers, content: 403  # type: ignore[method-assign]
    first = launched(client, system)["Location"]
    run = sent_after(django_capture_on_commit_callbacks, client, first)
    assert LaunchedRun.objects.get().state == ScoreState.REFUSED
    assert "không nhận kết quả" in client.get(f"{first}{run.token}/ket-qua/").content.decode()


def test_one_gives_up_after_about_a_week(client: Client, system: LearningSystem) -> None:
    play(client, launched(client, system)["Location"], "kiem_tra")
    Platform.objects.update(token_url="http://127.0.0.1:1/quyen")
    now, tries = timezone.now(), 0
    while services.due_scores(at=now):
        for pk in services.due_scores(at=now):
            tries += 1
            services.deliver(launched_id=pk, at=now)
        now += timedelta(hours=6)
    assert tries == services.MOST_TRIES
    assert LaunchedRun.objects.get().state == ScoreState.REFUSED


def test_the_best_test_counts(
    client: Client, system: LearningSystem, django_capture_on_commit_callbacks: Any
) -> None:
    first = launched(client, system)["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        worse = with_one_miss(client, first)
    best = sent_after(django_capture_on_commit_callbacks, client, first)
    again = sent_after(django_capture_on_commit_callbacks, client, first)
    assert [score["scoreGiven"] for score in system.scores] == [worse.points, best.points]
    assert "kết quả ấy được tính" in client.get(f"{first}{again.token}/ket-qua/").content.decode()


def test_a_worse_one_still_waiting_does_not_arrive_afterwards(
    client: Client, system: LearningSystem
) -> None:
    first = launched(client, system)["Location"]
    with_one_miss(client, first)
    best = play(client, first, "kiem_tra")
    assert look_after_launches() == 1
    assert [score["scoreGiven"] for score in system.scores] == [best.points]


def with_one_miss(client: Client, first: str) -> SimulationRun:
    """A finished test whose first step was right at the second try."""
    client.post(first, {"mode": "kiem_tra"})
    run = LaunchedRun.objects.latest("pk").run
    client.post(f"{first}{run.token}/1/", {"turn": 0, **wrong(open_step(run))})
    return finish(client, first, run)


def finish(client: Client, first: str, run: SimulationRun) -> SimulationRun:
    run.refresh_from_db()
    while not run.is_finished:
        data = right(open_step(run), facts_of(run))
        place = len(run.state["path"]) + 1
        client.post(f"{first}{run.token}/{place}/", {"turn": run.turn, **data})
        run.refresh_from_db()
    return run


def test_a_system_without_a_place_for_scores(
    client: Client, system: LearningSystem, django_capture_on_commit_callbacks: Any
) -> None:
    system.change = lambda claims: claims.pop(AGS)
    sent_after(django_capture_on_commit_callbacks, client, launched(client, system)["Location"])
    assert system.scores == []
    assert LaunchedRun.objects.get().state == ScoreState.NONE
