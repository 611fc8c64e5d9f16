"""Where everything of a certificate stands, in points from the top left of the sheet. Pure.

The same boxes are printed (print/certificate_v3.html), shown in the editor (design_paper.html) and
judged by the lint, so what is seen is what comes. The head, the foot with the QR code and the place of
signatures are ours; the lines between them shrink together until they fit. A change here changes what
later issues look like: certificates keep their files, and a new arrangement is a new wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from certificates import design_fields
from certificates.design import picture_of
from certificates.design_boxes import (
    BLACK,
    LEADING,
    Box,
    Column,
    Paper,
    Picture,
    Style,
    Text,
    rows_of,
    shrunk,
)
from certificates.faces import text_width

MM = 72 / 25.4
EDGE, TOP, BOTTOM = 66, 62, 55
QR = 32 * MM
HEAD, FOOT, SIGNING, SIGNED = 12, 11, 13, 14  # sizes
PEN = 54  # points of height for seal and signature
SIGNATURE_WIDTH, SIGNATURE_HEIGHT = 40 * MM, 18 * MM
LEAST_SCALE = 0.5
INKS = {"ink": "#1F1A17", "red": "#741216", "blue": "#1B4B66"}
STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


@dataclass(slots=True)
class _Sheet:
    """One sheet being laid out."""

    design: Mapping[str, Any]
    data: Mapping[str, Any]
    texts: list[Text] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    @property
    def size(self) -> tuple[float, float]:
        return (595.28, 841.89) if self.design["portrait"] else (841.89, 595.28)

    @property
    def column(self) -> Column:
        return Column(EDGE, self.size[0] - 2 * EDGE)

    def ink(self, name: str) -> str:
        return BLACK if self.design["little_ink"] else INKS[name]

    def write(
        self, rows: Iterable[tuple[str, Style]], column: Column, top: float, part: str
    ) -> float:
        """Rows one under the other; where they end."""
        for text, style in rows:
            width = text_width(text, style.size, style.face)
            spare = column.width - width
            left = column.left + {"left": 0, "center": spare / 2, "right": spare}[style.align]
            height = LEADING * style.size
            box = Text(part, left, top, width, height, text, style, self.ink(style.ink))
            self.texts.append(box)
            top += height
        return top


def lay_out(
    design: Mapping[str, Any], data: Mapping[str, Any], *, notes: Iterable[str] = ()
) -> Paper:
    """`design` as certificates.design has it, the frozen `data`, and what stands beside the QR code."""
    sheet = _Sheet(design, data)
    head = _head(sheet)
    qr, foot = _foot(sheet, list(notes))
    signatures = _signatures(sheet, qr, foot)
    floor = min(foot, signatures) - 6
    scale, fits = _body(sheet, head + 8, floor)
    width, height = sheet.size
    return Paper(
        width, height, sheet.texts, sheet.rules, sheet.pictures, _band(sheet), qr, scale, fits
    )


# --- the parts of the sheet ---------------------------------------------------------------------------


def _head(sheet: _Sheet) -> float:
    """Who issues on the left, the state's name and motto on the right (Decree 30/2020/NĐ-CP)."""
    column = sheet.column
    plain, bold = Style(HEAD), Style(HEAD, "bold")
    right_width = text_width(STATE, HEAD, "bold") + 6
    right = Column(column.right - right_width, right_width)
    left = Column(column.left, min(right_width, column.width - right_width - 12))
    rows = [
        row
        for words, style in ((sheet.data["issuer_parent"], plain), (sheet.data["issuer"], bold))
        for row in (rows_of(words.upper(), style, left.width) if words else [])
    ]
    ends = []
    for place, lines, share in ((left, rows, 0.4), (right, [(STATE, bold), (MOTTO, bold)], 1)):
        end = sheet.write(lines, place, TOP, "head")
        length = share * text_width(lines[-1][0], HEAD, "bold") if lines else 0
        middle = place.left + place.width / 2
        sheet.rules.append(Box("rule", middle - length / 2, end + 1, length, 0.8))
        ends.append(end + 3)
    return max(ends)


def _foot(sheet: _Sheet, notes: list[str]) -> tuple[Box, float]:
    """The QR code in its corner and what stands beside it; where both begin."""
    column, bottom = sheet.column, sheet.size[1] - BOTTOM
    at_right = sheet.design["qr_corner"] == "right"
    qr = Box("qr", column.right - QR if at_right else column.left, bottom - QR, QR, QR)
    beside = column.width - QR - 8
    if not sheet.design["portrait"]:
        beside = 150 if len(sheet.design["signers"]) == 2 else 290
    place = Column(qr.left - 8 - beside if at_right else qr.right + 8, beside)
    style = Style(FOOT, align="right" if at_right else "left")
    rows = [
        row
        for number, note in enumerate(notes)
        for row in rows_of(note, style._replace(face="plain" if number else "bold"), beside)
    ]
    top = bottom - max(QR, LEADING * FOOT * len(rows))
    sheet.write(rows, place, top + (4 if len(rows) < 6 else 0), "foot")
    return qr, top


def _signatures(sheet: _Sheet, qr: Box, foot: float) -> float:
    """One or two who sign, the day above the last of them; where they begin."""
    signers = sheet.design["signers"]
    blocks = [
        _signer_rows(sheet, signer, column.width, is_first=not number)
        for number, (signer, column) in enumerate(zip(signers, _places(sheet, qr), strict=True))
    ]
    above = LEADING * SIGNING + max(sum(LEADING * s.size for _, s in over) for over, _ in blocks)
    under = max(sum(LEADING * s.size for _, s in names) for _, names in blocks)
    bottom = foot - 8 if sheet.design["portrait"] else sheet.size[1] - BOTTOM
    top = bottom - above - PEN - under
    for number, column in enumerate(_places(sheet, qr), 1):
        over, names = blocks[number - 1]
        if number == len(signers):
            day = design_fields.fill("{nơi cấp}, {ngày}", sheet.data)
            sheet.write(
                [(day, shrunk(day, Style(SIGNING, "italic"), column.width))], column, top, "sign"
            )
        sheet.write(over, column, top + LEADING * SIGNING, "sign")
        sheet.write(names, column, top + above + PEN, "sign")
        _hand(sheet, number, column, top + above + PEN / 2, bottom + 2)
    return top


def _places(sheet: _Sheet, qr: Box) -> list[Column]:
    """The columns of those who sign: beside the foot, or above it where the sheet stands."""
    whole, count = sheet.column, len(sheet.design["signers"])
    if sheet.design["portrait"]:
        free = whole if count == 2 else Column(whole.right - 270, 270)
    else:
        taken = QR + 16 + (150 if count == 2 else 290)
        free = Column(
            whole.left if sheet.design["qr_corner"] == "right" else whole.left + taken,
            whole.width - taken,
        )
    width = (free.width - 14 * (count - 1)) / count
    return [Column(free.left + number * (width + 14), width) for number in range(count)]


def _signer_rows(
    sheet: _Sheet, signer: Mapping[str, Any], room: float, *, is_first: bool
) -> tuple[list[tuple[str, Style]], list[tuple[str, Style]]]:
    """Above and under the signature. Whoever signs first without an office signs for the issuer."""
    bold = Style(SIGNING, "bold")
    title = signer["title"] or (sheet.data["issuer"] if is_first else "")
    over = [
        row
        for words in (signer["authority"], title)
        if words
        for row in rows_of(words.upper(), bold, room)
    ]
    name = signer["name"]
    return over, rows_of(name, Style(SIGNED, "bold"), room) if name else []


def _hand(sheet: _Sheet, number: int, column: Column, middle: float, floor: float) -> None:
    """The pictures of a signature and, on the chosen one, the seal over its left third: over `floor`
    unless it is moved."""
    design, center = sheet.design, column.left + column.width / 2
    signature = design["signers"][number - 1]["signature"]
    if signature:
        room = (SIGNATURE_WIDTH, SIGNATURE_HEIGHT)
        sheet.pictures.append(_within("signature", signature, center, middle, room))
    if design["seal"] and min(design["seal_signer"], len(design["signers"])) == number:
        side = design["seal_mm"] * MM
        if design["seal_side"] == "third":
            center += SIGNATURE_WIDTH / 3 - SIGNATURE_WIDTH / 2 - side / 2
        center += design["seal_right"] * MM
        middle = min(middle, floor - side / 2) + design["seal_down"] * MM
        sheet.pictures.append(_within("seal", design["seal"], center, middle, (side, side)))


def _within(
    part: str, picture: str, center: float, middle: float, room: tuple[float, float]
) -> Picture:
    """A picture as large as fits `room`, in its own shape."""
    wide, high = pixels(picture)
    scale = min(room[0] / wide, room[1] / high)
    width, height = wide * scale, high * scale
    return Picture(part, center - width / 2, middle - height / 2, width, height, picture)


@lru_cache(maxsize=16)
def pixels(picture: str) -> tuple[int, int]:
    return picture_of(picture).size


def _body(sheet: _Sheet, top: float, floor: float) -> tuple[float, bool]:
    """The lines between head and foot, smaller together until they fit, with what is left over spread
    between them."""
    lines = [
        (text, Style(line["size"], line["look"], line["ink"], line["align"]))
        for line in sheet.design["lines"]
        if (text := design_fields.fill(line["text"], sheet.data))
    ]
    room, scale = floor - top, 1.0
    blocks = _blocks(lines, sheet.column.width, scale)
    while _height(blocks) > room and scale > LEAST_SCALE:
        scale -= 0.05
        blocks = _blocks(lines, sheet.column.width, scale)
    spare = max(0.0, room - _height(blocks))
    gap = min(spare / (len(blocks) + 1), 14)
    place = top + (spare - gap * (len(blocks) - 1)) * 0.45
    for block in blocks:
        place = sheet.write(block, sheet.column, place, "body") + gap
    return scale, _height(blocks) <= room


def _blocks(
    lines: list[tuple[str, Style]], room: float, scale: float
) -> list[list[tuple[str, Style]]]:
    blocks = []
    for text, style in lines:
        smaller = style._replace(size=style.size * scale)
        blocks.append(rows_of(text, shrunk(text, smaller, room), room))
    return blocks


def _height(blocks: list[list[tuple[str, Style]]]) -> float:
    return sum(LEADING * style.size for block in blocks for _, style in block)


def _band(sheet: _Sheet) -> list[Picture]:
    """The drum band on all four sides: pictures made for each shape of the sheet."""
    if not sheet.design["drum_band"] or sheet.design["little_ink"]:
        return []
    width, height = sheet.size
    ending = "-portrait" if sheet.design["portrait"] else ""
    across = Picture("band", 28, 28, width - 56, 20, f"band-horizontal{ending}.png")
    down = Picture("band", 28, 48, 20, height - 96, f"band-vertical{ending}.png")
    return [
        across, replace(across, top=height - 48), down, replace(down, left=width - 48),
    ]  # fmt: skip
