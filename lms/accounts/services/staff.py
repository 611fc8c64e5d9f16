from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts import cards
from lms.accounts.models import Audience, User
from lms.core import audit
from lms.core.errors import DomainError
from lms.units.models import Agency


@transaction.atomic
def create_staff(
    *,
    username: str,
    full_name: str,
    password: str,
    audience: Audience = Audience.CIVIL_SERVANT,
    agency: Agency | None = None,
    by: User | None,
) -> User:
    """Somebody who signs in with user name and password; a role is granted apart from this.
    DomainError "username_taken", "username_like_card" or "password_weak"."""
    if cards.looks_like_number(username):
        raise DomainError(
            _("Choose a user name that is not 8 digits: those are card numbers."),
            code="username_like_card",
        )
    if User.objects.filter(username__iexact=username).exists():
        raise DomainError(_("This user name is taken. Choose another one."), code="username_taken")
    user = User(username=username, full_name=full_name, audience=audience, agency=agency)
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise DomainError(" ".join(weak.messages), code="password_weak") from weak
    user.set_password(password)
    user.save()
    audit.record("staff.created", user, by=by)
    return user
