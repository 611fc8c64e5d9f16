"""Very many people at once, for loading history. The rows are those of `services.create_learner`;
no signal is sent, and nothing is judged: whoever calls this made the people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from lms.accounts import cards
from lms.accounts.models import Audience, Consent, ConsentMethod, ConsentPurpose, LearnerCard, User
from lms.accounts.services.consents import TEXT_VERSION
from lms.core.models import AuditEvent
from lms.units.models import AdminUnit, Agency

BATCH = 500


@dataclass(frozen=True, slots=True)
class NewPerson:
    full_name: str
    birth_year: int
    ward: AdminUnit | None
    joined_at: dt.datetime
    audience: str = Audience.RESIDENT
    sex: str = ""
    agency: Agency | None = None
    staff_code: str = ""
    phone: str = ""
    consents: tuple[ConsentPurpose, ...] = (ConsentPurpose.LEARNING_RECORD,)


@transaction.atomic
def add_people(
    *, people: Sequence[NewPerson], numbers: Iterator[str], password: str, invented: bool
) -> list[User]:
    """People with cards, in the order given. `numbers` yields free card numbers; `password` is one
    hash that all of them share."""
    users = [_user(person, next(numbers), password, invented) for person in people]
    User.objects.bulk_create(users, batch_size=BATCH)
    LearnerCard.objects.bulk_create([_card(user) for user in users], batch_size=BATCH)
    Consent.objects.bulk_create(_consents(users, people), batch_size=BATCH)
    AuditEvent.objects.bulk_create([_event(user) for user in users], batch_size=BATCH)
    return users


def _user(person: NewPerson, number: str, password: str, invented: bool) -> User:
    user = User(
        username=number,
        password=password,
        full_name=person.full_name,
        birth_year=person.birth_year,
        ward=person.ward,
        agency=person.agency,
        staff_code=person.staff_code,
        audience=person.audience,
        sex=person.sex,
        phone=person.phone,
        date_joined=person.joined_at,
        is_invented=invented,
    )
    user.derive_name_keys()
    return user


def _card(user: User) -> LearnerCard:
    return LearnerCard(
        user=user, number=user.username, token=cards.new_token(), issued_at=user.date_joined
    )


def _consents(users: Iterable[User], people: Iterable[NewPerson]) -> list[Consent]:
    return [
        Consent(
            user=user,
            purpose=purpose,
            given=True,
            text_version=TEXT_VERSION,
            method=ConsentMethod.OWN_DEVICE,
            at=user.date_joined,
        )
        for user, person in zip(users, people, strict=True)
        for purpose in person.consents
    ]


def _event(user: User) -> AuditEvent:
    return AuditEvent(
        at=user.date_joined,
        action="learner.created",
        target=f"{user._meta.label_lower}:{user.pk}",
        actor=user,
        details={"method": ConsentMethod.OWN_DEVICE.value},
    )
