"""The platform's own key for signing files: made at first use, kept in the data folder.

It proves that a file came from this site unchanged. It is not a signature under the law on electronic
transactions, and its certificate says so."""

import os
import tempfile
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

from lms.core import periods

YEARS = 10
# Vietnamese on purpose: readers of PDF files show it whatever the language of the interface.
LABEL = "Chữ ký của hệ thống, không phải chữ ký số chuyên dùng công vụ"
COMMON_NAME = "Bình dân học vụ số – chữ ký của hệ thống"  # at most 64 letters (RFC 5280)


def path() -> Path:
    """The PKCS#12 file, made where there is none. Safe when two processes race."""
    target = Path(settings.KEYS_DIR) / "pdf.p12"
    if not target.exists():
        write_once(target, _new_pkcs12())
    return target


def write_once(target: Path, content: bytes) -> None:
    """Put `content` there whole, readable by this user only; whoever came first has won."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(dir=target.parent)  # mode 600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.link(part, target)
    except FileExistsError:
        pass
    finally:
        Path(part).unlink()


def _new_pkcs12() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, settings.OPERATOR_NAME[:64]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, LABEL),
            x509.NameAttribute(NameOID.COMMON_NAME, COMMON_NAME),
        ]
    )
    now = periods.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))  # a verifier's clock may be late
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signs_documents(), critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(b"pdf", key, certificate, None, NoEncryption())


def _signs_documents() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
