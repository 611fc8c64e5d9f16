"""Which badges hold no more, as a list of bits that names nobody (W3C Bitstring Status List 1.0).

A certificate's place is its row's id: list id // SIZE, bit id % SIZE. A suspended one is marked, too,
as long as it is suspended: the Open Badges schema has room for one status, and a wallet must not show
as valid what is not. Expiry stands in the credential itself."""

import base64
import gzip
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from certificates.badges.credential import CONTEXT, moment

SIZE = 131_072  # the least the Recommendation allows: 16 KB before compression
MARKED = ("revoked", "suspended", "superseded")
TTL_MILLISECONDS = 300_000


def place(certificate_id: int) -> tuple[int, int]:
    """The number of the list, and the bit in it."""
    return divmod(certificate_id, SIZE)


def encoded(marked: Iterable[int]) -> str:
    """Multibase base64url of the compressed bits; the first bit is the highest of the first byte."""
    bits = bytearray(SIZE // 8)
    for index in marked:
        bits[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def credential(*, url: str, issuer: dict[str, Any], marked: Iterable[int], at: datetime) -> Any:
    """The unsigned status list credential at `url`."""
    return {
        "@context": CONTEXT[:1],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": moment(at),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(marked),
            "ttl": TTL_MILLISECONDS,
        },
    }
