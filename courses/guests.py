"""What a guest has read, kept in the session until they sign in."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest

_KEY = "guest_progress"  # {course slug: {lesson slug: furthest screen done}}


def guest_progress(request: HttpRequest) -> Mapping[str, Mapping[str, int]]:
    kept: Mapping[str, Mapping[str, int]] = request.session.get(_KEY, {})
    return kept


def note_guest_screen(request: HttpRequest, course: str, lesson: str, screen: int) -> None:
    progress = request.session.setdefault(_KEY, {})
    lessons = progress.setdefault(course, {})
    lessons[lesson] = max(screen, lessons.get(lesson, 0))
    request.session.modified = True


def take_guest_progress(request: HttpRequest) -> Mapping[str, Mapping[str, int]]:
    """Out of the session, for the person who has just signed in. On a computer that a class shares
    it is dropped: nobody knows whose it was."""
    progress: Mapping[str, Mapping[str, int]] = request.session.pop(_KEY, {})
    return {} if getattr(request, "shared_device", None) else progress
