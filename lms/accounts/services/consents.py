import datetime as dt

from django.db import transaction

from lms.accounts.models import Consent, ConsentMethod, ConsentPurpose, User
from lms.core import audit

TEXT_VERSION = "2026-11-21"  # change it whenever the wording of the consent page changes


@transaction.atomic
def record_consent(
    *,
    user: User,
    purpose: ConsentPurpose,
    method: ConsentMethod,
    helper: User | None = None,
    at: dt.datetime,
) -> Consent:
    """Enter in the ledger that `user` agrees. Idempotent while the standing answer is the same
    yes to the same wording."""
    return _enter(user, purpose, given=True, method=method, helper=helper, at=at)


@transaction.atomic
def withdraw_consent(
    *, user: User, purpose: ConsentPurpose, method: ConsentMethod, at: dt.datetime
) -> Consent:
    """Enter that `user` no longer agrees; what was given before stays in the ledger. Idempotent."""
    return _enter(user, purpose, given=False, method=method, helper=None, at=at)


def _enter(
    user: User,
    purpose: ConsentPurpose,
    *,
    given: bool,
    method: ConsentMethod,
    helper: User | None,
    at: dt.datetime,
) -> Consent:
    User.objects.select_for_update().get(pk=user.pk)
    standing = user.consents.filter(purpose=purpose).order_by("-at", "-pk").first()
    if standing and standing.given == given and standing.text_version == TEXT_VERSION:
        return standing
    action = "consent.given" if given else "consent.withdrawn"
    audit.record(action, user, by=helper or user, purpose=purpose, method=method)
    return Consent.objects.create(
        user=user,
        purpose=purpose,
        given=given,
        text_version=TEXT_VERSION,
        method=method,
        helper=helper,
        at=at,
    )
