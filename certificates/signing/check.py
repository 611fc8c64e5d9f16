"""Reading the signature somebody put on an issued file outside this site."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.misc import PdfError as BrokenPdf
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certificates.signing.trust import roots
from lms.core.errors import DomainError


@dataclass(frozen=True)
class Found:
    """`trusted`: the signer's chain ends in one of our roots; `signed_at` is the signer's own word."""

    signer: str
    trusted: bool
    signed_at: datetime | None


def added_signature(*, issued: bytes, signed: bytes) -> Found:
    """The signature that `signed` has more than `issued`.

    Refused (DomainError) unless `signed` begins with the issued bytes, has one more signature over the
    whole file, nothing else was changed, and the chain holds where roots are configured.
    """
    if not signed.startswith(issued) or len(signed) == len(issued):
        raise DomainError(
            _("This is not the file issued here with one more signature."),
            code="outside.other-file",
        )
    try:
        statuses = _statuses(signed)
        had = len(PdfFileReader(io.BytesIO(issued)).embedded_regular_signatures)
    except _UNREADABLE as error:
        raise DomainError(_("The signatures cannot be read."), code="outside.unreadable") from error
    if len(statuses) <= had:
        raise DomainError(_("The file has no further signature."), code="outside.unsigned")
    if (
        not all(_holds(status) for status in statuses)
        or statuses[-1].coverage is not SignatureCoverageLevel.ENTIRE_FILE
    ):
        raise DomainError(
            _("A signature is not valid, or the file was changed."), code="outside.invalid"
        )
    return _found(statuses[-1])


_UNREADABLE = (
    BrokenPdf,
    SigningError,
    SignatureValidationError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
)


def _statuses(content: bytes) -> list[PdfSignatureStatus]:
    """Every signature of the file, oldest first. Nothing is fetched from the network."""
    context = ValidationContext(trust_roots=roots(), allow_fetching=False)
    reader = PdfFileReader(io.BytesIO(content))

    def read() -> list[PdfSignatureStatus]:
        return [
            validate_pdf_signature(one, signer_validation_context=context)
            for one in reader.embedded_regular_signatures  # not timestamps of the whole file
        ]

    with ThreadPoolExecutor(max_workers=1) as thread:  # see sign.py: no loop may be running
        return thread.submit(read).result()


def _holds(status: PdfSignatureStatus) -> bool:
    return bool(status.intact and status.valid and status.docmdp_ok is not False)


def _found(status: PdfSignatureStatus) -> Found:
    if settings.PDF_TRUST_ROOTS and not status.trusted:
        raise DomainError(
            _(
                "The signer's certificate does not come from a trusted authority, or is out of date."
            ),
            code="outside.untrusted",
        )
    name = status.signing_cert.subject.native.get("common_name", "")
    return Found(str(name), bool(status.trusted), status.signer_reported_dt)
