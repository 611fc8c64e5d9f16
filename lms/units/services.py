"""Bringing units, former names, areas and agencies up to date from dated files.

Every import is one transaction, writes nothing when a row is wrong, and changes nothing when done
again. Areas and former names are only added to: what a later change ended stays ended.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from lms.core.periods import today
from lms.units.dated_files import (
    AGENCIES,
    AREAS,
    CHANGES,
    CHANGES_AND_PEOPLE,
    FORMER_NAMES,
    CellProblem,
    DatedFile,
    day,
    for_each_row,
    one_of,
    read_bytes,
    required,
)
from lms.units.history import Change, History, change_from
from lms.units.models import (
    AdminUnit,
    AdminUnitAlias,
    Agency,
    AgencyKind,
    AliasKind,
    AreaMembership,
    AreaSet,
)
from lms.units.names import searchable, short_name
from lms.units.records import load_history, save_history
from lms.units.settling import settle
from lms.units.signals import unit_closing

DATA = Path(__file__).parent / "data"
_BATCH = 500

AliasKey = tuple[int, str, str]  # unit id, AliasKind, former full name


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: rows read, database rows written (0 when all was on record)."""

    name: str
    read: int
    written: int


def shipped_files() -> list[Path]:
    """The files that come with the product, in the order in which they build on each other."""
    return [
        *sorted(DATA.glob("*-units.csv")),
        DATA / "former-names.csv",
        *sorted(DATA.glob("areas-*.csv")),
        *sorted(DATA.glob("*-changes.csv")),
        DATA / "agencies.csv",
    ]


@transaction.atomic
def import_file(*, path: Path) -> Imported:
    """Apply one file, whatever kind it is; raises FileRefused naming every wrong row."""
    return import_rows(file=read_bytes(path.name, path.read_bytes()))


@transaction.atomic
def import_rows(*, file: DatedFile) -> Imported:
    """The same for a file that was read already."""
    return Imported(file.name, len(file.rows), _IMPORTS[file.head](file))


def check_rows(*, file: DatedFile) -> tuple[list[Change], History]:
    """The changes of a file, and the history as it would be; raises FileRefused. Writes nothing."""
    history = load_history()
    return for_each_row(file, lambda cells: _applied(history, cells)), history


def _import_changes(file: DatedFile) -> int:
    history = load_history()
    changes = for_each_row(file, lambda cells: _applied(history, cells))
    written = save_history(history, today=today())
    ids = dict(AdminUnit.objects.values_list("code", "pk"))
    for change in changes:
        if change.change == "rename":
            written += _keep_old_name(history, change, ids)
        elif change.change in ("merge", "split"):
            written += _hand_over(history, change, ids)
        if change.change in ("merge", "split", "close") and change.code not in change.successors:
            written += _leave_areas(ids[change.code], change.date)
    settle(day=today())
    return written


def _applied(history: History, cells: dict[str, str]) -> Change:
    change = change_from(cells)
    was_closed = (unit := history.units.get(change.code)) is not None and unit.closed_on is not None
    history.apply(change)
    if change.change == "close" and not was_closed:
        _refuse_to_leave_behind(change.code)
    return change


def _refuse_to_leave_behind(code: str) -> None:
    """A unit that ends without a successor may hold nobody and nothing."""
    unit = AdminUnit.objects.filter(code=code).first()
    answers = unit_closing.send(sender=AdminUnit, unit=unit) if unit else []
    left = [sentence for _receiver, sentence in answers if sentence]
    if left:
        raise CellProblem("change", " ".join([*left, _("Merge it into another unit instead.")]))


# --- former names ----------------------------------------------------------------------------


def _keep_old_name(history: History, change: Change, ids: dict[str, int]) -> int:
    """The name before a rename stays searchable."""
    full_name = _former_full_name(history, change)
    return _add_aliases([(ids[change.code], AliasKind.WARD, full_name)] if full_name else [])


def _hand_over(history: History, change: Change, ids: dict[str, int]) -> int:
    """The successors inherit name, former names and areas of a unit that is merged or split."""
    heirs = [ids[code] for code in change.successors if code != change.code]
    former = AdminUnitAlias.objects.filter(unit=ids[change.code])
    names = [(alias.kind, alias.former_full_name) for alias in former]
    names.append((AliasKind.WARD, _former_full_name(history, change)))
    written = _add_aliases(
        (heir, kind, full_name) for heir in heirs for kind, full_name in names if full_name
    )
    return written + _join_areas(ids[change.code], heirs, change.date)


def _former_full_name(history: History, change: Change) -> str:
    """As it was called the day before: "Xã Tịnh Kỳ, Tỉnh Quảng Ngãi"; "" for a province."""
    eve = change.date - dt.timedelta(days=1)
    version = history.units[change.code].on(eve)
    province = history.units[version.parent].on(eve) if version and version.parent else None
    if version is None or province is None:
        return ""
    ward = AdminUnit(kind=version.kind, name=version.name)
    return f"{ward.full_name}, {AdminUnit(kind=province.kind, name=province.name).full_name}"


def _import_former_names(file: DatedFile) -> int:
    ids = dict(AdminUnit.objects.wards().values_list("code", "pk"))
    pairs = for_each_row(file, lambda cells: _former_pair(cells, ids))
    return _add_aliases(key for pair in pairs for key in pair)


def _former_pair(cells: dict[str, str], ids: dict[str, int]) -> list[AliasKey]:
    """The former ward (if it had one) and the former district of one row."""
    unit = _known(cells, "code", ids)
    district = f"{required(cells, 'district')}, {required(cells, 'province')}"
    pair: list[AliasKey] = [(unit, AliasKind.DISTRICT, district)]
    if cells["ward"]:
        pair.append((unit, AliasKind.WARD, f"{cells['ward']}, {district}"))
    return pair


def _alias(key: AliasKey) -> AdminUnitAlias:
    unit, kind, full_name = key
    name = short_name(full_name.partition(",")[0])
    return AdminUnitAlias(
        unit_id=unit,
        name=name,
        kind=kind,
        former_full_name=full_name,
        folded=searchable(name),
    )


def _add_aliases(keys: Iterable[AliasKey]) -> int:
    wanted = set(keys)
    units = {unit for unit, _kind, _full_name in wanted}
    known = AdminUnitAlias.objects.values_list("unit_id", "kind", "former_full_name")
    if len(units) < _BATCH:
        known = known.filter(unit__in=units)
    new = [_alias(key) for key in sorted(wanted.difference(known))]
    AdminUnitAlias.objects.bulk_create(new, batch_size=_BATCH)
    return len(new)


# --- areas -----------------------------------------------------------------------------------


def _join_areas(ward: int, heirs: list[int], date: dt.date) -> int:
    """Heirs without an area of that kind on `date` join those of the ward they come from."""
    written = 0
    memberships = AreaMembership.objects.on(date - dt.timedelta(days=1)).filter(ward=ward)
    for membership in memberships.select_related("area"):
        placed = AreaMembership.objects.on(date).filter(
            ward__in=heirs, area__kind=membership.area.kind
        )
        for heir in set(heirs) - set(placed.values_list("ward", flat=True)):
            AreaMembership.objects.create(area=membership.area, ward_id=heir, valid_from=date)
            written += 1
    return written


def _leave_areas(ward: int, date: dt.date) -> int:
    """A ward that has ended is in no area from `date` on."""
    memberships = AreaMembership.objects.filter(ward=ward)
    begun_later, _counts = memberships.filter(valid_from__gte=date).delete()
    return begun_later + memberships.on(date).update(valid_to=date)


def _import_areas(file: DatedFile) -> int:
    wards = dict(AdminUnit.objects.wards().values_list("code", "pk"))
    provinces = dict(AdminUnit.objects.provinces().values_list("code", "pk"))
    areas = {area.code: area for area in AreaSet.objects.all()}
    return sum(for_each_row(file, lambda cells: _put_in_area(cells, areas, wards, provinces)))


def _put_in_area(
    cells: dict[str, str],
    areas: dict[str, AreaSet],
    wards: dict[str, int],
    provinces: dict[str, int],
) -> int:
    ward = _known(cells, "ward", wards)
    valid_to = day(cells, "valid_to") if cells["valid_to"] else None
    code, name = required(cells, "area"), required(cells, "name")
    written = 0
    if code not in areas:
        province = _known(cells, "province", provinces)
        areas[code] = AreaSet.objects.create(code=code, name=name, province_id=province)
        written += 1
    elif areas[code].name != name:
        areas[code].name = name
        areas[code].save()
        written += 1
    membership, is_new = AreaMembership.objects.get_or_create(
        area=areas[code],
        ward_id=ward,
        valid_from=day(cells, "valid_from"),
        defaults={"valid_to": valid_to},
    )
    if valid_to and membership.valid_to != valid_to:
        membership.valid_to = valid_to
        membership.save()
        written += 1
    return written + is_new


# --- agencies --------------------------------------------------------------------------------


def _import_agencies(file: DatedFile) -> int:
    units = dict(AdminUnit.objects.values_list("code", "pk"))
    known = {agency.code: agency for agency in Agency.objects.all()}
    return sum(for_each_row(file, lambda cells: _put_agency(cells, known, units)))


def _put_agency(cells: dict[str, str], known: dict[str, Agency], units: dict[str, int]) -> int:
    code = required(cells, "code")
    if cells["parent"] and cells["parent"] not in known:
        problem = _("there is no agency “%(code)s” above this row")
        raise CellProblem("parent", problem % {"code": cells["parent"]})
    values = {
        "name": required(cells, "name"),
        "kind": one_of(cells, "kind", tuple(AgencyKind.values)),
        "parent_id": known[cells["parent"]].pk if cells["parent"] else None,
        "unit_id": _known(cells, "unit", units) if cells["unit"] else None,
    }
    agency = known.get(code)
    if agency and all(getattr(agency, field) == value for field, value in values.items()):
        return 0
    known[code], _is_new = Agency.objects.update_or_create(code=code, defaults=values)
    return 1


def _known(cells: dict[str, str], column: str, ids: dict[str, int]) -> int:
    code = required(cells, column)
    if code not in ids:
        raise CellProblem(column, _("there is no unit “%(code)s”") % {"code": code})
    return ids[code]


_IMPORTS = {
    CHANGES: _import_changes,
    CHANGES_AND_PEOPLE: _import_changes,
    FORMER_NAMES: _import_former_names,
    AREAS: _import_areas,
    AGENCIES: _import_agencies,
}
