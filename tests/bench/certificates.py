"""Certificates: milliseconds for a file beside the same words drawn by reportlab alone, and for a
signature beside the bare RSA operation; the verification page; ten thousand at once.

The last part runs in a process and a database of its own: `python -m tests.bench.certificates`;
BENCH_CERTIFICATES sets how many."""

import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from typing import Any

COUNT = int(os.environ.get("BENCH_CERTIFICATES", "10000"))


def run() -> None:
    one_file()
    verification()
    command = [sys.executable, "-m", "tests.bench.certificates"]
    done = subprocess.run(command, check=False, text=True, capture_output=True)
    print(done.stdout, end="")
    if done.returncode:
        print(f"{COUNT} at once: not measured ({done.stderr.splitlines()[-1:]})")


def one_file() -> None:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    from certificates import pdf, signing
    from certificates.models import Certificate
    from certificates.signing import key_file, own_key
    from tests.bench.measure import cpu_ms, heading, verdict

    held = Certificate.objects.order_by("pk")[0]
    url = f"http://127.0.0.1:8000/xac-minh/{held.token}/"
    pdfmetrics.registerFont(TTFont("Tinos", pdf.FONT_DIR / "Tinos-Regular.ttf"))
    raw = cpu_ms(lambda: by_hand(held.data, url), times=20)
    ours = cpu_ms(lambda: pdf.render(held.data, verify_url=url), times=20)
    heading("Certificate, A4 landscape", f"{'how':<44}{'CPU ms':>9}{'ratio':>8}   bar")
    print(f"{'reportlab, the same words, frame and QR':<44}{raw:>9.1f}{1:>8.1f}")
    print(f"{'ours (xhtml2pdf)':<44}{ours:>9.1f}{ours / raw:>8.1f}   "
          f"≤ 2: {verdict(ours <= 2 * raw)}")  # fmt: skip
    content = pdf.render(held.data, verify_url=url)
    key: Any = key_file.load(own_key.path(), None).key
    bare = cpu_ms(lambda: key.sign(content, padding.PKCS1v15(), hashes.SHA256()), times=20)
    signed = cpu_ms(lambda: signing.sign(content), times=20)
    print(f"{'RSA 3072 alone':<44}{bare:>9.1f}{1:>8.1f}")
    print(f"{'PAdES signature on the file':<44}{signed:>9.1f}{signed / bare:>8.1f}")


def verification() -> None:
    from certificates.models import Certificate
    from tests.bench.browser import Browser
    from tests.bench.measure import cpu_ms, heading, queries, verdict

    held, browser = Certificate.objects.order_by("pk")[0], Browser()
    address = f"/xac-minh/{held.token}/"
    spent = cpu_ms(lambda: browser.get(address))
    heading("Verification page, nothing cached", f"{'what':<44}{'CPU ms':>9}{'a second':>10}   bar")
    print(f"{'a scanned code':<44}{spent:>9.1f}{1000 / spent:>10.0f}   "
          f"≤ 150: {verdict(spent <= 150)}")  # fmt: skip
    print(f"{'queries':<44}{queries(lambda: browser.get(address)):>9}")


def by_hand(data: dict[str, str], url: str) -> bytes:
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.renderPDF import draw
    from reportlab.graphics.shapes import Drawing
    from reportlab.pdfgen.canvas import Canvas

    from certificates import pdf

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
    code.add(QrCodeWidget(url, barWidth=72, barHeight=72))
    draw(code, canvas, 70, 70)
    canvas.save()
    return output.getvalue()


# --- ten thousand, in a process of their own -----------------------------------------------------------


def at_once() -> None:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bdhvs-certificates-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    measure_batch()


def measure_batch() -> None:
    from certificates import batches
    from lms.core import periods
    from tests.bench.measure import heading
    from tests.factories import StaffFactory

    course = completed_by(COUNT)
    heading(
        f"{COUNT} certificates at once, one process", f"{'what':<44}{'seconds':>9}{'a second':>10}"
    )
    batch = batches.start_batch(course=course, by=StaffFactory(), at=periods.now())
    issued = timed(
        "issued, with number and code", lambda: batches.issue_chunk(batch=batch, at=periods.now())
    )
    made = timed(
        "files made and signed", lambda: batches.files_chunk(batch=batch, at=periods.now())
    )
    timed("ZIP", lambda: batches.finish(batch=batch, at=periods.now()) and 0, COUNT)
    assert issued == made == COUNT
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'MB at most':<44}{peak:>9.0f}")


def timed(name: str, step: Any, count: int = 0) -> int:
    """`step` until it returns 0; prints and returns how many that were."""
    began = time.monotonic()
    while done := step():
        count += done
    took = time.monotonic() - began
    print(f"{name:<44}{took:>9.1f}{count / took:>10.0f}", flush=True)
    return count


def completed_by(count: int) -> Any:
    """A course that so many people have completed."""
    from courses.models import Enrolment
    from lms.accounts.models import User
    from lms.core import periods
    from tests.factories import WardFactory, make_course

    course, ward, now = make_course(), WardFactory(), periods.now()
    people = [
        User(username=f"{n:08d}", full_name=f"Nguyễn Thị Hoa {n}", ward=ward, password="!")
        for n in range(count)
    ]
    for person in people:
        person.derive_name_keys()
    User.objects.bulk_create(people, batch_size=1000)
    Enrolment.objects.bulk_create(
        (
            Enrolment(
                user=person, course=course, ward=ward, enrolled_at=now, last_activity_at=now,
                completed_at=now, evidence="tu_hoc",
            )
            for person in people
        ),
        batch_size=1000,
    )  # fmt: skip
    return course


if __name__ == "__main__":
    at_once()
