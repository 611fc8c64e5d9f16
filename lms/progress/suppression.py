"""Hiding small numbers so that nothing published tells them. Pure; docs/privacy.md has the sources
and the argument.

Units (wards, or whatever has one number in a table) are split into *blocks*: units that stand in
exactly the same published totals. Inside a block small numbers are hidden, and more numbers with
them, until the block's own total no longer tells any. Every total anybody may see is a sum of whole
blocks, or is itself published only as far as its parts are: so it tells no more than the blocks do.
The outcome depends on the numbers of all units, never on who looks at which of them.

A table with totals both ways (`protect_grid`) hides numbers in rectangles instead: along the
corners of one, people can be shifted without changing any total.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from lms.progress.definitions import SMALLEST_PUBLIC, SMALLEST_SHOWN
from lms.progress.figures import NO_LIMIT, Figure

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Limits:
    """`smallest`: the smallest number of people that is shown. A hidden number could be at least
    `spread` + 1 different ones."""

    smallest: int

    @property
    def most_hidden(self) -> int:
        return self.smallest - 1

    @property
    def spread(self) -> int:
        return self.most_hidden // 2

    def is_small(self, number: int) -> bool:
        return 1 <= number <= self.most_hidden

    def figure(self, number: int) -> Figure:
        """A number that stands by itself."""
        return self.hidden if self.is_small(number) else Figure(number, number)

    @property
    def hidden(self) -> Figure:
        return Figure(1, self.most_hidden)


INSIDE = Limits(SMALLEST_SHOWN)
PUBLIC = Limits(SMALLEST_PUBLIC)
EXACT = Limits(1)
"""Nothing is hidden: only with the permission for it, and logged."""


@dataclass(frozen=True, slots=True)
class Protected(Generic[Key]):
    """What may be shown of each unit's number; `blocks`: the true sum of each set of units that
    were hidden against each other."""

    figures: Mapping[Key, Figure]
    blocks: Sequence[tuple[frozenset[Key], int]] = ()

    def total(self, units: Collection[Key]) -> Figure:
        """What may be told of the sum over `units`, whichever they are: exact as far as blocks lie
        inside, else what the figures add up to."""
        wanted, low, high = set(units), 0, 0
        for block, known in self.blocks:
            if block <= wanted:
                wanted -= block
                low, high = low + known, high + known
        for unit in wanted:
            low, high = low + self.figures[unit].low, high + self.figures[unit].high
        return Figure(low, high)


Row = Mapping[str, int]
Move = dict[str, int]
Rows = Mapping[Key, Row]


def protect_units(
    numbers: Mapping[Key, int],
    groups: Iterable[Collection[Key]] = (),
    *,
    limits: Limits = INSIDE,
) -> Protected[Key]:
    """The numbers of all units that share published totals: one column of `protect_rows`."""
    rows = {key: {"": number} for key, number in numbers.items()}
    return protect_rows(rows, groups, {}, limits=limits)[""]


def always(_key: object, _row: Row) -> bool:
    return True


def protect_rows(
    rows: Rows[Key],
    groups: Iterable[Collection[Key]],
    upper: Mapping[str, str],
    *,
    limits: Limits = INSIDE,
    holds: Callable[[Key, Row], bool] = always,
) -> dict[str, Protected[Key]]:
    """The numbers of all units that share published totals, by column. `groups`: the sets of units
    whose totals are published, besides that of all. `upper`: {column: one whose number is never
    smaller}; `holds`: what else is known of a unit's row. Ties are broken by the order of `rows`.

    Each small number gets a proof that it is open: another unit of its block, hidden in the same
    columns, with which `spread` other values can be exchanged so that no total and no order between
    columns changes. Where there is none, the smallest unit that will do is hidden too; where there is
    none of those, the block joins the next, and totals between them are no longer exact."""
    settled: list[_Block[Key]] = []
    failed: list[Key] = []
    for units in blocks_of(rows, groups):
        block = _Block(rows, units, upper, limits, holds)
        if block.settle():
            settled.append(block)
        else:
            failed += units
    settled.sort(key=lambda block: max(max(rows[key].values(), default=0) for key in block.units))
    while failed:
        block = _Block(rows, failed, upper, limits, holds)
        if block.settle() or not settled:
            settled.append(block)
            break
        failed = [*failed, *settled.pop().units]
    columns = dict.fromkeys(name for row in rows.values() for name in row)
    return {name: _column(name, rows, settled, limits) for name in columns}


def _column(
    name: str, rows: Rows[Key], blocks: Sequence[_Block[Key]], limits: Limits
) -> Protected[Key]:
    figures = {key: limits.figure(row[name]) for key, row in rows.items()}
    sums = []
    for block in blocks:
        hidden = [key for key in block.units if (key, name) in block.hidden]
        large = [key for key in hidden if figures[key].exact is not None]
        if name in block.untold:
            figures |= dict.fromkeys(large, Figure(limits.smallest, NO_LIMIT))
        elif hidden:
            known = sum(rows[key][name] for key in hidden)
            figures |= dict.fromkeys(large, _worked_out(known, len(large), len(hidden), limits))
            sums.append((frozenset(hidden), known))
    return Protected(figures, sums)


def _worked_out(total: int, large: int, hidden: int, limits: Limits) -> Figure:
    """What follows for each large one among hidden numbers from their sum."""
    least = limits.smallest * (large - 1) + (hidden - large)
    most = limits.most_hidden * (hidden - large)
    low = limits.smallest if large > 1 else max(limits.smallest, total - most)
    return Figure(low, total - least)


class _Block(Generic[Key]):
    """Units that stand in the same totals, and what of them is hidden."""

    def __init__(
        self,
        rows: Rows[Key],
        units: Sequence[Key],
        upper: Mapping[str, str],
        limits: Limits,
        holds: Callable[[Key, Row], bool] = always,
    ) -> None:
        self.rows, self.units, self.upper, self.limits = rows, units, upper, limits
        self.holds = holds
        cells = ((key, name) for key in units for name in rows[key])
        self.hidden = {cell: None for cell in cells if limits.is_small(rows[cell[0]][cell[1]])}
        self.untold: set[str] = set()

    def settle(self) -> bool:
        """Hide as much as it takes. False where nothing is enough; then `untold` are the columns
        whose sum must not be told."""
        for cell in list(self.hidden):
            moves = self._moves(*cell)
            if not self._is_open(cell[0], cell[1], moves):
                self.untold |= {name for move in moves for name in move} | {cell[1]}
        return not self.untold

    def _is_open(self, key: Key, name: str, moves: Sequence[Move]) -> bool:
        hidden = (unit for unit in self.units if unit != key and (unit, name) in self.hidden)
        for partner in hidden:  # every move changes this column: who shows it takes none
            if self._takes(partner, name, moves, may_hide=False):
                return True
        large = [unit for unit in self.units if unit != key]
        for partner in sorted(large, key=lambda unit: self.rows[unit].get(name, 0)):
            if self._takes(partner, name, moves, may_hide=True):
                columns = {column for move in moves for column in move}
                self.hidden |= {(partner, c): None for c in columns if self.rows[partner][c]}
                return True
        return False

    def _moves(self, key: Key, name: str) -> list[Move]:
        """What may change in a row for a number to be another: that alone, and as far as they must
        the small ones it is bound to; or all small ones together."""
        row = self.rows[key]
        if not self.limits.is_small(row[name]):  # hidden for another's sake: a little more or less
            steps = range(-self.limits.spread, self.limits.spread + 1)
            return [
                {name: step} for step in steps if step and row[name] + step >= self.limits.smallest
            ]
        small = {column: row[column] for column in row if self.limits.is_small(row[column])}
        moves: list[Move] = []
        for value in range(1, self.limits.smallest):
            step = value - row[name]
            together = {column: step for column in small if self._are_bound(column, name)}
            for move in (self._alone(small, name, value), together):
                after = {**row, **{column: row[column] + move[column] for column in move}}
                stays = all(self.limits.is_small(after[column]) for column in move)
                if step and stays and move not in moves and self.holds(key, after):
                    moves.append(move)
        return moves

    def _alone(self, small: Row, name: str, value: int) -> Move:
        change = {name: value - small[name]}
        for column in small:
            is_below = column in self._above(name) and small[column] < value
            is_above = name in self._above(column) and small[column] > value
            if is_below or is_above:
                change[column] = value - small[column]
        return change

    def _are_bound(self, column: str, name: str) -> bool:
        return self._top(column) == self._top(name)

    def _top(self, name: str) -> str:
        above = self._above(name)
        return above[-1] if above else name

    def _above(self, name: str) -> list[str]:
        above = self.upper.get(name)
        return [above, *self._above(above)] if above else []

    def _takes(self, partner: Key, name: str, moves: Sequence[Move], *, may_hide: bool) -> bool:
        """Whether the partner can take the opposite of moves to `spread` other values."""
        able: set[int] = set()
        for move in moves:
            if move[name] not in able and self._can_take(partner, move, may_hide=may_hide):
                able.add(move[name])
                if len(able) >= self.limits.spread:
                    return True
        return len(able) >= self.limits.spread

    def _can_take(self, partner: Key, move: Mapping[str, int], *, may_hide: bool) -> bool:
        row = dict(self.rows[partner])
        for name, change in move.items():
            number, after = row[name], row[name] - change
            least, most = 1, self.limits.most_hidden
            if not self.limits.is_small(number):
                least, most = self.limits.smallest, NO_LIMIT
            is_hidden = (partner, name) in self.hidden or (may_hide and number > 0)
            if not is_hidden or not least <= after <= most:
                return False
            row[name] = after
        in_order = all(row[low] <= row[top] for low, top in self.upper.items() if low in row)
        return in_order and self.holds(partner, row)


def blocks_of(numbers: Iterable[Key], groups: Iterable[Collection[Key]]) -> list[list[Key]]:
    """Units by the groups they are in, in a fixed order: every group is made of whole blocks."""
    profiles: dict[Key, list[int]] = {key: [] for key in numbers}
    for number, group in enumerate(groups):
        for key in group:
            if key in profiles:
                profiles[key].append(number)
    found: dict[tuple[int, ...], list[Key]] = defaultdict(list)
    for key, profile in profiles.items():
        found[tuple(profile)].append(key)
    return list(found.values())


# --- tables with totals both ways --------------------------------------------------------------

Cells = dict[tuple[Key, int], int]


@dataclass(frozen=True, slots=True)
class Grid(Generic[Key]):
    """What may be shown of a table whose rows add up to something that is told elsewhere: its cells,
    and the columns whose totals must stay hidden with them (the others are exact)."""

    cells: Mapping[tuple[Key, int], Figure]
    hidden_columns: frozenset[int]


def protect_grid(rows: Mapping[Key, Sequence[int]], *, limits: Limits = INSIDE) -> Grid[Key]:
    """A table of people added up both ways. Each small number gets a rectangle of hidden numbers
    along which `spread` people can be shifted, which no total shows. Where there is none, its row
    is hidden by itself, and the totals of the columns that would tell it."""
    numbers: Cells[Key] = {(k, place): n for k, row in rows.items() for place, n in enumerate(row)}
    hidden = {cell for cell, number in numbers.items() if limits.is_small(number)}
    alone = []
    for cell in [cell for cell in numbers if cell in hidden]:
        corners = _rectangle(cell, numbers, hidden, limits)
        hidden |= corners
        if not corners:
            alone.append(cell[0])
    figures = {cell: _grid_figure(n, cell in hidden, limits) for cell, n in numbers.items()}
    open_columns: set[int] = set()
    for key in dict.fromkeys(alone):
        found = _row_alone(
            rows[key], [figures[key, place] for place in range(len(rows[key]))], limits
        )
        figures |= {(key, place): figure for place, figure in enumerate(found)}
        open_columns |= {place for place, figure in enumerate(found) if figure.exact is None}
    return Grid(figures, frozenset(open_columns))


def _grid_figure(number: int, is_hidden: bool, limits: Limits) -> Figure:
    if limits.is_small(number):
        return limits.hidden
    return Figure(limits.smallest, NO_LIMIT) if is_hidden else Figure(number, number)


def _row_alone(row: Sequence[int], figures: list[Figure], limits: Limits) -> list[Figure]:
    """A row hidden against its own total; all of it, zeros included, where that is not enough."""
    block = _Block(
        {place: {"": number} for place, number in enumerate(row)}, range(len(row)), {}, limits
    )
    block.hidden |= {
        (place, ""): None for place, figure in enumerate(figures) if figure.exact is None
    }
    if not block.settle():
        return [Figure(0, NO_LIMIT)] * len(row)
    return [
        _grid_figure(number, (place, "") in block.hidden, limits)
        for place, number in enumerate(row)
    ]


def _rectangle(
    cell: tuple[Key, int],
    numbers: Cells[Key],
    hidden: set[tuple[Key, int]],
    limits: Limits,
) -> set[tuple[Key, int]]:
    """The other three corners, as few and as small new ones as there are; empty for none."""
    row, column = cell
    in_column = sorted(
        (c for c in numbers if c[1] == column and c != cell), key=lambda c: c not in hidden
    )
    in_row = [c for c in numbers if c[0] == row and c != cell and numbers[c]]
    best: tuple[int, int] | None = None
    found: set[tuple[Key, int]] = set()
    for below in (c for c in in_column if numbers[c]):
        for beside in in_row:
            opposite = (below[0], beside[1])
            if not _can_shift({cell, opposite}, {below, beside}, numbers, limits):
                continue
            new = {below, beside, opposite} - hidden
            cost = (len(new), sum(numbers[corner] for corner in new))
            if best is None or cost < best:
                best, found = cost, {below, beside, opposite}
            if not new:
                return found
    return found


def _can_shift(
    rising: set[tuple[Key, int]],
    falling: set[tuple[Key, int]],
    numbers: Cells[Key],
    limits: Limits,
) -> bool:
    """Whether `spread` steps, up and down together, are open to all corners, each staying on its
    side of the threshold."""
    up, down = NO_LIMIT, NO_LIMIT
    for corner in rising | falling:
        number = numbers[corner]
        if number == 0:
            return False
        is_small = limits.is_small(number)
        least, most = (1, limits.most_hidden) if is_small else (limits.smallest, NO_LIMIT)
        with_it = corner in rising
        up = min(up, most - number if with_it else number - least)
        down = min(down, number - least if with_it else most - number)
    return up + down >= limits.spread
