import datetime as dt

from django.db import transaction

from lms.accounts import cards
from lms.accounts.models import LearnerCard, User
from lms.core import audit


def issue_card(*, user: User, number: str, at: dt.datetime) -> LearnerCard:
    return LearnerCard.objects.create(
        user=user, number=number, token=cards.new_token(), issued_at=at
    )


@transaction.atomic
def reissue_card(*, user: User, by: User, at: dt.datetime) -> LearnerCard:
    """A new card with the same number; the QR of every older card is dead from now on."""
    User.objects.select_for_update().get(pk=user.pk)
    user.cards.filter(revoked_at__isnull=True).update(revoked_at=at)
    card = issue_card(user=user, number=user.username, at=at)
    audit.record("card.reissued", user, by=by)
    return card
