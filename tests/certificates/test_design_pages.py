"""The pages a certificate is composed on: looking writes nothing, and nothing written is lost."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from certificates import design, designs, standards
from certificates.models import Template, TemplateVersion
from lms.accounts.roles import Role
from lms.core import periods
from lms.core.models import AuditEvent
from tests.certificates.designing import SEAL, png
from tests.factories import AgencyFactory, with_role

pytestmark = pytest.mark.django_db
LIST = "/mau-giay-chung-nhan/"
NEW = f"{LIST}moi/"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(with_role(Role.ADMINISTRATOR))
    return client


def written(kind: str = "completion", **changes: Any) -> dict[str, Any]:
    """What a browser sends of an untouched form, with changes; lines as "dong-N-text"."""
    given = standards.standard(kind)
    lines = {
        f"dong-{number}-{key}": value
        for number, line in enumerate(given["lines"])
        for key, value in line.items()
    }
    return {
        "name": "Mẫu của Bộ", "agency": "", "sheet": "portrait" if given["portrait"] else "landscape",
        "drum_band": "on", "qr_corner": "left",
        "seal_mm": "32", "seal_signer": "1", "seal_side": "third", "seal_right": "0",
        "seal_down": "0", "shown": "80", "dong-INITIAL_FORMS": len(given["lines"]),
        "dong-TOTAL_FORMS": len(given["lines"]), **lines, **changes,
    }  # fmt: skip


def nothing_kept() -> bool:
    return not (
        Template.objects.exists()
        or TemplateVersion.objects.exists()
        or AuditEvent.objects.filter(action__startswith="template").exists()
    )


def newest(template: Template) -> dict[str, Any]:
    version = template.versions.first()
    assert version is not None
    design: dict[str, Any] = version.design
    return design


def words_of(page: Any) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


@pytest.mark.parametrize("kind", ["completion", "hours", "attendance"])
def test_a_new_one_begins_with_the_design_of_its_kind(desk: Client, kind: str) -> None:
    page = desk.get(f"{NEW}?loai={kind}")
    title = standards.standard(kind)["lines"][0]["text"]
    assert f">{title}</text>" in words_of(page)
    assert "In ra không có gì sai" in words_of(page)
    desk.post(f"{NEW}?loai={kind}", written(kind))
    assert Template.objects.get().kind == kind
    assert TemplateVersion.objects.get().design == standards.standard(kind)


def test_looking_without_scripts_shows_it_keeps_what_was_written_and_saves_nothing(
    desk: Client,
) -> None:
    file = SimpleUploadedFile("dau.png", png(500))
    given = written(**{"dong-1-text": "Chứng nhận đồng chí:", "sheet": "portrait", "preview": "1"})
    page = desk.post(NEW, given | {"seal_file": file})
    assert page.status_code == 200
    words = words_of(page)
    assert ">Chứng nhận đồng chí:</text>" in words
    assert 'viewBox="0 0 595.28 841.89"' in words
    assert 'value="Chứng nhận đồng chí:"' in words
    assert "Đây mới là xem thử" in words
    assert nothing_kept()
    # The file cannot be chosen for somebody again: the page carries the picture itself.
    kept = re.search(r'name="seal_kept" value="([^"]+)"', words)
    assert kept
    desk.post(NEW, written(seal_kept=kept[1]))
    assert TemplateVersion.objects.get().design["seal"] == design.encode_picture(png(500))


def test_what_follows_the_typing_is_the_sheet_and_the_lint_alone(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        page = desk.post(NEW, written(live="1", **{"dong-1-text": "漢 {ho ten}", "name": "x"}))
    words = words_of(page)
    assert words.startswith("<svg")
    assert "Phông chữ không có: 漢" in words
    assert "<html" not in words
    assert nothing_kept()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"dong-1-text": "{mật khẩu}"}, "Không có chỗ điền {mật khẩu}. Dùng được: {họ tên}"),
        ({"dong-1-text": "x" * 201}, "200"),
        ({"dong-0-size": "99"}, "99"),
        ({"seal_right": "61"}, "60"),
        ({"seal_kept": "AAAA"}, "PNG"),
    ],
)
def test_what_is_wrong_is_said_in_place_and_loses_nothing(
    desk: Client, changes: dict[str, str], words: str
) -> None:
    for how in ("live", "preview", "pdf", "move", "save"):
        page = desk.post(NEW, written(deed="x") | changes | {how: "1-up"})
        assert page.status_code == 422
        assert words.lower() in page.content.decode().lower()
        assert "Mẫu của Bộ" in page.content.decode() or how == "live"
    assert nothing_kept()


def test_what_is_looked_at_needs_no_name_and_what_is_kept_does(desk: Client) -> None:
    for how in ("live", "preview", "pdf", "move"):
        assert desk.post(NEW, written(name="", **{how: "1"})).status_code == 200
    page = desk.post(NEW, written(name=""))
    assert page.status_code == 422
    assert 'href="#id_name"' in page.content.decode()
    assert nothing_kept()


def test_a_picture_that_is_none_is_refused_at_its_field(desk: Client) -> None:
    bad = SimpleUploadedFile("dau.png", b"no picture")
    page = desk.post(NEW, written() | {"seal_file": bad})
    assert page.status_code == 422
    assert 'href="#id_seal_file"' in page.content.decode()
    assert nothing_kept()


def test_a_line_goes_up_without_being_kept(desk: Client) -> None:
    words = words_of(desk.post(NEW, written(move="1-up")))
    assert words.index('value="Chứng nhận Ông/Bà:"') < words.index('value="GIẤY CHỨNG NHẬN"')
    assert words.index(">Chứng nhận Ông/Bà:</text>") < words.index(">GIẤY CHỨNG NHẬN</text>")
    gap = words_of(desk.post(NEW, written(move="2-up", **{"dong-1-text": ""})))
    assert gap.index('value="{họ tên}"') < gap.index('value="GIẤY CHỨNG NHẬN"')
    for wish in ("0-up", "7-down", "99-up", "x", "-1-up"):
        assert desk.post(NEW, written(move=wish)).status_code == 200
    assert nothing_kept()


def test_the_pdf_is_made_of_the_same_and_kept_nowhere(desk: Client) -> None:
    page = desk.post(NEW, written(pdf="1"))
    assert page.content.startswith(b"%PDF")
    assert nothing_kept()


def test_it_is_saved_used_changed_and_taken_back(desk: Client) -> None:
    desk.post(NEW, written() | {"seal_file": SimpleUploadedFile("dau.png", png(500))})
    template = Template.objects.get()
    address = f"{LIST}{template.pk}/"
    desk.post(f"{address}dung/")
    desk.post(address, written(name="Tên mới", **{"dong-4-text": "đã học xong khóa học"}))
    template.refresh_from_db()
    assert (template.is_used, template.name) == (True, "Tên mới")
    second, first = template.versions.all()
    assert second.design["seal"] == first.design["seal"] == design.encode_picture(png(500))
    look = desk.get(f"{address}phien-ban/1/")
    assert ">đã hoàn thành khóa học</text>" in look.content.decode()
    desk.post(f"{address}phien-ban/1/")
    assert newest(template) == first.design
    assert template.versions.count() == 3
    desk.post(address, written(seal_drop="on"))
    assert newest(template)["seal"] == ""
    assert desk.get(f"{address}phien-ban/9/").status_code == 404


def test_a_template_in_use_keeps_its_agency_and_nothing_is_half_saved(desk: Client) -> None:
    desk.post(NEW, written())
    template = Template.objects.get()
    address = f"{LIST}{template.pk}/"
    desk.post(f"{address}dung/")
    page = desk.post(
        address, written(name="Khác", agency=AgencyFactory().pk, **{"dong-0-text": "KHÁC"})
    )
    assert page.status_code == 422
    template.refresh_from_db()
    assert (template.name, template.versions.count()) == ("Mẫu của Bộ", 1)


def test_a_file_comes_back_to_the_byte_and_a_bad_one_is_refused_by_name(desk: Client) -> None:
    desk.post(NEW, written(seal_kept=SEAL))
    first = Template.objects.get()
    file = desk.get(f"{LIST}{first.pk}.json").content
    desk.post(LIST, {"file": SimpleUploadedFile("m.json", file)})
    copy = Template.objects.exclude(pk=first.pk).get()
    assert desk.get(f"{LIST}{copy.pk}.json").content == file
    for bad, words in [
        (b"{}", "bdhvs-certificate-design-2"),
        (b"\xff\xfe", "không đọc được"),
        (file.replace(b'"portrait": false', b'"portrait": true'), "bị sửa"),
    ]:
        page = desk.post(LIST, {"file": SimpleUploadedFile("m.json", bad)})
        assert page.status_code == 422
        assert words in page.content.decode()
    assert Template.objects.count() == 2


def test_the_list_and_a_template_ask_little_of_the_database(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    by = with_role(Role.ADMINISTRATOR)
    for number in range(5):
        template = designs.create_template(name=f"Mẫu {number}", agency=AgencyFactory(), by=by)
        for title in ("MỘT", "HAI", "BA", "BỐN"):
            given = {"lines": [{"text": title}]}
            designs.save_version(template=template, design=given, by=by, at=periods.now())
    desk.get(LIST)
    with django_assert_max_num_queries(6):
        desk.get(LIST)
    with django_assert_max_num_queries(9):
        desk.get(f"{LIST}{template.pk}/")


def test_the_editors_room_leads_there_for_administrators_alone(desk: Client) -> None:
    assert f'"{LIST}"' in desk.get("/bien-tap/").content.decode().replace("&quot;", '"')
    other = Client()
    other.force_login(with_role(Role.EDITOR))
    assert LIST not in other.get("/bien-tap/").content.decode()


def test_whoever_saves_over_a_newer_version_is_told_first_and_loses_nothing(desk: Client) -> None:
    desk.post(NEW, written())
    template = Template.objects.get()
    address = f"{LIST}{template.pk}/"
    assert 'name="based_on" value="1"' in words_of(desk.get(address))
    desk.post(address, written(based_on="1", **{"dong-0-text": "CỦA NGƯỜI KHÁC"}))
    mine: dict[str, Any] = {
        "dong-0-text": "CỦA TÔI",
        "signature_1_file": SimpleUploadedFile("ky.png", png(400)),
    }
    page = desk.post(address, written(based_on="1", **mine))
    assert page.status_code == 422
    assert newest(template)["lines"][0]["text"] == "CỦA NGƯỜI KHÁC"
    text = words_of(page)
    assert "phiên bản 2" in text
    assert "CỦA TÔI" in text
    picture = re.search(r'name="signature_1_kept" value="([^"]+)"', text)
    assert picture
    again = {"dong-0-text": "CỦA TÔI", "signature_1_kept": picture[1], "based_on": "2"}
    assert 'name="based_on" value="2"' in text
    assert desk.post(address, written(**again)).status_code == 302
    assert newest(template)["lines"][0]["text"] == "CỦA TÔI"
    assert newest(template)["signers"][0]["signature"]
    assert template.versions.count() == 3
