"""The page of data quality (ux M8): a scope in, a template's context out."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.reports.pages import Context, head
from lms.reports.quality import sections, to_mend
from lms.reports.quality_facts import facts_of
from lms.reports.quality_parts import Reader
from lms.reports.scope import Scope


def quality_page(scope: Scope, *, may_administer: bool) -> Context:
    facts = facts_of(scope)
    found = sections(facts, Reader(may_administer))
    number = to_mend(found)
    return head(scope, facts.table) | {
        "tab": "quality",
        "here": _("Data quality"),
        "sections": found,
        "verdict": _("Every check is met.")
        if not number
        else ngettext(
            "%(number)s check needs a look.", "%(number)s checks need a look.", number
        )
        % {"number": number},
    }  # fmt: skip
