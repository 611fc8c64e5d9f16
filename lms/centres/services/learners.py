"""New learners who sign up in the class itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from lms.accounts.models import ConsentMethod, ConsentPurpose, User
from lms.accounts.services import create_learner
from lms.centres.models import ClassSession
from lms.centres.services.attendance import add_walk_in
from lms.units.models import AdminUnit


@transaction.atomic
def sign_up_in_class(
    *,
    session: ClassSession,
    full_name: str,
    birth_year: int | None,
    ward: AdminUnit | None,
    phone: str,
    pin: str,
    consents: Collection[ConsentPurpose],
    method: ConsentMethod,
    by: User,
    at: datetime,
    how: str,
) -> User:
    """The account, its card and consents with `by` as the helper, and presence in the class; all
    or nothing. Not idempotent."""
    learner = create_learner(
        full_name=full_name,
        birth_year=birth_year,
        ward=ward,
        phone=phone,
        pin=pin,
        consents=consents,
        method=method,
        by=by,
        at=at,
    )
    add_walk_in(session=session, user=learner, by=by, at=at, how=how)
    return learner
