"""From the register to a signed badge: which addresses, which key, which list."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from certificates.badges import credential, keys, proofs, status_list
from certificates.models import Certificate
from lms.units.models import Agency

Json = dict[str, Any]


def address(name: str, *args: object) -> str:
    """The full address of one of our pages."""
    return settings.PUBLIC_URL + reverse(f"certificates:{name}", args=args)


def badge(certificate: Certificate) -> Json:
    """The unsigned badge of a certificate (its `register.issuer` is read)."""
    list_number, bit = status_list.place(certificate.pk)
    at = credential.Addresses(
        credential=address("badge", certificate.token),
        issuer=address("issuer", certificate.register.issuer.code),
        status_list=address("status_list", list_number),
        status_index=bit,
    )
    return credential.credential(certificate.data, issued_at=certificate.issued_at, at=at)


def signed_badge(certificate: Certificate, *, at: datetime) -> Json:
    return _proved(badge(certificate), at=at)


def badge_token(certificate: Certificate) -> str:
    """The same badge as VC-JWT."""
    key = keys.current()
    return proofs.as_jwt(badge(certificate), key=key, key_url=address("key", key.public.kid))


def signed_status_list(number: int, *, at: datetime) -> Json | None:
    """The list of this number; None where no certificate can stand in it."""
    first = number * status_list.SIZE
    rows = Certificate.objects.filter(pk__gte=first, pk__lt=first + status_list.SIZE)
    newest = rows.select_related("register__issuer").order_by("-pk").first()
    if newest is None:
        return None
    marked = rows.filter(status__in=status_list.MARKED).values_list("pk", flat=True)
    issuer = newest.register.issuer
    bare = status_list.credential(
        url=address("status_list", number),
        issuer={"id": address("issuer", issuer.code), "type": ["Profile"], "name": issuer.name},
        marked=[pk - first for pk in marked],
        at=at,
    )
    return _proved(bare, at=at)


def profile(agency: Agency) -> Json:
    """Who issues, with the keys that may speak for it (a controlled identifier document)."""
    url = address("issuer", agency.code)
    methods = [
        {
            "id": f"{url}#{key.kid}",
            "type": "JsonWebKey",
            "controller": url,
            "publicKeyJwk": key.jwk,
        }
        for key in keys.published()
    ]
    return {
        "@context": credential.CONTEXT,
        "id": url,
        "type": ["Profile"],
        "name": agency.name,
        "url": settings.PUBLIC_URL + "/",
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _proved(bare: Json, *, at: datetime) -> Json:
    key = keys.current()
    method = f"{bare['issuer']['id']}#{key.public.kid}"
    return proofs.with_proof(bare, key=key, method=method, at=at)
