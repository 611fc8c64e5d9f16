"""What a change of units will do, in sentences, before anybody does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates.models import Certificate
from courses.models import Enrolment
from lms.accounts.models import ResidenceMove, RoleGrant, User
from lms.centres.models import ClassSession, LearningPoint
from lms.core.periods import midnight, today
from lms.core.vietnamese import format_date, format_number
from lms.progress.models import Population, Target
from lms.units.dated_files import CHANGES, CHANGES_AND_PEOPLE, DatedFile, Fault, FileRefused
from lms.units.history import Change, History, Version
from lms.units.models import KIND_WORDS, AdminUnit, AreaMembership, UnitKind
from lms.units.people_rules import ASK, rule_of
from lms.units.services import check_rows

_EVE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Announced:
    """One change: what it is, what moves and what stays; `to_do`: what nobody can do but people."""

    title: str
    sentences: tuple[str, ...]
    to_do: tuple[str, ...]


def preview_of(file: DatedFile) -> list[Announced]:
    """What each row would do. Writes nothing; raises FileRefused naming every wrong row."""
    if file.head not in (CHANGES, CHANGES_AND_PEOPLE):
        problem = _("this is not a file of changes of units")
        raise FileRefused(file.name, [Fault(1, "", problem)])
    if not file.rows:
        raise FileRefused(file.name, [Fault(1, "", _("the file holds no changes"))])
    changes, history = check_rows(file=file)
    return [_announced(change, history) for change in changes]


def former_units_of(code: str) -> QuerySet[AdminUnit]:
    """The units whose people came into this one by merger, as far as we know of anybody."""
    came = ResidenceMove.objects.filter(reached__code=code).values("left")
    return AdminUnit.objects.filter(pk__in=came)


def _announced(change: Change, history: History) -> Announced:
    title = _TITLES[change.change](change, history)
    lines = [
        _("From %(day)s. Document: %(document)s.")
        % {"day": format_date(change.date), "document": change.decree}
    ]
    unit = AdminUnit.objects.filter(code=change.code).first()
    to_do: list[str] = []
    if change.change in ("merge", "split") and unit:
        lines += _moves(change, history, unit)
        to_do += _left_to_do(change, history, unit)
    elif change.change in ("rename", "kind", "move") and unit:
        lines.append(_("The code, the people and all figures stay with it."))
        lines += _kept(unit)
    return Announced(title, tuple(lines), tuple(to_do))


# --- what moves --------------------------------------------------------------------------------


def _moves(change: Change, history: History, unit: AdminUnit) -> Iterator[str]:
    when = _("on %(day)s") % {"day": format_date(change.date)}
    if change.date <= today():
        when = _("at once")
    yield from _people(change, history, unit, when)
    heir = _only_heir(change)
    yield from _kept(unit)
    if heir:
        yield from _places(change, unit, _name(history, heir, change.date))
        yield from _bases(change, unit, _name(history, heir, change.date))
    yield from _areas(change, history, unit)
    yield _("The old name and code are still found in every search.")


def _people(change: Change, history: History, unit: AdminUnit, when: str) -> Iterator[str]:
    people = User.objects.filter(ward=unit)
    number = people.count()
    if not number:
        yield _("Nobody lives in %(unit)s yet.") % {"unit": unit.full_name}
        return
    rule = rule_of(change)
    for former, to in rule.by_former.items():
        known = ResidenceMove.objects.filter(
            user__in=people, left__code=former, reached__isnull=False
        )
        count = known.values("user").distinct().count()
        number -= count
        words = ngettext(
            "%(count)s person who came from the former %(former)s goes to %(to)s %(when)s.",
            "%(count)s people who came from the former %(former)s go to %(to)s %(when)s.",
            count,
        )
        yield words % {
            "count": format_number(count),
            "former": _name(history, former, change.date),
            "to": _name(history, to, change.date),
            "when": when,
        }
    yield _rest(change, history, unit, rule.rest, number) % {
        "count": format_number(number),
        "unit": unit.full_name,
        "when": when,
    }


def _rest(change: Change, history: History, unit: AdminUnit, rest: str, number: int) -> str:
    if rest == ASK:
        return ngettext(
            "%(count)s person of %(unit)s is asked at the next sign-in, and counts under the old "
            "name until then.",
            "%(count)s people of %(unit)s are asked at their next sign-in, and count under the old "
            "name until then.",
            number,
        )
    if rest == unit.code:
        return ngettext(
            "%(count)s person stays in %(unit)s.", "%(count)s people stay in %(unit)s.", number
        )
    heir = _name(history, rest, change.date).replace("%", "%%")
    return ngettext(
        "%(count)s person of %(unit)s goes to {heir} %(when)s.",
        "%(count)s people of %(unit)s go to {heir} %(when)s.",
        number,
    ).replace("{heir}", heir)


def _kept(unit: AdminUnit) -> Iterator[str]:
    enrolments = Enrolment.objects.filter(ward=unit).count()
    certificates = Certificate.objects.filter(ward=unit).count()
    yield _(
        "%(enrolments)s enrolments and %(certificates)s certificates keep the name of the day they "
        "were written."
    ) % {
        "enrolments": format_number(enrolments),
        "certificates": format_number(certificates),
    }


def _places(change: Change, unit: AdminUnit, heir: str) -> Iterator[str]:
    points = LearningPoint.objects.filter(ward=unit).count()
    coming = ClassSession.objects.filter(
        ward=unit, starts_at__gte=midnight(change.date), closed_at=None
    ).count()
    grants = RoleGrant.objects.filter(ward=unit, valid_from__lt=change.date).on(change.date).count()
    numbers = {"points": points, "classes": coming, "roles": grants, "heir": heir}
    yield (
        _(
            "%(points)d learning points, %(classes)d classes to come and %(roles)d roles of staff go to "
            "%(heir)s."
        )
        % numbers
    )


def _bases(change: Change, unit: AdminUnit, heir: str) -> Iterator[str]:
    for target in Target.objects.filter(ward=unit, year__gte=change.date.year).order_by("year"):
        words = _("The target of %(year)d (%(people)s people) is added to that of %(heir)s.")
        yield words % {
            "year": target.year,
            "people": format_number(target.people),
            "heir": heir,
        }
    if Population.objects.filter(ward=unit).exists():
        yield _("Its population figure is added to that of %(heir)s.") % {"heir": heir}


def _areas(change: Change, history: History, unit: AdminUnit) -> Iterator[str]:
    memberships = AreaMembership.objects.on(change.date - _EVE).filter(ward=unit)
    heirs = [code for code in change.successors if code != change.code]
    for membership in memberships.select_related("area"):
        placed = set(
            AreaMembership.objects.on(change.date)
            .filter(ward__code__in=heirs, area__kind=membership.area.kind)
            .values_list("ward__code", flat=True)
        )
        for heir in heirs:
            names = {"area": membership.area.name, "heir": _name(history, heir, change.date)}
            if heir in placed:
                yield _("%(heir)s stays in the area it is in; its manager sees all of it.") % names
            else:
                yield _("%(heir)s joins the area “%(area)s”; its manager sees it.") % names


def _left_to_do(change: Change, history: History, unit: AdminUnit) -> Iterator[str]:
    if _only_heir(change) or change.code in change.successors:
        return
    points = LearningPoint.objects.filter(ward=unit).count()
    if points:
        words = ngettext(
            "Say for %(count)d learning point in which unit it is now.",
            "Say for %(count)d learning points in which unit they are now.",
            points,
        )
        yield words % {"count": points}
    grants = RoleGrant.objects.filter(ward=unit).on(change.date).count()
    if grants:
        words = ngettext(
            "Give %(count)d role of staff again, for the right unit.",
            "Give %(count)d roles of staff again, for the right units.",
            grants,
        )
        yield words % {"count": grants}
    if Target.objects.filter(ward=unit, year__gte=change.date.year).exists():
        yield _("Set targets for the new units: a target is not divided by itself.")


# --- names -------------------------------------------------------------------------------------


def _only_heir(change: Change) -> str:
    successors = set(change.successors)
    return change.successors[0] if len(successors) == 1 else ""


def _version(history: History, code: str, day: dt.date) -> Version | None:
    unit = history.units.get(code)
    return (unit.on(day) or unit.on(day - _EVE) or unit.versions[-1]) if unit else None


def _name(history: History, code: str, day: dt.date) -> str:
    version = _version(history, code, day)
    return f"{KIND_WORDS[UnitKind(version.kind)]} {version.name}" if version else code


def _old(change: Change, history: History) -> str:
    return f"{_name(history, change.code, change.date - _EVE)} ({change.code})"


def _heirs(change: Change, history: History) -> str:
    codes = dict.fromkeys(change.successors)
    return ", ".join(f"{_name(history, code, change.date)} ({code})" for code in codes)


def _passing_title(change: Change, history: History) -> str:
    pattern = _("%(old)s becomes part of %(new)s")
    if len(set(change.successors)) > 1:
        pattern = _("%(old)s is divided into %(new)s")
    return pattern % {"old": _old(change, history), "new": _heirs(change, history)}


def _altered_title(change: Change, history: History) -> str:
    new = _name(history, change.code, change.date)
    return _("%(old)s is called %(new)s") % {"old": _old(change, history), "new": new}


def _moved_title(change: Change, history: History) -> str:
    new = _name(history, change.parent, change.date)
    return _("%(old)s moves to %(new)s") % {"old": _old(change, history), "new": new}


def _created_title(change: Change, history: History) -> str:
    return _("%(new)s (%(code)s) is made") % {
        "new": _name(history, change.code, change.date),
        "code": change.code,
    }


def _closed_title(change: Change, history: History) -> str:
    return _("%(old)s ends") % {"old": _old(change, history)}


_TITLES = {
    "create": _created_title,
    "rename": _altered_title,
    "kind": _altered_title,
    "move": _moved_title,
    "merge": _passing_title,
    "split": _passing_title,
    "close": _closed_title,
}
