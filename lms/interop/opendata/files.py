"""Open data as files: CSV tables, their JSON twins, and the Frictionless Data Package that describes
them (https://datapackage.org/standard/): names of columns, types, licence, publisher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.core.spreadsheets import Cell, Column, csv_lines
from lms.interop.opendata.figures import Month, WardFigures, as_json
from lms.interop.opendata.units import UnitRecord
from lms.progress.definitions import BY_KEY, SMALLEST_PUBLIC
from lms.progress.models import COUNT_FIELDS

LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
_MEASURE = {"certified_supervised": "supervised"}  # our columns under other names among measures

Field = dict[str, Any]


def progress_fields() -> list[Field]:
    """The columns of the progress table, as Table Schema has them."""
    return [
        _field("month", "yearmonth", _("Month, as kept at the end of its last day")),
        _field("snapshot", "string", _("Name of the kept figures; the same name, the same values")),
        _field("unit_code", "string", _("Official code of the commune or ward in that month")),
        _field("unit_name", "string", _("Its name in that month")),
        _field("province_code", "string", _("Official code of the province or city")),
        _field("current_codes", "string", _("Codes of the units of today that hold it, by spaces")),
        *(_field(name, "integer", _people(name)) for name in COUNT_FIELDS),
        _field("sessions_held", "integer", str(BY_KEY["sessions"].formula)),
        _field("hidden", "string", _("Columns whose number is not shown here, by spaces")),
    ]


def unit_fields() -> list[Field]:
    return [
        _field("code", "string", _("Official code")),
        _field("name", "string", _("Name with its kind")),
        _field("kind", "string", _("Kind: tinh, thanh_pho, xa, phuong or dac_khu")),
        _field("province_code", "string", _("Official code of the province or city")),
        _field("valid_from", "date", _("First day")),
        _field("valid_to", "date", _("First day on which it no longer exists; empty if it does")),
        _field("current_codes", "string", _("Codes of the units of today that hold it, by spaces")),
        _field("former_codes", "string", _("Codes of units that went over into it, by spaces")),
        _field("former_names", "string", _("Names it or its parts had before, by semicolons")),
    ]


def _field(name: str, kind: str, description: str) -> Field:
    return {"name": name, "type": kind, "description": description}


def _people(name: str) -> str:
    formula = str(BY_KEY[_MEASURE.get(name, name)].formula)
    hidden = _("Empty where fewer than %(smallest)d people could be worked out.")
    return f"{formula} {hidden % {'smallest': SMALLEST_PUBLIC}}"


# --- CSV ---------------------------------------------------------------------------------------


def progress_csv(months: Iterable[Month]) -> Iterator[str]:
    rows = (_progress_row(month, ward) for month in months for ward in month.wards)
    return csv_lines(_columns(progress_fields()), rows)


def _progress_row(month: Month, ward: WardFigures) -> Sequence[Cell]:
    numbers = [ward.figures[name].exact for name in COUNT_FIELDS]
    hidden = [name for name, number in zip(COUNT_FIELDS, numbers, strict=True) if number is None]
    return [
        month.name,
        month.snapshot,
        ward.code,
        ward.name,
        settings.OPERATOR_PROVINCE,
        " ".join(ward.current_codes),
        *numbers,
        ward.sessions_held,
        " ".join(hidden),
    ]


def units_csv(records: Iterable[UnitRecord]) -> Iterator[str]:
    rows = (
        [
            unit.code,
            unit.name,
            unit.kind,
            unit.province_code,
            unit.valid_from,
            unit.valid_to,
            " ".join(unit.current_codes),
            " ".join(unit.former_codes),
            "; ".join(unit.former_names),
        ]
        for unit in records
    )
    return csv_lines(_columns(unit_fields()), rows)


def _columns(fields: Iterable[Field]) -> list[Column]:
    return [Column(field["name"]) for field in fields]


# --- JSON --------------------------------------------------------------------------------------


def origin() -> dict[str, Any]:
    """Stands at the head of every JSON file."""
    return {
        "publisher": settings.OPERATOR_NAME,
        "licence": LICENCE["path"],
        "description": settings.PUBLIC_URL + reverse("open_data:package"),
    }


def month_json(month: Month) -> dict[str, Any]:
    return {
        "month": month.name,
        "day": month.day.isoformat(),
        "snapshot": month.snapshot,
        "province_code": settings.OPERATOR_PROVINCE,
        "smallest_shown": SMALLEST_PUBLIC,
        "total": {name: as_json(month.total[name]) for name in COUNT_FIELDS},
        "units": [ward_json(ward) for ward in month.wards],
    }


def ward_json(ward: WardFigures) -> dict[str, Any]:
    return {
        "unit_code": ward.code,
        "unit_name": ward.name,
        "current_codes": ward.current_codes,
        "figures": {name: as_json(ward.figures[name]) for name in COUNT_FIELDS},
        "sessions_held": ward.sessions_held,
    }


# --- what describes them -----------------------------------------------------------------------


def package() -> dict[str, Any]:
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"binh-dan-hoc-vu-so-{settings.OPERATOR_PROVINCE}",
        "title": _("Learning online public services, by commune and ward"),
        "description": _(
            "Different people who enrolled, learned, completed and were certified, as kept at the "
            "end of each month. Numbers of people below 10 are hidden, and others where they would "
            "tell one."
        ),
        "homepage": settings.PUBLIC_URL + reverse("open_data:index"),
        "licenses": [LICENCE],
        "contributors": [{"title": settings.OPERATOR_NAME, "roles": ["publisher"]}],
        "resources": [
            _resource("tien-do", "progress_csv", progress_fields(), ["month", "unit_code"]),
            _resource("don-vi", "units_csv", unit_fields(), ["code"]),
        ],
    }


def _resource(name: str, url_name: str, fields: list[Field], key: list[str]) -> dict[str, Any]:
    return {
        "name": name,
        "type": "table",
        "path": settings.PUBLIC_URL + reverse(f"open_data:{url_name}"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": key, "missingValues": [""]},
    }
