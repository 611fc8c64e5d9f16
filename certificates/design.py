"""What a ministry chooses about its certificate, as plain data, and the file it travels in.

A design is a dictionary with the keys of BLANK. Pictures are PNG, base64, inside it: a design is one
file, and its digest covers everything that is printed. Nothing in it is markup or an address, so nothing
in it can call out or read a file."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from certificates import design_fields
from certificates.kinds import CertificateKind
from lms.core.errors import DomainError
from lms.core.vietnamese import clean_text

FORMAT = "bdhvs-certificate-design-2"
SIZES = (9, 10, 11, 12, 13, 14, 16, 18, 20, 24, 28, 32, 36, 40)  # points
ALIGNS = ("left", "center", "right")
LOOKS = ("plain", "bold", "italic")
INKS = ("ink", "red", "blue")
CORNERS = ("left", "right")
SEAL_SIDES = ("third", "center")
LINE: dict[str, Any] = {"text": "", "size": 14, "align": "center", "look": "plain", "ink": "ink"}
SIGNER: dict[str, Any] = {"authority": "", "title": "", "name": "", "signature": ""}
BLANK: dict[str, Any] = {
    "portrait": False,
    "drum_band": True,
    "little_ink": False,
    "qr_corner": "left",
    "lines": [],
    "signers": [SIGNER],
    "seal": "",
    "seal_mm": 32,
    "seal_signer": 1,
    "seal_side": "third",
    "seal_right": 0,  # millimetres from where the side puts it
    "seal_down": 0,
}
CHOICES: dict[str, tuple[Any, ...]] = {
    "size": SIZES, "align": ALIGNS, "look": LOOKS, "ink": INKS, "qr_corner": CORNERS,
    "seal_side": SEAL_SIDES, "seal_signer": (1, 2),
}  # fmt: skip
BOUNDS = {"seal_mm": (20, 42), "seal_right": (-60, 60), "seal_down": (-40, 40)}
PICTURES = ("seal", "signature")
MOST_TEXT, MOST_LINES, MOST_NAME = 200, 14, 80
MOST_PICTURE = 300_000  # bytes of PNG
MOST_PIXELS = 4_000  # on a side


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """`given` as a whole design: what it lacks as BLANK has it, texts tidied. Refuses by name a key,
    a value or a field of a line that is none ("design.…")."""
    whole = _object(given, BLANK)
    whole["lines"] = [_line(each) for each in _list(whole["lines"], "lines", MOST_LINES)]
    whole["signers"] = [_signer(each) for each in _list(whole["signers"], "signers", 2)]
    whole["lines"] = [each for each in whole["lines"] if each["text"]]
    if not whole["signers"]:
        raise _refusal("signers")
    if whole["seal"]:
        picture_of(whole["seal"])
    return whole


def _line(given: Any) -> dict[str, Any]:
    line = _object(given, LINE)
    line["text"] = design_fields.canonical(line["text"])
    return line


def _signer(given: Any) -> dict[str, Any]:
    signer = _object(given, SIGNER)
    if signer["signature"]:
        picture_of(signer["signature"])
    return signer


def _object(given: Any, whole: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise _refusal(str(given)[:40])
    strange = sorted(str(key) for key in set(given) - set(whole))
    if strange:
        raise _refusal(strange[0][:40])
    return {key: _value(key, given.get(key, default), default) for key, default in whole.items()}


def _value(key: str, value: Any, default: Any) -> Any:
    low, high = BOUNDS.get(key, (value, value))
    if type(value) is not type(default) or value not in CHOICES.get(key, (value,)):
        raise _refusal(key)
    if not low <= value <= high if key in BOUNDS else False:
        raise DomainError(
            _("“%(name)s” is %(value)d mm: from %(low)d to %(high)d is possible.")
            % {"name": key, "value": value, "low": low, "high": high},
            code="design.bounds",
        )
    return _text(value) if isinstance(value, str) and key not in PICTURES else value


def _text(value: str) -> str:
    tidy = clean_text(value)
    if len(tidy) > MOST_TEXT:
        raise DomainError(
            _("Too long, at most %(most)d letters: “%(text)s…”")
            % {"most": MOST_TEXT, "text": tidy[:40]},
            code="design.long",
        )
    return tidy


def _list(value: list[Any], key: str, most: int) -> list[Any]:
    if len(value) > most:
        raise _refusal(key)
    return value


def _refusal(name: str) -> DomainError:
    return DomainError(
        _("This is not a design of a certificate: “%(name)s” does not belong there.")
        % {"name": name},
        code="design.fields",
    )


def picture_of(encoded: str) -> Image.Image:
    """The PNG in a design; refused where it is none, or too big in bytes or dots."""
    too_big = DomainError(_("The picture is too big: at most 300 KB."), code="design.picture")
    if len(encoded) > MOST_PICTURE * 4 // 3 + 4:
        raise too_big
    try:
        content = base64.b64decode(encoded, validate=True)
        image = Image.open(io.BytesIO(content), formats=["PNG"])
        if max(image.size) > MOST_PIXELS:
            raise too_big
        image.load()
    except (binascii.Error, UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise DomainError(_("The picture is not a PNG file."), code="design.picture") from error
    return image


def encode_picture(content: bytes) -> str:
    encoded = base64.b64encode(content).decode("ascii")
    picture_of(encoded)
    return encoded


def digest(design: Mapping[str, Any]) -> str:
    text = json.dumps(design, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def to_file(design: Mapping[str, Any], *, name: str, kind: str) -> str:
    """One file with everything, pictures too; the same design gives the same bytes."""
    body = {
        "format": FORMAT, "name": name, "kind": kind, "sha256": digest(design),
        "design": dict(design),
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def from_file(text: str) -> tuple[str, str, dict[str, Any]]:
    """(name, kind, design) of such a file. Refused, by name, where it is another file, of another
    format, was changed on the way, or holds what no design has."""
    try:
        body = json.loads(text)
    except ValueError as error:
        raise DomainError(
            _("This file is no template: it cannot be read."), code="design.file"
        ) from error
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise DomainError(
            _("This file is no template: it does not say “%(format)s”.") % {"format": FORMAT},
            code="design.file",
        )
    if not isinstance(body.get("design"), dict) or body.get("sha256") != digest(body["design"]):
        raise DomainError(_("The file was changed on the way."), code="design.digest")
    if body.get("kind") not in CertificateKind.values:
        raise _refusal("kind")
    name = clean_text(str(body.get("name", "")))[:MOST_NAME]
    if not name:
        raise _refusal("name")
    return name, body["kind"], checked(body["design"])


def is_of_first_format(design: Mapping[str, Any]) -> bool:
    """Whether a version was written before lines could be composed; it prints with its own wording."""
    return "lines" not in design
