"""What a line of a certificate may name between braces, and what stands there on paper.

"Năm sinh: {năm sinh} • {đơn vị}" is a line of two parts. A part whose field has nothing to say is left
out with its words; a line without parts is not printed. A field nobody knows is refused by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from lms.core.errors import DomainError
from lms.core.vietnamese import clean_text, fold, format_date, format_long_date, format_number

Data = Mapping[str, Any]
BRACES = re.compile(r"\{([^{}]*)\}")
PARTS = "•"
NAME, COURSE = "họ tên", "khóa học"
FORMS = {"tu_hoc": "Tự học", "co_giam_sat": "Kiểm tra có giám sát", "tai_lop": "Tại lớp"}


def _said(key: str) -> Callable[[Data], str]:
    return lambda data: str(data.get(key) or "")


def _hours(data: Data) -> str:
    return format_number(Decimal(str(data["hours"])), 1) if data.get("hours") else ""


def _day(key: str, write: Callable[[date], str]) -> Callable[[Data], str]:
    return lambda data: write(date.fromisoformat(data[key])) if data.get(key) else ""


# Vietnamese on purpose: these are words of the document, whatever the language of the interface.
FIELDS: dict[str, Callable[[Data], str]] = {
    NAME: _said("name"),
    "năm sinh": _said("birth_year"),
    "đơn vị": lambda data: str(data.get("agency") or data.get("ward") or ""),
    COURSE: _said("course"),
    "mã khóa học": _said("course_code"),
    "phiên bản": _said("course_version"),
    "số giờ": _hours,
    "kết quả": _said("result"),
    "số buổi": _said("meetings"),
    "hình thức": lambda data: FORMS.get(data.get("evidence", ""), ""),
    "ngày": _day("issued_on", format_long_date),
    "ngày ngắn": _day("issued_on", format_date),
    "hết hạn": _day("expires_on", format_date),
    "nơi cấp": _said("place"),
    "cơ quan cấp": _said("issuer"),
    "số vào sổ": _said("number"),
    "mã giấy": _said("code"),
}
_BY_FOLDED = {fold(name): name for name in FIELDS}


def canonical(text: str) -> str:
    """A line as it is kept: one space, the fields as FIELDS writes them ("{HO TEN}" is "{họ tên}"), and
    "|" between parts as "•". Refuses a field that is none, and a brace without its other."""
    line = BRACES.sub(_known, clean_text(text).replace("|", PARTS))
    if "{" in BRACES.sub("", line) or "}" in BRACES.sub("", line):
        raise DomainError(
            _("A brace is missing in “%(line)s”.") % {"line": line}, code="design.braces"
        )
    if "<" in line or ">" in line:
        raise DomainError(
            _("Take < and > out of “%(line)s”: a line holds words and fields only.")
            % {"line": line},
            code="design.markup",
        )
    return line


def _known(found: re.Match[str]) -> str:
    name = _BY_FOLDED.get(fold(found[1]))
    if name is None:
        raise DomainError(
            _("There is no field {%(name)s}. Fields: %(fields)s.")
            % {"name": found[1], "fields": ", ".join(f"{{{name}}}" for name in FIELDS)},
            code="design.field",
        )
    return f"{{{name}}}"


def named_in(lines: list[str]) -> set[str]:
    return {name for line in lines for name in BRACES.findall(line)}


def fill(line: str, data: Data) -> str:
    """What is printed of a canonical line; "" where nothing is left of it."""
    written = (_filled(part.strip(), data) for part in line.split(PARTS))
    return f" {PARTS} ".join(part for part in written if part)


def _filled(part: str, data: Data) -> str:
    values = {name: FIELDS[name](data) for name in BRACES.findall(part)}
    if not all(values.values()):
        return ""
    return BRACES.sub(lambda found: values[found[1]], part)
