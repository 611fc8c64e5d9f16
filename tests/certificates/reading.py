"""Reading a PDF back with another library than the one that wrote it."""

import pypdfium2
import zxingcpp
from PIL.Image import Image


def text_of(pdf: bytes) -> str:
    """All text of all pages, as an independent reader finds it."""
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def picture_of(pdf: bytes, dpi: int = 150) -> Image:
    """The first page as a picture."""
    page = pypdfium2.PdfDocument(pdf)[0]
    picture: Image = page.render(scale=dpi / 72).to_pil()
    return picture


def qr_of(picture: Image) -> str:
    """What the QR code in a picture says."""
    found = zxingcpp.read_barcodes(picture)
    assert found, "no QR code found in the picture"
    return str(found[0].text)
