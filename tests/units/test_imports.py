"""Applying dated files: what is written, what is inherited, what is refused."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from lms.units.dated_files import FileRefused
from lms.units.models import (
    AdminUnit,
    AdminUnitAlias,
    Agency,
    AreaMembership,
    AreaSet,
    Succession,
    UnitVersion,
)
from lms.units.queries import area_wards, search_wards, ward_as_of, wards_of
from lms.units.services import import_file
from tests.factories import PointFactory, UserFactory

from .conftest import CHANGES_HEAD, OPENING, PEOPLE_HEAD, Apply

LATER = dt.date(2026, 10, 1)
EVE = dt.date(2026, 9, 30)

pytestmark = pytest.mark.usefixtures("opening")


@pytest.fixture(autouse=True)
def _late_in_2026() -> Any:
    with time_machine.travel(dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)):
        yield


def everything() -> list[list[dict[str, Any]]]:
    models = [AdminUnit, UnitVersion, Succession, AdminUnitAlias, AreaSet, AreaMembership, Agency]
    return [list(model._default_manager.order_by("pk").values()) for model in models]


class TestChanges:
    def test_units_are_written_with_their_derived_forms(self) -> None:
        unit = AdminUnit.objects.get(code="21548")
        assert unit.full_name == "Đặc khu Lý Sơn"
        assert unit.place == "Đặc khu Lý Sơn, tỉnh Quảng Ngãi"
        assert unit.folded == "ly son"
        assert unit.opened_on == dt.date(2025, 7, 1)
        assert AdminUnit.objects.get(code="51").place == "Tỉnh Quảng Ngãi"

    def test_a_rename_keeps_the_past_and_the_old_name_is_found(self, apply: Apply) -> None:
        apply("2026-10-01,21211,rename,Mỹ Khê,,,,NQ 1\n")
        assert AdminUnit.objects.get(code="21211").full_name == "Xã Mỹ Khê"
        assert ward_as_of("21211", EVE).full_name == "Xã Tịnh Khê"
        assert [(m.unit.code, m.note) for m in search_wards("tinh khe")] == [
            ("21211", "gồm Tịnh Khê cũ")
        ]

    def test_a_change_to_come_waits_for_its_day(self, apply: Apply) -> None:
        apply("2027-01-01,21211,rename,Mỹ Khê,,,,NQ 1\n")
        assert AdminUnit.objects.get(code="21211").name == "Tịnh Khê"
        with time_machine.travel(dt.datetime(2026, 12, 31, 17, tzinfo=dt.UTC)):  # 1 January there
            apply("2027-01-01,21211,rename,Mỹ Khê,,,,NQ 1\n")
        assert AdminUnit.objects.get(code="21211").name == "Mỹ Khê"

    def test_a_merger_passes_names_and_areas_on(self, apply: Apply) -> None:
        apply(
            "2026-10-01,21999,create,Khê Tịnh,xa,51,,NQ 1\n"
            "2026-10-01,21211,merge,,,,21999,NQ 1\n"
            "2026-10-01,21220,merge,,,,21999,NQ 1\n"
        )
        heir = AdminUnit.objects.get(code="21999")
        assert set(heir.origins.values_list("predecessor__code", "change")) == {
            ("21211", "merge"),
            ("21220", "merge"),
        }
        for typed in ("tịnh kỳ", "tịnh khê", "sơn tịnh", "tịnh bắc"):
            assert [match.unit for match in search_wards(typed)] == [heir], typed
        assert set(wards_of("51").values_list("code", flat=True)) == {"21025", "21548", "21999"}
        assert wards_of("51", on=EVE).count() == 4
        # The first predecessor's area takes the heir: a ward is in one area of a kind.
        sea, hills = AreaSet.objects.get(code="51-bien"), AreaSet.objects.get(code="51-nui")
        assert list(area_wards(sea)) == [heir]
        assert list(area_wards(hills)) == []
        assert [ward.code for ward in area_wards(hills, on=EVE)] == ["21220"]

    def test_a_split_gives_every_part_the_names_and_the_area(self, apply: Apply) -> None:
        apply(
            "2026-10-01,21998,create,Tịnh Kỳ,xa,51,,NQ 1,\n"
            "2026-10-01,21211,split,,,,21211;21998,NQ 1,ask\n",
            PEOPLE_HEAD,
        )
        sea = AreaSet.objects.get(code="51-bien")
        assert {ward.code for ward in area_wards(sea)} == {"21211", "21998"}
        assert [m.unit.code for m in search_wards("tịnh khê")] == ["21211", "21998"]
        assert AdminUnit.objects.get(code="21211").closed_on is None

    def test_a_closed_unit_is_nowhere_today_and_everywhere_before(self, apply: Apply) -> None:
        apply("2026-10-01,21211,close,,,,,NQ 1\n")
        assert search_wards("tinh khe") == []
        assert not wards_of("51").filter(code="21211").exists()
        assert wards_of("51", on=EVE).filter(code="21211").exists()
        assert ward_as_of("21211", EVE).name == "Tịnh Khê"
        with pytest.raises(UnitVersion.DoesNotExist):
            ward_as_of("21211", LATER)
        assert list(area_wards(AreaSet.objects.get(code="51-bien"))) == []

    def test_doing_it_again_writes_nothing(self, apply: Apply) -> None:
        rows = (
            "2026-10-01,21998,create,Tịnh Kỳ,xa,51,,NQ 1,\n"
            "2026-10-01,21211,split,,,,21211;21998,NQ 1,21211\n"
            "2026-10-01,21220,merge,,,,21998,NQ 1,\n"
            "2026-10-01,21025,rename,Cẩm Thành Đông,,,,NQ 1,\n"
        )
        assert apply(rows, PEOPLE_HEAD).written > 0
        before = everything()
        assert apply(rows, PEOPLE_HEAD).written == 0
        assert apply(OPENING).written == 0
        assert everything() == before


class TestRefusals:
    def refused(self, apply: Apply, rows: str, head: str = CHANGES_HEAD) -> list[str]:
        before = everything()
        with pytest.raises(FileRefused) as refusal:
            apply(rows, head)
        assert everything() == before
        assert refusal.value.code == "units.file_refused"
        assert str(refusal.value).startswith("file.csv\n")
        return [str(fault) for fault in refusal.value.faults]

    def test_every_wrong_row_is_named_and_the_right_ones_are_not_written(
        self, apply: Apply
    ) -> None:
        faults = self.refused(
            apply,
            "2026-10-01,21025,rename,Cẩm Thành Đông,,,,NQ 1\n"
            "01/10/2026,21211,rename,Mỹ Khê,,,,NQ 1\n"
            "\n"
            "2026-10-01,21220,đổi tên,Mỹ Khê,,,,NQ 1\n"
            "2026-10-01,21211,rename,,,,,NQ 1\n"
            "2026-10-01,99999,rename,Mỹ Khê,,,,NQ 1\n"
            "2026-10-01,21211,kind,,thi_tran,,,NQ 1\n",
        )
        assert [fault.split(":")[0] for fault in faults] == [
            "Dòng 3, cột “date”",
            "Dòng 5, cột “change”",
            "Dòng 6, cột “name”",
            "Dòng 7, cột “code”",
            "Dòng 8, cột “kind”",
        ]

    def test_a_file_of_another_kind(self, apply: Apply) -> None:
        assert "Dòng 1" in self.refused(apply, "x,y\n", "ten,ma")[0]

    @pytest.mark.parametrize(
        ("row", "column", "why"),
        [
            ("21211,split,,,,21211;21220,NQ 1,", "people", "ai về đâu"),
            ("21211,split,,,,21211;21220,NQ 1,21025", "people", "không có trong"),
            ("21211,split,,,,21211;21220,NQ 1,99999=21220;21211", "people", "99999"),
            ("21211,split,,,,21211;21220,NQ 1,21025=21220", "people", "sau cùng"),
            ("21211,split,,,,21211;21220,NQ 1,21025;21211", "people", "ai về đâu"),
            ("21211,merge,,,,21211,NQ 1,", "successors", "ngoài đơn vị"),
            ("21211,merge,,,,51,NQ 1,", "successors", "tỉnh"),
            ("21211,merge,,,,99999,NQ 1,", "successors", "99999"),
            ("99999,merge,,,,21211,NQ 1,", "code", "99999"),
        ],
    )
    def test_people_are_never_lost(self, apply: Apply, row: str, column: str, why: str) -> None:
        [fault] = self.refused(apply, f"2026-10-01,{row}\n", PEOPLE_HEAD)
        assert fault.startswith(f"Dòng 2, cột “{column}”")
        assert why in fault

    def test_two_units_cannot_go_into_each_other_on_one_day(self, apply: Apply) -> None:
        [fault] = self.refused(
            apply,
            "2026-10-01,21211,split,,,,21211;21220,NQ 1,ask\n"
            "2026-10-01,21220,merge,,,,21211,NQ 1,\n",
            PEOPLE_HEAD,
        )
        assert fault.startswith("Dòng 3, cột “successors”")

    def test_a_unit_with_people_does_not_close(self, apply: Apply) -> None:
        UserFactory(ward=AdminUnit.objects.get(code="21211"))
        PointFactory(ward=AdminUnit.objects.get(code="21211"))
        [fault] = self.refused(apply, "2026-10-01,21211,close,,,,,NQ 1\n")
        assert "1 người" in fault
        assert "1 điểm học" in fault

    def test_a_row_with_a_cell_too_many(self, apply: Apply) -> None:
        assert self.refused(apply, "2026-10-01,21211,close,,,,,NQ 1,\n") == [
            "Dòng 2: có 9 ô, cần 8 ô"
        ]

    def test_former_names_areas_and_agencies_of_unknown_units(self, apply: Apply) -> None:
        for rows, head, column in (
            ("99999,Xã A,Huyện B,Tỉnh C\n", "code,ward,district,province", "code"),
            ("21211,Xã A,,Tỉnh C\n", "code,ward,district,province", "district"),
            ("a,A,51,99999,2025-07-01,\n", "area,name,province,ward,valid_from,valid_to", "ward"),
            (
                "a,A,51,21211,hôm nay,\n",
                "area,name,province,ward,valid_from,valid_to",
                "valid_from",
            ),
            ("x,X,committee,,99999\n", "code,name,kind,parent,unit", "unit"),
            ("x,X,club,,\n", "code,name,kind,parent,unit", "kind"),
            ("x,X,office,y,\n", "code,name,kind,parent,unit", "parent"),
        ):
            assert f"Dòng 2, cột “{column}”" in self.refused(apply, rows, head)[0]

    def test_a_file_not_in_utf8(self, tmp_path: Path) -> None:
        path = tmp_path / "file.csv"
        path.write_bytes("Quảng Ngãi".encode("utf-16"))
        with pytest.raises(FileRefused):
            import_file(path=path)

    def test_only_the_first_faults_are_spelled_out(self, apply: Apply) -> None:
        with pytest.raises(FileRefused) as refusal:
            apply("2026-10-01,99999,close,,,,,NQ 1\n" * 30)
        lines = str(refusal.value).splitlines()
        assert lines[-1] == "và 10 lỗi khác"
        assert len(lines) == 22


class TestAgenciesAndAreas:
    def test_agencies_form_a_tree_beside_the_units(self, apply: Apply) -> None:
        head = "code,name,kind,parent,unit"
        apply("bxd,Bộ Xây dựng,ministry,,\nsxd-51,Sở Xây dựng,department,bxd,51\n", head)
        office = Agency.objects.get(code="sxd-51")
        assert office.parent == Agency.objects.get(code="bxd")
        assert office.unit == AdminUnit.objects.get(code="51")
        assert apply("sxd-51,Sở Xây dựng tỉnh,department,bxd,51\n", head).written == 1
        assert Agency.objects.get(code="sxd-51").name == "Sở Xây dựng tỉnh"

    def test_a_ward_leaves_an_area_on_a_day(self, apply: Apply) -> None:
        head = "area,name,province,ward,valid_from,valid_to"
        apply(
            "51-nui,Khu vực núi,51,21220,2025-07-01,2026-10-01\n"
            "51-bien,Khu vực biển và đồng bằng,51,21220,2026-10-01,\n",
            head,
        )
        sea, hills = AreaSet.objects.get(code="51-bien"), AreaSet.objects.get(code="51-nui")
        assert sea.name == "Khu vực biển và đồng bằng"
        assert [ward.code for ward in area_wards(sea)] == ["21220", "21211"]
        assert list(area_wards(hills)) == []
        assert [ward.code for ward in area_wards(hills, on=EVE)] == ["21220"]


class TestCommand:
    def test_it_applies_the_files_named(self, tmp_path: Path, capsys: Any) -> None:
        path = tmp_path / "2026-10-01-changes.csv"
        path.write_text(f"{CHANGES_HEAD}\n2026-10-01,21211,rename,Mỹ Khê,,,,NQ 1\n")
        call_command("import_units", str(path))
        assert "2026-10-01-changes.csv: đọc 1 dòng" in capsys.readouterr().out
        assert AdminUnit.objects.get(code="21211").name == "Mỹ Khê"

    def test_it_says_what_is_wrong(self, tmp_path: Path) -> None:
        path = tmp_path / "x.csv"
        with pytest.raises(CommandError, match="Không có tệp"):
            call_command("import_units", str(path))
        path.write_text(f"{CHANGES_HEAD}\n2026-10-01,9,close,,,,,NQ 1\n")
        with pytest.raises(CommandError, match="Dòng 2, cột “code”"):
            call_command("import_units", str(path))
