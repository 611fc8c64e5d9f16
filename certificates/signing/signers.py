"""Who can sign: the platform's own key, a PKCS#12 file, a token or HSM (PKCS#11), a remote service (CSC).

Each is an asynchronous context manager that gives a pyHanko signer, and lets go of it afterwards."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import aiohttp
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)

from certificates.signing import key_file, own_key

TIMEOUT_SECONDS = 20


def signer() -> AbstractAsyncContextManager[Signer]:
    """The signer of the settings. Raises ImproperlyConfigured for a kind there is not."""
    kinds = {"own": _own, "pkcs12": _pkcs12, "pkcs11": _pkcs11, "remote": _remote}
    if settings.PDF_SIGNER not in kinds:
        raise ImproperlyConfigured(
            f"PDF_SIGNER must be own, pkcs12, pkcs11, remote or off, not {settings.PDF_SIGNER!r}."
        )
    return kinds[settings.PDF_SIGNER]()


@asynccontextmanager
async def _own() -> AsyncIterator[Signer]:
    yield key_file.load(own_key.path(), passphrase=None)


@asynccontextmanager
async def _pkcs12() -> AsyncIterator[Signer]:
    password = settings.PDF_SIGNER_PASSWORD.encode() or None
    yield key_file.load(Path(settings.PDF_SIGNER_FILE), passphrase=password)


@asynccontextmanager
async def _pkcs11() -> AsyncIterator[Signer]:
    """FILE is the driver, TOKEN and KEY are labels, the password is the PIN."""
    from pyhanko.config.pkcs11 import PKCS11SignatureConfig, TokenCriteria
    from pyhanko.sign.pkcs11 import PKCS11SigningContext

    config = PKCS11SignatureConfig(
        module_path=settings.PDF_SIGNER_FILE,
        token_criteria=TokenCriteria(label=settings.PDF_SIGNER_TOKEN),
        cert_label=settings.PDF_SIGNER_KEY,
        key_label=settings.PDF_SIGNER_KEY,
        user_pin=settings.PDF_SIGNER_PASSWORD or None,
    )
    with PKCS11SigningContext(config) as found:
        yield found


class _PinAuthorization(CSCAuthorizationManager):
    """Asks the remote service for leave to sign exactly these hashes, with the PIN of the settings."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        about: CSCServiceSessionInfo,
        credential: CSCCredentialInfo,
    ) -> None:
        super().__init__(about, credential)
        self.session = session

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        body = self.format_csc_auth_request(
            pin=settings.PDF_SIGNER_PASSWORD or None, hash_b64s=hash_b64s
        )
        url = self.csc_session_info.endpoint_url("credentials/authorize")
        try:
            async with self.session.post(
                url, headers=self.auth_headers, json=body, raise_for_status=True
            ) as response:
                return self.parse_csc_auth_response(await response.json())
        except aiohttp.ClientError as error:
            raise SigningError("the remote service gave no leave to sign") from error


@asynccontextmanager
async def _remote() -> AsyncIterator[Signer]:
    """A service of the Cloud Signature Consortium's API 1.0: PDF_SIGNER_URL is what stands before /csc/,
    PDF_SIGNER_KEY the credential, PDF_SIGNER_TOKEN the OAuth token, the password the PIN."""
    about = CSCServiceSessionInfo(
        service_url=settings.PDF_SIGNER_URL,
        credential_id=settings.PDF_SIGNER_KEY,
        oauth_token=settings.PDF_SIGNER_TOKEN or None,
    )
    limit = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    async with asyncio.timeout(TIMEOUT_SECONDS), aiohttp.ClientSession(timeout=limit) as session:
        credential = await fetch_certs_in_csc_credential(session, about, timeout=TIMEOUT_SECONDS)
        allowed = _PinAuthorization(session, about, credential)
        yield CSCSigner(session, allowed, sign_timeout=TIMEOUT_SECONDS)
