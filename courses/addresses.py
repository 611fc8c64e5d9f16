"""The addresses of what a course leads to (ux §1). Pages of upper apps are written out as the paths
they are: their names are not ours to import. So are lessons: a task list names dozens of them, and
`reverse` looks through every address of the site each time."""

from dataclasses import dataclass

from django.urls import reverse


def course_url(course: str) -> str:
    return reverse("courses:course", args=[course])


def lesson_url(course: str, lesson: str, screen: int = 1) -> str:
    return f"/hoc/{course}/{lesson}/{screen}/"


def my_course_url(course: str) -> str:
    """The task list of one course (L2)."""
    return f"/hoc/{course}/"


def requirement_url(kind: str, course: str, key: str) -> str:
    """Where a requirement is met; "" for a kind that has no page of its own."""
    path = {"quiz": "kiem-tra", "practice": "thuc-hanh"}.get(kind)
    return f"/hoc/{course}/{path}/{key}/" if path else ""


def simulation_url(course: str, simulation: str) -> str:
    return reverse("courses:simulation", args=[course, simulation])


@dataclass(frozen=True, slots=True)
class RunPlace:
    """Where a run is played. `start`: its first page; `run`: what stands before the number of a step.
    Both end in a slash. Other systems play runs at addresses of their own."""

    start: str
    run: str

    @property
    def result(self) -> str:
        return f"{self.run}ket-qua/"

    def step(self, number: int) -> str:
        return f"{self.run}{number}/"


def run_place(course: str, simulation: str, token: str) -> RunPlace:
    start = simulation_url(course, simulation)
    return RunPlace(start, f"{start}{token}/")


def run_url(course: str, simulation: str, token: str, step: int | None = None) -> str:
    """Step `step` of a run, from 1; without it the result."""
    place = [course, simulation, token]
    if step is None:
        return reverse("courses:simulation_result", args=place)
    return reverse("courses:simulation_step", args=[*place, step])


def sector_url(sector: str) -> str:
    return f"/nganh/{sector}/"


# A course's address stands beside these words, a lesson's beside those.
RESERVED_FOR_COURSES = frozenset({"giay-chung-nhan", "bang-ket-qua"})
RESERVED_FOR_SIMULATIONS = frozenset({"in"})
RESERVED_FOR_LESSONS = frozenset({"kiem-tra", "thuc-hanh", "in"})
