"""Templates: written, versioned, linted, carried in a file; issued certificates keep theirs."""

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from certificates import design, designs, pdf, sample, services, snapshot
from certificates.models import Template, TemplateVersion
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core.errors import DomainError
from tests.certificates.reading import picture_of, qr_of, text_of
from tests.factories import AgencyFactory, EnrolmentFactory, StaffFactory, with_role


def png(width: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGBA", (width, width), (200, 0, 0, 128)).save(stream, "PNG")
    return stream.getvalue()


def whole(**changes: Any) -> dict[str, Any]:
    return design.checked(changes)


def printed(**changes: Any) -> bytes:
    return pdf.html_to_pdf(pdf.page(sample.data(), whole(**changes), verify_url=sample.URL))


@pytest.mark.parametrize("portrait", [True, False])
@pytest.mark.parametrize("little_ink", [True, False])
def test_every_shape_prints_a_long_name_on_one_page(portrait: bool, little_ink: bool) -> None:
    seal = design.encode_picture(png(400))
    content = printed(
        portrait=portrait, little_ink=little_ink, seal=seal, signature=seal,
        signatory_title="Giám đốc", signatory="Trần Văn Minh",
    )  # fmt: skip
    text = " ".join(text_of(content).split())
    assert design.LONG_NAME in text
    assert "GIÁM ĐỐC" in text
    picture = picture_of(content)
    assert (picture.width < picture.height) == portrait
    assert qr_of(picture) == sample.URL
    assert content.count(b"/Type /Page\n") == 1


def test_little_ink_has_no_frame() -> None:
    assert len(printed(little_ink=True)) < len(printed()) - 10_000


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": "GIẤY CHỨNG NHẬN " * 5}, "Quá dài"),
        ({"portrait": True, "title": "GIẤY CHỨNG NHẬN HOÀN THÀNH KHÓA"}, "Quá dài"),
        ({"deed": "đã học 漢"}, "漢"),
        ({"seal": design.encode_picture(png(100))}, "quá nhỏ"),
    ],
)
def test_lint_says_what_would_go_wrong(changes: dict[str, Any], words: str) -> None:
    (problem,) = design.lint(whole(**changes))
    assert words in problem


def test_the_design_we_begin_with_has_no_problem() -> None:
    assert design.lint(whole(seal=design.encode_picture(png(400)))) == []


@pytest.mark.parametrize(
    "given", [{"title": 1}, {"body": "<img src=/etc/passwd>"}, {"seal": "AAAA"}, {"seal": "x y"}]
)
def test_what_is_no_design_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(DomainError):
        design.checked(given)


def test_markup_in_a_design_is_text() -> None:
    text = text_of(printed(opening="<img src='/etc/passwd'>"))
    assert "<img src='/etc/passwd'>" in text


def test_a_file_comes_back_whole_and_a_changed_one_does_not() -> None:
    before = whole(title="CHỨNG NHẬN", seal=design.encode_picture(png(400)))
    text = design.to_file(before, name="Mẫu Bộ")
    assert design.from_file(text) == ("Mẫu Bộ", before)
    for bad in (text.replace("CHỨNG NHẬN", "CHỨNG CHỈ"), "[]", "{}", json.dumps({"design": 1})):
        with pytest.raises(DomainError):
            design.from_file(bad)


@pytest.fixture
def by() -> User:
    user: User = StaffFactory()
    return user


@pytest.mark.django_db
def test_certificates_take_their_ministrys_newest_version_and_keep_it(by: User) -> None:
    enrolment = EnrolmentFactory(completed_at=timezone.now())
    ministry = enrolment.course.get_parent().specific
    template = designs.create_template(name="Mẫu", agency=ministry.agency, by=by)
    elsewhere = designs.create_template(name="Khác", agency=AgencyFactory(), by=by)
    for each, title in [(template, "CHỨNG NHẬN MỘT"), (elsewhere, "KHÁC")]:
        designs.save_version(template=each, design={"title": title}, by=by, at=timezone.now())
        designs.use(template=each, used=True, by=by)
    certificate = services.issue_certificate(enrolment=enrolment, at=timezone.now())
    designs.save_version(
        template=template, design={"title": "CHỨNG NHẬN HAI"}, by=by, at=timezone.now()
    )
    content = services.read_file(services.ensure_file(certificate=certificate))
    assert "CHỨNG NHẬN MỘT" in text_of(content)
    assert certificate.data["template_hash"] != snapshot.template_hash(2)
    later = services.issue_certificate(
        enrolment=EnrolmentFactory(course=enrolment.course, completed_at=timezone.now()),
        at=timezone.now(),
    )
    assert later.data["design"] != certificate.data["design"]


@pytest.mark.django_db
def test_the_same_design_twice_is_one_version_and_lint_bars_use(by: User) -> None:
    template = designs.create_template(name="Mẫu", agency=None, by=by)
    for _ in range(2):
        designs.save_version(template=template, design={"deed": "漢"}, by=by, at=timezone.now())
    assert TemplateVersion.objects.count() == 1
    with pytest.raises(DomainError) as refusal:
        designs.use(template=template, used=True, by=by)
    assert refusal.value.code == "template.lint"


@pytest.mark.django_db
def test_the_pages_write_look_export_and_import(client: Client) -> None:
    client.force_login(with_role(Role.ADMINISTRATOR))
    given = {
        "name": "Mẫu của Bộ", "title": "GIẤY CHỨNG NHẬN", "opening": "Chứng nhận:",
        "deed": "đã học xong", "drum_band": "on",
    }  # fmt: skip
    new = "/mau-giay-chung-nhan/moi/"
    look = client.post(new, given | {"preview": "1"})
    assert look.content.startswith(b"%PDF")
    assert not Template.objects.exists()
    bad = SimpleUploadedFile("dau.png", b"no picture")
    assert client.post(new, given | {"seal_file": bad}).status_code == 422
    client.post(new, given | {"seal_file": SimpleUploadedFile("dau.png", png(400))})
    template = Template.objects.get()
    address = f"/mau-giay-chung-nhan/{template.pk}/"
    client.post(f"{address}dung/")
    template.refresh_from_db()
    assert template.is_used
    client.post(address, given | {"deed": "đã hoàn thành"})  # the seal stays
    first, second = template.versions.order_by("number")
    assert second.design["seal"] == first.design["seal"] != ""
    file = client.get(f"/mau-giay-chung-nhan/{template.pk}.json").content
    client.post("/mau-giay-chung-nhan/", {"file": SimpleUploadedFile("m.json", file)})
    copy = Template.objects.exclude(pk=template.pk).get()
    assert copy.versions.get().digest == second.digest
    assert not copy.is_used
    refused = client.post("/mau-giay-chung-nhan/", {"file": SimpleUploadedFile("m.json", b"{}")})
    assert refused.status_code == 422
