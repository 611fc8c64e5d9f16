"""Whether the bank fills the blueprint of a test, row by row, before anybody starts it."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import format_percent
from quizzes import blueprint
from quizzes.blueprint import DryRun, Pool, Row, Shortage
from quizzes.drawing import proof_of
from quizzes.models import Difficulty
from quizzes.room.pages import Context, RoomPage


class QuizDryRun(RoomPage):
    template_name = "quizzes/room/dry_run.html"
    page_title = gettext_lazy("Dry run of the blueprint")

    @cached_property
    def proof(self) -> DryRun:
        return proof_of(self.object)

    def say(self) -> Context:
        return {
            "sections": self._sections(),
            "is_enough": self.proof.is_enough,
            "shortages": [_shortage(one) for one in self.proof.shortages],
        }

    def _sections(self) -> list[dict[str, Any]]:
        pools = iter(enumerate(self.proof.pools, start=1))
        return [
            {
                "name": section.name,
                "minimum": section.minimum,
                "count": section.count,
                "rows": [_line(*next(pools)) for _row in section.rows],
            }
            for section in blueprint.load(self.object.blueprint)
        ]


def _line(number: int, pool: Pool) -> dict[str, Any]:
    return {
        "number": number,
        "words": _words(pool.row),
        "count": pool.row.count,
        "there": pool.there,
        "missing": pool.missing,
        "exposure": format_percent(100 * pool.exposure, 0),
    }


def _words(row: Row) -> str:
    """What the row asks for, as an editor would say it."""
    labels = {str(value): str(label) for value, label in Difficulty.choices}
    said = [
        row.category,
        row.tag,
        labels.get(row.difficulty, ""),
        row.competence,
        _("whole ministry") if row.wide else "",
    ]
    return ", ".join(filter(None, said)) or _("any question of the course")


def _shortage(one: Shortage) -> str:
    numbers = ", ".join(str(place + 1) for place in one.rows)
    values = {"rows": numbers, "needed": one.needed, "there": one.there}
    if len(one.rows) == 1:
        return _("Row %(rows)s asks for %(needed)d questions; %(there)d fit it.") % values
    text = _("Rows %(rows)s together ask for %(needed)d questions; %(there)d fit any of them.")
    return text % values
