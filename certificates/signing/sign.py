"""Signing one file: PAdES, certified so that later signatures may be added and nothing else."""

import asyncio
import io
import logging
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError as BrokenPdf
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import CRLValidationError, OCSPValidationError, PathError
from pyhanko_certvalidator.errors import ValidationError as NotTrusted
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

from certificates.pdf import PdfError
from certificates.signature_models import SignatureKind
from certificates.signing import own_key, trust
from certificates.signing.signers import TIMEOUT_SECONDS, signer

log = logging.getLogger(__name__)

FIELD = "ChuKySo1"
DOWN, DOWN_SECONDS = "pdf-signer-down", 30


class SignerUnavailable(PdfError):
    """The signer or the timestamp service did not answer or refused: try again later."""


@dataclass(frozen=True)
class Signed:
    """`content`: the file's bytes; `signer`: the common name in the signer's certificate."""

    content: bytes
    kind: SignatureKind
    signer: str


def sign(content: bytes) -> Signed:
    """The PDF with its signature, made by the signer of the settings; unsigned where that is "off".

    Raises SignerUnavailable, and for half a minute after that at once: a queue of many certificates
    must not wait for the same silent service again and again.
    """
    if settings.PDF_SIGNER == "off":
        return Signed(content, SignatureKind.NONE, "")
    if is_away():
        raise SignerUnavailable("the signer did not answer a moment ago")
    try:
        return _in_its_own_thread(_sign(content))
    # ValueError: a broken PKCS#12 file or answer; ImportError, RuntimeError: drivers of tokens.
    except _UNAVAILABLE as error:
        cache.set(DOWN, True, DOWN_SECONDS)
        log.warning("certificate.signer-unavailable", extra={"event": "signer.unavailable"})
        raise SignerUnavailable(f"signer {settings.PDF_SIGNER}: {type(error).__name__}") from error


def is_away() -> bool:
    """Whether the signer did not answer within the last half minute."""
    return bool(cache.get(DOWN))


_UNAVAILABLE = (
    SigningError,
    TimestampRequestError,
    BrokenPdf,
    NotTrusted,
    PathError,
    CRLValidationError,
    OCSPValidationError,
    OSError,
    ValueError,
    ImportError,
    RuntimeError,
)


def _in_its_own_thread(work: Coroutine[Any, Any, Signed]) -> Signed:
    """asyncio.run refuses where a loop is already running; a new thread never has one."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _sign(content: bytes) -> Signed:
    is_own = settings.PDF_SIGNER == "own"
    async with signer() as who:
        about = PdfSignatureMetadata(
            field_name=FIELD,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            certify=True,
            docmdp_permissions=MDPPerm.FILL_FORMS,  # the authority's own signature may follow
            reason=own_key.LABEL if is_own else None,
            location=settings.OPERATOR_PLACE,
            **(_long_term(who) if settings.PDF_LONG_TERM else {}),
        )
        result = io.BytesIO()
        await PdfSigner(about, who, timestamper=_timestamper()).async_sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(content)),
            output=result,
            bytes_reserved=None if settings.PDF_TIMESTAMP_URL else getattr(who, "room", None),
        )
        certificate = who.signing_cert
        name = certificate.subject.native.get("common_name", "") if certificate else ""
    kind = SignatureKind.SYSTEM if is_own else SignatureKind.AUTHORITY
    return Signed(result.getvalue(), kind, str(name))


def _long_term(who: Signer) -> dict[str, Any]:
    """PAdES B-LTA: the chains of signer and timestamp, what says they were not revoked, and a timestamp
    over all of it go into the file, so that it can be checked when those services are long gone."""
    if not settings.PDF_TIMESTAMP_URL:
        raise ImproperlyConfigured("PDF_LONG_TERM needs a timestamp service: PDF_TIMESTAMP_URL.")
    own = [who.signing_cert] if settings.PDF_SIGNER == "own" and who.signing_cert else []
    return {
        "embed_validation_info": True,
        "use_pades_lta": True,
        "validation_context": ValidationContext(
            trust_roots=[*trust.roots(), *own],
            allow_fetching=True,
            fetcher_backend=RequestsFetcherBackend(per_request_timeout=TIMEOUT_SECONDS),
            revocation_mode="hard-fail",  # a file that lacks them would only look long-lived
        ),
    }


def _timestamper() -> HTTPTimeStamper | None:
    url = settings.PDF_TIMESTAMP_URL
    return HTTPTimeStamper(url, timeout=TIMEOUT_SECONDS) if url else None
