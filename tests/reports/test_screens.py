"""The grid of tiles: its classes, its twin table, what it hides, and what it costs."""

from __future__ import annotations

import re
from math import inf

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from lms.progress import services
from lms.progress.figures import NO_LIMIT, Figure, Rate, rate
from lms.reports.tile_grid import CLASSES, UNTOLD, level_of
from tests.factories import AreaFactory, WardFactory
from tests.reports.conftest import District, certify
from tests.reports.test_pages import text

GRID = "/quan-ly/luoi/"


def tiles(page: str) -> list[tuple[str, str, str]]:
    """(class, code, per cent as printed) in the order of the page."""
    part = page.partition('class="bd-tiles rp-tiles"')[2].partition("</ul>")[0]
    found = re.findall(r'tile--(\d)[^>]*/(\d{5})/".*?<strong>([^<]+)<', part)
    return [(level, code, shown) for level, code, shown in found]


def table(page: str) -> dict[str, str]:
    """{code: per cent} of the table below the tiles."""
    part = page.partition("rp-classes")[2]
    return dict(re.findall(r'/(\d{5})/">[^<]+</a></th><td[^>]*>([^<]+)<', part))


@pytest.mark.parametrize(
    ("found", "level"),
    [
        (None, UNTOLD),
        (Rate(0, 0), 1),
        (Rate(19.9, 19.9), 1),
        (Rate(20, 20), 2),
        (Rate(79.9, 79.9), 4),
        (Rate(80, 80), 5),
        (Rate(130, 130), 5),
        (Rate(18, 22), UNTOLD),
        (Rate(21, 24), 2),
        (Rate(21, inf), UNTOLD),
        (Rate(81, inf), 5),
    ],
)
def test_classes_of_rates(found: Rate | None, level: int) -> None:
    assert level_of(found) == level


@given(low=st.integers(0, 500), spread=st.integers(0, 40), base=st.integers(1, 600))
def test_a_class_never_tells_more_than_the_rate(low: int, spread: int, base: int) -> None:
    shown = rate(Figure(low, low + spread), base)
    assert shown is not None
    inside = {level_of(Rate(p, p)) for p in (shown.low, shown.high)}
    if shown.text == "–":
        inside = {UNTOLD}
    assert level_of(shown) in ({UNTOLD} if len(inside) > 1 else inside)
    assert UNTOLD <= level_of(shown) <= CLASSES


def test_a_rate_of_which_only_the_least_is_told() -> None:
    assert rate(Figure(5, NO_LIMIT), 40) == Rate(12.5, inf)
    assert Rate(12.5, inf).text == "≥12,5%"
    assert Rate(12.5, inf).middle == 12.5


def test_tiles_stand_by_name_with_their_class(manager_client: Client) -> None:
    page = text(manager_client, f"{GRID}?so=ty-le")
    assert tiles(page) == [("1", "00115", "7,0%"), ("1", "21025", "10,0%")]


def test_the_table_says_the_same_as_the_tiles(manager_client: Client) -> None:
    page = text(manager_client, GRID)
    assert tiles(page) == [("1", "00115", "10,0%"), ("3", "21025", "50,0%")]
    assert table(page) == {code: shown for _, code, shown in tiles(page)}


def test_a_figure_nobody_offers_is_passed_over(manager_client: Client) -> None:
    assert tiles(text(manager_client, f"{GRID}?so=%3Cb%3E")) == tiles(text(manager_client, GRID))


def test_special_zones_are_set_apart_and_hidden_ones_hatched(
    district: District, manager_client: Client
) -> None:
    few = WardFactory(name="An Phú", code="21549", kind="dac_khu")
    certify(few, district.course, 2, adults=30, target=20)
    AreaFactory(code="dao", wards=[few])
    district.area.memberships.create(ward=few, valid_from=few.opened_on)
    services.recount_stale()
    page = text(manager_client, f"{GRID}?so=ty-le")
    hidden = page.partition("/quan-ly/xa-phuong/21549/")[0].rpartition("<li>")[2]
    assert "bd-tiles__tile--0" in hidden
    assert "bd-tiles__tile--dac-khu" in hidden
    assert ">–<" in page


def test_the_grid_costs_the_same_with_more_wards(
    manager_client: Client, district: District
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            text(manager_client, GRID)
        return len(seen)

    queries()
    before = queries()
    for number in range(5):
        ward = WardFactory()
        district.area.memberships.create(ward=ward, valid_from=ward.opened_on)
        certify(ward, district.course, 6 + number, adults=90, target=50)
    services.recount_stale()
    assert queries() == before <= 20
