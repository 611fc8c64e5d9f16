"""Signs and quality in words. No numbers of people: they could tell what reports hide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lms.evidence.queries import Quality
from lms.evidence.traces import SignKey

SIGNS = {
    SignKey.FAST: gettext_lazy("%(who)s passed faster than the questions can be read"),
    SignKey.ALIKE: gettext_lazy("%(who)s gave the same answers, with the same mistakes"),
    SignKey.CROWDED: gettext_lazy("%(who)s passed on one device within half an hour"),
    SignKey.NIGHT: gettext_lazy("%(who)s passed on one device late at night"),
}
PLAIN_SIGNS = {
    SignKey.OUTLIER: gettext_lazy("far more pass with this facilitator than with others"),
    SignKey.MONTH_END: gettext_lazy(
        "results come in the last two days of the month, again and again"
    ),
    SignKey.PAPER: gettext_lazy("more than half of the attendance was entered from paper"),
}


def reasons(signs: Iterable[Mapping[str, Any]]) -> list[str]:
    """The strongest first."""
    ordered = sorted(signs, key=lambda sign: -sign["strength"])
    return [_words(SignKey(sign["key"]), sign["people"], sign["of"]) for sign in ordered]


def _words(key: SignKey, people: int, of: int) -> str:
    if key in PLAIN_SIGNS:
        return str(PLAIN_SIGNS[key])
    return str(SIGNS[key]) % {"who": _share(people, of)}


def _share(people: int, of: int) -> str:
    if 2 * people >= of:
        return _("half of the people or more")
    return _("a third of the people or more") if 3 * people >= of else _("some people")


def quality_text(quality: Quality) -> str:
    """ "Quality of evidence: 97/100" and what is to be done about it."""
    parts = [_("Quality of evidence: %(points)s/100") % {"points": quality.points}]
    if quality.flagged:
        parts.append(to_look_at(quality))
    if quality.held:
        parts.append(
            ngettext("%(number)s on hold", "%(number)s on hold", quality.held)
            % {"number": quality.held}
        )
    return " · ".join(parts)


def attention_reasons(quality: Quality | None) -> tuple[str, ...]:
    """Why a ward needs attention; nothing where no unit is to be looked at."""
    return (to_look_at(quality),) if quality and quality.flagged else ()


def to_look_at(quality: Quality) -> str:
    return ngettext(
        "%(number)s class or month of results to look at",
        "%(number)s classes or months of results to look at",
        quality.flagged,
    ) % {"number": quality.flagged}
