"""The keys that sign badges and the payload in QR codes: ECDSA over P-256 (ES256), which every browser's
WebCrypto, JWT library and Data Integrity verifier knows.

`badge.pem` in KEYS_DIR is the current key, made at first use. A rotation leaves the public half of the
one before in `badge-<kid>.pub.pem`, so that what it signed can be checked for ever; its private half is
gone. Deleting such a file says that what it signed is not to be believed any more."""

import base64
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from certificates.signing.own_key import write_once


@dataclass(frozen=True)
class PublicKey:
    """`kid`: the thumbprint of RFC 7638, so a key names itself."""

    kid: str
    jwk: dict[str, str]


@dataclass(frozen=True)
class SigningKey:
    private: ec.EllipticCurvePrivateKey
    public: PublicKey


def current() -> SigningKey:
    """The key that signs today."""
    path = _folder() / "badge.pem"
    if not path.exists():
        write_once(path, _new_private())
    private = load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    return SigningKey(private, _public(private.public_key()))


def published() -> list[PublicKey]:
    """All keys by which something may be checked, the current one first."""
    former = []
    for path in sorted(_folder().glob("badge-*.pub.pem")):
        key = load_pem_public_key(path.read_bytes())
        assert isinstance(key, ec.EllipticCurvePublicKey)
        former.append(_public(key))
    return [current().public, *former]


def rotate() -> PublicKey:
    """Make a new current key; the one before stays published. Returns the new one."""
    before, folder = current(), _folder()
    pem = before.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    write_once(folder / f"badge-{before.public.kid}.pub.pem", pem)
    descriptor, part = tempfile.mkstemp(dir=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_new_private())
    Path(part).replace(folder / "badge.pem")
    return current().public


def _folder() -> Path:
    return Path(settings.KEYS_DIR)


def _new_private() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _public(key: ec.EllipticCurvePublicKey) -> PublicKey:
    numbers = key.public_numbers()
    bare = {
        "crv": "P-256",
        "kty": "EC",
        "x": base64url(numbers.x.to_bytes(32, "big")),
        "y": base64url(numbers.y.to_bytes(32, "big")),
    }
    canonical = json.dumps(bare, sort_keys=True, separators=(",", ":")).encode()
    kid = base64url(hashlib.sha256(canonical).digest())
    return PublicKey(kid, {**bare, "alg": "ES256", "use": "sig", "kid": kid})


def base64url(content: bytes) -> str:
    """Without padding, as JOSE writes it."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
