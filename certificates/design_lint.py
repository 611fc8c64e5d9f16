"""What would go wrong on paper, in sentences: the design laid out with the longest there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates import design_fields, design_layout, pdf, sample
from certificates.design_boxes import Box, Paper, Picture
from certificates.faces import unprintable
from lms.core.vietnamese import format_number

LEAST_SIZE, LEAST_DPI = 11, 200
PARTS = {
    "head": gettext_lazy("the head of the sheet"),
    "body": gettext_lazy("the lines"),
    "foot": gettext_lazy("the code and the number"),
    "sign": gettext_lazy("the names of who signs"),
    "qr": gettext_lazy("the QR code"),
    "band": gettext_lazy("the frame"),
    "seal": gettext_lazy("the seal"),
    "signature": gettext_lazy("the signature"),
}
# A seal lies over the signature and the office, as on any document.
MAY_COVER = {"seal": {"sign", "signature", "seal"}, "signature": {"sign", "signature", "seal"}}


def lint(design: Mapping[str, Any]) -> list[str]:
    """Sentences, each once, most important first; empty: nothing would go wrong."""
    return list(dict.fromkeys([*_words(design), *_sheets(design)]))


def _words(design: Mapping[str, Any]) -> Iterator[str]:
    lines = [line["text"] for line in design["lines"]]
    named = design_fields.named_in(lines)
    for name in (design_fields.NAME, design_fields.COURSE):
        if name not in named:
            yield _("No line names {%(name)s}.") % {"name": name}
    offices = [signer[key] for signer in design["signers"] for key in signer if key != "signature"]
    lacking = unprintable("".join([*lines, *offices]))
    if lacking:
        yield _("The font lacks: %(letters)s") % {"letters": lacking}
    for line in design["lines"]:
        if line["size"] < LEAST_SIZE:
            yield _("Too small to read: “%(text)s”. At least %(least)d points.") % {
                "text": line["text"], "least": LEAST_SIZE,
            }  # fmt: skip


def _sheets(design: Mapping[str, Any]) -> Iterator[str]:
    for name, course in (
        (sample.LONG_NAME, "Khóa học"), (sample.LONGEST_NAME, "Khóa học"),
        (sample.LONGEST_NAME, sample.LONG_COURSE),
    ):  # fmt: skip
        paper = pdf.paper(sample.data(name=name, course=course), dict(design))
        letters = {"name": len(name), "course": len(course)}
        yield from _room(paper, letters, min((line["size"] for line in design["lines"]), default=0))
        yield from _places(paper)
        yield from _dots(paper)


def _room(paper: Paper, letters: Mapping[str, int], chosen: float) -> Iterator[str]:
    sizes = [box.style.size for box in paper.texts if box.part == "body"]
    if not paper.fits:
        yield (
            _(
                "Too much for one sheet with a name of %(name)d letters and a course of %(course)d."
                " Take out a line or make it smaller."
            )
            % letters
        )
    elif sizes and min(sizes) < LEAST_SIZE <= chosen:
        yield _(
            "With a name of %(name)d letters and a course of %(course)d, type shrinks to %(size)s"
            " points: too small. Take out a line or make it smaller."
        ) % {**letters, "size": format_number(min(sizes), 1)}


def _places(paper: Paper) -> Iterator[str]:
    boxes: list[Box] = [*paper.texts, *paper.pictures, *paper.band, paper.qr]
    for box in boxes:
        if not _is_on(paper, box):
            yield _("Outside the page: %(part)s.") % {"part": PARTS[box.part]}
    for number, box in enumerate(boxes):
        for other in boxes[number + 1 :]:
            if box.part != other.part and box.meets(other) and not _may_meet(box, other):
                parts = {"part": PARTS[other.part], "other": PARTS[box.part]}
                yield _("Over each other: %(part)s and %(other)s.") % parts


def _may_meet(box: Box, other: Box) -> bool:
    return any(
        there.part in MAY_COVER.get(here.part, ()) for here, there in ((box, other), (other, box))
    )


def _is_on(paper: Paper, box: Box) -> bool:
    return (
        box.left >= 0 and box.top >= 0 and box.right <= paper.width and box.bottom <= paper.height
    )


def _dots(paper: Paper) -> Iterator[str]:
    for picture in paper.pictures:
        dpi = _dpi(picture)
        if dpi < LEAST_DPI:
            yield _("Too coarse: %(what)s has %(dpi)d dots an inch, at least %(least)d.") % {
                "what": PARTS[picture.part], "dpi": dpi, "least": LEAST_DPI,
            }  # fmt: skip


def _dpi(picture: Picture) -> int:
    return round(design_layout.pixels(picture.source)[0] / (picture.width / 72))
