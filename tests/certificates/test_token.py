"""A key on a token: SoftHSM, a PKCS#11 token in software. The key is made inside and never leaves it."""

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pkcs11
import pytest
from asn1crypto.keys import PublicKeyInfo, RSAPublicKey
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from pkcs11.util.rsa import encode_rsa_public_key
from pkcs11.util.x509 import decode_x509_certificate
from pytest_django import Settings

from certificates import pdf, signing
from certificates.signature_models import SignatureKind
from certificates.signing import SignerUnavailable
from tests.certificates.signers import key_and_certificate
from tests.certificates.test_pdf import URL, data
from tests.certificates.test_signing import poppler, status

TOKEN, KEY, PIN = "So Xay dung", "ky-so", "246813"
DRIVERS = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The driver of a token made for this module, with a key and its certificate on it."""
    found = next((path for path in DRIVERS if Path(path).exists()), "")
    if not found:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("SoftHSM is missing: apt-get install softhsm2")
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    conf = folder / "softhsm2.conf"
    conf.write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(conf))
        initialise = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN]
        subprocess.run(
            [*initialise, "--pin", PIN, "--so-pin", PIN], check=True, capture_output=True
        )
        fill(found)
        yield found


def fill(driver: str) -> None:
    token = pkcs11.lib(driver).get_token(token_label=TOKEN)
    with token.open(rw=True, user_pin=PIN) as session:
        public, _private = session.generate_keypair(
            pkcs11.KeyType.RSA, 2048, store=True, label=KEY, id=b"1"
        )
        certificate = certified(encode_rsa_public_key(public))
        kept = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: KEY}
        kept |= {pkcs11.Attribute.ID: b"1"}
        session.create_object(decode_x509_certificate(certificate) | kept)


def certified(public: bytes) -> bytes:
    """What an authority gives back for the public half: a certificate in DER."""
    key, authority = key_and_certificate("Cơ quan chứng thực")
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sở Xây dựng")]))
        .issuer_name(authority.subject)
        .public_key(serialization.load_der_public_key(_with_algorithm(public)))  # type: ignore[arg-type]
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.DER)


def _with_algorithm(public: bytes) -> bytes:
    """PKCS#1 as SubjectPublicKeyInfo."""
    return bytes(PublicKeyInfo.wrap(RSAPublicKey.load(public), "rsa").dump())


@pytest.fixture
def token(driver: str, settings: Settings) -> Settings:
    settings.PDF_SIGNER, settings.PDF_SIGNER_FILE = "pkcs11", driver
    settings.PDF_SIGNER_TOKEN, settings.PDF_SIGNER_KEY = TOKEN, KEY
    settings.PDF_SIGNER_PASSWORD = PIN
    return settings


def test_a_token_signs_and_both_readers_say_valid(token: Settings, tmp_path: Path) -> None:
    signed = signing.sign(pdf.render(data(), verify_url=URL))
    assert (signed.kind, signed.signer) == (SignatureKind.AUTHORITY, "Sở Xây dựng")
    found = status(signed.content)
    assert found.intact
    assert found.valid
    assert "Signature is Valid" in poppler(signed.content, tmp_path)
    again = signing.sign(pdf.render(data(), verify_url=URL))  # the session is let go of each time
    assert status(again.content).valid


@pytest.mark.parametrize(
    ("setting", "value"),
    [("PDF_SIGNER_PASSWORD", "000000"), ("PDF_SIGNER_TOKEN", "không có"), ("PDF_SIGNER_KEY", "x")],
)
def test_a_wrong_pin_token_or_key_leaves_no_half_signed_file(
    token: Settings, setting: str, value: str
) -> None:
    setattr(token, setting, value)
    with pytest.raises(SignerUnavailable):
        signing.sign(pdf.render(data(), verify_url=URL))
