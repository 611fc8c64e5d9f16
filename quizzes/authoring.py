"""From what an author wrote (a file, a form) to the content of a question.

Content is tidy and minimal: the same words give the same dict, wherever they were written."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import clean_lines, clean_text
from quizzes import media
from quizzes.kind import AuthorField, Kind
from quizzes.marking import MarkingError

COMMON = (
    AuthorField(
        "stem",
        "long",
        gettext_lazy("Question"),
        gettext_lazy("A full question that can be understood alone."),
    ),
    AuthorField(
        "explanation",
        "long",
        gettext_lazy("Why"),
        gettext_lazy("Shown after the test is handed in: one or two sentences."),
    ),
    media.FIELD,
)


def fields_of(kind: Kind) -> tuple[AuthorField, ...]:
    return (*COMMON, *kind.fields)


def write(kind: Kind, raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The content, and what is wrong with it in sentences (then it is not to be stored)."""
    content, problems = _fill(fields_of(kind), raw)
    if problems:
        return content, problems
    content = kind.finish(content)
    problems = [*kind.check(content), *media.check(content)]
    return content, problems or _problems_of_marking(kind, content)


def _problems_of_marking(kind: Kind, content: Mapping[str, Any]) -> list[str]:
    try:
        kind.mark(content, {})
    except MarkingError:
        return [_("This way of marking does not fit the question.")]
    return []


def _fill(
    fields: tuple[AuthorField, ...], raw: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    known = {field.name for field in fields}
    problems = [_("“%(name)s” is not known here.") % {"name": name} for name in raw.keys() - known]
    content: dict[str, Any] = {}
    for field in fields:
        value = raw.get(field.name)
        try:
            tidy = None if value is None else _TIDY[field.type](field, value)
        except (TypeError, ValueError) as error:
            problems.append(str(error) or _wrong_form(field))
            continue
        if tidy not in (None, "", []):
            content[field.name] = tidy
        elif field.required:
            problems.append(_("“%(name)s” is missing.") % {"name": field.label})
    return content, problems


def _wrong_form(field: AuthorField) -> str:
    return _("“%(name)s” does not have the right form.") % {"name": field.label}


def _text(field: AuthorField, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return clean_text(value)


def _long(field: AuthorField, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return clean_lines(value)


def _flag(field: AuthorField, value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _number(field: AuthorField, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise TypeError
    text = clean_text(str(value)).replace("−", "-")
    return text if "." in text else text.replace(",", ".")  # 0,5 as it is written here


def _choice(field: AuthorField, value: Any) -> str:
    if value and value not in dict(field.choices):
        raise ValueError
    return str(value)


def _lines(field: AuthorField, value: Any) -> list[str]:
    if not isinstance(value, list):
        raise TypeError
    return [text for text in (_text(field, line) for line in value) if text]


def _rows(field: AuthorField, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise TypeError
    rows = []
    for number, row in enumerate(value, start=1):
        given = row.get("id")
        content, problems = _fill(field.columns, {k: v for k, v in row.items() if k != "id"})
        if problems:
            where = _("“%(name)s”, row %(number)s:") % {"name": field.label, "number": number}
            raise ValueError(f"{where} {' '.join(problems)}")
        if isinstance(given, str | int) and given != "":
            content["id"] = str(given)
        rows.append({name: cell for name, cell in content.items() if cell is not False})
    return rows


def _numbers(field: AuthorField, value: Any) -> list[float]:
    """A list of numbers, or a text of numbers between spaces, commas or semicolons."""
    listed = re.split(r"[\s,;]+", value.strip()) if isinstance(value, str) else value
    if not isinstance(listed, list) or any(isinstance(one, bool) for one in listed):
        raise TypeError
    numbers = [round(float(one), 2) for one in listed if one != ""]
    if not all(map(math.isfinite, numbers)):
        raise ValueError
    return numbers


def _media(field: AuthorField, value: Any) -> list[dict[str, Any]]:
    return media.tidy(value)


_TIDY: dict[str, Callable[[AuthorField, Any], Any]] = {
    "text": _text,
    "long": _long,
    "flag": _flag,
    "number": _number,
    "choice": _choice,
    "lines": _lines,
    "numbers": _numbers,
    "media": _media,
    "rows": _rows,
}
