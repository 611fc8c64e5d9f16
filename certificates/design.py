"""What a ministry chooses about its certificate, as plain data; its lint, and its file.

A design is a dictionary with the keys of FIELDS. Pictures are PNG, base64, inside it: a design is one
file, and its digest covers everything that is printed. Pure but for the fonts it measures with."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from reportlab.pdfbase.ttfonts import TTFontFace

from certificates.pdf import FONT_DIR, unprintable
from lms.core.errors import DomainError
from lms.core.vietnamese import clean_text

FORMAT = "bdhvs-certificate-design-1"
FIELDS: dict[str, Any] = {
    "portrait": False,
    "drum_band": True,
    "little_ink": False,
    "title": "GIẤY CHỨNG NHẬN",
    "opening": "Chứng nhận Ông/Bà:",
    "deed": "đã hoàn thành khóa học",
    "signatory_title": "",
    "signatory": "",
    "seal": "",
    "signature": "",
}
MOST_TEXT = 120
MOST_PICTURE = 300_000  # bytes of PNG
SEAL_MM, SIGNATURE_MM, LEAST_DPI = 36, 40, 200
LONG_NAME = "Công Tằng Tôn Nữ Nguyễn Phước Huyền Trân Thị Thanh Xuân Ngọc"  # 60 letters
TITLE_SIZE, NAME_SIZE, SIGNATORY_SIZE = 36, 20, 14
SIGNATORY_WIDTH = 300  # points


def width_of(design: Mapping[str, Any]) -> int:
    """Points between the side frames."""
    return 463 if design["portrait"] else 710


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """`given` as a whole design: known keys, of their types, texts tidied. Refuses pictures that are
    no PNG or too big ("design.picture"), and other keys or types ("design.fields")."""
    if not set(given) <= set(FIELDS):
        raise DomainError(_("This is not a design of a certificate."), code="design.fields")
    whole = FIELDS | dict(given)
    for key, default in FIELDS.items():
        if type(whole[key]) is not type(default):
            raise DomainError(_("This is not a design of a certificate."), code="design.fields")
        if isinstance(default, str) and key not in {"seal", "signature"}:
            whole[key] = clean_text(whole[key])[:MOST_TEXT]
    for key in ("seal", "signature"):
        if whole[key]:
            picture_of(whole[key])
    return whole


def picture_of(encoded: str) -> Image.Image:
    """The PNG in a design; refused where it is none."""
    try:
        content = base64.b64decode(encoded, validate=True)
        image = Image.open(io.BytesIO(content), formats=["PNG"])
        image.load()
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise DomainError(_("The picture is not a PNG file."), code="design.picture") from error
    if len(content) > MOST_PICTURE:
        raise DomainError(_("The picture is too big: at most 300 KB."), code="design.picture")
    return image


def encode_picture(content: bytes) -> str:
    encoded = base64.b64encode(content).decode("ascii")
    picture_of(encoded)
    return encoded


def digest(design: Mapping[str, Any]) -> str:
    text = json.dumps(design, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def to_file(design: Mapping[str, Any], *, name: str) -> str:
    """One file with everything, pictures too."""
    body = {"format": FORMAT, "name": name, "sha256": digest(design), "design": dict(design)}
    return json.dumps(body, ensure_ascii=False, indent=1)


def from_file(text: str) -> tuple[str, dict[str, Any]]:
    """(name, design) of such a file; refused where it is another file or was changed on the way."""
    try:
        body = json.loads(text)
        name, design = str(body["name"]), checked(body["design"])
        intact = body["format"] == FORMAT and body["sha256"] == digest(body["design"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DomainError(
            _("This is not a design of a certificate."), code="design.fields"
        ) from error
    if not intact:
        raise DomainError(_("The file was changed on the way."), code="design.digest")
    return clean_text(name)[:80], design


def lint(design: Mapping[str, Any]) -> list[str]:
    """What would go wrong on paper, in sentences; empty: nothing."""
    return [*_glyphs(design), *_widths(design), *_pictures(design)]


def _texts(design: Mapping[str, Any]) -> str:
    return "".join(
        value for key, value in design.items()
        if isinstance(value, str) and key not in {"seal", "signature"}
    )  # fmt: skip


def _glyphs(design: Mapping[str, Any]) -> list[str]:
    lacking = unprintable(_texts(design))
    return [_("The font lacks: %(letters)s") % {"letters": lacking}] if lacking else []


def _widths(design: Mapping[str, Any]) -> list[str]:
    width = width_of(design)
    lines = [
        (design["title"], TITLE_SIZE, width),
        (design["opening"], 14, width),
        (design["deed"], 14, width),
        (design["signatory_title"], SIGNATORY_SIZE, SIGNATORY_WIDTH),
        (design["signatory"], SIGNATORY_SIZE, SIGNATORY_WIDTH),
        (LONG_NAME, NAME_SIZE, 2 * width),  # a long name may take two lines
    ]
    return [
        _("Too long for its place: “%(text)s”") % {"text": text}
        for text, size, room in lines
        if text_width(text, size) > room
    ]


def _pictures(design: Mapping[str, Any]) -> list[str]:
    problems = []
    for key, printed_mm, name in [
        ("seal", SEAL_MM, _("seal")), ("signature", SIGNATURE_MM, _("signature")),
    ]:  # fmt: skip
        if design[key]:
            dpi = picture_of(design[key]).width / (printed_mm / 25.4)
            if dpi < LEAST_DPI:
                problems.append(
                    _(
                        "The picture of the %(what)s is too small: %(dpi)d dots an inch, not %(least)d."
                    )
                    % {"what": name, "dpi": dpi, "least": LEAST_DPI}
                )
    return problems


def text_width(text: str, size: float) -> float:
    """Points of one line in the bold face, the widest we print with."""
    face = _bold()
    widths = (face.charWidths.get(ord(letter), face.defaultWidth) for letter in text)
    return sum(widths) * size / 1000


@lru_cache(maxsize=1)
def _bold() -> Any:
    return TTFontFace(str(FONT_DIR / "Tinos-Bold.ttf"))
