"""An authority for tests: it issues certificates, says over HTTP which of them are revoked, and gives
timestamps. When it is switched off, only what a file carries with it is left."""

from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from tests.certificates.signers import Service

DAYS, LONG = 30, 3000  # an office's certificate; the root and the timestamp's


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*chosen: str) -> x509.KeyUsage:
    known = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
             "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]  # fmt: skip
    return x509.KeyUsage(**{name: name in chosen for name in known})


class Authority(Service):
    def __init__(self) -> None:
        super().__init__()
        self.now = datetime.now(UTC)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.root = (
            self._certificate("Cơ quan chứng thực", self.key, LONG)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
            .sign(self.key, hashes.SHA256())
        )
        key, certificate = self.issue("Dấu thời gian", for_time=True)
        self.stamper = DummyTimeStamper(
            asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
            keys.PrivateKeyInfo.load(
                key.private_bytes(
                    serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, NoEncryption()
                )
            ),
        )
        self.revoked: list[int] = []
        self.tells_revocations = True

    def _certificate(self, name: str, key: rsa.RSAPrivateKey, days: int) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(_name("Cơ quan chứng thực"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now - timedelta(days=1))
            .not_valid_after(self.now + timedelta(days=days))
        )

    def issue(
        self, name: str, *, for_time: bool = False
    ) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        where = x509.DistributionPoint(
            [x509.UniformResourceIdentifier(f"{self.url}/revoked.crl")], None, None, None
        )
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = (
            self._certificate(name, key, LONG if for_time else DAYS)
            .add_extension(_usage("digital_signature", "content_commitment"), critical=True)
            .add_extension(x509.CRLDistributionPoints([where]), critical=False)
            .add_extension(identifier, critical=False)
        )
        if for_time:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, critical=True)
        return key, builder.sign(self.key, hashes.SHA256())

    def pkcs12(self, name: str, *, password: str) -> bytes:
        key, certificate = self.issue(name)
        lock = BestAvailableEncryption(password.encode())
        return pkcs12.serialize_key_and_certificates(b"key", key, certificate, [self.root], lock)

    def answer(self, path: str, body: bytes) -> tuple[int, str, bytes]:
        if body:
            stamped = self.stamper.request_tsa_response(tsp.TimeStampReq.load(body))
            return 200, "application/timestamp-reply", stamped.dump()
        if not self.tells_revocations:
            return 503, "text/plain", b""
        return 200, "application/pkix-crl", self.revocations()

    def revocations(self, moment: datetime | None = None) -> bytes:
        """The list as it is at a moment; None: now."""
        moment = moment or datetime.now(UTC)
        found: Any = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.root.subject)
            .last_update(moment - timedelta(minutes=1))
            .next_update(moment + timedelta(days=1))
        )
        for serial in self.revoked:
            one = x509.RevokedCertificateBuilder().serial_number(serial)
            found = found.add_revoked_certificate(one.revocation_date(moment).build())
        return bytes(found.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))
