"""How steps and skills of practice go, ward by ward: what reports ask ("hardest steps", M5). Bare
facts of finished tests and tries; who shows them hides small numbers (lms.progress) and says which
wards somebody may see (lms.accounts.policy). Nothing here writes, nothing here names a person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from courses.models import CoursePage, SimulationStepResult
from courses.models.simulation import RunMode
from courses.simulation.queries import version_script
from courses.simulation.scoring import Outcome
from lms.core.periods import Period

_OWN = (Outcome.FIRST, Outcome.RETRY)


@dataclass(frozen=True, slots=True)
class SkillCount:
    """Of one skill in one ward. `runs`: step results; `people`: distinct; `at_once`: done at the
    first try without a hint; `own`: done without being shown where. Shares are of `runs`."""

    ward: int | None
    skill: str
    runs: int
    people: int
    at_once: int
    own: int


@dataclass(frozen=True, slots=True)
class StepCount:
    """Of one step, over all wards asked for. `goal`: its words now; "" if it is there no longer."""

    step: str
    goal: str
    skill: str
    runs: int
    people: int
    at_once: int
    own: int

    @property
    def trouble(self) -> float:
        """Share of runs in which it was not done at once; 0 to 1."""
        return 1 - self.at_once / self.runs if self.runs else 0.0


def skills_by_ward(
    wards: Collection[int] | QuerySet[Any], period: Period, *, course: CoursePage | None = None
) -> list[SkillCount]:
    """Every skill practised in these wards (ids of AdminUnit, as they were then), in one course or
    in all. One query."""
    rows = _results(wards, period)
    if course is not None:
        rows = rows.filter(run__version__simulation__path__startswith=course.path)
    counted: Any = rows.exclude(skill="").values("run__ward", "skill").annotate(**_COUNTS)
    return [
        SkillCount(
            row["run__ward"], row["skill"], row["runs"], row["people"], row["at_once"], row["own"]
        )
        for row in counted.order_by("run__ward", "skill")
    ]


def hardest_steps(
    wards: Collection[int] | QuerySet[Any], period: Period, *, simulation: int, version: int
) -> list[StepCount]:
    """The steps of a simulation (page id), those first that fewest did at once. A step keeps its
    short name from version to version, so all versions count; words are those of `version`. Two
    queries at most."""
    rows = _results(wards, period).filter(run__version__simulation=simulation)
    counted: Any = rows.values("step").annotate(**_COUNTS)
    known = version_script(version).by_uid
    steps = [
        StepCount(
            step=row["step"],
            goal=known[row["step"]].goal if row["step"] in known else "",
            skill=known[row["step"]].skill if row["step"] in known else "",
            runs=row["runs"],
            people=row["people"],
            at_once=row["at_once"],
            own=row["own"],
        )
        for row in counted
    ]
    return sorted(steps, key=lambda step: (-step.trouble, -step.runs, step.step))


_COUNTS: dict[str, Any] = {
    "runs": Count("pk"),
    "people": Count("run__user", distinct=True),
    "at_once": Count("pk", filter=Q(outcome=Outcome.FIRST)),
    "own": Count("pk", filter=Q(outcome__in=_OWN)),
}


def _results(
    wards: Collection[int] | QuerySet[Any], period: Period
) -> QuerySet[SimulationStepResult]:
    """Of people's own runs that ended in the period; watching is no doing, and what a whole class
    did together is nobody's own."""
    return SimulationStepResult.objects.filter(
        run__ward__in=wards,
        run__user__isnull=False,
        run__whole_class=False,
        run__mode__in=(RunMode.TRY, RunMode.TEST),
        run__finished_at__gte=period.starts_at,
        run__finished_at__lt=period.ends_at,
    )
