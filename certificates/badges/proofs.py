"""Two ways to prove a credential: as a signed token (VC-JWT), and inside the JSON (Data Integrity).

The second is the cryptosuite `ecdsa-jcs-2019` of the W3C Recommendation "Data Integrity ECDSA
Cryptosuites v1.0", §3.3: SHA-256 of the canonical proof options before SHA-256 of the canonical
document, signed together. It needs no JSON-LD processing, so no context is ever fetched."""

import hashlib
import json
from datetime import datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from certificates.badges.keys import SigningKey

Json = dict[str, Any]
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def as_jwt(credential: Json, *, key: SigningKey, key_url: str) -> str:
    """The credential as a compact token; the payload is the credential itself, with the registered
    claims beside it (Open Badges 3.0 §8.2). `key_url` is where the public key is found as a JWK."""
    claims = {
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
        "sub": credential["credentialSubject"]["id"],
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    headers = {"kid": key_url, "typ": "JWT"}
    return jwt.encode({**credential, **claims}, key.private, algorithm="ES256", headers=headers)


def with_proof(credential: Json, *, key: SigningKey, method: str, at: datetime) -> Json:
    """The credential with a proof in it. `method` is the key's address in the issuer's profile.
    The Open Badges schema wants `proof` to be an array, also of one."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-jcs-2019",
        "created": at.isoformat(timespec="seconds"),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signed = proof_input(credential, options)
    proof = {**options, "proofValue": "z" + base58(raw_signature(key.private, signed))}
    return {**credential, "proof": [proof]}


def proof_input(credential: Json, options: Json) -> bytes:
    """What the signature of a proof with these options is made over (64 bytes)."""
    with_context = {"@context": credential["@context"], **options}
    parts = (canonical(with_context), canonical(credential))
    return b"".join(hashlib.sha256(part).digest() for part in parts)


def raw_signature(private: ec.EllipticCurvePrivateKey, content: bytes) -> bytes:
    """r and s, 32 bytes each: the form that WebCrypto and the cryptosuite read. The same content gives
    the same signature (RFC 6979)."""
    algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    r, s = decode_dss_signature(private.sign(content, algorithm))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def canonical(value: Json) -> bytes:
    """JSON as RFC 8785 (JCS) writes it. Holds for what we sign: ASCII names, texts, whole numbers."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def base58(content: bytes) -> str:
    """The Bitcoin alphabet; each leading zero byte is a "1"."""
    number, digits = int.from_bytes(content, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        digits = _BASE58[rest] + digits
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "1" * zeros + digits


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())
