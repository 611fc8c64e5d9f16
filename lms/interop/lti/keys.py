"""The key that proves to platforms that a request for sending scores is ours: RSA, as LTI asks for.

`lti.pem` in KEYS_DIR, made at first use. After a rotation the public half of the key before stays
published (`lti-<kid>.pub.pem`) for as long as platforms may have kept our list."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings
from jwt.algorithms import RSAAlgorithm

from certificates.signing.own_key import write_once

ALGORITHM = "RS256"


@dataclass(frozen=True)
class SigningKey:
    private: rsa.RSAPrivateKey
    kid: str


def current() -> SigningKey:
    path = _folder() / "lti.pem"
    if not path.exists():
        write_once(path, _new_private())
    private = load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(private, rsa.RSAPrivateKey)
    return SigningKey(private, public_jwk(private.public_key())["kid"])


def published() -> list[dict[str, Any]]:
    """The public keys (JWK), the current one first."""
    found = [public_jwk(current().private.public_key())]
    for path in sorted(_folder().glob("lti-*.pub.pem")):
        key = load_pem_public_key(path.read_bytes())
        assert isinstance(key, rsa.RSAPublicKey)
        found.append(public_jwk(key))
    return found


def rotate() -> str:
    """Make a new current key; of the ones before the last stays published. Returns the new kid."""
    before, folder = current(), _folder()
    for old in folder.glob("lti-*.pub.pem"):
        old.unlink()
    pem = before.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    write_once(folder / f"lti-{before.kid}.pub.pem", pem)
    descriptor, part = tempfile.mkstemp(dir=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_new_private())
    Path(part).replace(folder / "lti.pem")
    return current().kid


def public_jwk(key: rsa.RSAPublicKey) -> dict[str, Any]:
    """`kid`: the thumbprint of RFC 7638."""
    bare = RSAAlgorithm.to_jwk(key, as_dict=True)
    numbers = {name: bare[name] for name in ("e", "kty", "n")}
    canonical = json.dumps(numbers, sort_keys=True, separators=(",", ":")).encode()
    kid = hashlib.sha256(canonical).hexdigest()[:32]
    return {**numbers, "alg": ALGORITHM, "use": "sig", "kid": kid}


def _folder() -> Path:
    return Path(settings.KEYS_DIR)


def _new_private() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
