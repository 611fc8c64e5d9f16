"""Open data and the public pages of wards: kept month ends, hidden below 10, cacheable, nobody named."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.core import periods
from lms.interop.opendata import figures
from lms.progress.models import COUNT_FIELDS, WardSnapshot
from lms.progress.snapshots import snapshot_code
from lms.units.models import AdminUnit, Succession, UnitVersion
from tests.factories import (
    PointFactory,
    ProvinceFactory,
    StaffFactory,
    WardFactory,
    make_course,
    open_session,
)

pytestmark = pytest.mark.django_db
OCTOBER, SEPTEMBER = dt.date(2026, 10, 31), dt.date(2026, 9, 30)
PEOPLE = {"21025": 40, "00115": 7, "21548": 12, "21001": 30, "21002": 0}


def keep(day: dt.date, people: dict[str, int]) -> None:
    rows = [WardSnapshot(day=day, taken_at=periods.now())]
    for code, number in people.items():
        counts = dict.fromkeys(COUNT_FIELDS, number)
        ward = AdminUnit.objects.get(code=code)
        rows.append(WardSnapshot(day=day, ward=ward, taken_at=periods.now(), **counts))
    WardSnapshot.objects.bulk_create(rows)


@pytest.fixture
def wards() -> dict[str, AdminUnit]:
    ProvinceFactory()
    made: dict[str, AdminUnit] = {
        code: WardFactory(code=code, name=f"Xã {code}") for code in PEOPLE
    }
    keep(OCTOBER, PEOPLE)
    keep(SEPTEMBER, {code: number // 2 for code, number in PEOPLE.items()})
    keep(dt.date(2026, 11, 15), PEOPLE)  # no month end
    return made


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    text = client.get(address).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def content(client: Client, address: str) -> Any:
    return json.loads(client.get(address).content)


def test_only_month_ends_are_published(client: Client, wards: dict[str, AdminUnit]) -> None:
    assert figures.kept_month_ends() == [OCTOBER, SEPTEMBER]
    months = content(client, "/du-lieu-mo/tien-do.json")["months"]
    assert [month["month"] for month in months] == ["2026-09", "2026-10"]
    assert months[1]["snapshot"] == snapshot_code(OCTOBER)
    assert client.get("/du-lieu-mo/2026-11/tien-do.csv").status_code == 404
    assert client.get("/du-lieu-mo/2026-13/tien-do.csv").status_code == 404
    assert client.get("/du-lieu-mo/0000-00/tien-do.json").status_code == 404


def test_numbers_below_ten_and_what_tells_them_are_hidden(
    client: Client, wards: dict[str, AdminUnit]
) -> None:
    rows = {row["unit_code"]: row for row in rows_of(client, "/du-lieu-mo/2026-10/tien-do.csv")}
    assert rows.keys() == PEOPLE.keys()
    small = rows["00115"]
    assert small["certified"] == ""
    assert "certified" in small["hidden"].split()
    hidden = [code for code, row in rows.items() if row["certified"] == ""]
    assert len(hidden) == 2  # alone it could be worked out from the total
    assert rows["21025"]["certified"] == "40"
    assert rows["21002"]["certified"] == "0"
    month = content(client, "/du-lieu-mo/2026-10/tien-do.json")
    assert month["total"]["certified"]["value"] == sum(PEOPLE.values())
    told = {unit["unit_code"]: unit["figures"]["certified"] for unit in month["units"]}
    assert told["00115"] == {"value": None, "at_least": 1, "at_most": 9}
    assert told["21025"]["value"] == 40


def test_the_description_fits_the_tables(client: Client, wards: dict[str, AdminUnit]) -> None:
    package = content(client, "/du-lieu-mo/datapackage.json")
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        address = resource["path"].removeprefix(package["homepage"].removesuffix("/du-lieu-mo/"))
        text = client.get(address).content.decode("utf-8-sig")
        read = csv.DictReader(io.StringIO(text))
        fields = resource["schema"]["fields"]
        assert list(read.fieldnames or []) == [field["name"] for field in fields]
        assert all(field["description"] for field in fields)
        whole = [field["name"] for field in fields if field["type"] == "integer"]
        rows = list(read)
        assert rows
        assert all(row[name] == "" or row[name].isdigit() for row in rows for name in whole)
        key = resource["schema"]["primaryKey"]
        assert len({tuple(row[name] for name in key) for row in rows}) == len(rows)


def test_both_present_and_former_codes(client: Client, wards: dict[str, AdminUnit]) -> None:
    gone, heir = wards["00115"], wards["21025"]
    day = dt.date(2026, 11, 1)
    Succession.objects.create(
        predecessor=gone, successor=heir, date=day, change="merge", decree="x"
    )
    AdminUnit.objects.filter(pk=gone.pk).update(closed_on=day)
    UnitVersion.objects.filter(unit=gone).update(valid_to=day)
    rows = {row["unit_code"]: row for row in rows_of(client, "/du-lieu-mo/2026-10/tien-do.csv")}
    assert rows["00115"]["current_codes"] == "21025"
    units = {unit["code"]: unit for unit in content(client, "/du-lieu-mo/don-vi.json")["units"]}
    assert units["21025"]["former_codes"] == ["00115"]
    assert units["00115"]["current_codes"] == ["21025"]
    assert units["00115"]["valid_to"] == "2026-11-01"
    answer = client.get("/xa-phuong-cong-khai/00115/")
    assert answer["Location"] == "/xa-phuong-cong-khai/21025/"


def test_who_has_it_already_gets_a_short_answer(
    client: Client, wards: dict[str, AdminUnit]
) -> None:
    address = "/du-lieu-mo/2026-10/tien-do.csv"
    first = client.get(address)
    assert "public" in first["Cache-Control"]
    assert not first.cookies
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_queries_do_not_grow_with_wards(client: Client, wards: dict[str, AdminUnit]) -> None:
    address = "/du-lieu-mo/2026-10/tien-do.json"
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    more = {f"3{n:04d}": 20 for n in range(12)}
    for code in more:
        WardFactory(code=code, name=f"Xã {code}")
    WardSnapshot.objects.filter(day=OCTOBER).delete()
    keep(OCTOBER, PEOPLE | more)
    with CaptureQueriesContext(connection) as many:
        assert len(json.loads(client.get(address).content)["units"]) == len(PEOPLE) + 12
    assert len(many) == len(few) <= 9


def test_a_wards_page_and_its_twin(client: Client, wards: dict[str, AdminUnit]) -> None:
    ward = wards["21025"]
    facilitator = StaffFactory(full_name="Bùi Văn Kín")
    point = PointFactory(ward=ward, name="Nhà văn hóa thôn 3", phone="0905111222")
    start = periods.now() + dt.timedelta(days=2)
    course = make_course(title="Nộp hồ sơ qua mạng")
    open_session(
        facilitator,
        point,
        course=course,
        starts_at=start,
        ends_at=start + dt.timedelta(hours=2),
        title="Lớp của chị Sáu Kín",
    )
    page = client.get(f"/xa-phuong-cong-khai/{ward.code}/").content.decode()
    twin = content(client, f"/xa-phuong-cong-khai/{ward.code}.json")
    for text in (page, json.dumps(twin, ensure_ascii=False)):
        assert "Nhà văn hóa thôn 3" in text
        assert "Nộp hồ sơ qua mạng" in text
        assert "Kín" not in text
        assert "0905111222" not in text
        assert snapshot_code(OCTOBER) in text
    assert "<svg" in page
    assert twin["progress"]["figures"]["certified"]["value"] == 40
    assert twin["sessions"][0]["learning_point"] == point.code
    assert client.get("/xa-phuong-cong-khai/99999/").status_code == 404
    with CaptureQueriesContext(connection) as seen:
        client.get(f"/xa-phuong-cong-khai/{ward.code}/")
    assert len(seen) <= 7


def test_before_anything_was_kept(client: Client) -> None:
    ward = WardFactory()
    assert client.get("/du-lieu-mo/").status_code == 200
    assert content(client, "/du-lieu-mo/tien-do.json")["months"] == []
    assert content(client, reverse("open_data:ward_json", args=[ward.code]))["progress"] is None
    assert client.get(f"/xa-phuong-cong-khai/{ward.code}/").status_code == 200
