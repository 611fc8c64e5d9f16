"""A signer whose key lies in a PKCS#12 file, read once: checking an RSA key costs ten signatures, and
pyHanko's own signer does it three times for each file."""

from functools import lru_cache
from pathlib import Path

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}

BESIDE_CERTIFICATES = (
    2048  # bytes: the signature itself (512 with RSA 4096) and its signed attributes
)


class KeyFileSigner(Signer):
    """RSA (PKCS#1 1.5) and ECDSA keys: what authorities issue. `room`: hexadecimal digits enough for a
    signature without timestamp; told it, pyHanko need not sign twice to find out."""

    def __init__(
        self,
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
        certificate: x509.Certificate,
        others: list[x509.Certificate],
    ) -> None:
        self.key = key
        store = SimpleCertificateStore()
        store.register_multiple([_asn1(one) for one in others])
        size = sum(len(one.public_bytes(Encoding.DER)) for one in [certificate, *others])
        self.room = 2 * (size + BESIDE_CERTIFICATES)
        super().__init__(signing_cert=_asn1(certificate), cert_registry=store)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if dry_run:  # only the length is asked for; an ECDSA signature is at most this long
            return bytes(512 if isinstance(self.key, rsa.RSAPrivateKey) else 160)
        algorithm = HASHES[digest_algorithm.lower()]()
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), algorithm)
        return self.key.sign(data, ec.ECDSA(algorithm))


def load(path: Path, passphrase: bytes | None) -> KeyFileSigner:
    """The signer of this file; kept until the file changes. Raises OSError, ValueError, SigningError."""
    return _load(path, path.stat().st_mtime_ns, passphrase)


@lru_cache(maxsize=4)
def _load(path: Path, changed: int, passphrase: bytes | None) -> KeyFileSigner:
    key, certificate, others = pkcs12.load_key_and_certificates(path.read_bytes(), passphrase)
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SigningError("the file holds no RSA or EC key with its certificate")
    return KeyFileSigner(key, certificate, others)


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
