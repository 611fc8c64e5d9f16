"""The history of the units in the database: read as plain values, written back where it differs."""

import datetime as dt

from lms.units.history import History, Passing, UnitHistory, Version
from lms.units.models import AdminUnit, Succession, UnitVersion

_BATCH = 500
_DERIVED = ["parent", "kind", "name", "folded", "sort_key", "opened_on", "closed_on"]
_VERSION_FIELDS = ["name", "kind", "parent", "valid_to", "decree"]


def load_history() -> History:
    """Everything on record."""
    history = History()
    versions = UnitVersion.objects.order_by("unit__code", "valid_from").values_list(
        "unit__code", "name", "kind", "parent__code", "valid_from", "valid_to", "decree"
    )
    for code, name, kind, parent, valid_from, valid_to, decree in versions:
        version = Version(name, kind, parent or "", valid_from, valid_to, decree)
        history.units.setdefault(code, UnitHistory()).versions.append(version)
    passings = Succession.objects.values_list(
        "predecessor__code", "successor__code", "date", "change", "decree", "takes", "rest"
    )
    history.passings = {
        Passing(one, other, date, change, decree, tuple(takes), rest)
        for one, other, date, change, decree, takes, rest in passings
    }
    return history


def save_history(history: History, *, today: dt.date) -> int:
    """Write what differs; `today` decides which version is in force. Returns rows written.
    Call inside a transaction."""
    written = _save_units(history, today)
    ids = dict(AdminUnit.objects.values_list("code", "pk"))
    return written + _save_versions(history, ids) + _save_passings(history, ids)


def _save_units(history: History, today: dt.date) -> int:
    written = 0
    for provinces in (True, False):  # provinces first: wards point at them
        known = AdminUnit.objects.in_bulk(field_name="code")
        new, changed = [], []
        for code, unit in history.units.items():
            version = unit.in_force(today)
            if (not version.parent) is not provinces:
                continue
            made = _as_unit(code, unit, version, known)
            if code not in known:
                new.append(made)
            elif any(getattr(known[code], f) != getattr(made, f) for f in _compared()):
                made.pk = known[code].pk
                changed.append(made)
        AdminUnit.objects.bulk_create(new, batch_size=_BATCH)
        AdminUnit.objects.bulk_update(changed, _DERIVED, batch_size=_BATCH)
        written += len(new) + len(changed)
    return written


def _compared() -> list[str]:
    return ["parent_id" if name == "parent" else name for name in _DERIVED]


def _as_unit(
    code: str, unit: UnitHistory, version: Version, known: dict[str, AdminUnit]
) -> AdminUnit:
    made = AdminUnit(
        code=code,
        parent=known[version.parent] if version.parent else None,
        kind=version.kind,
        name=version.name,
        opened_on=unit.versions[0].valid_from,
        closed_on=unit.closed_on,
    )
    made.derive()
    return made


def _save_versions(history: History, ids: dict[str, int]) -> int:
    known = {(v.unit_id, v.valid_from): v for v in UnitVersion.objects.all()}
    new, changed = [], []
    for code, unit in history.units.items():
        for version in unit.versions:
            made = _as_version(ids, code, version)
            old = known.get((made.unit_id, made.valid_from))
            if old is None:
                new.append(made)
            elif any(
                getattr(old, f) != getattr(made, f)
                for f in ("name", "kind", "parent_id", "valid_to", "decree")
            ):
                made.pk = old.pk
                changed.append(made)
    # Close the old version before opening the next: only one may be open at a time.
    UnitVersion.objects.bulk_update(changed, _VERSION_FIELDS, batch_size=_BATCH)
    UnitVersion.objects.bulk_create(new, batch_size=_BATCH)
    return len(new) + len(changed)


def _as_version(ids: dict[str, int], code: str, version: Version) -> UnitVersion:
    return UnitVersion(
        unit_id=ids[code],
        name=version.name,
        kind=version.kind,
        parent_id=ids[version.parent] if version.parent else None,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        decree=version.decree,
    )


def _save_passings(history: History, ids: dict[str, int]) -> int:
    rows = [
        Succession(
            predecessor_id=ids[passing.predecessor],
            successor_id=ids[passing.successor],
            date=passing.date,
            change=passing.change,
            decree=passing.decree,
            takes=list(passing.takes),
            rest=passing.rest,
        )
        for passing in history.passings
    ]
    before = Succession.objects.count()
    Succession.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    return Succession.objects.count() - before
