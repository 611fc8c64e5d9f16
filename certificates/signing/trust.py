"""Whom we trust: root certificates the operator put into a folder."""

from pathlib import Path

from asn1crypto import x509
from django.conf import settings
from pyhanko.keys import load_cert_from_pemder


def roots() -> list[x509.Certificate]:
    """The certificates (PEM or DER) in the folder PDF_TRUST_ROOTS; none where it is not set."""
    if not settings.PDF_TRUST_ROOTS:
        return []
    files = sorted(Path(settings.PDF_TRUST_ROOTS).iterdir())
    return [load_cert_from_pemder(str(path)) for path in files if path.is_file()]
