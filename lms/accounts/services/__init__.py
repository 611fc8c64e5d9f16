"""What can be done to people, their cards, PINs, consents and roles: verbs, keyword-only."""

from lms.accounts.services.cards import reissue_card
from lms.accounts.services.consents import record_consent, withdraw_consent
from lms.accounts.services.delegations import delegate, end_delegation
from lms.accounts.services.grants import Term, end_grant, grant_role
from lms.accounts.services.learners import create_learner
from lms.accounts.services.pins import (
    change_password,
    change_pin,
    choose_pin,
    find_reset,
    note_reset_shown,
    reset_pin,
)
from lms.accounts.services.profile import (
    change_greeting,
    change_phone,
    change_sex,
    move_to_ward,
)
from lms.accounts.services.staff import create_staff

__all__ = [
    "Term",
    "change_greeting",
    "change_password",
    "change_phone",
    "change_pin",
    "change_sex",
    "choose_pin",
    "create_learner",
    "create_staff",
    "delegate",
    "end_delegation",
    "end_grant",
    "find_reset",
    "grant_role",
    "move_to_ward",
    "note_reset_shown",
    "record_consent",
    "reissue_card",
    "reset_pin",
    "withdraw_consent",
]
