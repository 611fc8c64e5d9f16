"""Rows without a database, and a manager with an area in one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from lms.core.vietnamese import sort_key
from lms.progress.models import COUNT_FIELDS, SESSION_FIELDS
from lms.progress.tables import Base, Line, Table, build_table
from lms.units.models import AdminUnit, UnitKind

DAY = dt.date(2026, 6, 30)  # 181 of 365 days: 49.6 % of a target is due


def counts(certified: int = 0, **others: int) -> dict[str, int]:
    """Everybody enrolled is active, has completed and is certified unless said otherwise."""
    same = dict.fromkeys(COUNT_FIELDS, certified) | {"certified_supervised": 0}
    return same | dict.fromkeys(SESSION_FIELDS, 0) | others


def line(name: str = "Ba Xa", certified: int = 0, **fields: Any) -> Line:
    ward = AdminUnit(
        code=fields.pop("code", "21025"), name=name, kind=fields.pop("kind", UnitKind.XA)
    )
    ward.sort_key = sort_key(name)
    base = Base(adults=fields.pop("adults", None), target=fields.pop("target", None))
    past = fields.pop("past", {})
    last = fields.pop("last_session_on", DAY)
    return Line(ward, counts(certified, **fields), base, past, last)


def table(*lines: Line) -> Table:
    return build_table(lines, DAY)
