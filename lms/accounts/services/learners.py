import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms.accounts import cards
from lms.accounts.models import ConsentMethod, ConsentPurpose, User
from lms.accounts.pin import HashedPin, hashed
from lms.accounts.services.cards import issue_card
from lms.accounts.services.consents import record_consent
from lms.accounts.services.pins import refuse_easy
from lms.core import audit
from lms.core.errors import DomainError
from lms.units.models import AdminUnit

_TRIES = 50  # nine million numbers: running out of tries means that something else is wrong


@transaction.atomic
def create_learner(
    *,
    full_name: str,
    birth_year: int | None,
    ward: AdminUnit | None,
    phone: str,
    pin: str | HashedPin,
    consents: Collection[ConsentPurpose],
    method: ConsentMethod,
    by: User | None = None,
    at: dt.datetime,
) -> User:
    """A person with a card, able to sign in. `pin` is six digits, or what `pin.hashed` made of six
    digits that were judged before. `by` is the helper, if somebody helped. Not idempotent.
    Without consent to keep results there is no account: DomainError "consent_needed"."""
    if ConsentPurpose.LEARNING_RECORD not in consents:
        raise DomainError(
            _("Agree to your results being kept to create an account"), code="consent_needed"
        )
    if not isinstance(pin, HashedPin):
        refuse_easy(pin, birth_year)
    user = User(full_name=full_name, birth_year=birth_year, ward=ward, phone=phone, date_joined=at)
    user.password = pin if isinstance(pin, HashedPin) else hashed(pin)
    _save_under_a_free_number(user)
    issue_card(user=user, number=user.username, at=at)
    for purpose in consents:
        record_consent(user=user, purpose=purpose, method=method, helper=by, at=at)
    audit.record("learner.created", user, by=by or user, method=method)
    return user


def _save_under_a_free_number(user: User) -> None:
    """The unique constraint decides, so two sign-ups at the same moment cannot share a number."""
    for _try in range(_TRIES):
        user.username = cards.random_number()
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError:
            if not User.objects.filter(username=user.username).exists():
                raise
        else:
            return
    raise DomainError(_("No card number is free. Tell the operator."), code="numbers_used_up")
