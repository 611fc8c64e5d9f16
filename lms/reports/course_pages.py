"""Courses as managers see them (ux M5, features e18): how many finish in each ward, and which questions
and which steps of practice are hardest, with the lesson to teach again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from courses.addresses import lesson_url, simulation_url
from courses.models import CoursePage, SimulationPage
from courses.simulation.mastery import hardest_steps
from lms.core import periods
from lms.core.periods import year_of
from lms.progress import queries
from lms.progress.definitions import BY_KEY, SMALLEST_BASE
from lms.progress.figures import Figure, Rate, rate
from lms.progress.queries import CourseRow
from lms.reports.columns import definition_url
from lms.reports.overview import freshness
from lms.reports.pages import Context
from lms.reports.scope import Scope
from lms.reports.small_tables import Cell, SmallTable, line
from lms.units.models import AdminUnit
from quizzes.models import QuestionFigures

MOST_HARD = 5
FIGURES = ("enrolled", "completed", "certified")


@dataclass(frozen=True, slots=True)
class Hard:
    """A question or a step that few manage. `right`: in per cent; `href`: what teaches it."""

    text: str
    right: str
    where: str
    href: str


def courses_page(scope: Scope) -> Context:
    rows = queries.course_rows(scope.wards)
    head = _head(_("Course"))
    lines = []
    for row in rows:
        texts = [row.title, *(row.figures[key].text for key in FIGURES), _share(row.figures)]
        made = line(head, texts)
        made["cells"][0]["href"] = f"{row.code}/{scope.query}"
        lines.append(made)
    return _context(scope) | {
        "here": _("Courses"),
        "table": SmallTable(_("People on each course"), head, lines),
    }


def course_page(scope: Scope, code: str) -> Context:
    """404 for a course nobody of these wards is on."""
    row = next((row for row in queries.course_rows(scope.wards) if row.code == code), None)
    course = CoursePage.objects.live().filter(code=code).first()
    if row is None or course is None:
        raise Http404
    wards = list(scope.wards)
    return _context(scope) | {
        "here": course.title,
        "course": course,
        "row": row,
        "share": _share(row.figures),
        "table": _by_ward(row, wards),
        "without": sum(ward.pk not in row.by_ward and not ward.closed_on for ward in wards),
        "questions": list(_hard_questions(course)),
        "steps": list(_hard_steps(course, scope)),
        "fewest": SMALLEST_BASE,
    }


def _context(scope: Scope) -> Context:
    return {"tab": "courses", "scope": scope, "freshness": freshness(queries.data_time())}


def _head(first: str) -> list[Cell]:
    head: list[Cell] = [{"text": first}]
    for key in FIGURES:
        head.append({"text": BY_KEY[key].short, "num": True, "href": definition_url(key)})
    return [*head, {"text": _("Completed of those enrolled"), "num": True}]


def _by_ward(row: CourseRow, wards: list[AdminUnit]) -> SmallTable:
    """Those where the smallest share completed first: there the course needs help."""
    head = _head(_("Commune, ward, special zone"))
    found = [(ward, row.by_ward[ward.pk]) for ward in wards if ward.pk in row.by_ward]
    found.sort(key=lambda item: _order(_rate(item[1])))
    lines = []
    for ward, figures in found:
        texts = [ward.full_name, *(figures[key].text for key in FIGURES), _share(figures)]
        lines.append(line(head, texts))
    return SmallTable(_("The course in each ward"), head, lines)


def _order(found: Rate | None) -> tuple[bool, float]:
    is_untold = found is None or found.is_hidden
    return is_untold, 0 if found is None or is_untold else found.middle


def _rate(figures: dict[str, Figure]) -> Rate | None:
    return rate(figures["completed"], figures["enrolled"].exact)


def _share(figures: dict[str, Figure]) -> str:
    found = _rate(figures)
    return found.text if found else "–"


def _hard_questions(course: CoursePage) -> Iterator[Hard]:
    """Of first attempts on the whole site: a ward alone has too few to judge a question by. One
    query."""
    found = (
        QuestionFigures.objects.filter(quiz__course=course, n__gte=SMALLEST_BASE)
        .exclude(facility=None)
        .select_related("question__lesson")
        .order_by("facility", "pk")
    )
    for row in found[:MOST_HARD]:
        right = rate(Figure(*[round((row.facility or 0) * row.n)] * 2), row.n)
        lesson = row.question.lesson
        where = lesson_url(course.slug, lesson.slug)
        yield Hard(row.question.stem, right.text if right else "–", lesson.title, where)


def _hard_steps(course: CoursePage, scope: Scope) -> Iterator[Hard]:
    """Of this year's own runs in these wards, all added up. Three queries for each simulation of the
    course, however many wards and runs."""
    year, found = year_of(periods.today()), []
    for page in SimulationPage.objects.live().child_of(course):
        version = page.versions.order_by("-number").values_list("pk", flat=True).first()
        if version:
            steps = hardest_steps(scope.wards, year, simulation=page.pk, version=version)
            known = (step for step in steps if step.goal and step.people >= SMALLEST_BASE)
            found += [(step, page) for step in known]
    found.sort(key=lambda item: -item[0].trouble)
    for step, page in found[:MOST_HARD]:
        right = rate(Figure(step.at_once, step.at_once), step.runs)
        where = simulation_url(course.slug, page.slug)
        yield Hard(step.goal, right.text if right else "–", page.title, where)
