"""What can go wrong in a launch, each with a sentence for the person in front of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lms.core.errors import DomainError

_SENTENCES = {
    "unknown_platform": _("This site does not know the system you come from."),
    "incomplete": _("The request of the system you come from is incomplete."),
    "unknown_deployment": _("The system you come from is known here, but not this part of it."),
    "too_late": _("Too much time has passed since you opened it. Go back and open it again."),
    "used": _("This opening was used already. Go back and open the practice again."),
    "forged": _("The signature of the system you come from is not valid."),
    "expired": _("The pass of the system you come from has run out. Go back and open it again."),
    "not_for_us": _("The pass of the system you come from is not meant for this site."),
    "no_keys": _("The keys of the system you come from cannot be read just now. Try again later."),
    "not_a_link": _("The system you come from asked for something this site does not do."),
    "unknown_practice": _(
        "The practice you were sent to is not here. Tell whoever runs the course."
    ),
    "over": _("This opening has ended. Go back to your course and open the practice again."),
}


class LtiError(DomainError):
    """`code`: "lti." and a key of the sentences above."""

    def __init__(self, what: str) -> None:
        super().__init__(_SENTENCES[what], code=f"lti.{what}")
