"""How the movement stands in each ward: towns ahead, mountains behind, one ward that has finished,
one in which nobody has begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from lms.core import periods
from lms.units.models import AdminUnit, AreaMembership, UnitKind

TOWN, PLAIN, UPLAND = "town", "plain", "upland"
_MOUNTAINS = {  # area → peoples who live there besides the Kinh
    "51-ba-to": ("hre",),
    "51-minh-long": ("hre",),
    "51-son-ha": ("hre",),
    "51-son-tay": ("ca_dong",),
    "51-tra-bong": ("cor",),
    "51-dak-glei": ("gie_trieng",),
    "51-dak-ha": ("xo_dang", "ba_na"),
    "51-dak-to": ("xo_dang",),
    "51-ia-hdrai": ("gia_rai",),
    "51-kon-plong": ("xo_dang",),
    "51-kon-ray": ("ba_na", "xo_dang"),
    "51-kon-tum": ("ba_na",),
    "51-ngoc-hoi": ("gie_trieng", "xo_dang"),
    "51-sa-thay": ("gia_rai",),
    "51-tu-mo-rong": ("xo_dang",),
}
# kind → (weight of people, least and greatest lead)
_SHAPES = {TOWN: (3.2, 0.7, 1.0), PLAIN: (1.4, 0.35, 0.85), UPLAND: (0.7, 0.05, 0.5)}


@dataclass(frozen=True, slots=True)
class Place:
    """`lead`, 0 to 1: how early and how well people learn there. `learners`: how many there are."""

    ward: AdminUnit
    area: str  # code; "" where the ward is in none
    kind: str
    lead: float
    learners: int
    peoples: tuple[str, ...]
    has_finished: bool = False


def survey(wards: Sequence[AdminUnit], *, people: int, rng: Random) -> list[Place]:
    """A Place for every ward; their learners add up to `people` (about)."""
    areas = _area_of(wards)
    kinds = {ward.pk: _kind(ward, areas.get(ward.pk, "")) for ward in wards}
    weights = {pk: _SHAPES[kind][0] * rng.uniform(0.6, 1.5) for pk, kind in kinds.items()}
    leads = {pk: rng.uniform(*_SHAPES[kind][1:]) for pk, kind in kinds.items()}
    empty, finished = _extremes(wards, kinds, leads)
    weights[empty.pk] = 0.0
    share = people / sum(weights.values())
    return [
        Place(
            ward=ward,
            area=areas.get(ward.pk, ""),
            kind=kinds[ward.pk],
            lead=1.0 if ward == finished else leads[ward.pk],
            learners=_learners(weights[ward.pk] * share),
            peoples=_peoples(kinds[ward.pk], areas.get(ward.pk, "")),
            has_finished=ward == finished,
        )
        for ward in wards
    ]


def _area_of(wards: Sequence[AdminUnit]) -> dict[int, str]:
    members = AreaMembership.objects.filter(ward__in=wards).on(periods.today())
    return dict(members.values_list("ward", "area__code"))


def _kind(ward: AdminUnit, area: str) -> str:
    if ward.kind == UnitKind.PHUONG:
        return TOWN
    return UPLAND if area in _MOUNTAINS or ward.kind == UnitKind.DAC_KHU else PLAIN


def _extremes(
    wards: Sequence[AdminUnit], kinds: dict[int, str], leads: dict[int, float]
) -> tuple[AdminUnit, AdminUnit]:
    """The most remote ward is the one with nobody; the best of the plain the one that finished."""
    ordered = sorted(wards, key=lambda ward: (kinds[ward.pk] == UPLAND, -leads[ward.pk]))
    plain = [ward for ward in ordered if kinds[ward.pk] == PLAIN] or ordered
    return ordered[-1], plain[0]


def _learners(expected: float) -> int:
    return max(1, round(expected)) if expected else 0


def _peoples(kind: str, area: str) -> tuple[str, ...]:
    """To choose from at random: mostly Kinh in towns, mostly the others in the mountains."""
    others = _MOUNTAINS.get(area, ())
    kinh = {TOWN: 8, PLAIN: 30, UPLAND: 1}[kind]
    return ("kinh",) * kinh + others * (4 if kind == UPLAND else 1)
