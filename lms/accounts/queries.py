"""Reads about people that need no scope: one's own, or before there is an account."""

from django.db.models import Q, QuerySet

from lms.accounts.models import Consent, ConsentPurpose, LearnerCard, User
from lms.core import vietnamese
from lms.units.models import AdminUnit

PEOPLE_PER_PHONE = 5  # a family's phone (ux A3)


def find_likely_duplicates(
    *, full_name: str, birth_year: int | None, ward: AdminUnit | None
) -> QuerySet[User]:
    """People of the same name (accents and case aside), year of birth and ward. Without a year or
    a ward too many would match: nobody."""
    if birth_year is None or ward is None:
        return User.objects.none()
    name = vietnamese.fold(vietnamese.clean_text(full_name))
    return User.objects.filter(
        folded_name=name, birth_year=birth_year, ward=ward, is_active=True
    ).order_by("pk")


def live_card(token: str) -> LearnerCard | None:
    """The card behind a QR, unless it was replaced."""
    cards = LearnerCard.objects.filter(revoked_at__isnull=True, user__is_active=True)
    return cards.filter(token=token).select_related("user").first()


def card_of(user: User) -> LearnerCard | None:
    return user.cards.filter(revoked_at__isnull=True).first()


def with_card(people: QuerySet[User]) -> QuerySet[User]:
    """Those of `people` who hold a live card; at most one row each."""
    return people.filter(cards__isnull=False, cards__revoked_at__isnull=True)


def standing_consents(user: User) -> dict[ConsentPurpose, Consent]:
    """The newest entry of the ledger for each purpose that was ever asked."""
    entries = user.consents.order_by("at", "pk")
    return {ConsentPurpose(entry.purpose): entry for entry in entries}


def given_consents(user: User) -> set[ConsentPurpose]:
    """What `user` agrees to now."""
    return {purpose for purpose, entry in standing_consents(user).items() if entry.given}


def has_consent(user: User, purpose: ConsentPurpose) -> bool:
    return purpose in given_consents(user)


def phone_is_full(phone: str, *, besides: User | None = None) -> bool:
    """Whether as many people as may share one phone already do."""
    others = ~Q(pk=besides.pk) if besides else Q()
    return User.objects.filter(others, phone=phone).count() >= PEOPLE_PER_PHONE
