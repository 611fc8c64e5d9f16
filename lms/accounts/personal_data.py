"""Everything kept about a person, for that person (law 91/2025, ux L11). Upper apps add theirs by
listening to `signals.data_requested`."""

from typing import Any

from lms.accounts import queries
from lms.accounts.models import User
from lms.accounts.signals import data_requested

Parts = dict[str, Any]


def of(user: User) -> Parts:
    """The parts by name; what json can write. Never the PIN nor the token of the card."""
    parts: Parts = {
        "person": _person(user),
        "consents": list(user.consents.order_by("at").values("purpose", "given", "text_version",
                                                             "method", "at")),
        "roles": list(user.grants.values("role", "area__name", "ward__code", "valid_from",
                                         "valid_to")),
    }  # fmt: skip
    answers: list[Any] = data_requested.send(sender=User, user=user)
    return parts | dict(answer for _receiver, answer in answers)


def _person(user: User) -> Parts:
    card = queries.card_of(user)
    return {
        "full_name": user.full_name,
        "birth_year": user.birth_year,
        "sex": user.sex,
        "ward": str(user.ward) if user.ward else None,
        "ward_code": user.ward.code if user.ward else None,
        "agency": str(user.agency) if user.agency else None,
        "phone": user.phone,
        "greeting": user.address_form,
        "user_name": user.username,
        "card_issued_at": card.issued_at if card else None,
        "joined_at": user.date_joined,
        "last_signed_in_at": user.last_login,
        "display": {"size": user.display_size, "theme": user.display_theme,
                    "data_saver": user.data_saver},
    }  # fmt: skip
