"""Signatures and the life of a certificate: a signer that is away, a file signed outside."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pypdf import PdfReader, PdfWriter
from pytest_django import Settings

from certificates import outside, services, tasks
from certificates.models import Certificate, CertificateStatus, FileState
from certificates.signature_models import FileSignature, OutsideSignature, SignatureKind
from certificates.signing.check import added_signature
from lms.accounts.roles import Role
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
from tests.certificates.signers import RemoteSigner, key_and_certificate, new_pkcs12
from tests.factories import EnrolmentFactory, with_role
from tests.threads import apart

pytestmark = pytest.mark.django_db
NAME = "Sở Xây dựng tỉnh Quảng Ngãi"


@pytest.fixture
def certificate() -> Certificate:
    enrolment = EnrolmentFactory(completed_at=timezone.now())
    return services.issue_certificate(enrolment=enrolment, at=timezone.now())


@pytest.fixture(scope="module")
def office() -> SimpleSigner:
    return SimpleSigner.load_pkcs12_data(new_pkcs12(NAME, password="x"), [], b"x")


def signed_by(office: SimpleSigner, content: bytes) -> bytes:
    """What the office's own program does with a downloaded file."""
    about = PdfSignatureMetadata(field_name="VanThu", subfilter=SigSeedSubFilter.PADES)
    result = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    apart(lambda: PdfSigner(about, office).sign_pdf(writer, output=result))
    return result.getvalue()


def issued_file(certificate: Certificate) -> bytes:
    return services.read_file(services.ensure_file(certificate=certificate))


def attach(certificate: Certificate, content: bytes) -> OutsideSignature:
    by, at = with_role(Role.ADMINISTRATOR), timezone.now()
    return outside.attach_signed_file(certificate=certificate, content=content, by=by, at=at)


def refused(issued: bytes, signed: bytes) -> str:
    with pytest.raises(DomainError) as error:
        added_signature(issued=issued, signed=signed)
    return error.value.code


def test_a_file_is_signed_once_and_kept_with_its_hash(certificate: Certificate) -> None:
    first = issued_file(certificate)
    stale = Certificate.objects.get(pk=certificate.pk)
    assert issued_file(stale) == first
    assert FileSignature.objects.get().kind == SignatureKind.SYSTEM


def test_while_the_signer_is_away_the_certificate_holds_and_its_file_waits(
    certificate: Certificate, client: Client, settings: Settings
) -> None:
    settings.PDF_SIGNER, settings.PDF_SIGNER_URL = "remote", "http://127.0.0.1:9"
    tasks.render_certificate(certificate.pk)
    certificate.refresh_from_db()
    assert (certificate.status, certificate.file_state) == (
        CertificateStatus.VALID,
        FileState.PENDING,
    )
    assert not FileSignature.objects.exists()
    client.force_login(certificate.user)
    response = client.get(f"/hoc/giay-chung-nhan/{certificate.code}.pdf")
    assert response.status_code == 503
    assert "chờ chữ ký số" in response.content.decode()
    assert client.get(f"/xac-minh/{certificate.token}/").status_code == 200


def test_the_sweep_signs_when_the_signer_is_back(
    certificate: Certificate, settings: Settings
) -> None:
    settings.PDF_SIGNER, settings.PDF_SIGNER_KEY = "remote", "key-1"
    with RemoteSigner(NAME, pin="4711") as service:
        settings.PDF_SIGNER_URL, settings.PDF_SIGNER_PASSWORD = service.url, "4711"
        tasks.render_pending()
    certificate.refresh_from_db()
    assert certificate.file_state == FileState.READY
    assert (FileSignature.objects.get().kind, FileSignature.objects.get().signer) == (
        SignatureKind.AUTHORITY,
        NAME,
    )


def test_the_holder_reads_what_kind_of_signature_it_is(
    certificate: Certificate, client: Client
) -> None:
    services.ensure_file(certificate=certificate)
    client.force_login(certificate.user)
    page = client.get(f"/hoc/giay-chung-nhan/{certificate.code}/").content.decode()
    assert "không phải chữ ký số chuyên dùng công vụ" in page


def test_a_file_signed_outside_is_what_readers_get_from_then_on(
    certificate: Certificate, client: Client, office: SimpleSigner
) -> None:
    issued = issued_file(certificate)
    attached = attach(certificate, signed_by(office, issued))
    assert (attached.signer, attached.trusted) == (NAME, False)
    assert services.read_file(Certificate.objects.get(pk=certificate.pk)) == issued
    client.force_login(certificate.user)
    got = client.get(f"/hoc/giay-chung-nhan/{certificate.code}.pdf").content
    assert got.startswith(issued)
    assert len(got) > len(issued)
    assert NAME in client.get(f"/hoc/giay-chung-nhan/{certificate.code}/").content.decode()
    assert AuditEvent.objects.filter(action="certificate.signed-outside").count() == 1
    with pytest.raises(DomainError) as error:
        attach(certificate, signed_by(office, issued))
    assert error.value.code == "outside.twice"


def test_what_is_not_one_more_signature_is_refused(
    certificate: Certificate, office: SimpleSigner
) -> None:
    issued = issued_file(certificate)
    signed = signed_by(office, issued)
    assert refused(issued, issued) == "outside.other-file"
    assert refused(issued, b"%PDF-1.7 something else") == "outside.other-file"
    assert refused(issued, issued + b"\n% a comment") in {"outside.unsigned", "outside.unreadable"}
    place = len(issued) + (len(signed) - len(issued)) // 2
    forged = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    assert refused(issued, forged) in {"outside.invalid", "outside.unreadable"}
    assert refused(issued, signed + b"\n% more") == "outside.invalid"


def test_a_page_added_before_signing_is_refused(
    certificate: Certificate, office: SimpleSigner
) -> None:
    issued = issued_file(certificate)
    changed = io.BytesIO()
    writer = PdfWriter(PdfReader(io.BytesIO(issued)), incremental=True)
    writer.add_blank_page()
    writer.write(changed)
    assert changed.getvalue().startswith(issued)
    assert refused(issued, signed_by(office, changed.getvalue())) == "outside.invalid"


def test_with_trusted_roots_the_chain_must_hold(
    certificate: Certificate, office: SimpleSigner, settings: Settings, tmp_path: Path
) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    issued = issued_file(certificate)
    settings.PDF_TRUST_ROOTS = str(tmp_path)
    stranger = key_and_certificate("Ai đó")[1].public_bytes(Encoding.PEM)
    (tmp_path / "root.pem").write_bytes(stranger)
    signed = signed_by(office, issued)
    assert refused(issued, signed) == "outside.untrusted"
    own_root = office.signing_cert
    assert own_root is not None
    (tmp_path / "root.pem").write_bytes(own_root.dump())
    assert added_signature(issued=issued, signed=signed).trusted


def test_an_administrator_brings_the_signed_file_back(
    certificate: Certificate, client: Client, office: SimpleSigner
) -> None:
    client.force_login(with_role(Role.ADMINISTRATOR))
    signed = signed_by(office, issued_file(certificate))
    page = reverse("chu-ky-so:add")
    wrong = {"code": certificate.code, "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 no")}
    refusal = client.post(page, wrong).content.decode()
    assert "thêm một chữ ký" in refusal
    typed = certificate.code.lower().replace("-", " ")
    right = {"code": typed, "file": SimpleUploadedFile("a.pdf", signed)}
    assert client.post(page, right).status_code == 302
    assert OutsideSignature.objects.get().certificate == certificate
    assert NAME in client.get(reverse("chu-ky-so:index")).content.decode()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER])
def test_nobody_else_does(client: Client, role: Role) -> None:
    client.force_login(with_role(role))
    assert client.get(reverse("chu-ky-so:add")).status_code == 302
