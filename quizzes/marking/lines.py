"""One line of a file to be marked: {"scheme", "question", "response"} in the neutral form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NoReturn

from quizzes import marking
from quizzes.marking.scheme import MarkingError

LONGEST = 1_000_000  # bytes


def mark_line(line: bytes) -> Fraction:
    """MarkingError says in one sentence why a line cannot be marked."""
    entry = _read(line)
    question, response = entry.get("question"), entry.get("response")
    if not isinstance(question, Mapping):
        raise MarkingError('"question" must be an object')
    if response is not None and not isinstance(response, Mapping):
        raise MarkingError('"response" must be an object, or null for no answer')
    scheme = entry.get("scheme") or question.get("scheme")
    if not isinstance(scheme, str):
        raise MarkingError('"scheme" must be the name of a marking scheme')
    return marking.mark(scheme, question, response)


def _read(line: bytes) -> Mapping[str, Any]:
    if len(line) > LONGEST:
        raise MarkingError(f"longer than {LONGEST} bytes")
    try:
        entry = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, or nested without end
        raise MarkingError(f"not JSON in UTF-8 ({error})") from error
    if not isinstance(entry, Mapping):
        raise MarkingError('must be an object with "scheme", "question" and "response"')
    return entry


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
