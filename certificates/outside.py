"""Files signed outside this site: checked, attached, and given to readers instead of the issued one."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.services import ensure_file, read_file
from certificates.signature_models import OutsideSignature, SignatureKind
from certificates.signing.check import added_signature
from lms.accounts.models import User
from lms.core import audit
from lms.core.errors import DomainError

MAX_BYTES = 10 * 1024 * 1024


@transaction.atomic
def attach_signed_file(
    *, certificate: Certificate, content: bytes, by: User, at: datetime
) -> OutsideSignature:
    """Attach the issued file with one more signature. Refused where anything but that signature was
    added, and once there is one: what readers were given is not exchanged. Raises `pdf.PdfError`."""
    if len(content) > MAX_BYTES:
        raise DomainError(_("The file is larger than 10 MB."), code="outside.too-large")
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if OutsideSignature.objects.filter(certificate=certificate).exists():
        raise DomainError(_("This certificate has a signed file already."), code="outside.twice")
    issued = read_file(ensure_file(certificate=certificate))
    found = added_signature(issued=issued, signed=content)
    name = storages["private"].save(
        f"certificates/{certificate.issued_at:%Y}/{certificate.code}-signed.pdf",
        ContentFile(content),
    )
    attached = OutsideSignature.objects.create(
        certificate=certificate,
        file_name=name,
        file_hash=hashlib.sha256(content).hexdigest(),
        signer=found.signer[:200],
        trusted=found.trusted,
        signed_at=found.signed_at,
        added_at=at,
        added_by=by,
    )
    audit.record("certificate.signed-outside", certificate, by=by)
    return attached


def newest_file(certificate: Certificate) -> bytes:
    """What a reader gets: the file signed outside where there is one, otherwise the issued one; made now
    where it is missing. Raises `pdf.PdfError` and OSError."""
    attached = OutsideSignature.objects.filter(certificate=certificate).first()
    if attached is None:
        return read_file(ensure_file(certificate=certificate))
    with storages["private"].open(attached.file_name) as file:
        content: bytes = file.read()
    return content


def signed_by(certificate: Certificate) -> str:
    """In words for the holder: who signed the file they would get; empty where nobody did (yet)."""
    signed = (
        Certificate.objects.filter(pk=certificate.pk)
        .values_list("outside_signature__signer", "file_signature__kind", "file_signature__signer")
        .get()
    )
    outside_signer, kind, signer = signed
    if outside_signer:
        return str(outside_signer)
    if kind == SignatureKind.SYSTEM:
        return SignatureKind.SYSTEM.label.capitalize()
    return str(signer or "")
