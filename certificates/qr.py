"""QR codes as SVG for pages (the PDF draws its own)."""

import qrcode
from django.utils.safestring import SafeString, mark_safe
from qrcode.image.svg import SvgPathImage


def svg(text: str) -> SafeString:
    """An <svg> element showing `text`; no scripts, no styles, sized by the page's CSS."""
    image = qrcode.make(text, image_factory=SvgPathImage, border=2)
    return mark_safe(image.to_string(encoding="unicode"))
