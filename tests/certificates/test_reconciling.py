"""Learned, certified, confirmed: counted apart, mismatches by reason, no identity number kept."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from certificates import reconciling, services
from certificates.models import Certificate, Confirmed
from certificates.reconciling import Counts, Line
from lms.accounts.roles import Role
from lms.core.errors import DomainError
from tests.factories import EnrolmentFactory, StaffFactory, UserFactory, with_role

pytestmark = pytest.mark.django_db


def issue(**user: Any) -> Certificate:
    enrolment = EnrolmentFactory(user=UserFactory(**user), completed_at=timezone.now())
    return services.issue_certificate(enrolment=enrolment, at=timezone.now())


def reconcile(*lines: Line) -> dict[str, int]:
    return reconciling.reconcile(lines=lines, by=StaffFactory(), at=timezone.now())


def test_every_mismatch_has_its_reason() -> None:
    good, other_name, moved, gone = issue(), issue(), issue(), issue()
    services.revoke(certificate=gone, reason="Sai", by=StaffFactory(), at=timezone.now())
    assert good.ward is not None
    found = reconcile(
        Line(good.code.lower(), "NGUYEN THI HOA", good.ward.code),
        Line(other_name.code, "Trần Văn Minh"),
        Line(moved.code, "Nguyễn Thị Hoa", "99999"),
        Line(gone.code, "Nguyễn Thị Hoa"),
        Line("BDS-2026-0000-0000", "Ai Đó"),
    )
    assert found == {"": 1, "name": 1, "ward": 1, "not_valid": 1, "not_found": 1}
    assert {reason for _code, reason in reconciling.mismatches()} == {
        str(word) for word in reconciling.REASONS.values()
    }


def test_three_numbers_and_the_same_file_twice() -> None:
    first, second = issue(), issue()
    EnrolmentFactory(completed_at=timezone.now())  # completed, nothing issued
    lines = [Line(first.code, "Nguyễn Thị Hoa"), Line(second.code, "Khác Tên")]
    for _ in range(2):
        reconcile(*lines)
        assert reconciling.counts() == Counts(learned=3, certified=2, confirmed=1)
        assert Confirmed.objects.count() == 2
    services.revoke(certificate=first, reason="Sai", by=StaffFactory(), at=timezone.now())
    assert reconciling.counts() == Counts(learned=3, certified=1, confirmed=0)


def test_the_file_for_the_register_holds_valid_ones_of_real_people() -> None:
    held, gone = issue(), issue()
    services.revoke(certificate=gone, reason="Sai", by=StaffFactory(), at=timezone.now())
    issue(is_invented=True)
    assert [row[0] for row in reconciling.rows()] == [held.code]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"ma,ho_ten,cccd\nBDS,Hoa,051061000123\n", "register.identity_numbers"),
        (b"ma,ten\n1,2\n", "register.columns"),
        (b"", "register.columns"),
        ("ma,ho_ten\nx,Hoà\n".encode("utf-16"), "register.encoding"),
    ],
)
def test_files_that_are_sent_back(content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        reconciling.read_answer(content)
    assert refusal.value.code == code


def test_the_page_takes_the_answer_and_lists_what_differs(client: Client) -> None:
    held = issue()
    client.force_login(with_role(Role.ADMINISTRATOR))
    sent = b"".join(client.get("/doi-chieu-giay-chung-nhan/danh-sach.csv").streaming_content)  # type: ignore[attr-defined]
    (row,) = csv.DictReader(io.StringIO(sent.decode("utf-8-sig")))
    assert (row["ma"], row["ho_ten"]) == (held.code, "Nguyễn Thị Hoa")
    answer = f"ma,ho_ten\n{held.code},Trần Thị Hoa\n".encode()
    file = SimpleUploadedFile("tra-loi.csv", answer)
    page = client.post("/doi-chieu-giay-chung-nhan/", {"file": file}, follow=True)
    assert f"{held.code}: tên khác nhau" in page.content.decode()
    refused = client.post("/doi-chieu-giay-chung-nhan/", {})
    assert refused.status_code == 422
