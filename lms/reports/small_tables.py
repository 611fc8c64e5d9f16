"""The tables of a ward's page, for components/table.html."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lms.core.vietnamese import format_number, format_time, format_weekday_date
from lms.progress.definitions import BY_KEY
from lms.progress.figures import Figure, small
from lms.progress.movements import Explanation
from lms.progress.queries import PointRow, SessionRow
from lms.progress.suppression import protect_units
from lms.reports.columns import definition_url

MEASURES = ("enrolled", "active", "completed", "certified", "supervised")
Cell = dict[str, Any]


@dataclass(frozen=True)
class SmallTable:
    caption: str
    head: list[Cell]
    rows: list[dict[str, list[Cell]]]


def courses(rows: Iterable[tuple[str, dict[str, Figure]]]) -> SmallTable:
    head: list[Cell] = [{"text": _("Course")}]
    for key in MEASURES:
        head.append({"text": BY_KEY[key].short, "num": True, "href": definition_url(key)})
    return SmallTable(
        _("People of the ward on each course"),
        head,
        [
            line(head, [title, *(figure.text for figure in figures.values())])
            for title, figures in rows
        ],
    )


def sessions(rows: Sequence[SessionRow]) -> SmallTable:
    head: list[Cell] = [
        {"text": _("Class session")},
        {"text": _("When")},
        {"text": _("Learning point")},
        {"text": _("Present"), "num": True},
    ]
    lines = []
    for row in rows:
        day, time = format_weekday_date(row.session.starts_at), format_time(row.session.starts_at)
        present = row.present.text if row.is_held else "–"
        lines.append(
            line(head, [row.session.title, f"{day}, {time}", row.session.point.name, present])
        )
    return SmallTable(_("Class sessions, newest first"), head, lines)


def points(rows: Sequence[PointRow]) -> SmallTable:
    head: list[Cell] = [
        {"text": _("Learning point")},
        {"text": _("Address")},
        {"text": _("Sessions held"), "num": True},
        {"text": _("Visits"), "num": True},
    ]
    lines = []
    for row in rows:
        held, visits = format_number(row.sessions), row.visits.text
        made = line(head, [row.point.name, row.point.address, held, visits])
        made["cells"][0]["href"] = f"/diem-hoc/{row.point.code}/"
        lines.append(made)
    return SmallTable(_("Learning points with the sessions of the year"), head, lines)


def why(found: Explanation) -> dict[str, Any]:
    """The parts of a difference. Small parts are hidden against their sum, which the two figures tell;
    so are those figures themselves."""
    sides = {(part.reason, side): n for part in found.parts for side, n in
             (("more", part.gained), ("fewer", part.lost))}  # fmt: skip
    told = protect_units(sides)
    head: list[Cell] = [
        {"text": _("Reason")},
        {"text": _("More people"), "num": True},
        {"text": _("Fewer people"), "num": True},
    ]
    rows = [
        line(
            head,
            [
                str(part.reason.label),
                *(told.figures[part.reason, side].text for side in ("more", "fewer")),
            ],
        )
        for part in found.parts
    ]
    return {
        "parts": SmallTable(_("What changed the figure"), head, rows),
        "before": small(found.before).text,
        "after": small(found.after).text,
        "difference": small(abs(found.after - found.before)).text,
        "is_less": found.after < found.before,
    }


def line(head: list[Cell], texts: list[str]) -> dict[str, list[Cell]]:
    cells: list[Cell] = [
        {"text": text, "label": column["text"], "num": column.get("num", False)}
        for column, text in zip(head, texts, strict=True)
    ]
    cells[0]["th"] = True
    return {"cells": cells}
