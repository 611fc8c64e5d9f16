"""Signatures on files, read by others than the writer: poppler's pdfsig and pyHanko's validator."""

import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pytest_django import Settings

from certificates import pdf, signing
from certificates.signature_models import SignatureKind
from certificates.signing import SignerUnavailable, own_key
from tests.certificates.reading import text_of
from tests.certificates.signers import RemoteSigner, TimestampService, new_pkcs12
from tests.certificates.test_pdf import URL, data
from tests.threads import apart

POPPLER = shutil.which("pdfsig")


@pytest.fixture(scope="module")
def unsigned() -> bytes:
    return pdf.render(data(), verify_url=URL)


def status(content: bytes) -> PdfSignatureStatus:
    """What pyHanko's validator says of the last signature. The chain is not its question here."""
    last = PdfFileReader(io.BytesIO(content)).embedded_signatures[-1]
    return apart(lambda: validate_pdf_signature(last))


def poppler(content: bytes, folder: Path) -> str:
    if not POPPLER:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("pdfsig is missing: apt-get install poppler-utils")
    file = folder / "signed.pdf"
    file.write_bytes(content)
    return subprocess.run([POPPLER, "-nocert", file], capture_output=True, text=True).stdout


def changed(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_the_platforms_own_signature_is_valid_to_both_readers(
    unsigned: bytes, tmp_path: Path
) -> None:
    signed = signing.sign(unsigned)
    assert signed.kind == SignatureKind.SYSTEM
    found = status(signed.content)
    assert found.intact
    assert found.valid
    assert found.coverage is SignatureCoverageLevel.ENTIRE_FILE
    said = poppler(signed.content, tmp_path)
    assert "Signature is Valid" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    assert text_of(signed.content) == text_of(unsigned)


def test_it_says_that_it_is_not_an_official_signature(unsigned: bytes) -> None:
    signed = signing.sign(unsigned)
    found = PdfFileReader(io.BytesIO(signed.content)).embedded_signatures[0]
    assert found.sig_object["/Reason"] == own_key.LABEL
    assert "không phải chữ ký số chuyên dùng công vụ" in found.signer_cert.subject.human_friendly
    assert "của hệ thống" in signed.signer


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_one_changed_byte_makes_it_invalid(unsigned: bytes, tmp_path: Path, share: float) -> None:
    content = signing.sign(unsigned).content
    forged = changed(content, int(len(unsigned) * share))
    assert not status(forged).intact
    said = poppler(forged, tmp_path)
    assert "Signature is Valid" not in said


def test_the_key_is_made_once_for_this_user_alone(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    first = own_key.path()
    content = first.read_bytes()
    assert own_key.path().read_bytes() == content
    assert first.stat().st_mode & 0o077 == 0
    assert first.parent.stat().st_mode & 0o077 == 0
    own_key.write_once(first, b"late")
    assert first.read_bytes() == content
    assert [path.name for path in first.parent.iterdir()] == ["pdf.p12"]


def test_a_real_certificate_comes_as_a_pkcs12_file(
    unsigned: bytes, settings: Settings, tmp_path: Path
) -> None:
    settings.PDF_SIGNER, settings.PDF_SIGNER_PASSWORD = "pkcs12", "mật khẩu"
    settings.PDF_SIGNER_FILE = str(tmp_path / "office.p12")
    Path(settings.PDF_SIGNER_FILE).write_bytes(new_pkcs12("Sở Xây dựng", password="mật khẩu"))
    signed = signing.sign(unsigned)
    assert (signed.kind, signed.signer) == (SignatureKind.AUTHORITY, "Sở Xây dựng")
    assert status(signed.content).valid
    assert "Signature is Valid" in poppler(signed.content, tmp_path)
    found = PdfFileReader(io.BytesIO(signed.content)).embedded_signatures[0]
    assert "/Reason" not in found.sig_object


def test_an_elliptic_key_does_as_well(unsigned: bytes, settings: Settings, tmp_path: Path) -> None:
    settings.PDF_SIGNER, settings.PDF_SIGNER_PASSWORD = "pkcs12", "x"
    settings.PDF_SIGNER_FILE = str(tmp_path / "office.p12")
    Path(settings.PDF_SIGNER_FILE).write_bytes(new_pkcs12("Sở Xây dựng", password="x", curve=True))
    signed = signing.sign(unsigned)
    assert status(signed.content).valid
    assert "Signature is Valid" in poppler(signed.content, tmp_path)


def test_a_new_file_in_the_place_of_the_old_one_is_used_at_once(
    unsigned: bytes, settings: Settings, tmp_path: Path
) -> None:
    settings.PDF_SIGNER, settings.PDF_SIGNER_PASSWORD = "pkcs12", "x"
    settings.PDF_SIGNER_FILE = str(tmp_path / "office.p12")
    for name in ("Sở Xây dựng", "Sở Xây dựng 2027"):
        Path(settings.PDF_SIGNER_FILE).write_bytes(new_pkcs12(name, password="x"))
        assert signing.sign(unsigned).signer == name


def test_a_remote_service_signs_without_showing_its_key(
    unsigned: bytes, settings: Settings, tmp_path: Path
) -> None:
    with RemoteSigner("Sở Xây dựng", pin="4711") as service:
        settings.PDF_SIGNER, settings.PDF_SIGNER_URL = "remote", service.url
        settings.PDF_SIGNER_KEY, settings.PDF_SIGNER_PASSWORD = "key-1", "4711"
        signed = signing.sign(unsigned)
        assert service.asked == ["credentials/info", "credentials/authorize", "signatures/signHash"]
    assert signed.kind == SignatureKind.AUTHORITY
    assert status(signed.content).valid
    assert "Signature is Valid" in poppler(signed.content, tmp_path)


def test_a_timestamp_is_in_the_signature(unsigned: bytes, settings: Settings) -> None:
    with TimestampService() as service:
        settings.PDF_TIMESTAMP_URL = service.url
        found = status(signing.sign(unsigned).content)
    assert found.timestamp_validity is not None
    assert found.timestamp_validity.intact
    assert found.timestamp_validity.valid


def off_line(settings: Any, tmp_path: Path) -> dict[str, dict[str, str]]:
    closed = "http://127.0.0.1:9"  # the discard port: nobody listens
    return {
        "remote": {"PDF_SIGNER": "remote", "PDF_SIGNER_URL": closed},
        "timestamp": {"PDF_TIMESTAMP_URL": closed},
        "no file": {"PDF_SIGNER": "pkcs12", "PDF_SIGNER_FILE": str(tmp_path / "none.p12")},
        "no driver": {"PDF_SIGNER": "pkcs11", "PDF_SIGNER_FILE": str(tmp_path / "none.so")},
    }


@pytest.mark.parametrize("case", ["remote", "timestamp", "no file", "no driver"])
def test_a_signer_that_is_away_gives_no_half_signed_file(
    unsigned: bytes, settings: Settings, tmp_path: Path, case: str
) -> None:
    for name, value in off_line(settings, tmp_path)[case].items():
        setattr(settings, name, value)
    with pytest.raises(SignerUnavailable):
        signing.sign(unsigned)


def test_a_wrong_password_is_refused_and_a_refusal_by_the_service_too(
    unsigned: bytes, settings: Settings, tmp_path: Path
) -> None:
    settings.PDF_SIGNER, settings.PDF_SIGNER_PASSWORD = "pkcs12", "wrong"
    settings.PDF_SIGNER_FILE = str(tmp_path / "office.p12")
    Path(settings.PDF_SIGNER_FILE).write_bytes(new_pkcs12("Sở Xây dựng", password="right"))
    with pytest.raises(SignerUnavailable):
        signing.sign(unsigned)


def test_a_refused_pin_is_a_signer_that_is_away(unsigned: bytes, settings: Settings) -> None:
    with RemoteSigner("Sở Xây dựng", pin="4711") as service:
        settings.PDF_SIGNER, settings.PDF_SIGNER_URL = "remote", service.url
        settings.PDF_SIGNER_KEY, settings.PDF_SIGNER_PASSWORD = "key-1", "0000"
        with pytest.raises(SignerUnavailable):
            signing.sign(unsigned)


def test_a_queue_does_not_wait_for_the_same_silent_service_again(
    unsigned: bytes, settings: Settings
) -> None:
    with RemoteSigner("Sở Xây dựng", pin="4711") as service:
        settings.PDF_SIGNER, settings.PDF_SIGNER_URL = "remote", service.url
        settings.PDF_SIGNER_KEY, settings.PDF_SIGNER_PASSWORD = "key-1", "0000"
        for _ in range(3):
            with pytest.raises(SignerUnavailable):
                signing.sign(unsigned)
        assert service.asked.count("credentials/info") == 1


def test_signing_can_be_switched_off(unsigned: bytes, settings: Settings) -> None:
    settings.PDF_SIGNER = "off"
    signed = signing.sign(unsigned)
    assert (signed.content, signed.kind) == (unsigned, SignatureKind.NONE)
