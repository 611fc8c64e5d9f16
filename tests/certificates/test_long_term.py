"""Signatures that can be checked when the authority, its timestamps and its lists are long gone."""

import asyncio
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1
from asn1crypto.crl import CertificateList
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from django.core.exceptions import ImproperlyConfigured
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESStatus
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer
from pytest_django import Settings

from certificates import pdf, signing
from certificates.signing import SignerUnavailable
from certificates.signing.check import added_signature
from tests.certificates.authority import DAYS, Authority
from tests.certificates.signers import new_pkcs12
from tests.certificates.test_pdf import URL, data
from tests.certificates.test_signed_files import signed_by
from tests.certificates.test_signing import poppler
from tests.threads import apart

YEARS_LATER = datetime.now(UTC) + timedelta(days=DAYS + 1000)


@pytest.fixture
def authority(settings: Settings, tmp_path: Path) -> Iterator[Authority]:
    """A working authority, and a site that signs with a certificate of it."""
    with Authority() as found:
        settings.PDF_SIGNER, settings.PDF_SIGNER_PASSWORD = "pkcs12", "x"
        settings.PDF_SIGNER_FILE = str(tmp_path / "office.p12")
        Path(settings.PDF_SIGNER_FILE).write_bytes(found.pkcs12("Sở Xây dựng", password="x"))
        roots = tmp_path / "roots"
        roots.mkdir()
        (roots / "root.pem").write_bytes(found.root.public_bytes(serialization.Encoding.PEM))
        settings.PDF_TRUST_ROOTS = str(roots)
        settings.PDF_TIMESTAMP_URL, settings.PDF_LONG_TERM = found.url, True
        yield found


def unsigned() -> bytes:
    return pdf.render(data(), verify_url=URL)


def checked(content: bytes, authority: Authority, at: datetime) -> AdESStatus:
    """What pyHanko's validator by ETSI EN 319 102-1 says at that moment, without any network; the
    authority's list of that day is at hand."""
    root = authority.root.public_bytes(serialization.Encoding.DER)
    trusted = asn1.Certificate.load(root)
    today = CertificateList.load(authority.revocations(at - timedelta(hours=1)))
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=[trusted]),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    spec = SignatureValidationSpec(
        cert_validation_policy=policy,
        revinfo_gathering_policy=RevocationInfoGatheringSpec(
            online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY
        ),
        local_knowledge=LocalKnowledge(known_crls=[CRLContainer(today)]),
    )
    one = PdfFileReader(io.BytesIO(content)).embedded_regular_signatures[0]
    found = apart(
        lambda: asyncio.run(
            ades_lta_validation(
                one,
                PdfSignatureValidationSpec(spec),
                timing_info=ValidationTimingInfo(at, at, point_in_time_validation=True),
            )
        )
    )
    return found.ades_subindic.status


def test_it_is_valid_years_after_the_certificate_of_the_signer_has_run_out(
    authority: Authority, tmp_path: Path
) -> None:
    content = signing.sign(unsigned()).content
    assert checked(content, authority, YEARS_LATER) is AdESStatus.PASSED
    reader = PdfFileReader(io.BytesIO(content))
    assert len(reader.embedded_timestamp_signatures) == 1
    assert reader.root["/DSS"]["/CRLs"]
    assert "Signature is Valid" in poppler(content, tmp_path)


@pytest.mark.parametrize("service", ["PDF_LONG_TERM", "PDF_TIMESTAMP_URL"])
def test_a_signature_without_it_is_not(
    authority: Authority, settings: Settings, service: str
) -> None:
    settings.PDF_LONG_TERM = False
    setattr(settings, service, "")
    content = signing.sign(unsigned()).content
    assert checked(content, authority, YEARS_LATER) is not AdESStatus.PASSED


def test_without_word_on_revocation_nothing_is_signed(authority: Authority) -> None:
    authority.tells_revocations = False
    with pytest.raises(SignerUnavailable):
        signing.sign(unsigned())


def test_a_revoked_certificate_signs_nothing(
    authority: Authority, settings: Settings, tmp_path: Path
) -> None:
    key, certificate = authority.issue("Sở Xây dựng")
    authority.revoked.append(certificate.serial_number)
    file = pkcs12.serialize_key_and_certificates(
        b"key", key, certificate, [authority.root], NoEncryption()
    )
    Path(settings.PDF_SIGNER_FILE).write_bytes(file)
    settings.PDF_SIGNER_PASSWORD = ""
    with pytest.raises(SignerUnavailable):
        signing.sign(unsigned())


def test_our_own_key_may_be_kept_for_long_too(authority: Authority, settings: Settings) -> None:
    settings.PDF_SIGNER = "own"
    content = signing.sign(unsigned()).content
    assert len(PdfFileReader(io.BytesIO(content)).embedded_timestamp_signatures) == 1


def test_a_signature_from_outside_may_follow(
    authority: Authority, settings: Settings, tmp_path: Path
) -> None:
    issued = signing.sign(unsigned()).content
    office = SimpleSigner.load_pkcs12_data(new_pkcs12("Chủ tịch", password="y"), [], b"y")
    outside = signed_by(office, issued)
    settings.PDF_TRUST_ROOTS = ""
    assert added_signature(issued=issued, signed=outside).signer == "Chủ tịch"


def test_it_needs_a_timestamp_service(settings: Settings) -> None:
    settings.PDF_LONG_TERM = True
    with pytest.raises(ImproperlyConfigured):
        signing.sign(unsigned())
