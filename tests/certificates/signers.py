"""Signers for tests: a PKCS#12 file, a remote signing service and a timestamp service on this machine."""

import base64
import json
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any, Self

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper


def key_and_certificate(
    name: str, *, for_time: bool = False, curve: bool = False
) -> tuple[Any, x509.Certificate]:
    """A key (RSA 2048, or P-256) with a certificate signed by itself."""
    if curve:
        key: Any = ec.generate_private_key(ec.SECP256R1())
    else:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        ["key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"], False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
    )
    if for_time:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(purpose, critical=True)
    return key, builder.sign(key, hashes.SHA256())


def new_pkcs12(name: str, *, password: str, curve: bool = False) -> bytes:
    key, certificate = key_and_certificate(name, curve=curve)
    lock = BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"key", key, certificate, None, lock)


class Service:
    """An HTTP server on a free port of this machine, for the length of a `with`."""

    def __init__(self) -> None:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.say(b"")

            def do_POST(self) -> None:
                self.say(self.rfile.read(int(self.headers["Content-Length"])))

            def say(self, body: bytes) -> None:
                status, kind, content = service.answer(self.path, body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, path: str, body: bytes) -> tuple[int, str, bytes]:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class RemoteSigner(Service):
    """The three calls of the CSC API 1.0 that signing needs."""

    def __init__(self, name: str, *, pin: str) -> None:
        super().__init__()
        self.key, self.certificate = key_and_certificate(name)
        self.pin = pin
        self.asked: list[str] = []

    def answer(self, path: str, body: bytes) -> tuple[int, str, bytes]:
        call, data = path.removeprefix("/csc/v1/"), json.loads(body)
        self.asked.append(call)
        if call == "credentials/authorize" and data.get("PIN") != self.pin:
            return 400, "application/json", b'{"error": "invalid_pin"}'
        answers = {
            "credentials/info": self.about,
            "credentials/authorize": self.leave,
            "signatures/signHash": self.signatures,
        }
        return 200, "application/json", json.dumps(answers[call](data)).encode()

    def about(self, data: Any) -> dict[str, Any]:
        der = self.certificate.public_bytes(serialization.Encoding.DER)
        return {
            "cert": {"certificates": [base64.b64encode(der).decode()]},
            "key": {"algo": ["1.2.840.113549.1.1.11"], "status": "enabled"},
            "SCAL": "2",
            "multisign": 1,
        }

    def leave(self, data: Any) -> dict[str, Any]:
        self.allowed = data["hash"]
        return {"SAD": "once", "expiresIn": 60}

    def signatures(self, data: Any) -> dict[str, Any]:
        assert data["hash"] == self.allowed
        signed = [
            self.key.sign(base64.b64decode(one), padding.PKCS1v15(), Prehashed(hashes.SHA256()))
            for one in data["hash"]
        ]
        return {"signatures": [base64.b64encode(one).decode() for one in signed]}


class TimestampService(Service):
    """RFC 3161 over HTTP."""

    def __init__(self) -> None:
        super().__init__()
        key, certificate = key_and_certificate("Dấu thời gian", for_time=True)
        der = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, NoEncryption()
        )
        self.stamper = DummyTimeStamper(
            asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
            keys.PrivateKeyInfo.load(der),
        )

    def answer(self, path: str, body: bytes) -> tuple[int, str, bytes]:
        response = self.stamper.request_tsa_response(tsp.TimeStampReq.load(body))
        return 200, "application/timestamp-reply", response.dump()
