"""What several tests of this package need: people on courses, lessons with given blocks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from courses import services
from courses.models import CoursePage, Enrolment, LessonPage
from lms.accounts.models import User
from tests.factories import UserFactory

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def lessons_of(course: CoursePage) -> list[LessonPage]:
    return list(LessonPage.objects.child_of(course).order_by("path"))


def read(enrolment: Enrolment, lesson: LessonPage, at: datetime = NOW) -> None:
    """The whole lesson, screen by screen."""
    for screen in range(1, len(lesson.screens) + 1):
        services.record_screen(enrolment=enrolment, lesson=lesson, screen=screen, at=at)


def pass_quiz(enrolment: Enrolment, evidence: str = "tu_hoc", at: datetime = NOW) -> Any:
    return services.meet_requirement(
        enrolment=enrolment, kind="quiz", key="de", evidence=evidence, score_text="9/12", at=at
    )


def with_quiz(course: CoursePage) -> CoursePage:
    services.register_requirement(
        course=course, kind="quiz", key="de", title="Bài kiểm tra", minutes=10
    )
    return course


def signed_in(client: Client, **fields: Any) -> User:
    user: User = UserFactory(**fields)
    client.force_login(user)
    return user


def screen_of(*blocks: tuple[str, Any], title: str = "Trang") -> dict[str, Any]:
    """One screen as StreamField stores it."""
    body = [{"type": kind, "value": value} for kind, value in blocks]
    return {"type": "screen", "value": {"title": title, "body": body}}


def draft(page: Any, **changes: Any) -> Any:
    """A revision nobody sees yet."""
    for name, value in changes.items():
        setattr(page, name, value)
    return page.save_revision()


def publish(page: Any, **changes: Any) -> Any:
    draft(page, **changes).publish()
    page.refresh_from_db()  # publishing works on a copy made of the revision
    return page
