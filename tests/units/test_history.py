"""The rules of dated changes, without a database."""

import datetime as dt

import pytest

from lms.units.dated_files import CellProblem
from lms.units.history import Change, History, Passing, Version

START = dt.date(2025, 7, 1)
LATER = dt.date(2027, 1, 1)
LATEST = dt.date(2028, 1, 1)
EVE = LATER - dt.timedelta(days=1)


def change(what: str, code: str = "21211", *, date: dt.date = LATER, **values: object) -> Change:
    return Change(date=date, code=code, change=what, decree="NQ 1", **values)  # type: ignore[arg-type]


@pytest.fixture
def history() -> History:
    made = History()
    made.apply(change("create", "51", date=START, name="Quảng Ngãi", kind="tinh"))
    made.apply(change("create", "52", date=START, name="Gia Lai", kind="tinh"))
    for code, name in (("21211", "Tịnh Khê"), ("21220", "Sơn Tịnh"), ("21205", "Ba Gia")):
        made.apply(change("create", code, date=START, name=name, kind="xa", parent="51"))
    return made


def version(history: History, code: str, date: dt.date) -> Version:
    found = history.units[code].on(date)
    assert found is not None
    return found


def snapshot(history: History) -> tuple[dict[str, list[Version]], set[Passing]]:
    return {code: list(u.versions) for code, u in history.units.items()}, set(history.passings)


def test_a_rename_holds_from_its_day(history: History) -> None:
    history.apply(change("rename", name="Mỹ Khê"))
    assert version(history, "21211", EVE).name == "Tịnh Khê"
    assert version(history, "21211", LATER).name == "Mỹ Khê"
    assert version(history, "21211", LATER).kind == "xa"


def test_a_commune_becomes_a_ward(history: History) -> None:
    history.apply(change("kind", kind="phuong"))
    assert [v.kind for v in history.units["21211"].versions] == ["xa", "phuong"]


def test_two_changes_of_one_day_make_one_version(history: History) -> None:
    history.apply(change("kind", kind="phuong"))
    history.apply(change("rename", name="Mỹ Khê"))
    last = version(history, "21211", LATER)
    assert (last.kind, last.name) == ("phuong", "Mỹ Khê")
    assert len(history.units["21211"].versions) == 2


def test_a_ward_moves_to_another_province(history: History) -> None:
    history.apply(change("move", parent="52"))
    assert version(history, "21211", EVE).parent == "51"
    assert version(history, "21211", LATER).parent == "52"


def test_a_merger_ends_the_predecessor_and_names_the_successor(history: History) -> None:
    history.apply(change("merge", "21220", successors=("21211",)))
    assert history.units["21220"].on(LATER) is None
    assert history.units["21220"].closed_on == LATER
    assert history.passings == {Passing("21220", "21211", LATER, "merge", "NQ 1")}


def test_a_split_may_leave_the_unit_alive(history: History) -> None:
    history.apply(change("split", "21220", successors=("21220", "21211"), people="ask"))
    assert history.units["21220"].closed_on is None
    assert {p.successor for p in history.passings} == {"21211"}


def test_a_closed_unit_shows_its_last_version(history: History) -> None:
    history.apply(change("close"))
    assert history.units["21211"].in_force(LATEST).name == "Tịnh Khê"


def test_a_change_to_come_is_not_in_force_yet(history: History) -> None:
    history.apply(change("rename", name="Mỹ Khê"))
    assert history.units["21211"].in_force(EVE).name == "Tịnh Khê"
    assert history.units["21211"].in_force(LATER).name == "Mỹ Khê"


def test_applying_everything_again_changes_nothing(history: History) -> None:
    changes = [
        change("create", "21211", date=START, name="Tịnh Khê", kind="xa", parent="51"),
        change("rename", name="Mỹ Khê"),
        change("kind", kind="phuong"),
        change("merge", "21220", successors=("21211",)),
        change("rename", date=LATEST, name="Khê"),
        change("close", "21205", date=LATEST),
    ]
    for one in changes:
        history.apply(one)
    before = snapshot(history)
    for one in changes:
        history.apply(one)
    assert snapshot(history) == before


def test_a_record_may_be_corrected_on_its_own_day(history: History) -> None:
    history.apply(change("rename", name="Mỹ Khe"))
    history.apply(change("rename", name="Mỹ Khê"))
    assert [v.name for v in history.units["21211"].versions] == ["Tịnh Khê", "Mỹ Khê"]


@pytest.mark.parametrize(
    ("refused", "column"),
    [
        (change("rename", "99999", name="Không có"), "code"),
        (change("rename", date=dt.date(2025, 6, 30), name="Sớm quá"), "code"),
        (change("create", "2121", name="Ngắn", kind="xa", parent="51"), "code"),
        (change("create", "51234", name="Dài", kind="tinh"), "code"),
        (change("create", "21999", name="Mồ côi", kind="xa", parent="99"), "parent"),
        (change("create", "21999", name="Con xã", kind="xa", parent="21211"), "parent"),
        (change("create", "53", name="Tỉnh con", kind="tinh", parent="51"), "parent"),
        (change("create", "21211", name="Trùng mã", kind="xa", parent="51"), "code"),
        (change("move", parent="99"), "parent"),
        (change("kind", kind="tinh"), "kind"),
        (change("merge", successors=("99999",)), "successors"),
        (change("close", "51"), "code"),
    ],
)
def test_what_cannot_be_true_is_refused_and_changes_nothing(
    history: History, refused: Change, column: str
) -> None:
    before = snapshot(history)
    with pytest.raises(CellProblem) as problem:
        history.apply(refused)
    assert problem.value.column == column
    assert snapshot(history) == before


def test_a_change_before_a_later_one_is_refused(history: History) -> None:
    history.apply(change("rename", date=LATEST, name="Mỹ Khê"))
    with pytest.raises(CellProblem, match="01/01/2028") as problem:
        history.apply(change("rename", name="Sớm hơn"))
    assert problem.value.column == "date"


def test_nothing_happens_to_a_unit_after_its_end(history: History) -> None:
    history.apply(change("close"))
    for late in (
        change("rename", date=LATEST, name="Muộn"),
        change("merge", "21220", date=LATEST, successors=("21211",)),
    ):
        with pytest.raises(CellProblem):
            history.apply(late)


def test_a_province_without_wards_may_end(history: History) -> None:
    history.apply(change("merge", "52", successors=("51",)))
    assert history.units["52"].closed_on == LATER
