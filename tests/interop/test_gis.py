"""Boundaries the operator supplies, joined with what anybody may know of the wards."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts.roles import Role
from lms.interop.gis.models import UnitBoundary
from lms.interop.gis.reading import read_boundaries
from lms.units.models import AdminUnit
from tests.factories import ProvinceFactory, WardFactory, with_role
from tests.interop.test_open_data import OCTOBER, PEOPLE, keep

SQUARE = [[108.8, 15.1], [108.8, 15.2], [108.9, 15.2], [108.9, 15.1], [108.8, 15.1]]  # clockwise
HOLE = [[108.82, 15.12], [108.84, 15.12], [108.84, 15.14], [108.82, 15.14], [108.82, 15.12]]


def feature(code: object, rings: Any = None, kind: str = "Polygon") -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": [SQUARE] if rings is None else rings}
    return {"type": "Feature", "properties": {"MA_XA": code}, "geometry": geometry}


def file_of(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_codes_get_their_zeros_back_and_rings_their_direction() -> None:
    reading = read_boundaries(file_of(feature(115, [SQUARE, HOLE])), {"00115"})
    assert not reading.problems
    outer, hole = reading.shapes["00115"]["coordinates"]
    assert outer == SQUARE[::-1]
    assert hole == HOLE[::-1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "GeoJSON"),
        (b"[" * 100_000, "GeoJSON"),
        (b"{}", "FeatureCollection"),
        (file_of(), "FeatureCollection"),
        (b" " * 20_000_001, "20 MB"),
        (file_of(feature("99999")), "99999"),
        (file_of(feature("21025"), feature("21025")), "21025"),
        (file_of(feature(None)), "ma_xa"),
        (file_of({"type": "Feature"}), "ma_xa"),
        (file_of(feature("21025", [[108.8, 15.1]], "Point")), "Polygon"),
        (file_of(feature("21025", [])), "1"),
        (file_of(feature("21025", [SQUARE[:3]])), "1"),
        (file_of(feature("21025", [[*SQUARE[:4], [1, 1]]])), "1"),
        (file_of(feature("21025", [[[1, 1]] * 4])), "1"),
        (file_of(feature("21025", [[["a", 1]] * 4])), "1"),
        (file_of(feature("21025", [[[float("nan"), 1]] * 4])), "1"),
        (file_of(feature("21025", [[[592_000, 1_680_000]] * 4])), "4326"),
    ],
)
def test_what_is_wrong_is_named(content: bytes, said: str) -> None:
    reading = read_boundaries(content, {"21025"})
    assert len(reading.problems) == 1
    assert said in reading.problems[0]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=5), inside),
    max_leaves=12,
)


@given(JSON)
def test_any_geometry_is_read_or_refused(geometry: Any) -> None:
    found = {"type": "Feature", "properties": {"ma": "21025"}, "geometry": geometry}
    shaped = feature("21025", geometry)
    for content in (file_of(found), file_of(shaped)):
        reading = read_boundaries(content, {"21025"})
        assert bool(reading.shapes) is not bool(reading.problems)


def upload(client: Client, content: bytes) -> Any:
    file = SimpleUploadedFile("ranh-gioi.geojson", content)
    given = {"file": file, "source": "Sở Nông nghiệp và Môi trường, 01/10/2026"}
    return client.post(reverse("gis_boundaries"), given)


@pytest.mark.django_db
def test_a_file_becomes_a_layer_with_hidden_small_numbers(client: Client) -> None:
    ProvinceFactory()
    for code in PEOPLE:
        WardFactory(code=code, name=f"Tịnh {code}")
    keep(OCTOBER, PEOPLE)
    assert client.get("/du-lieu-mo/ranh-gioi.geojson").status_code == 404
    client.force_login(with_role(Role.ADMINISTRATOR))
    refused = upload(client, file_of(feature("21025"), feature("99999")))
    assert "99999" in refused.content.decode()
    assert not UnitBoundary.objects.exists()
    assert upload(client, file_of(feature("21025"), feature("115"))).status_code == 302
    room = client.get(reverse("gis_boundaries")).content.decode()
    assert "21548" in room  # without a boundary
    answer = Client().get("/du-lieu-mo/ranh-gioi.geojson")
    assert answer["Content-Type"] == "application/geo+json"
    layer = json.loads(answer.content)
    told = {item["id"]: item["properties"] for item in layer["features"]}
    assert told.keys() == {"21025", "00115"}
    assert told["21025"]["certified"] == 40
    assert told["00115"]["certified"] is None
    assert "certified" in told["00115"]["hidden"]
    assert layer["features"][0]["geometry"]["type"] == "Polygon"
    upload(client, file_of(feature("21548")))
    codes = AdminUnit.objects.filter(pk__in=UnitBoundary.objects.values("unit"))
    assert [unit.code for unit in codes] == ["21548"]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER])
def test_others_supply_none(client: Client, role: Role) -> None:
    client.force_login(with_role(role))
    assert upload(client, file_of(feature("21025"))).status_code in (302, 403)
    assert not UnitBoundary.objects.exists()
