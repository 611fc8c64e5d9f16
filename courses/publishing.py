"""What a page still lacks before it may go live (ux E2), in sentences. Blockers stop publishing;
advice does not. Drafts may lack anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.drawings import drawing_exists
from courses.simulation import checks
from courses.simulation.pictures import shots
from courses.simulation.script import load
from courses.words import count_words
from lms.core.periods import today

MOST_WORDS_A_SCREEN = 120
MOST_DAYS_UNCHECKED = 90  # a simulation (ux 3.2)


@dataclass(frozen=True, slots=True)
class Problem:
    sentence: str
    blocks: bool


def problems(page: Any) -> list[Problem]:
    """Everything to mend on a course or lesson (draft or not), blockers first."""
    if hasattr(page, "steps"):
        return _simulation_problems(page)
    if not hasattr(page, "screens"):
        return _course_problems(page)
    return _lesson_problems(page.screens)


def blockers(page: Any) -> list[str]:
    return [problem.sentence for problem in problems(page) if problem.blocks]


def _course_problems(course: Any) -> list[Problem]:
    missing = [
        (not course.audiences, _("Say for whom the course is.")),
        (not course.sources, _("Name at least one source.")),
        (course.checked_on is None, _("Enter the day it was checked against the real page.")),
        (course.review_by is None, _("Enter the day by which it must be reviewed.")),
    ]
    overdue = course.review_by is not None and course.review_by < today()
    advice = [(overdue, _("The day by which it had to be reviewed has passed."))]
    return _those(missing, blocks=True) + _those(advice, blocks=False)


def _simulation_problems(simulation: Any) -> list[Problem]:
    age = (today() - simulation.checked_on).days if simulation.checked_on else None
    missing = [(age is None, _("Enter the day it was checked against the real page."))]
    advice = [
        (
            age is not None and age > MOST_DAYS_UNCHECKED,
            _("It was checked against the real page more than 90 days ago. Look again."),
        )
    ]
    script = load(simulation.script())
    return [
        *_those(missing, blocks=True),
        *(Problem(sentence, blocks=True) for sentence in checks.faults(script, shots(script))),
        *_those(advice, blocks=False),
    ]


def _lesson_problems(screens: Any) -> list[Problem]:
    if not screens:
        return [Problem(_("This lesson has no screens yet."), blocks=True)]
    return [
        *_those([(bool(n := pictures_without_words(screens)), without_words(n))], blocks=True),
        *(Problem(sentence, blocks=True) for sentence in _faults(screens)),
        *(Problem(sentence, blocks=False) for sentence in _long_screens(screens)),
    ]


def _those(checks: Iterable[tuple[bool, str]], *, blocks: bool) -> list[Problem]:
    return [Problem(sentence, blocks) for is_so, sentence in checks if is_so]


def without_words(count: int) -> str:
    return ngettext(
        "Cannot publish: %(count)d picture needs a description.",
        "Cannot publish: %(count)d pictures need descriptions.",
        count,
    ) % {"count": count}


def pictures_without_words(screens: Any) -> int:
    """How many drawings and pictures say nothing to those who cannot see them."""
    return sum(
        1
        for screen in screens
        for block in screen.value["body"]
        if (block.block_type == "drawing" and not (block.value.get("alt") or "").strip())
        or (block.block_type == "picture" and not _picture_has_words(block.value.get("image")))
    )


def _picture_has_words(image: Any) -> bool:
    return image is None or bool(image.decorative or image.contextual_alt_text)


def _faults(screens: Any) -> Iterator[str]:
    for number, screen in enumerate(screens, 1):
        if not screen.value["title"] or not screen.value["body"]:
            yield _("Screen %(number)d needs a title and a text.") % {"number": number}
        for block in screen.value["body"]:
            name = block.value.get("name") if block.block_type == "drawing" else None
            if name and not drawing_exists(name):
                yield _("Screen %(number)d: there is no drawing called “%(name)s”.") % {
                    "number": number,
                    "name": name,
                }


def _long_screens(screens: Any) -> Iterator[str]:
    for number, screen in enumerate(screens, 1):
        words = words_on(screen)
        if words > MOST_WORDS_A_SCREEN:
            yield _("Screen %(number)d has %(words)d words; at most 120 read well.") % {
                "number": number,
                "words": words,
            }


def words_on(screen: Any) -> int:
    """Words a reader sees on a screen: title and blocks, without descriptions of pictures."""
    texts = [screen.value["title"], *(_visible(block) for block in screen.value["body"])]
    return sum(count_words(text) for text in texts)


def _visible(block: Any) -> str:
    match block.block_type:
        case "paragraph":
            return strip_tags(block.value.source.replace("<", " <"))
        case "steps" | "list":
            return " ".join(block.value)
        case "drawing" | "picture":
            return block.value.get("caption") or ""
        case "compare":
            return " ".join(block.value.get(part) or "" for part in ("right", "wrong", "why"))
        case "term":
            return f"{block.value.get('term')} {block.value.get('meaning')}"
    return str(block.value)
