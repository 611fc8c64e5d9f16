"""Changes a person makes to their own record. Each is logged; what was before is not kept in the
log, because the log holds no personal data. Facts of the past keep the ward they happened in."""

from django.db import transaction

from lms.accounts.models import User
from lms.core import audit
from lms.units.models import AdminUnit


@transaction.atomic
def move_to_ward(*, user: User, ward: AdminUnit, by: User) -> None:
    former = user.ward
    user.ward = ward
    user.save(update_fields=["ward"])
    user.residence_moves.filter(reached=None).update(reached=ward)
    audit.record("profile.ward", user, by=by, former=former.code if former else "", now=ward.code)


@transaction.atomic
def change_phone(*, user: User, phone: str, by: User) -> None:
    user.phone = phone
    user.save(update_fields=["phone"])
    audit.record("profile.phone", user, by=by, removed=not phone)


@transaction.atomic
def change_greeting(*, user: User, form: str, by: User) -> None:
    user.address_form = form
    user.save(update_fields=["address_form"])
    audit.record("profile.greeting", user, by=by)


@transaction.atomic
def change_sex(*, user: User, sex: str, by: User) -> None:
    """What was said is not written into the log, only that it was changed."""
    user.sex = sex
    user.save(update_fields=["sex"])
    audit.record("profile.sex", user, by=by)
