"""What tests of designs share: pictures, whole designs, printed sheets."""

import io
from typing import Any

from PIL import Image

from certificates import design, pdf, sample, standards


def png(width: int, height: int = 0) -> bytes:
    stream = io.BytesIO()
    Image.new("RGBA", (width, height or width), (200, 0, 0, 128)).save(stream, "PNG")
    return stream.getvalue()


SEAL = design.encode_picture(png(500))
SIGNATURE = design.encode_picture(png(600, 240))
SIGNERS = [
    {"title": "Trưởng phòng Đào tạo", "name": "Trần Văn Minh", "signature": SIGNATURE},
    {"authority": "KT. Giám đốc", "title": "Phó Giám đốc", "name": "Lê Thị Hương"},
]


def whole(kind: str = "completion", **changes: Any) -> dict[str, Any]:
    """Our own design of that kind, with changes."""
    return design.checked(standards.standard(kind) | changes)


def with_line(text: str, **changes: Any) -> dict[str, Any]:
    """Our own design with one more line."""
    return whole(lines=[*standards.standard("completion")["lines"], {"text": text} | changes])


def printed(given: dict[str, Any], **changes: Any) -> bytes:
    return pdf.html_to_pdf(pdf.page(sample.data() | changes, given, verify_url=sample.URL))
