"""Wards as equal tiles, in five classes of a rate (ux M3). Tiles stand by name: where they lie is for
official maps to draw, not for us. Pure: a table in, what the template prints out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import format_number
from lms.progress.figures import Rate
from lms.progress.tables import Table, WardRow
from lms.reports.columns import ward_name
from lms.units.models import UnitKind

STEP = 20
CLASSES = 5
UNTOLD = 0
"""The class of wards whose rate is hidden, spans classes or has no base: hatched, never coloured."""


class Shown(TextChoices):
    """By what the tiles are coloured; the values stand in addresses."""

    RATE = "ty-le", gettext_lazy("Coverage rate")
    ACHIEVED = "muc-dat", gettext_lazy("Share of target")

    def of(self, row: WardRow) -> Rate | None:
        return row.rate if self is Shown.RATE else row.achieved


@dataclass(frozen=True, slots=True)
class Tile:
    """`code`: "" for people of unknown residence, who have a line in the table and no tile."""

    name: str
    code: str
    text: str
    pace: str
    pace_word: str
    certified: str
    is_special_zone: bool
    level: int


@dataclass(frozen=True, slots=True)
class RateClass:
    """`tiles`: those of the class by name."""

    level: int
    label: str
    tiles: tuple[Tile, ...]

    @property
    def count(self) -> int:
        """Wards; people of unknown residence are none."""
        return sum(bool(tile.code) for tile in self.tiles)


@dataclass(frozen=True, slots=True)
class TileGrid:
    """`classes`: the highest first, those without a ward too, UNTOLD last and only where needed."""

    tiles: tuple[Tile, ...]
    classes: tuple[RateClass, ...]

    @property
    def has_special_zone(self) -> bool:
        return any(tile.is_special_zone for tile in self.tiles)


def tile_grid(table: Table, shown: Shown) -> TileGrid:
    rows = sorted(table.rows, key=lambda row: row.ward.sort_key if row.ward else "")
    tiles = [_tile(row, shown.of(row)) for row in rows]
    levels = [*range(CLASSES, 0, -1), UNTOLD]
    classes = [_class(level, [tile for tile in tiles if tile.level == level]) for level in levels]
    if not classes[-1].tiles:
        classes.pop()
    return TileGrid(tuple(tile for tile in tiles if tile.code), tuple(classes))


def level_of(found: Rate | None) -> int:
    """1 (under 20 %) to 5 (from 80 %). A range tells a class only where both its ends lie in it."""
    if found is None or found.is_hidden:
        return UNTOLD
    low, high = _level(found.low), _level(found.high)
    return low if low == high else UNTOLD


def _level(percent: float) -> int:
    return min(int(min(percent, 100) // STEP), CLASSES - 1) + 1


def _tile(row: WardRow, found: Rate | None) -> Tile:
    return Tile(
        name=ward_name(row),
        code=row.ward.code if row.ward else "",
        text=found.text if found else _("no figure"),
        pace=row.pace or "",
        pace_word=str(row.pace.label) if row.pace else "",
        certified=row.certified.text,
        is_special_zone=row.ward is not None and row.ward.kind == UnitKind.DAC_KHU,
        level=level_of(found),
    )


def _class(level: int, tiles: Sequence[Tile]) -> RateClass:
    low, high = STEP * (level - 1), STEP * level
    if level == UNTOLD:
        label = _("Hidden, or without a base")
    elif level == CLASSES:
        label = _("From %(low)s%%") % {"low": format_number(low)}
    elif level == 1:
        label = _("Under %(high)s%%") % {"high": format_number(high)}
    else:
        label = _("%(low)s to under %(high)s%%") % {"low": low, "high": high}
    return RateClass(level, label, tuple(tiles))
