"""Digital signatures on certificates' files (PAdES). Who signs is a setting; see docs/operations.md."""

from certificates.signing.sign import Signed, SignerUnavailable, is_away, sign

__all__ = ["Signed", "SignerUnavailable", "is_away", "sign"]
