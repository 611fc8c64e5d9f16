"""The answers of a learner whom a facilitator helps to sign up (ux F5), kept in the facilitator's
session until the learner chooses a PIN. The PIN itself never gets there: the page that takes it
makes the account at once."""

from __future__ import annotations

import secrets
import time
from dataclasses import asdict, dataclass, field
from typing import Self

from django.http import HttpRequest

from lms.accounts.models import ConsentPurpose, User
from lms.centres.models import ClassSession
from lms.units.models import AdminUnit

NAME, YEAR, WARD, PHONE, CONSENT = "ho-ten", "nam-sinh", "noi-o", "dien-thoai", "dong-y"
SAME, PIN, DONE = "trung-ten", "ma-so", "xong"
QUESTIONS = (NAME, YEAR, WARD, PHONE, CONSENT)

_KEY = "help_sign_up"
_HANDED = "handed_over"  # [class, learner]: the facilitator gave the device to a learner
_LASTS = 30 * 60


@dataclass
class Helped:
    session_id: int
    answered: list[str] = field(default_factory=list)
    full_name: str = ""
    birth_year: int | None = None
    ward_id: int | None = None
    phone: str = ""
    purposes: list[str] = field(default_factory=list)
    method: str = ""
    is_new: bool = False  # none of the people of the same name
    token: str = field(default_factory=lambda: secrets.token_urlsafe(9))  # one account a sign-up
    touched: float = field(default_factory=time.time)

    @classmethod
    def of(cls, request: HttpRequest, session: ClassSession) -> Self:
        """The answers so far; fresh ones for another class or after half an hour."""
        kept = request.session.get(_KEY)
        if not isinstance(kept, dict) or kept.get("session_id") != session.pk:
            return cls(session_id=session.pk, ward_id=session.ward_id)
        if time.time() - kept["touched"] > _LASTS:
            return cls(session_id=session.pk, ward_id=session.ward_id)
        return cls(**kept)

    def keep(self, request: HttpRequest, *, answered: str | None = None) -> None:
        if answered and answered not in self.answered:
            self.answered.append(answered)
        self.touched = time.time()
        request.session[_KEY] = asdict(self)

    @property
    def next_step(self) -> str:
        """The first question without an answer, or the page for the PIN."""
        return next((step for step in QUESTIONS if step not in self.answered), PIN)

    def may_ask(self, step: str) -> bool:
        return set(QUESTIONS[: QUESTIONS.index(step)]) <= set(self.answered)

    @property
    def ward(self) -> AdminUnit | None:
        return AdminUnit.objects.filter(pk=self.ward_id).first() if self.ward_id else None

    @property
    def consents(self) -> list[ConsentPurpose]:
        return [ConsentPurpose(purpose) for purpose in self.purposes]


def clear(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


@dataclass(frozen=True, slots=True)
class Handed:
    session_id: int
    learner_id: int | None  # once the account is made


def hand_over(request: HttpRequest, session: ClassSession, learner: User | None = None) -> None:
    """The device is in the learner's hands: the facilitator's class pages stay shut until
    `take_back`, so that Back or a stray tap shows no list of names."""
    request.session[_HANDED] = [session.pk, learner.pk if learner else None]


def handed_over(request: HttpRequest) -> Handed | None:
    kept = request.session.get(_HANDED)
    return Handed(*kept) if kept else None


def take_back(request: HttpRequest) -> Handed | None:
    handed = handed_over(request)
    request.session.pop(_HANDED, None)
    return handed
