"""The data that comes with the product: the whole country, loaded once for this module."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction

from lms.units.models import AdminUnit, AdminUnitAlias, Agency, AreaSet, UnitKind
from lms.units.queries import (
    area_wards,
    provinces,
    search_wards,
    units_as_of,
    ward_as_of,
    wards_of,
)
from lms.units.services import import_file, shipped_files

BEFORE = dt.date(2026, 4, 29)
AFTER = dt.date(2026, 4, 30)
TODAY = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_country")]


@pytest.fixture(scope="module")
def _country(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loaded in a transaction around all tests of the module, and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(TODAY):
        for path in shipped_files():
            import_file(path=path)
        yield
        transaction.set_rollback(True)


def labels(text: str, **options: Any) -> list[str]:
    return [match.label for match in search_wards(text, **options)]


class TestCounts:
    def test_the_country_before_and_after_30_april_2026(self) -> None:
        counts = {
            day: Counter(units_as_of(day).values_list("kind", flat=True)) for day in (BEFORE, AFTER)
        }
        assert counts[BEFORE] == {
            "phuong": 687, "xa": 2621, "dac_khu": 13, "thanh_pho": 6, "tinh": 28,
        }  # fmt: skip
        assert counts[AFTER] == {
            "phuong": 697, "xa": 2611, "dac_khu": 13, "thanh_pho": 7, "tinh": 27,
        }  # fmt: skip
        assert provinces().count() == 34
        assert AdminUnit.objects.wards().count() == 3321
        assert not units_as_of(dt.date(2025, 6, 30)).exists()

    def test_quang_ngai_has_96_units(self) -> None:
        kinds = Counter(wards_of("51").values_list("kind", flat=True))
        assert kinds == {UnitKind.XA: 86, UnitKind.PHUONG: 9, UnitKind.DAC_KHU: 1}

    def test_every_unit_of_quang_ngai_is_in_exactly_one_area(self) -> None:
        areas = AreaSet.objects.all()
        assert len(areas) == 23
        members = [ward.code for area in areas for ward in area_wards(area)]
        assert sorted(members) == sorted(wards_of("51").values_list("code", flat=True))
        assert {ward.name for ward in area_wards(areas.get(code="51-son-tinh"))} == {
            "Sơn Tịnh", "Ba Gia", "Thọ Phong", "Trường Giang",
        }  # fmt: skip

    def test_areas_are_listed_in_vietnamese_order(self) -> None:
        names = [area.name.removeprefix("Khu vực ") for area in AreaSet.objects.all()]
        assert names[:3] == ["Ba Tơ (huyện cũ)", "Bình Sơn (huyện cũ)", "Đăk Hà (huyện cũ)"]

    def test_agencies(self) -> None:
        committees = Agency.objects.filter(kind="committee")
        assert committees.count() == 96
        assert committees.filter(unit__parent__code="51").count() == 96
        assert Agency.objects.get(code="sxd-51").parent == Agency.objects.get(code="bxd")

    def test_importing_everything_again_writes_nothing(self) -> None:
        assert [import_file(path=path).written for path in shipped_files()] == [0] * 5


class TestCodesAndDates:
    def test_codes_keep_their_zeros(self) -> None:
        assert AdminUnit.objects.get(code="00004").place == "Phường Ba Đình, thành phố Hà Nội"
        assert all(len(code) == 5 for code in wards_of("01").values_list("code", flat=True))

    def test_the_package_is_corrected(self) -> None:
        assert AdminUnit.objects.get(code="06978").full_name == "Xã Ba Chẽ"
        assert not AdminUnit.objects.filter(code="06970").exists()
        assert AdminUnit.objects.get(code="11848").full_name == "Xã Vĩnh Hòa"

    def test_names_that_differ_by_an_accent_are_two_units(self) -> None:
        assert AdminUnit.objects.get(code="21289").name == "Sơn Hà"
        assert AdminUnit.objects.get(code="21292").name == "Sơn Hạ"
        assert AdminUnit.objects.filter(folded="ba to", parent__code="51").count() == 2

    def test_a_commune_was_a_commune_until_it_became_a_ward(self) -> None:
        assert ward_as_of("26248", BEFORE).full_name == "Xã Trảng Bom"
        assert ward_as_of("26248", AFTER).full_name == "Phường Trảng Bom"
        assert ward_as_of("75", BEFORE).full_name == "Tỉnh Đồng Nai"
        assert AdminUnit.objects.get(code="26248").place == "Phường Trảng Bom, thành phố Đồng Nai"

    def test_lists_are_in_vietnamese_order(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            names = [ward.name for ward in wards_of("51")]
        assert names[:4] == ["An Phú", "Ba Dinh", "Ba Động", "Ba Gia"]
        assert names.index("Dục Nông") < names.index("Đăk Bla") < names.index("Đông Sơn")

    def test_units_of_a_day_come_with_their_province(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            assert all(version.parent for version in units_as_of(BEFORE).wards())


class TestSearch:
    @pytest.mark.parametrize("typed", ["tinh ky", "Tịnh Kỳ", "TỊNH KỲ", "xã Tịnh Kỳ", "Xa tinh ky"])
    def test_a_former_name_finds_the_ward_and_says_why(self, typed: str) -> None:
        (match,) = search_wards(typed)
        assert match.unit.code == "21211"
        assert match.label == "Xã Tịnh Khê, tỉnh Quảng Ngãi"
        assert match.note == "gồm Tịnh Kỳ cũ"

    def test_a_former_district_lists_its_wards(self) -> None:
        found = search_wards("son tinh")
        assert found[0].label == "Xã Sơn Tịnh, tỉnh Quảng Ngãi"
        assert found[0].note == ""
        notes = {match.unit.name: match.note for match in found}
        for name in ("Ba Gia", "Thọ Phong", "Trường Giang"):
            assert notes[name] == "thuộc huyện Sơn Tịnh cũ"

    def test_with_the_word_huyen_only_the_district_is_meant(self) -> None:
        assert {match.note for match in search_wards("huyện Sơn Tịnh")} == {
            "thuộc huyện Sơn Tịnh cũ"
        }

    def test_exact_accents_come_first(self) -> None:
        assert labels("Sơn Hạ")[0] == "Xã Sơn Hạ, tỉnh Quảng Ngãi"
        assert labels("Sơn Hà")[0] == "Xã Sơn Hà, tỉnh Quảng Ngãi"
        assert labels("Ba Tô", province="51")[:2] == [
            "Xã Ba Tô, tỉnh Quảng Ngãi",
            "Xã Ba Tơ, tỉnh Quảng Ngãi",
        ]
        assert set(labels("ba to", province="51")[:2]) == set(labels("Ba Tô", province="51")[:2])

    def test_both_ways_to_place_a_tone_are_the_same(self) -> None:
        assert labels("Sơn Thuỷ") == labels("Sơn Thủy")
        assert labels("Sơn Thuỷ", province="51")[0] == "Xã Sơn Thủy, tỉnh Quảng Ngãi"

    @pytest.mark.parametrize("typed", ["Đak Hà", "Đắk Hà", "Dak Ha", "đăk hà", "ĐĂK HÀ"])
    def test_spellings_of_highland_names_meet(self, typed: str) -> None:
        assert "Xã Đăk Hà, tỉnh Quảng Ngãi" in labels(typed)[:3]

    @pytest.mark.parametrize("typed", ["Ea H'Leo", "ea h’leo", "ea hleo"])
    def test_apostrophes_do_not_matter(self, typed: str) -> None:
        assert labels(typed)[0] == "Xã Ea H'Leo, tỉnh Đắk Lắk"

    def test_a_name_that_repeats_is_told_apart_by_its_province(self) -> None:
        found = [label for label in labels("Tân Tiến") if label.split(",")[0].endswith("Tân Tiến")]
        assert len(found) == len(set(found)) == 8
        assert labels("tan tien, lang son")[0] == "Xã Tân Tiến, tỉnh Lạng Sơn"
        assert labels("tân tiến", province="20")[0] == "Xã Tân Tiến, tỉnh Lạng Sơn"

    def test_a_former_ward_is_narrowed_by_its_former_district(self) -> None:
        assert labels("Phường 1, Đông Hà") == ["Phường Đông Hà, tỉnh Quảng Trị"]
        assert labels("Sơn Hà, huyện Sơn Hà, tỉnh Quảng Ngãi")[0] == "Xã Sơn Hà, tỉnh Quảng Ngãi"
        assert labels("Sơn Hà, tỉnh Gia Lai") == []

    def test_a_ward_whose_name_begins_like_a_kind_is_found(self) -> None:
        assert labels("quan son")[:2] == [
            "Xã Quan Sơn, tỉnh Lạng Sơn",
            "Xã Quan Sơn, tỉnh Thanh Hóa",
        ]

    def test_a_code_finds_its_ward(self) -> None:
        assert labels("21548") == ["Đặc khu Lý Sơn, tỉnh Quảng Ngãi"]

    @pytest.mark.parametrize("typed", ["", " ", "a", "…", "%", "_", "không có xã này", "x" * 500])
    def test_nothing_to_find(self, typed: str) -> None:
        assert labels(typed) == []

    def test_a_short_text_is_answered_within_the_limit(self) -> None:
        assert len(labels("ta")) == 12
        assert len(labels("ta", limit=3)) == 3

    def test_three_queries(self, django_assert_max_num_queries: Any) -> None:
        with django_assert_max_num_queries(3):
            search_wards("tân, quảng ngãi")

    def test_former_names_stay_below_20_000_rows(self) -> None:
        assert 14_000 < AdminUnitAlias.objects.count() < 20_000
