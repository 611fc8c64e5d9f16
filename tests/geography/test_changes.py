"""The wizard and the file: the same rows, the same preview, nothing half-written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lms.accounts.models import User
from lms.core import periods
from lms.core.models import AuditEvent
from lms.units.models import AdminUnit, Succession, UnitVersion
from lms.units.queries import search_wards
from tests.factories import PointFactory, UserFactory
from tests.units.conftest import CHANGES_HEAD, PEOPLE_HEAD

pytestmark = pytest.mark.django_db
TODAY = periods.today()
PAPER = {
    "date": f"{TODAY:%d/%m/%Y}",
    "number": "Nghị quyết 12/NQ-HĐND",
    "signed": "01/10/2026",
    "authority": "HĐND tỉnh Quảng Ngãi",
}


def answer(client: Client, **answers: Mapping[str, object]) -> str:
    """Answer the pages in order; the text of the preview."""
    client.get("/dia-gioi/moi/")
    for step, data in answers.items():
        sent = client.post(f"/dia-gioi/moi/{step.replace('_', '-')}/", data)
        assert sent.status_code == 302, sent.content.decode()
    assert sent.headers["Location"] == "/dia-gioi/xem-truoc/"
    return client.get("/dia-gioi/xem-truoc/").content.decode()


def unit(code: str) -> AdminUnit:
    return AdminUnit.objects.get(code=code)


def homes(*people: User) -> list[str]:
    return [User.objects.get(pk=person.pk).ward.code for person in people]  # type: ignore[union-attr]


def test_a_merger_into_a_new_unit(admin_client: Client, administrator: User) -> None:
    people = [UserFactory(ward=unit("21211")), UserFactory(ward=unit("21220"))]
    PointFactory(ward=unit("21211"))
    seen = answer(
        admin_client,
        loai={"kind": "merge"},
        don_vi={"units": ["21211", "21220"]},
        ket_qua={"into": "moi", "unit": "21999, Xã Khê Tịnh"},
        van_ban=PAPER,
    )
    for words in (
        "Xã Khê Tịnh (21999) được thành lập",
        "Xã Tịnh Khê (21211) nhập vào Xã Khê Tịnh (21999)",
        "1 người của Xã Tịnh Khê chuyển sang Xã Khê Tịnh ngay",
        "giữ tên lúc ghi",
        "1 điểm học",
        "Khu vực biển",
        "Nghị quyết 12/NQ-HĐND ngày 01/10/2026 của HĐND tỉnh Quảng Ngãi",
    ):
        assert words in seen
    assert not Succession.objects.exists()
    assert homes(*people) == ["21211", "21220"]

    done = admin_client.post("/dia-gioi/xem-truoc/", follow=True)
    assert "Đã ghi 3 thay đổi" in done.content.decode()
    assert homes(*people) == ["21999", "21999"]
    assert unit("21211").closed_on == TODAY
    events = AuditEvent.objects.filter(action="unit.changed")
    assert {event.actor for event in events} == {administrator}
    assert events.count() == 3
    again = admin_client.post("/dia-gioi/xem-truoc/")  # pressed twice
    assert (again.status_code, again.headers["Location"]) == (302, "/dia-gioi/")


def test_a_merger_into_one_of_them(admin_client: Client) -> None:
    person = UserFactory(ward=unit("21211"))
    answer(
        admin_client,
        loai={"kind": "merge"},
        don_vi={"units": ["21211", "21220"]},
        ket_qua={"into": "21220"},
        van_ban=PAPER,
    )
    admin_client.post("/dia-gioi/xem-truoc/")
    assert homes(person) == ["21220"]
    assert unit("21220").closed_on is None


def test_a_split_needs_a_rule_for_people(admin_client: Client) -> None:
    person = UserFactory(ward=unit("21211"))
    admin_client.get("/dia-gioi/moi/")
    for step, data in (
        ("loai", {"kind": "split"}),
        ("don-vi", {"units": "21211"}),
        ("cac-phan", {"lives_on": "co", "parts": "21998, Xã Tịnh Kỳ"}),
    ):
        assert admin_client.post(f"/dia-gioi/moi/{step}/", data).status_code == 302
    refused = admin_client.post("/dia-gioi/moi/nguoi-dan/", {})
    assert refused.status_code == 200
    assert "Chọn" in refused.content.decode()
    assert admin_client.get("/dia-gioi/moi/van-ban/").headers["Location"].endswith("/nguoi-dan/")
    admin_client.post("/dia-gioi/moi/nguoi-dan/", {"rest": "ask"})
    admin_client.post("/dia-gioi/moi/van-ban/", PAPER)
    assert "được hỏi" in admin_client.get("/dia-gioi/xem-truoc/").content.decode()
    admin_client.post("/dia-gioi/xem-truoc/")
    assert homes(person) == ["21211"]
    listed = admin_client.get("/dia-gioi/").content.decode()
    assert "Xã Tịnh Khê (21211): 1 người" in listed


def test_a_split_along_the_old_units(admin_client: Client) -> None:
    """People whose former unit is known go where that goes, without being asked."""
    sea, hills = UserFactory(ward=unit("21211")), UserFactory(ward=unit("21220"))
    merge = {"kind": "merge"}, {"units": ["21211", "21220"]}, {"into": "21220"}
    answer(admin_client, loai=merge[0], don_vi=merge[1], ket_qua=merge[2], van_ban=PAPER)
    admin_client.post("/dia-gioi/xem-truoc/")
    tomorrow = PAPER | {"date": f"{TODAY + dt.timedelta(days=1):%d/%m/%Y}"}
    seen = answer(
        admin_client,
        loai={"kind": "split"},
        don_vi={"units": "21220"},
        cac_phan={"lives_on": "co", "parts": "21997, Xã Biển Mới"},
        nguoi_dan={"tu-21211": "21997", "rest": "21220"},
        van_ban=tomorrow,
    )
    assert "1 người từ Xã Tịnh Khê cũ chuyển sang Xã Biển Mới" in seen
    assert "1 người ở lại Xã Sơn Tịnh" in seen
    admin_client.post("/dia-gioi/xem-truoc/")
    assert homes(sea, hills) == ["21220", "21220"]  # its day is tomorrow


@pytest.mark.parametrize(
    ("kind", "step", "data", "full_name"),
    [
        ("rename", "ten", {"name": "Xã Mỹ Khê"}, "Xã Mỹ Khê"),
        ("kind", "cap", {"level": "phuong", "name": ""}, "Phường Tịnh Khê"),
    ],
)
def test_a_new_name_or_kind(
    admin_client: Client, kind: str, step: str, data: dict[str, str], full_name: str
) -> None:
    answer(
        admin_client,
        **{"loai": {"kind": kind}, "don_vi": {"units": "21211"}, step: data, "van_ban": PAPER},
    )
    admin_client.post("/dia-gioi/xem-truoc/")
    assert unit("21211").full_name == full_name


def test_a_unit_moves_to_another_province(admin_client: Client) -> None:
    answer(
        admin_client,
        loai={"kind": "move"},
        don_vi={"units": "21211"},
        tinh={"province": "52"},
        van_ban=PAPER,
    )
    admin_client.post("/dia-gioi/xem-truoc/")
    assert unit("21211").parent == unit("52")
    assert UnitVersion.objects.filter(unit__code="21211").count() == 2


def test_closing_a_unit_with_people_is_refused_in_the_preview(admin_client: Client) -> None:
    UserFactory(ward=unit("21211"))
    seen = answer(admin_client, loai={"kind": "close"}, don_vi={"units": "21211"}, van_ban=PAPER)
    assert "1 người" in seen
    refused = admin_client.post("/dia-gioi/xem-truoc/")
    assert refused.status_code == 200
    assert unit("21211").closed_on is None


@pytest.mark.parametrize(
    "text", ["21999", "219, Xã A", "21999, Khê Tịnh", "21220, Xã Sơn Tịnh", "21999,"]
)
def test_a_new_unit_that_cannot_be(admin_client: Client, text: str) -> None:
    admin_client.get("/dia-gioi/moi/")
    admin_client.post("/dia-gioi/moi/loai/", {"kind": "create"})
    answered = admin_client.post("/dia-gioi/moi/don-vi-moi/", {"unit": text})
    assert answered.status_code == 200
    assert text in answered.content.decode()  # nothing typed is lost


def csv_file(rows: str, head: str = PEOPLE_HEAD) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("thay-doi.csv", f"{head}\n{rows}".encode())}


def test_a_file_is_previewed_and_applied_the_same_way(admin_client: Client) -> None:
    person = UserFactory(ward=unit("21211"))
    rows = f"{TODAY},21211,merge,,,,21220,NQ 1,\n"
    sent = admin_client.post("/dia-gioi/tep/", csv_file(rows))
    assert sent.headers["Location"] == "/dia-gioi/xem-truoc/"
    seen = admin_client.get("/dia-gioi/xem-truoc/").content.decode()
    assert "Xã Tịnh Khê (21211) nhập vào Xã Sơn Tịnh (21220)" in seen
    admin_client.post("/dia-gioi/xem-truoc/")
    assert homes(person) == ["21220"]


@pytest.mark.parametrize(
    ("rows", "head", "words"),
    [
        (f"{TODAY},99999,merge,,,,21220,NQ 1,\n", PEOPLE_HEAD, ["Dòng 2, cột “code”"]),
        (f"{TODAY},21211,merge,,,,,NQ 1,\n", PEOPLE_HEAD, ["Dòng 2, cột “successors”"]),
        (f"{TODAY},21211,split,,,,21211;21220,NQ 1\n", CHANGES_HEAD, ["cột “people”"]),
        ("a,b\n", "ten,ma", ["Dòng 1"]),
        ("", PEOPLE_HEAD, ["Dòng 1"]),
        ("x,X,committee,,\n", "code,name,kind,parent,unit", ["Dòng 1"]),
    ],
)
def test_a_wrong_file_names_rows_and_columns(
    admin_client: Client, rows: str, head: str, words: list[str]
) -> None:
    sent = admin_client.post("/dia-gioi/tep/", csv_file(rows, head))
    assert sent.status_code == 200
    for word in words:
        assert word in sent.content.decode()
    assert not Succession.objects.exists()


def test_the_draft_is_kept_as_a_file_that_says_the_same(admin_client: Client) -> None:
    answer(
        admin_client,
        loai={"kind": "rename"},
        don_vi={"units": "21211"},
        ten={"name": "Mỹ Khê"},
        van_ban=PAPER,
    )
    file = admin_client.get("/dia-gioi/xem-truoc/tep.csv")
    text = file.content.decode("utf-8-sig")
    assert text.splitlines()[0] == PEOPLE_HEAD
    assert text.splitlines()[1].startswith(f"{TODAY},21211,rename,Mỹ Khê,")


def test_the_old_code_and_name_lead_to_the_heir(admin_client: Client) -> None:
    admin_client.post("/dia-gioi/tep/", csv_file(f"{TODAY},21211,merge,,,,21220,NQ 1,\n"))
    admin_client.post("/dia-gioi/xem-truoc/")
    for typed in ("21211", "tịnh khê"):
        [match] = search_wards(typed)
        assert match.unit.code == "21220", typed
        assert "Tịnh Khê" in match.note
