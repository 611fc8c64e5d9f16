"""The screens there are: templates in courses/templates/courses/simulation/screens/, drawn by us.
They look like the real ones in structure, and carry nobody's mark."""

from django.utils.translation import gettext_lazy as _

PICTURE = "picture"

TEMPLATES = [
    ("portal_home", _("Portal: first page and search")),
    ("portal_list", _("Portal: list found")),
    ("procedure", _("Portal: page of a procedure")),
    ("sign_in", _("Sign-in")),
    ("form", _("Declaration form")),
    ("attachments", _("Attachments")),
    ("fee", _("Fee")),
    ("confirm", _("Check and submit")),
    ("receipt", _("Receipt")),
    ("lookup", _("Look-up of a file")),
    ("phone", _("Phone: message or call")),
    ("addresses", _("Addresses to compare")),
    (PICTURE, _("Screenshot with places to press")),
]
NAMES = frozenset(name for name, _label in TEMPLATES)
