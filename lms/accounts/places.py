"""Wards as choices of a form: found by new or former name, told apart by province and by what the
former names were."""

from django.conf import settings
from django.utils.html import format_html

from lms.core.periods import today
from lms.units.models import AdminUnit
from lms.units.queries import WardMatch, search_wards

MOST = 12


def choices(text: str, *, besides: AdminUnit | None = None) -> list[tuple[str, str]]:
    """(code, label with note) of the wards that `text` finds, those of the operator's province
    first; without a text the ward already chosen, `besides`."""
    if not text.strip():
        return [(besides.code, label(besides))] if besides else []
    return [(match.unit.code, _with_note(match)) for match in _search(text)]


def find(code: str) -> AdminUnit | None:
    """The ward of that code, if it still exists."""
    return AdminUnit.objects.wards().existing_on(today()).filter(code=code).first()


def label(ward: AdminUnit) -> str:
    """ "Xã Tịnh Khê, tỉnh Quảng Ngãi"."""
    province = ward.parent
    if province is None:
        return ward.full_name
    name = province.full_name
    return f"{ward.full_name}, {name[:1].lower()}{name[1:]}"


def _search(text: str) -> list[WardMatch]:
    """Most people live in the province that runs the site; the rest of the country comes after."""
    near = search_wards(text, province=settings.OPERATOR_PROVINCE, limit=MOST)
    far = search_wards(text, limit=MOST) if len(near) < MOST else []
    seen = {match.unit.pk for match in near}
    return [*near, *(match for match in far if match.unit.pk not in seen)][:MOST]


def _with_note(match: WardMatch) -> str:
    if not match.note:
        return match.label
    return format_html('{}<span class="bd-radio__note">{}</span>', match.label, match.note)
