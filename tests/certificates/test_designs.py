"""Templates: saved as versions, put to use, carried in a file; issued certificates keep theirs."""

import base64
import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certificates import design, designs, pdf, services, standards
from certificates.models import Template, TemplateVersion
from lms.accounts.models import User
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
from tests.certificates.designing import SEAL, SIGNERS, png, whole, with_line
from tests.certificates.reading import text_of
from tests.factories import AgencyFactory, EnrolmentFactory, StaffFactory

FIRST_FORMAT = {
    "portrait": True, "drum_band": True, "little_ink": False, "title": "CHỨNG NHẬN CŨ",
    "opening": "Chứng nhận:", "deed": "đã học xong", "signatory_title": "Giám đốc",
    "signatory": "Trần Văn Minh", "seal": "", "signature": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"body": "<img src=/etc/passwd>"}, "body"),
        ({"portrait": "yes"}, "portrait"),
        ({"lines": "text"}, "lines"),
        ({"lines": ["text"]}, "text"),
        ({"lines": [{"words": "x"}]}, "words"),
        ({"lines": [{"text": "x", "size": 500}]}, "size"),
        ({"lines": [{"text": "{mật khẩu}"}]}, "{mật khẩu}"),
        ({"lines": [{"text": "x"}] * 15}, "lines"),
        ({"lines": [{"text": "x" * 201}]}, "xxx"),
        ({"signers": []}, "signers"),
        ({"signers": [{}, {}, {}]}, "signers"),
        ({"seal_right": 61}, "seal_right"),
        ({"seal_mm": True}, "seal_mm"),
        ({"qr_corner": "top"}, "qr_corner"),
        ({"seal": "AAAA"}, "PNG"),
        ({"seal": "file:///etc/passwd"}, "PNG"),
        ({"seal": "http://127.0.0.1/dau.png"}, "PNG"),
        ({"signers": [{"signature": "../print/band-vertical.png"}]}, "PNG"),
        ({"seal": base64.b64encode(png(4001, 1)).decode()}, "300 KB"),
        ({"seal": "A" * 500_000}, "300 KB"),
        ([], "mẫu"),
    ],
)
def test_what_is_no_design_is_refused_by_name(given: Any, named: str) -> None:
    with pytest.raises(DomainError) as refusal:
        design.checked(given)
    assert named in str(refusal.value.message)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x.png", "https://example.org/x.png", "file:///etc/hostname",
                "/etc/hostname", "../models.py", "ftp://127.0.0.1/x"],
)  # fmt: skip
def test_a_sheet_that_calls_out_or_reads_other_files_is_not_made(address: str) -> None:
    with pytest.raises(pdf.PdfError):
        pdf.html_to_pdf(f'<html><body><img src="{address}"></body></html>')


def test_a_file_goes_there_and_back_to_the_byte() -> None:
    before = whole("attendance", seal=SEAL, signers=SIGNERS)
    text = design.to_file(before, name="Mẫu Bộ", kind="attendance")
    name, kind, after = design.from_file(text)
    assert (name, kind, after) == ("Mẫu Bộ", "attendance", before)
    shuffled = dict(reversed(after.items()))  # PostgreSQL keeps keys in its own order
    assert design.to_file(shuffled, name=name, kind=kind) == text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("GIẤY XÁC NHẬN", "GIẤY CHỨNG CHỈ"), "bị sửa"),
        (lambda text: text[:-20], "không đọc được"),
        (lambda text: "[]", "bdhvs-certificate-design-2"),
        (lambda text: text.replace("design-2", "design-9"), "bdhvs-certificate-design-2"),
        (lambda text: text.replace('"kind": "attendance"', '"kind": "diploma"'), "kind"),
        (lambda text: text.replace('"name": "Mẫu Bộ"', '"name": ""'), "name"),
    ],
)
def test_a_bad_file_is_refused_by_name(change: Any, words: str) -> None:
    text = design.to_file(whole("attendance"), name="Mẫu Bộ", kind="attendance")
    with pytest.raises(DomainError) as refusal:
        design.from_file(change(text))
    assert words in str(refusal.value.message)


def test_a_forged_file_with_a_right_digest_is_judged_by_what_it_holds() -> None:
    bad = {**whole(), "lines": [{**design.LINE, "text": "<img src=http://127.0.0.1/>"}]}
    with pytest.raises(DomainError) as refusal:
        design.from_file(design.to_file(bad, name="Mẫu", kind="completion"))
    assert refusal.value.code == "design.markup"


@pytest.fixture
def by() -> User:
    pdf.design_of.cache_clear()  # a test's versions are gone, and their numbers come again
    user: User = StaffFactory()
    return user


def made(by: User, given: dict[str, Any], **changes: Any) -> Template:
    template = designs.create_template(**{"name": "Mẫu", "agency": None, "by": by} | changes)
    designs.save_version(template=template, design=given, by=by, at=timezone.now())
    return template


@pytest.mark.django_db
def test_certificates_take_their_ministrys_newest_version_and_keep_it(by: User) -> None:
    enrolment = EnrolmentFactory(completed_at=timezone.now())
    agency = enrolment.course.get_parent().specific.agency
    template = made(by, with_line("MẪU MỘT"), agency=agency)
    elsewhere = made(by, with_line("MẪU KHÁC"), agency=AgencyFactory())
    for each in (template, elsewhere):
        designs.use(template=each, used=True, by=by)
    certificate = services.issue_certificate(enrolment=enrolment, at=timezone.now())
    designs.save_version(template=template, design=with_line("MẪU HAI"), by=by, at=timezone.now())
    certificate = services.ensure_file(certificate=certificate)
    content = services.read_file(certificate)
    assert "MẪU MỘT" in text_of(content)
    later = services.issue_certificate(
        enrolment=EnrolmentFactory(course=enrolment.course, completed_at=timezone.now()),
        at=timezone.now(),
    )
    assert later.data["design"] != certificate.data["design"]
    assert later.data["template_hash"] != certificate.data["template_hash"]
    designs.go_back(version=template.versions.get(number=1), by=by, at=timezone.now())
    assert services.read_file(services.ensure_file(certificate=certificate)) == content


@pytest.mark.django_db
def test_each_kind_has_its_own_template_and_its_own_design_without_one(by: User) -> None:
    enrolment = EnrolmentFactory(completed_at=timezone.now())
    template = made(by, whole("attendance"), kind="attendance")
    designs.use(template=template, used=True, by=by)
    assert designs.version_for(enrolment.course, "attendance") == template.versions.get()
    assert designs.version_for(enrolment.course, "hours") is None
    certificate = services.issue_certificate(enrolment=enrolment, at=timezone.now())
    assert certificate.data["standard"] == standards.LATEST
    assert "GIẤY CHỨNG NHẬN" in text_of(
        services.read_file(services.ensure_file(certificate=certificate))
    )


@pytest.mark.django_db
def test_a_version_from_before_lines_is_issued_as_it_was_and_edited_as_lines(by: User) -> None:
    template = designs.create_template(name="Cũ", agency=None, by=by)
    TemplateVersion.objects.create(
        template=template, number=1, design=FIRST_FORMAT, digest=design.digest(FIRST_FORMAT),
        created_at=timezone.now(), created_by=by,
    )  # fmt: skip
    designs.use(template=template, used=True, by=by)
    certificate = services.issue_certificate(
        enrolment=EnrolmentFactory(completed_at=timezone.now()), at=timezone.now()
    )
    assert certificate.data["template"] == 2
    content = services.read_file(services.ensure_file(certificate=certificate))
    assert "CHỨNG NHẬN CŨ" in text_of(content)
    modern = standards.from_first_format(FIRST_FORMAT)
    assert design.checked(modern) == modern
    words = [line["text"] for line in modern["lines"]]
    assert {"CHỨNG NHẬN CŨ", "Chứng nhận:", "đã học xong", "{họ tên}"} <= set(words)
    assert modern["signers"][0]["name"] == "Trần Văn Minh"


@pytest.mark.django_db
def test_the_same_design_twice_is_one_version_and_lint_bars_use(by: User) -> None:
    template = made(by, with_line("漢"))
    designs.save_version(template=template, design=with_line("漢"), by=by, at=timezone.now())
    assert TemplateVersion.objects.count() == 1
    with pytest.raises(DomainError) as refusal:
        designs.use(template=template, used=True, by=by)
    assert refusal.value.code == "template.lint"


@pytest.mark.django_db
def test_going_back_makes_a_new_version_and_takes_none_away(by: User) -> None:
    template = made(by, with_line("MỘT"))
    designs.save_version(template=template, design=with_line("HAI"), by=by, at=timezone.now())
    two, one = template.versions.all()
    three = designs.go_back(version=one, by=by, at=timezone.now())
    assert [each.number for each in template.versions.all()] == [3, 2, 1]
    assert (three.design, three.digest) == (one.design, one.digest) != (two.design, two.digest)
    assert designs.go_back(version=one, by=by, at=timezone.now()) == three
    assert AuditEvent.objects.filter(action="template.version").count() == 3


@pytest.mark.django_db
def test_one_template_of_a_kind_and_agency_is_in_use(by: User) -> None:
    one, two = made(by, whole()), made(by, whole(portrait=True))
    hours = made(by, whole("hours"), kind="hours")
    for each in (one, hours, two):
        designs.use(template=each, used=True, by=by)
    assert set(Template.objects.filter(is_used=True)) == {two, hours}
    with pytest.raises(IntegrityError), transaction.atomic():
        Template.objects.filter(pk=one.pk).update(is_used=True)


@pytest.mark.django_db
def test_a_template_in_use_is_not_given_to_another_agency(by: User) -> None:
    template = made(by, whole())
    designs.use(template=template, used=True, by=by)
    designs.name_template(template=template, name="Tên mới", agency=None, by=by)
    with pytest.raises(DomainError):
        designs.name_template(template=template, name="Mẫu", agency=AgencyFactory(), by=by)
    template.refresh_from_db()
    assert (template.name, template.agency) == ("Tên mới", None)


@pytest.mark.django_db
def test_a_template_from_its_file_is_the_same_design_not_in_use(by: User) -> None:
    text = design.to_file(whole("hours", seal=SEAL), name="Mẫu giờ học", kind="hours")
    version = designs.import_file(text=text, agency=None, by=by, at=timezone.now())
    version.refresh_from_db()
    assert not version.template.is_used
    assert version.digest == json.loads(text)["sha256"]
    again = design.to_file(version.design, name=version.template.name, kind=version.template.kind)
    assert again == text
