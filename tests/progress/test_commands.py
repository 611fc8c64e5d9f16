"""What an operator types."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.models import CoursePage
from lms.progress import services
from lms.progress.models import PersonStanding, StaleMark, WardCourseCell, WardTotal
from tests.factories import UserFactory, make_course
from tests.progress import world
from tests.progress.world import on_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> CoursePage:
    course = make_course(lessons=0)
    world.complete(world.enrol(UserFactory(), course, on_day(0)), on_day(1))
    return course


def run(command: str, *args: str) -> str:
    out = StringIO()
    call_command(command, *args, stdout=out, stderr=out)
    return out.getvalue()


def test_check_recounts_what_waits_and_is_content(course: CoursePage) -> None:
    assert "Every number" in run("check_progress")
    assert not StaleMark.objects.exists()


@pytest.mark.parametrize(
    ("model", "field", "where"),
    [
        (WardTotal, "certified", "ward"),
        (WardCourseCell, "active", "cell"),
        (PersonStanding, "first_completed_at", "person"),
    ],
)
def test_check_names_a_wrong_number_and_exits_with_1(
    course: CoursePage, model: type[WardTotal], field: str, where: str
) -> None:
    services.recount_stale()
    wrong = None if field.endswith("_at") else 7
    model.objects.update(**{field: wrong})
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("check_progress", stdout=out, stderr=StringIO())
    assert stop.value.code == 1
    assert out.getvalue().startswith(f"{where} ")
    assert f"{field} is {wrong or 0}" in out.getvalue()
    run("rebuild_progress")
    assert "Every number" in run("check_progress")


def test_check_misses_nothing_that_is_gone(course: CoursePage) -> None:
    services.recount_stale()
    WardTotal.objects.all().delete()
    with pytest.raises(SystemExit):
        run("check_progress")


def test_rebuild_of_one_province(course: CoursePage) -> None:
    WardTotal.objects.all().delete()
    assert "1 people, 1 wards, 1 ward × course cells" in run("rebuild_progress", "--province", "51")
    assert WardTotal.objects.get().certified == 1


def test_rebuild_refuses_an_unknown_province() -> None:
    with pytest.raises(CommandError, match="99"):
        run("rebuild_progress", "--province", "99")
