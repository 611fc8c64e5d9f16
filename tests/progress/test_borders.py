"""The same figures by the boundaries of their day and by those of today, whatever happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.models import Certificate
from lms.core.periods import ZONE
from lms.progress import queries, services
from lms.progress.borders import by_todays_borders
from lms.progress.models import COUNT_FIELDS, Population, Target
from lms.progress.tables import Line, build_table
from lms.units.dated_files import CellProblem, read_bytes
from lms.units.history import Change, History
from lms.units.lineage import home_of, living_heirs, members_of
from lms.units.models import AdminUnit, UnitVersion
from lms.units.services import import_rows
from tests.factories import ProvinceFactory, WardFactory, make_course
from tests.progress.world import certified_people, on_day

NAMES = ("00001", "00002", "00003", "00004")
START = dt.date(2025, 7, 1)


@dataclass
class Story:
    """A history, and where each fact was written: [(ward, day)]."""

    history: History = field(default_factory=History)
    facts: list[tuple[str, int]] = field(default_factory=list)
    days: int = 0

    def __post_init__(self) -> None:
        self.history.apply(Change(START, "51", "create", name="Quảng Ngãi", kind="tinh"))
        for code in NAMES:
            self.create(code, 0)

    def create(self, code: str, day: int) -> None:
        date = START + dt.timedelta(days=day)
        made = Change(date, code, "create", name=f"Xã {code}", kind="xa", parent="51", decree="NQ")
        self.history.apply(made)

    def living(self, day: int) -> list[str]:
        date = START + dt.timedelta(days=day)
        return sorted(c for c, unit in self.history.units.items() if c != "51" and unit.on(date))

    def heirs(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for passing in self.history.passings:
            closed = self.history.units[passing.predecessor].closed_on
            if closed == passing.date:
                found.setdefault(int(passing.predecessor), set()).add(int(passing.successor))
        return found


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Facts, mergers, splits and renames in any order, a day each."""
    story = Story()
    number = 100
    for day in range(1, draw(st.integers(1, 14))):
        living = story.living(day)
        what = draw(st.sampled_from(["fact", "fact", "merge", "merge new", "split", "rename"]))
        date = START + dt.timedelta(days=day)
        one = draw(st.sampled_from(living))
        if what == "fact":
            story.facts.append((one, day))
            continue
        number += 1
        new = f"{number:05d}"
        others = [code for code in living if code != one]
        change = Change(date, one, "rename", name=f"Mới {day}", decree="NQ")
        if what == "merge" and others:
            heir = draw(st.sampled_from(others))
            change = Change(date, one, "merge", successors=(heir,), decree="NQ")
        elif what == "merge new":
            story.create(new, day)
            change = Change(date, one, "merge", successors=(new,), decree="NQ")
        elif what == "split":
            story.create(new, day)
            known = draw(st.sampled_from([(one, new), (new, *others[:1])]))
            people = "ask" if len(known) > 1 else ""
            change = Change(date, one, "split", successors=known, decree="NQ", people=people)
        story.history.apply(change)
    story.days = 15
    return story


def table_of(story: Story, until: int) -> dict[str, int]:
    """By the boundaries of their day: facts by the ward written on them."""
    counts: dict[str, int] = {}
    for ward, day in story.facts:
        if day <= until:
            counts[ward] = counts.get(ward, 0) + 1
    return counts


def lines_of(story: Story) -> list[Line]:
    counts = table_of(story, story.days)
    lines = []
    for code, unit in story.history.units.items():
        if code != "51":
            ward = AdminUnit(
                pk=int(code), code=code, name=code, kind="xa", closed_on=unit.closed_on
            )
            ward.opened_on = unit.versions[0].valid_from
            numbers = dict.fromkeys(COUNT_FIELDS, counts.get(code, 0) * 10)
            lines.append(Line(ward, numbers | {"sessions_held": 0, "session_visits": 0}))
    return lines


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories())
def test_sums_are_conserved_and_nothing_is_counted_twice(story: Story) -> None:
    lines = lines_of(story)
    day = START + dt.timedelta(days=story.days)
    then = build_table(lines, day)
    now = by_todays_borders(then, story.heirs(), lambda some: build_table(some, day).total)
    whole = 10 * len(story.facts)
    for table in (then, now):
        assert sum(row.line.counts["certified"] for row in table.rows) == whole
        assert table.total.line.counts["certified"] == whole
        shown = [row.ward.pk for row in table.rows if row.ward]
        assert len(shown) == len(set(shown))
    living = {int(code) for code in story.living(story.days)}
    for row in now.rows:
        assert row.ward is not None
        if row.ward.pk not in living and row.line.counts["certified"]:
            assert len(living_heirs(row.ward.pk, story.heirs())) != 1  # nobody can tell whose


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories(), st.data())
def test_the_past_reads_the_same_after_any_later_change(story: Story, data: st.DataObject) -> None:
    day = data.draw(st.integers(1, story.days))
    date = START + dt.timedelta(days=day)
    before = {
        code: unit.on(date) and (unit.on(date).name, unit.on(date).kind)  # type: ignore[union-attr]
        for code, unit in story.history.units.items()
    }
    counts = table_of(story, day)
    living = story.living(story.days)
    later = START + dt.timedelta(days=story.days + 1)
    if len(living) > 1:
        story.history.apply(Change(later, living[0], "merge", successors=(living[1],), decree="X"))
    story.history.apply(Change(later, living[-1], "rename", name="Khác", decree="X"))
    after = {
        code: unit.on(date) and (unit.on(date).name, unit.on(date).kind)  # type: ignore[union-attr]
        for code, unit in story.history.units.items()
    }
    assert before == after
    assert table_of(story, day) == counts


@settings(max_examples=150, deadline=None)
@given(stories())
def test_every_past_has_one_home_and_belongs_to_whoever_holds_all_of_it(story: Story) -> None:
    heirs, living = story.heirs(), {int(code) for code in story.living(story.days)}
    for gone in heirs:
        home = home_of(gone, heirs)
        assert home == gone or home in living
    assert members_of(living, heirs) == {g for g in heirs if living_heirs(g, heirs)}
    assert members_of([], heirs) == set()


def test_rows_that_cannot_be_are_refused() -> None:
    story = Story()
    with pytest.raises(CellProblem):
        story.history.apply(Change(START, "00001", "merge", successors=("00009",), decree="NQ"))


@pytest.mark.django_db
def test_a_merger_in_the_database() -> None:
    """Certificates keep the old name; both tables add up; bases come along."""
    with time_machine.travel(on_day(20)) as clock:
        province = ProvinceFactory()
        UnitVersion.objects.create(
            unit=province, name=province.name, kind=province.kind, valid_from=START, decree="NQ"
        )
        course = make_course(lessons=0)
        gone, heir, other = (
            WardFactory(code=code, name=code) for code in ("21211", "21220", "21025")
        )
        for ward, people in ((gone, 20), (heir, 7), (other, 30)):
            certified_people(ward, course, people, on_day(1))
            values = {"number": 100, "source": "Công an", "as_of": dt.date(2026, 1, 1)}
            Population.objects.create(ward=ward, year=2026, **values)
            Target.objects.create(ward=ward, year=2026, people=40)
        services.recount_stale()
        services.take_snapshot(day=on_day(15).date())
        head = "date,code,change,name,kind,parent,successors,decree"
        row = f"{on_day(20).astimezone(ZONE).date()},21211,merge,,,,21220,NQ 1"
        import_rows(file=read_bytes("f.csv", f"{head}\n{row}\n".encode()))
        clock.shift(dt.timedelta(days=1))
        wards = AdminUnit.objects.wards()
        now = queries.ward_table(wards)
        then = queries.ward_table(wards, as_then=True)
        kept = queries.ward_table(wards, day=on_day(15).date(), as_then=True)
    assert {r.ward.code: r.line.counts["certified"] for r in now.rows if r.ward} == {
        "21220": 27,
        "21025": 30,
    }
    for table in (then, kept):
        assert {r.ward.code: r.line.counts["certified"] for r in table.rows if r.ward} == {
            "21211": 20,
            "21220": 7,
            "21025": 30,
        }
    assert {t.total.line.counts["certified"] for t in (now, then, kept)} == {57}
    joined = now.row_of("21220")
    assert (joined.base.adults, joined.base.target) == (200, 80)
    assert joined.rate is not None
    assert joined.rate.exact == 13.5
    assert Certificate.objects.filter(ward__code="21211").count() == 20
