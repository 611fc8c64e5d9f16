"""What the QR code says by itself, so that a page opened once can check it without a connection.

The address in the QR is that of the verification page, with a signed payload behind "#": browsers do
not send that part, so the server answers as before, and offline the page reads it. Layout, before
base64url:

    1 byte   version, 1
    4 bytes  the beginning of the key's thumbprint
    5 bytes  the eight characters of the code (32 letters, 5 bits each)
    2 bytes  day of issue, counted from 1 January 2020; the code's year is this day's year
    2 bytes  first day it no longer holds, counted likewise; 0: none
    1 byte   form: 0 self-study, 1 supervised test, 2 presence at a class
    1 byte   length of the name in bytes, then the name (UTF-8, NFC)
    …        the course's title (UTF-8, NFC), shortened where it is very long
    64 bytes signature (ES256) over SIGNED_FIRST, the token of the address and all before

The token is signed but not repeated: a payload moved to another certificate's address fails."""

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from certificates.badges import keys
from certificates.badges.proofs import raw_signature
from certificates.numbering import ALPHABET
from lms.core import vietnamese

VERSION = 1
SIGNED_FIRST = b"BDHVS-QR"
EPOCH = date(2020, 1, 1)
HEAD = struct.Struct(">B4s5sHHBB")
MOST_COURSE_BYTES = 120  # with the longest name the code still reads from a bad photo
FORMS = ("tu_hoc", "co_giam_sat", "tai_lop")


@dataclass(frozen=True)
class Said:
    """What a payload says, read without asking whether it is signed."""

    code: str
    issued_on: date
    expires_on: date | None
    form: str
    name: str
    course: str


def payload(data: dict[str, Any], *, token: str, key: keys.SigningKey) -> str:
    """The signed payload of a certificate's frozen `data`."""
    name = vietnamese.nfc(data["name"]).encode()[:255]
    head = HEAD.pack(
        VERSION,
        key_hint(key.public.kid),
        _packed(data["code"]),
        _day(data["issued_on"]),
        _day(data.get("expires_on", "")),
        FORMS.index(data["evidence"]) if data["evidence"] in FORMS else 0,
        len(name),
    )
    body = head + name + _shortened(vietnamese.nfc(data["course"]))
    signature = raw_signature(key.private, SIGNED_FIRST + token.encode() + body)
    return keys.base64url(body + signature)


def read(text: str) -> Said:
    """What a payload says. Raises ValueError where it is not one."""
    try:
        content = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))[:-64]
        version, _key, code, issued, expires, form, length = HEAD.unpack(content[: HEAD.size])
        name, course = content[HEAD.size :][:length], content[HEAD.size :][length:]
        if version != VERSION or form >= len(FORMS) or len(name) != length:
            raise ValueError("not a payload of this version")
        day = EPOCH + timedelta(days=issued)
        return Said(
            code=f"BDS-{day.year}-{_unpacked(code)}",
            issued_on=day,
            expires_on=EPOCH + timedelta(days=expires) if expires else None,
            form=FORMS[form],
            name=name.decode(),
            course=course.decode(),
        )
    except (struct.error, binascii.Error) as error:
        raise ValueError("not a payload") from error


def key_hint(kid: str) -> bytes:
    """The first four bytes of a key's thumbprint."""
    return base64.urlsafe_b64decode(kid + "=")[:4]


def _day(text: str) -> int:
    return (date.fromisoformat(text) - EPOCH).days if text else 0


def _packed(code: str) -> bytes:
    number = 0
    for letter in code[-9:].replace("-", ""):
        number = number * 32 + ALPHABET.index(letter)
    return number.to_bytes(5, "big")


def _unpacked(content: bytes) -> str:
    number = int.from_bytes(content, "big")
    letters = "".join(ALPHABET[number >> 5 * place & 31] for place in range(7, -1, -1))
    return f"{letters[:4]}-{letters[4:]}"


def _shortened(title: str) -> bytes:
    """At most MOST_COURSE_BYTES, cut between letters, with an ellipsis where something is missing."""
    content = title.encode()
    if len(content) <= MOST_COURSE_BYTES:
        return content
    room = MOST_COURSE_BYTES - len("…".encode())
    return content[:room].decode(errors="ignore").rstrip().encode() + "…".encode()
