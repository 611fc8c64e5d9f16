"""The learner card as a picture for the phone's gallery: for people without a printer (ux A3)."""

from functools import cache
from io import BytesIO

import qrcode
from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from lms.accounts import cards

# 85 × 54 mm at 300 dots to the inch.
WIDTH, HEIGHT = 1004, 638
_QR = 360
_RED, _INK, _GREY = "#741216", "#1f1a17", "#4a423c"
_FONTS = settings.BASE_DIR / "lms" / "static" / "fonts"


def png(*, full_name: str, number: str, address: str, site: str, label: str) -> bytes:
    """`address`: what the QR holds; `site`: where to type the number; `label`: stands before it."""
    card = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, 28, HEIGHT), fill=_RED)
    square = _qr(address)
    card.paste(square, (WIDTH - square.width - 24, 40))
    draw.text((68, 52), "Bình dân học vụ số", font=_bold(46), fill=_RED)
    lines = _lines(full_name, _bold(52), WIDTH - _QR - 120)
    draw.multiline_text((68, 150), lines, font=_bold(52), fill=_INK, spacing=18)
    draw.text((68, HEIGHT - 232), label, font=_plain(36), fill=_GREY)
    draw.text((68, HEIGHT - 190), cards.printed(number), font=_bold(84), fill=_INK)
    draw.text((68, HEIGHT - 76), site, font=_plain(36), fill=_GREY)
    written = BytesIO()
    card.save(written, "PNG", optimize=True)
    return written.getvalue()


def _qr(address: str) -> Image.Image:
    """At most `_QR` wide; whole dots only, so that every module is the same size."""
    border = 2
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=border)
    code.add_data(address)
    code.make()
    code.box_size = _QR // (code.modules_count + 2 * border)
    picture: Image.Image = code.make_image().get_image().convert("RGB")
    return picture


def _lines(name: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """The name broken between words so that it stays beside the QR; at most three lines."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines[:3])


@cache
def _bold(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / "be-vietnam-pro-700.woff2", size)


@cache
def _plain(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / "noto-sans-400.woff2", size)
