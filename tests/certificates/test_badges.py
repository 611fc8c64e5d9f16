"""Badges, checked with another library than the one that signs, and without a network."""

import base64
import gzip
import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from jsonschema import Draft201909Validator
from jwcrypto import jwk, jws
from pytest_django import DjangoAssertNumQueries, Settings

from certificates import services
from certificates.badges import keys, proofs, status_list
from certificates.models import Certificate, CertificateStatus
from tests.certificates.badge_schema import ACHIEVEMENT_CREDENTIAL
from tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db
HOST = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def _new_keys(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def certificate() -> Certificate:
    enrolment = EnrolmentFactory(completed_at=timezone.now())
    return services.issue_certificate(enrolment=enrolment, at=timezone.now())


def get(client: Client, address: str, **headers: str) -> Any:
    """What is found at an address of a badge; every one must lead back to this site."""
    response = client.get(address.removeprefix(HOST), headers=headers)
    assert response.status_code == 200, address
    return response


def read(client: Client, address: str, **headers: str) -> Any:
    """The JSON at an address."""
    return json.loads(get(client, address, **headers).content)


def embedded(client: Client, certificate: Certificate) -> Any:
    return read(client, f"/xac-minh/{certificate.token}/huy-hieu.json")


def token(client: Client, certificate: Certificate) -> str:
    return str(get(client, f"/xac-minh/{certificate.token}/huy-hieu.jwt").content.decode())


def verified(client: Client, compact: str) -> Any:
    """The payload of a VC-JWT, its key fetched from where its header says; raises where it is forged."""
    received = jws.JWS()
    received.deserialize(compact)
    address = json.loads(received.objects["protected"])["kid"]
    received.verify(jwk.JWK(**read(client, address)), alg="ES256")
    return json.loads(received.payload)


def check_proof(client: Client, document: Any) -> None:
    """Data Integrity, ecdsa-jcs-2019, written from the Recommendation and not with our code."""
    bare = {name: value for name, value in document.items() if name != "proof"}
    (proof,) = document["proof"]
    method = read(client, bare["issuer"]["id"], Accept="application/ld+json")
    (found,) = (
        one for one in method["verificationMethod"] if one["id"] == proof["verificationMethod"]
    )
    assert found["id"] in method["assertionMethod"]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    options["@context"] = bare["@context"]
    hashed = b"".join(
        hashlib.sha256(
            json.dumps(part, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        ).digest()
        for part in (options, bare)
    )
    signature = from_base58(proof["proofValue"].removeprefix("z"))
    r, s = (int.from_bytes(signature[at : at + 32], "big") for at in (0, 32))
    x, y = (
        int.from_bytes(base64.urlsafe_b64decode(found["publicKeyJwk"][axis] + "=")) for axis in "xy"
    )
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    key.verify(encode_dss_signature(r, s), hashed, ec.ECDSA(hashes.SHA256()))


def from_base58(text: str) -> bytes:
    number = 0
    for letter in text:
        number = number * 58 + "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".index(
            letter
        )
    return number.to_bytes(64, "big")


def is_marked(client: Client, badge: Any) -> bool:
    """What a wallet finds in the status list of a badge."""
    entry = badge["credentialStatus"]
    listed = read(client, entry["statusListCredential"])
    check_proof(client, listed)
    subject = listed["credentialSubject"]
    assert subject["statusPurpose"] == entry["statusPurpose"]
    packed = subject["encodedList"].removeprefix("u")
    bits = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    assert len(bits) * 8 >= 131_072
    index = int(entry["statusListIndex"])
    return bool(bits[index // 8] >> (7 - index % 8) & 1)


def test_it_has_the_shape_the_specification_asks_for(
    client: Client, certificate: Certificate
) -> None:
    schema = Draft201909Validator(ACHIEVEMENT_CREDENTIAL)
    for badge in (embedded(client, certificate), verified(client, token(client, certificate))):
        assert [error.message for error in schema.iter_errors(badge)] == []
    assert isinstance(embedded(client, certificate)["proof"], list)


def test_the_shape_is_really_checked(client: Client, certificate: Certificate) -> None:
    schema = Draft201909Validator(ACHIEVEMENT_CREDENTIAL)
    badge = embedded(client, certificate)
    for broken in (
        badge | {"proof": badge["proof"][0]},
        badge | {"validFrom": "yesterday"},
        badge | {"type": ["VerifiableCredential"]},
        {name: value for name, value in badge.items() if name != "issuer"},
    ):
        assert not schema.is_valid(broken)


def test_the_token_is_verified_by_another_library(client: Client, certificate: Certificate) -> None:
    payload = verified(client, token(client, certificate))
    assert payload["iss"] == payload["issuer"]["id"]
    assert payload["sub"] == payload["credentialSubject"]["id"]
    assert payload["jti"] == payload["id"]
    assert payload["credentialSubject"]["achievement"]["name"] == certificate.data["course"]
    holder = payload["credentialSubject"]["identifier"][0]
    assert holder["identityHash"] == "Nguyễn Thị Hoa"


def test_a_changed_token_is_refused(client: Client, certificate: Certificate) -> None:
    header, payload, signature = token(client, certificate).split(".")
    text = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()
    forged = text.replace("Hoa", "Lan").encode()
    changed = base64.urlsafe_b64encode(forged).rstrip(b"=").decode()
    with pytest.raises(jws.InvalidJWSSignature):
        verified(client, f"{header}.{changed}.{signature}")


def test_the_proof_inside_holds_and_a_changed_badge_fails(
    client: Client, certificate: Certificate
) -> None:
    badge = embedded(client, certificate)
    check_proof(client, badge)
    badge["credentialSubject"]["achievement"]["name"] = "Khóa khác"
    with pytest.raises(InvalidSignature):
        check_proof(client, badge)


def test_it_says_no_more_than_the_verification_page(
    client: Client, certificate: Certificate
) -> None:
    text = json.dumps(embedded(client, certificate), ensure_ascii=False)
    assert str(certificate.data["birth_year"]) not in text
    assert certificate.user.username not in text


@pytest.mark.parametrize(
    ("status", "marked"),
    [("valid", False), ("revoked", True), ("suspended", True), ("superseded", True)],
)
def test_the_status_list_says_what_holds(
    client: Client, certificate: Certificate, status: str, marked: bool
) -> None:
    Certificate.objects.update(status=status)
    assert is_marked(client, embedded(client, certificate)) is marked


def test_the_lists_bits_are_counted_from_the_left() -> None:
    packed = status_list.encoded([0, 9]).removeprefix("u")
    bits = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    assert bits[:2] == bytes([0b1000_0000, 0b0100_0000])
    assert status_list.place(131_072 + 5) == (1, 5)


def test_an_end_of_validity_is_in_both_forms(client: Client, certificate: Certificate) -> None:
    day = timezone.localdate() + timedelta(days=30)
    certificate.data["expires_on"] = day.isoformat()
    certificate.save()
    assert embedded(client, certificate)["validUntil"] == f"{day}T00:00:00+07:00"
    assert verified(client, token(client, certificate))["exp"] > timezone.now().timestamp()


def test_after_a_rotation_old_badges_still_hold(client: Client, certificate: Certificate) -> None:
    old_token, old_badge = token(client, certificate), embedded(client, certificate)
    call_command("rotate_badge_key", verbosity=0)
    assert verified(client, old_token)["id"] == old_badge["id"]
    check_proof(client, old_badge)
    new_badge = embedded(client, certificate)
    check_proof(client, new_badge)
    assert (
        new_badge["proof"][0]["verificationMethod"] != old_badge["proof"][0]["verificationMethod"]
    )
    assert len(read(client, "/.well-known/jwks.json")["keys"]) == 2


def test_a_key_taken_out_is_believed_no_more(
    client: Client, certificate: Certificate, settings: Settings
) -> None:
    old = token(client, certificate)
    kid = keys.rotate().kid
    assert next(key.kid for key in keys.published()) == kid
    for path in Path(settings.KEYS_DIR).glob("badge-*.pub.pem"):
        path.unlink()
    with pytest.raises(AssertionError):
        verified(client, old)


def test_only_public_halves_are_published(client: Client) -> None:
    for key in read(client, "/.well-known/jwks.json")["keys"]:
        assert set(key) == {"kty", "crv", "x", "y", "alg", "use", "kid"}
        assert jwk.JWK(**key).thumbprint() == key["kid"]


def test_private_keys_are_for_this_user_alone(settings: Settings) -> None:
    keys.rotate()
    modes = {path.name: path.stat().st_mode & 0o777 for path in Path(settings.KEYS_DIR).iterdir()}
    assert modes["badge.pem"] == 0o600
    assert len(modes) == 2


def test_people_see_the_issuers_page_and_programs_its_profile(
    client: Client, certificate: Certificate
) -> None:
    address = embedded(client, certificate)["issuer"]["id"]
    page = get(client, address, Accept="text/html,application/xhtml+xml")
    assert page["Content-Type"].startswith("text/html")
    assert certificate.register.issuer.name in page.content.decode()
    profile = read(client, address, Accept="application/json")
    assert profile["id"] == address
    assert "Profile" in profile["type"]


def test_nothing_is_found_by_a_code_that_people_type(
    client: Client, certificate: Certificate
) -> None:
    assert client.get(f"/xac-minh/{certificate.code}/huy-hieu.json").status_code == 404
    assert client.get("/xac-minh/AbCdEfGhIjKlMnOpQrStUv/huy-hieu.jwt").status_code == 404
    assert client.get("/trang-thai-huy-hieu/7.json").status_code == 404
    assert client.get("/co-quan-cap/khong-co/").status_code == 404


def test_a_status_list_costs_two_queries_however_many_there_are(
    client: Client, certificate: Certificate, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Certificate.objects.update(status=CertificateStatus.REVOKED)
    number, _bit = status_list.place(certificate.pk)
    with django_assert_num_queries(2):
        get(client, f"/trang-thai-huy-hieu/{number}.json")


def test_base58_as_its_inventors_write_it() -> None:
    assert proofs.base58(b"Hello World!") == "2NEpo7TZRRrLZSi2U"
    assert proofs.base58(b"\0\0\x28\x7f\xb4\xcd") == "11233QC4"
