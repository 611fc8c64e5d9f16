"""Finding a ward by what people call it: its name, a former name, a former district, its code.

Typed without accents it is found all the same; typed with accents, names with just those accents
come first. After a comma stands the province or former district: "Sơn Hà, Quảng Ngãi".
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from lms.core.periods import today
from lms.core.vietnamese import clean_text
from lms.units.lineage import successors_of
from lms.units.models import AdminUnit, AdminUnitAlias, AdminUnitQuerySet, AliasKind
from lms.units.names import searchable, toned, with_small_kind

SHORTEST = 2
OWN, FORMER_WARD, FORMER_DISTRICT = range(3)
_SOURCES = {AliasKind.WARD: FORMER_WARD, AliasKind.DISTRICT: FORMER_DISTRICT}
_MOST_NAMES_IN_A_NOTE = 3
_DISTRICT_WORDS = "huyen dao|huyen|quan|thi xa|thanh pho|tp"
_CODE = re.compile(r"\d{5}")
_KIND_WORD = re.compile(rf"(?:(?P<ward>xa|phuong|thi tran|dac khu)|{_DISTRICT_WORDS}) (?=\S)")


@dataclass(frozen=True, slots=True)
class WardMatch:
    """A ward found. `note` says why when it is not for its own name: "gồm Tịnh Kỳ cũ"."""

    unit: AdminUnit
    label: str
    note: str


class _Form(NamedTuple):
    """A name to look for among `sources`."""

    folded: str
    toned: str
    sources: tuple[int, ...]


class _Hit(NamedTuple):
    """A name that matched. Hits compare by how well, the best is the smallest."""

    accents_differ: bool  # only if accents were typed
    quality: int  # 0 the whole name, 1 its beginning, 2 a later word of it
    source: int
    order: str
    unit: int
    name: str


def search_wards(text: str, *, province: str | None = None, limit: int = 12) -> list[WardMatch]:
    """The wards existing today that `text` may mean, best first; `province` is a code. Nothing for
    fewer than two letters. Three queries."""
    name, *places = clean_text(text).split(",")
    forms = _forms(name)
    if len(forms[0].folded) < SHORTEST:
        return []
    wards = AdminUnit.objects.wards().existing_on(today())
    if province:
        wards = wards.in_province(province)
    for place in filter(None, map(searchable, places)):
        wards = wards.filter(_within(place))
    names = [*_own(wards, forms), *_former(wards, forms), *_gone(wards, forms[0].folded)]
    return _matches(sorted(_hits(forms, names)), limit)


def _forms(name: str) -> list[_Form]:
    """What to look for: the words as typed anywhere, and without a leading "xã" or "huyện" among
    the names of that kind ("quan son" may be the ward Quan Sơn or the quận Sơn …)."""
    whole = _Form(searchable(name), toned(name), (OWN, FORMER_WARD, FORMER_DISTRICT))
    kind = _KIND_WORD.match(whole.folded)
    if kind is None:
        return [whole]
    words = toned(name).split()[len(kind[0].split()) :]
    sources = (OWN, FORMER_WARD) if kind["ward"] else (FORMER_DISTRICT,)
    return [whole, _Form(whole.folded[kind.end() :], " ".join(words), sources)]


def _within(place: str) -> Q:
    """Wards of a province, or of a former district, given with or without its kind."""
    names = [place, re.sub(rf"^(?:tinh|{_DISTRICT_WORDS}) ", "", place)]
    former = AdminUnitAlias.objects.filter(unit=OuterRef("pk"), kind=AliasKind.DISTRICT)
    return Q(parent__folded__in=names) | Q(Exists(former.filter(folded__in=names)))


def _named(forms: list[_Form], source: int) -> Q:
    wanted = Q(pk__in=())
    for form in forms:
        if source in form.sources:
            wanted |= Q(folded__startswith=form.folded) | Q(folded__contains=f" {form.folded}")
    return wanted


class _Name(NamedTuple):
    unit: int
    order: str
    source: int
    name: str
    folded: str
    shown: str


def _own(wards: AdminUnitQuerySet, forms: list[_Form]) -> Iterator[_Name]:
    named = wards.filter(_named(forms, OWN) | Q(code=forms[0].folded))
    for pk, code, name, folded, order in named.values_list(
        "pk", "code", "name", "folded", "sort_key"
    ):
        if code == forms[0].folded:
            yield _Name(pk, order, OWN, code, code, "")
        else:
            yield _Name(pk, order, OWN, name, folded, "")


def _former(wards: AdminUnitQuerySet, forms: list[_Form]) -> Iterator[_Name]:
    named = AdminUnitAlias.objects.filter(
        Q(kind=AliasKind.WARD) & _named(forms, FORMER_WARD)
        | Q(kind=AliasKind.DISTRICT) & _named(forms, FORMER_DISTRICT),
        unit__in=wards,
    )
    for unit, order, kind, name, folded, full_name in named.values_list(
        "unit", "unit__sort_key", "kind", "name", "folded", "former_full_name"
    ):
        shown = name if kind == AliasKind.WARD else full_name.partition(",")[0]
        yield _Name(unit, order, _SOURCES[AliasKind(kind)], name, folded, shown)


def _gone(wards: AdminUnitQuerySet, code: str) -> Iterator[_Name]:
    """The code of a unit that is gone leads to those that hold its parts."""
    found = successors_of(code) if _CODE.fullmatch(code) else None
    if found is None:
        return
    gone, heirs = found
    shown = f"{gone.name} ({gone.code})"
    for pk, order in wards.filter(pk__in=[heir.pk for heir in heirs]).values_list("pk", "sort_key"):
        yield _Name(pk, order, FORMER_WARD, code, code, shown)


def _hits(forms: list[_Form], names: Iterable[_Name]) -> Iterator[_Hit]:
    for name in names:
        tones = toned(name.name)
        for form in forms:
            if name.source in form.sources and f" {form.folded}" in f" {name.folded}":
                differ = form.toned != form.folded and f" {form.toned}" not in f" {tones}"
                quality = 0 if name.folded == form.folded else 1
                if quality and not name.folded.startswith(form.folded):
                    quality = 2
                yield _Hit(differ, quality, name.source, name.order, name.unit, name.shown)


def _matches(hits: list[_Hit], limit: int) -> list[WardMatch]:
    by_unit: dict[int, list[_Hit]] = {}
    for hit in hits:
        by_unit.setdefault(hit.unit, []).append(hit)
    chosen = list(by_unit)[:limit]
    units = AdminUnit.objects.select_related("parent").in_bulk(chosen)
    return [WardMatch(units[pk], units[pk].place, _note(by_unit[pk])) for pk in chosen]


def _note(hits: list[_Hit]) -> str:
    """Why a ward was found, from its hits, best first: only those as good as the best count."""
    best = hits[0]
    if best.source == OWN:
        return ""
    if best.source == FORMER_DISTRICT:
        return _("in the former %(district)s") % {"district": with_small_kind(best.name)}
    names = dict.fromkeys(hit.name for hit in hits if hit[:3] == best[:3])
    return _("includes the former %(names)s") % {
        "names": ", ".join(list(names)[:_MOST_NAMES_IN_A_NOTE])
    }
