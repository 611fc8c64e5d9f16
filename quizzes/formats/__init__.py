"""Files of questions of other systems, to and from the neutral form (docs/formats.md).

Pure: no database, no network, nothing unpacked to disk. `read` never raises: what is wrong with a
file is in the reading, by line or row. `write` names what a format cannot hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from quizzes.formats import (
    aiken,
    gift,
    gift_writer,
    limits,
    moodle_xml,
    moodle_xml_writer,
    qti,
    writing,
    xlsx,
)
from quizzes.formats.neutral import (
    Problem,
    Question,
    Reading,
    RefusedError,
    Written,
    identity,
    short,
    tidy,
)

__all__ = [
    "FORMATS",
    "MOST_BYTES",
    "Format",
    "Problem",
    "Question",
    "Reading",
    "Written",
    "guess",
    "identity",
    "read",
    "short",
    "tidy",
    "write",
]


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    label: str
    read: Callable[[bytes], Reading]
    write: Callable[[list[Question]], Written]


FORMATS: Mapping[str, Format] = {
    format.name: format
    for format in (
        Format("gift", "GIFT", gift.read, gift_writer.write),
        Format("aiken", "Aiken", aiken.read, aiken.write),
        Format("moodle_xml", "Moodle XML", moodle_xml.read, moodle_xml_writer.write),
        Format("qti", "QTI 2.1", qti.read, qti.write_21),
        Format("qti22", "QTI 2.2", qti.read, qti.write_22),
        Format("qti30", "QTI 3.0", qti.read, qti.write_30),
        Format("xlsx", "Excel", xlsx.read, xlsx.write),
    )
}
MOST_BYTES = limits.MOST_BYTES
_ZIP = b"PK\x03\x04"
_AIKEN = re.compile(r"^ANSWER: ?\S", re.MULTILINE)


def guess(name: str, data: bytes) -> str:
    """The format of a file by what is in it, then by its name; "" if none of ours."""
    suffix = PurePath(name).suffix.casefold()
    if data.startswith(_ZIP):
        return "xlsx" if suffix == ".xlsx" or b"xl/workbook.xml" in data else "qti"
    head = data[:4000].replace(b"\0", b"").decode("utf-8", "ignore")
    if head.lstrip("\ufeff \r\n\t").startswith("<"):
        return "moodle_xml" if "<quiz" in head else "qti"
    if suffix in (".gift", ".aiken"):
        return suffix.removeprefix(".")
    text = data.replace(b"\0", b"").decode("utf-8", "ignore").replace("\r", "\n")
    return "aiken" if _AIKEN.search(text) and "{" not in text else "gift"


def read(data: bytes, format: str = "", *, name: str = "") -> Reading:
    """Every question of the file that can be read, and every problem by line or row."""
    try:
        limits.check_size(data)
        reading = _reader(format or guess(name, data)).read(data)
        limits.check_count(len(reading.questions))
    except RefusedError as refused:
        return Reading(problems=[Problem(refused.place or 1, str(refused))])
    if not reading.questions and not reading.problems:
        reading.blame(1, _("There is no question in the file."))
    return reading


def _reader(name: str) -> Format:
    if name not in FORMATS:
        raise RefusedError(_("The format of this file is not known."))
    return FORMATS[name]


def write(questions: Iterable[Mapping[str, Any]], format: str) -> Written:
    """The file, checked by reading it back: what comes out otherwise is noted."""
    listed = [tidy(question) for question in questions]
    written = FORMATS[format].write(listed)
    back = _read_back(written, FORMATS[format])
    if len(back) != len(written.kept):
        written = _without_unreadable(listed, FORMATS[format])
        back = _read_back(written, FORMATS[format])
    writing.note_losses(written, listed, back)
    return written


def _read_back(written: Written, format: Format) -> list[Question]:
    return format.read(written.data).questions if written.kept else []


def _without_unreadable(listed: list[Question], format: Format) -> Written:
    """Written again without the questions that alone do not come back; those are named."""
    alone = [format.write([question]) for question in listed]
    lost = {
        place
        for place, one in enumerate(alone, start=1)
        if one.kept and len(_read_back(one, format)) != 1
    }
    places = [place for place in range(1, len(listed) + 1) if place not in lost]
    written = format.write([listed[place - 1] for place in places])
    written.kept = [places[place - 1] for place in written.kept]
    found = [Problem(places[p.place - 1], p.message) for p in written.problems]
    text = _("A question could not be written so that it can be read again.")
    found += [Problem(place, f"{writing.name_of(listed[place - 1])}: {text}") for place in lost]
    written.problems = sorted(found, key=lambda problem: problem.place)
    return written
