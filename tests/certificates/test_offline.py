"""The QR code's own word: signed, read in a browser without a connection, and no forger's friend."""

import base64
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Page, expect
from pytest_django import DjangoAssertNumQueries

from certificates import offline, pdf, services
from certificates.badges import keys
from certificates.models import Certificate
from certificates.numbering import new_code
from lms.accounts.roles import Role
from tests.browser import OpenContext
from tests.certificates.reading import picture_of, qr_of
from tests.certificates.test_pdf import data
from tests.factories import EnrolmentFactory, with_role

TOKEN = "AbCdEfGhIjKlMnOpQrStUv"
SITE = "https://binhdanhocvuso.quangngai.gov.vn/xac-minh/"


def holds(payload: str, *, token: str = TOKEN) -> bool:
    """Whether the signature is right, with nothing of ours but the public key."""
    content = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    signed, signature = content[:-64], content[-64:]
    r, s = (int.from_bytes(signature[at : at + 32], "big") for at in (0, 32))
    key = keys.current().private.public_key()
    try:
        key.verify(
            encode_dss_signature(r, s),
            b"BDHVS-QR" + token.encode() + signed,
            ec.ECDSA(hashes.SHA256()),
        )
    except InvalidSignature:
        return False
    return True


def payload(**changes: Any) -> str:
    return offline.payload(data(**changes), token=TOKEN, key=keys.current())


def test_it_says_what_is_printed_and_is_signed() -> None:
    signed = payload(expires_on="2028-11-05", evidence="co_giam_sat")
    assert holds(signed)
    assert offline.read(signed) == offline.Said(
        code="BDS-2026-K7QF-3M2D",
        issued_on=date(2026, 11, 5),
        expires_on=date(2028, 11, 5),
        form="co_giam_sat",
        name="Nguyễn Thị Mỹ Lệ",
        course="Xin giấy phép xây dựng nhà ở qua mạng",
    )


@pytest.mark.parametrize("flip", [0, 4, 7, 10, 13, 14, 20, 50, -64, -1])
def test_every_changed_byte_breaks_it(flip: int) -> None:
    content = bytearray(base64.urlsafe_b64decode(payload() + "=="))
    content[flip] ^= 1
    assert not holds(keys.base64url(bytes(content)))


def test_on_another_certificates_address_it_is_worth_nothing() -> None:
    assert not holds(payload(), token=TOKEN[:-1] + "w")


@given(
    name=st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=60),
    course=st.text(st.sampled_from("aàảạêễếđĐƯ –"), max_size=90),
    days=st.integers(0, 20_000),
)
def test_whatever_is_printed_comes_back(name: str, course: str, days: int) -> None:
    issued = date(2020, 1, 1) + timedelta(days=days)
    code = new_code(issued.year)
    said = offline.read(payload(name=name, course=course, code=code, issued_on=str(issued)))
    assert (said.code, said.issued_on) == (code, issued)
    assert len(said.course.encode()) <= offline.MOST_COURSE_BYTES


@given(st.text("AZaz09-_", max_size=200))
def test_rubbish_is_refused_and_not_believed(text: str) -> None:
    try:
        offline.read(text)
    except ValueError:
        return
    assert not holds(text)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "Nguyễn Thị Phương Thảo Hoàng Ngọc Mỹ Lệ Trần Đặng Quỳnh Như Ễễ"},
        {"name": "Ễ" * 80, "course": "ễ" * 120},
    ],
    ids=["usual", "long name", "worst"],
)
def test_the_code_reads_from_a_print_at_150_dpi_and_a_bad_photo(changes: dict[str, str]) -> None:
    address = f"{SITE}{TOKEN}/#{payload(**changes)}"
    picture = picture_of(pdf.render(data(**changes), verify_url=address), dpi=150).convert("RGB")
    assert qr_of(picture) == address
    photo = io.BytesIO()
    picture.save(photo, "JPEG", quality=40)
    assert qr_of(Image.open(photo)) == address


@pytest.fixture
def certificate(db: None) -> Certificate:
    enrolment = EnrolmentFactory(completed_at=timezone.now())
    return services.issue_certificate(enrolment=enrolment, at=timezone.now())


def test_the_issued_file_carries_it(certificate: Certificate, client: Client) -> None:
    file = services.read_file(services.ensure_file(certificate=certificate))
    address = urlsplit(qr_of(picture_of(file)))
    assert address.path == f"/xac-minh/{certificate.token}/"
    assert holds(address.fragment, token=certificate.token)
    assert client.get(address.path).status_code == 200


def test_the_list_names_nobody_and_costs_one_query(
    certificate: Certificate, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert client.get("/xac-minh/ngoai-tuyen.json").json()["marked"] == {}
    Certificate.objects.update(status="revoked")
    with django_assert_num_queries(1):
        response = client.get("/xac-minh/ngoai-tuyen.json")
    assert list(response.json()["marked"].values()) == ["revoked"]
    assert certificate.token not in response.content.decode()
    assert certificate.code not in response.content.decode()
    assert "noindex" in response["X-Robots-Tag"]


# In a browser ----------------------------------------------------------------------------------------


def put_by(page: Page) -> None:
    """Open the verification page, wait until everything for later is kept, cut the connection."""
    page.goto("/xac-minh/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.goto("/xac-minh/")  # from now on through the worker
    page.wait_for_function("caches.match('/xac-minh/ngoai-tuyen/').then(Boolean)")
    page.context.set_offline(True)


def scanned(certificate: Certificate) -> str:
    """The address in the QR code, without host."""
    address = urlsplit(services.qr_address(certificate))
    return f"{address.path}#{address.fragment}"


@pytest.mark.browser
def test_once_opened_it_verifies_without_a_connection(
    open_context: OpenContext, certificate: Certificate
) -> None:
    page, address = open_context().new_page(), scanned(certificate)
    put_by(page)
    page.goto(address)
    expect(page.get_by_role("heading", name="chưa bị thu hồi")).to_be_visible()
    expect(page.get_by_text("Nguyễn Thị Hoa")).to_be_visible()
    expect(page.get_by_text(certificate.code)).to_be_visible()
    expect(page.locator("[data-age]")).to_contain_text("0 giờ trước")
    place = address.index("#") + 30
    other = "A" if address[place] != "A" else "B"
    page.goto(address[:place] + other + address[place + 1 :])
    expect(page.get_by_role("heading", name="Chữ ký không khớp")).to_be_visible()
    assert not page.get_by_text("Nguyễn Thị Hoa").is_visible()


@pytest.mark.browser
def test_a_revoked_one_is_known_without_a_connection(
    open_context: OpenContext, certificate: Certificate
) -> None:
    by, at = with_role(Role.ADMINISTRATOR), timezone.now()
    services.revoke(certificate=certificate, reason="Cấp nhầm người", by=by, at=at)
    page = open_context().new_page()
    put_by(page)
    page.goto(scanned(certificate))
    expect(page.get_by_role("heading", name="Đã thu hồi")).to_be_visible()


@pytest.mark.browser
def test_a_list_older_than_a_day_is_not_relied_on(
    open_context: OpenContext, certificate: Certificate
) -> None:
    page = open_context().new_page()
    with time_machine.travel(timezone.now() - timedelta(hours=25)):
        put_by(page)
    page.goto(scanned(certificate))
    expect(page.get_by_text("cũ hơn 24 giờ")).to_be_visible()
    expect(page.locator("[data-age]")).to_contain_text("25 giờ trước")


@pytest.mark.browser
def test_without_javascript_the_qr_gives_the_servers_answer(
    open_context: OpenContext, certificate: Certificate
) -> None:
    page = open_context(javascript=False).new_page()
    address = urlsplit(services.qr_address(certificate))
    page.goto(f"{address.path}#{address.fragment}")
    expect(page.get_by_text("Còn giá trị")).to_be_visible()


def test_the_script_fits_the_weight_of_the_page() -> None:
    import gzip

    script = Path("certificates/static/certificates/verify.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= 4 * 1024
