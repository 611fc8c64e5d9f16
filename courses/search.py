"""Finding courses by the words people use, with or without accents.

`CoursePage.folded` holds every word of a course without accents, each after a space, so that a
typed word is found at the beginning of a written one ("nha" finds "nhà", not "thanh"). It is plain
LIKE, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import re

from courses.models import CoursePage
from courses.words import folded_words
from lms.core.vietnamese import clean_text


def search_courses(text: str) -> list[CoursePage]:
    """Published courses in which every word of `text` occurs. First those that have the words as
    typed, accents and all; in the title before elsewhere. Blank text finds every course."""
    words = folded_words(text)
    if text.strip() and not words:
        return []
    found = CoursePage.objects.live().order_by("position", "path")
    for word in words:
        found = found.filter(folded__contains=f" {word}")
    typed = re.findall(r"\w+", clean_text(text).lower())
    return sorted(found, key=lambda course: _rank(course, typed, words))


def _rank(course: CoursePage, typed: list[str], words: list[str]) -> tuple[bool, bool, bool]:
    """False before True: words as typed in the title, as typed anywhere, whole words at least."""
    title = set(re.findall(r"\w+", course.title.lower()))
    rest = set(re.findall(r"\w+", f"{course.outcome} {course.synonyms}".lower()))
    whole = set(course.folded.split())
    return (
        not title.issuperset(typed),
        not (title | rest).issuperset(typed),
        not whole.issuperset(words),
    )
