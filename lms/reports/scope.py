"""What a manager's page is about: which wards, under which name. The only place in reports that
asks the policy; everything else works on the scope."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypedDict
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Case, F, Model, QuerySet, Value, When
from django.db.models.functions import Concat
from django.http import Http404
from django.utils.translation import gettext as _

from lms.accounts import policy
from lms.accounts.roles import Permission
from lms.progress.tables import Table
from lms.units.lineage import successors_of, with_their_past
from lms.units.models import KIND_WORDS, AdminUnit, AreaSet
from lms.units.queries import area_wards

BORDERS, THEN = "dia-gioi", "luc-do"


class Asked(TypedDict):
    area: str
    borders: str


@dataclass(frozen=True)
class Scope:
    """`areas`: what the reader may choose between; `chosen`: the area the page is about, if one.
    `is_whole`: a whole province, with the people whose residence is not known."""

    wards: QuerySet[AdminUnit]
    areas: list[AreaSet]
    chosen: AreaSet | None
    is_whole: bool
    as_then: bool = False  # by the boundaries of their day, not by those of today

    @property
    def area_code(self) -> str:
        return self.chosen.code if self.chosen else ""

    @property
    def query(self) -> str:
        """To keep an area that was chosen among several, and the boundaries, from page to page."""
        return f"?{urlencode(asked)}" if (asked := self.asked) else ""

    @property
    def asked(self) -> dict[str, str]:
        area = {"khu-vuc": self.chosen.code} if self.chosen and len(self.areas) > 1 else {}
        return area | ({BORDERS: THEN} if self.as_then else {})

    @property
    def other_borders(self) -> str:
        """The address of the same page by the other boundaries."""
        other = {key: value for key, value in self.asked.items() if key != BORDERS}
        return f"?{urlencode(other if self.as_then else other | {BORDERS: THEN})}"

    def title(self, table: Table) -> str:
        """The name in the page's head, in files and in the log."""
        if self.chosen:
            return self.chosen.name
        found = [row.ward for row in table.rows if row.ward]
        if self.is_whole and found:
            return str(getattr(found[0], "province_name", ""))
        if len(found) == 1:
            return found[0].full_name
        return _("%(number)s wards") % {"number": len(found)}

    def code(self, table: Table) -> str:
        """The unit's code in file names: of the province, the area or the ward."""
        if self.chosen:
            return self.chosen.code
        found = [row.ward for row in table.rows if row.ward]
        if self.is_whole:
            return str(settings.OPERATOR_PROVINCE)
        return found[0].code if len(found) == 1 else f"{len(found)}-xa"


def scope_of(
    user: Any,
    permission: Permission,
    *,
    area: str = "",
    borders: str = "",
    on: dt.date | None = None,
) -> Scope:
    """What `user` may see with `permission`, narrowed to the area of that code. Another's area is
    404, as if it did not exist. By the boundaries of their day (`borders`: THEN), areas hold the
    wards they held `on` that day."""
    as_then = borders == THEN
    on = on if as_then else None
    wards = policy.wards_for(user, permission, on=on)
    areas = list(policy.areas_for(user, permission))
    is_whole = policy.has_whole_province(user, permission)
    if is_whole:
        wards = wards.filter(parent__code=settings.OPERATOR_PROVINCE).annotate(
            province_name=_full_name_of("parent")
        )
    chosen = _chosen(areas, area)
    if chosen is None and len(areas) == 1 and not is_whole:
        chosen = areas[0]
    if chosen is not None:
        wards = wards.filter(pk__in=area_wards(chosen, on=on).order_by().values("pk"))
    return Scope(with_their_past(wards), areas, chosen, is_whole and chosen is None, as_then)


def heir_of(user: Any, permission: Permission, *, code: str) -> str:
    """The code of the ward of today that holds the past of the ward of that code; "" where it is not
    gone or went into several. Another's is 404."""
    found = successors_of(code)
    if found is None or len(found[1]) != 1:
        return ""
    [heir] = found[1]
    if not policy.wards_for(user, permission).filter(pk=heir.pk).exists():
        raise Http404
    return heir.code


def around(user: Any, permission: Permission, *, code: str) -> tuple[AdminUnit, Scope] | None:
    """A ward and the wards it is compared with: those of its province that `user` may see.
    None for another's ward."""
    wards = policy.wards_for(user, permission)
    ward = wards.filter(code=code).select_related("parent").first()
    if ward is None:
        return None
    beside = with_their_past(wards.filter(parent=ward.parent_id))
    return ward, Scope(beside, [], None, is_whole=False)


def logged_as(scope: Scope, user: Model, table: Table) -> Model:
    """The object an export is logged under."""
    if scope.chosen:
        return scope.chosen
    first = next((row.ward for row in table.rows if row.ward), None)
    if first and scope.is_whole and first.parent:
        return first.parent
    return first if first and table.ward_count == 1 else user


def _full_name_of(unit: str) -> Concat:
    """A unit's name with its kind, as a column: a whole unit a row would cost more than the rows."""
    kinds = [When(**{f"{unit}__kind": kind}, then=Value(word)) for kind, word in KIND_WORDS.items()]
    return Concat(Case(*kinds, default=Value("")), Value(" "), F(f"{unit}__name"))


def _chosen(areas: list[AreaSet], code: str) -> AreaSet | None:
    if not code:
        return None
    found = next((area for area in areas if area.code == code), None)
    if found is None:
        raise Http404
    return found
