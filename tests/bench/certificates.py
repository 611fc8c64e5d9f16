"""Milliseconds for one certificate, beside the same words drawn by reportlab alone."""

import io

from django.conf import settings
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.renderPDF import draw
from reportlab.graphics.shapes import Drawing
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from certificates import pdf
from certificates.models import Certificate
from tests.bench.measure import cpu_ms, heading, verdict

URL = f"{settings.PUBLIC_URL}/xac-minh/AbCdEfGhIjKlMnOpQrStUv/"


def run() -> None:
    data = Certificate.objects.values_list("data", flat=True)[0]
    pdfmetrics.registerFont(TTFont("Tinos", pdf.FONT_DIR / "Tinos-Regular.ttf"))
    raw = cpu_ms(lambda: by_hand(data), times=20)
    ours = cpu_ms(lambda: pdf.render(data, verify_url=URL), times=20)
    heading("Certificate, A4 landscape", f"{'how':<44}{'CPU ms':>9}{'ratio':>8}   bar")
    print(f"{'reportlab, the same words, frame and QR':<44}{raw:>9.1f}{1:>8.1f}")
    print(
        f"{'ours (xhtml2pdf)':<44}{ours:>9.1f}{ours / raw:>8.1f}   ≤ 2: {verdict(ours <= 2 * raw)}"
    )


def by_hand(data: dict[str, str]) -> bytes:
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=(842, 595))
    for place, picture in [((28, 547), "band-horizontal.png"), ((28, 28), "band-horizontal.png")]:
        canvas.drawImage(str(pdf.PRINT_DIR / picture), *place, width=786, height=20)
    for x in (28, 794):
        canvas.drawImage(str(pdf.PRINT_DIR / "band-vertical.png"), x, 48, width=20, height=499)
    canvas.setFont("Tinos", 14)
    words = ["issuer_parent", "issuer", "name", "ward", "course", "course_code", "result", "code",
             "number", "place"]  # fmt: skip
    for line, key in enumerate(words):
        canvas.drawCentredString(421, 500 - 30 * line, str(data[key]))
    code = Drawing(72, 72)
    code.add(QrCodeWidget(URL, barWidth=72, barHeight=72))
    draw(code, canvas, 70, 70)
    canvas.save()
    return output.getvalue()
