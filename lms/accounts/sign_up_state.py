"""The answers of a sign-up under way, kept in the session until the account is made (ux A3). The
PIN is in it only as a hash. Answers left lying for half an hour are forgotten: the computer may be
a shared one."""

import secrets
import time
from dataclasses import asdict, dataclass, field
from typing import Self

from django.http import HttpRequest

from lms.accounts.pin import HashedPin
from lms.units.models import AdminUnit

STEPS = ("ho-ten", "nam-sinh", "noi-o", "dien-thoai", "ma-so")
CHECK = "kiem-tra"
DUPLICATES = "trung-ten"

_KEY = "sign_up"
_LASTS = 30 * 60


@dataclass
class SignUp:
    answered: list[str] = field(default_factory=list)  # names of steps
    full_name: str = ""
    birth_year: int | None = None
    ward_id: int | None = None  # None after the step: not sure
    phone: str = ""
    pin: str = ""  # hashed
    go_to: str = ""  # the page that asked for an account
    not_me: bool = False  # saw the people of the same name and is none of them
    token: str = field(default_factory=lambda: secrets.token_urlsafe(9))  # one account a sign-up
    touched: float = field(default_factory=time.time)

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        kept = request.session.get(_KEY)
        if not isinstance(kept, dict) or time.time() - kept.get("touched", 0) > _LASTS:
            return cls()
        return cls(**kept)

    def keep(self, request: HttpRequest, *, answered: str | None = None) -> None:
        if answered and answered not in self.answered:
            self.answered.append(answered)
        self.touched = time.time()
        request.session[_KEY] = asdict(self)

    def forget(self, step: str) -> None:
        """Ask `step` again."""
        self.answered = [name for name in self.answered if name != step]

    @property
    def next_step(self) -> str:
        """The first question without an answer, or the page to check them all."""
        return next((step for step in STEPS if step not in self.answered), CHECK)

    @property
    def ward(self) -> AdminUnit | None:
        return AdminUnit.objects.filter(pk=self.ward_id).first() if self.ward_id else None

    @property
    def hashed_pin(self) -> HashedPin:
        return HashedPin(self.pin)


def clear(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
