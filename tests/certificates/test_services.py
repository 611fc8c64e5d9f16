import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from certificates import services, tasks
from certificates.models import Certificate, CertificateStatus, FileState
from courses.models import Enrolment
from courses.signals import course_completed
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
from tests.certificates.reading import text_of
from tests.factories import EnrolmentFactory, StaffFactory, UserFactory, make_course
from tests.threads import all_at_once

pytestmark = pytest.mark.django_db


def completed(**fields: Any) -> Enrolment:
    enrolment: Enrolment = EnrolmentFactory(completed_at=timezone.now(), **fields)
    return enrolment


def issue(enrolment: Enrolment) -> Certificate:
    return services.issue_certificate(enrolment=enrolment, at=timezone.now())


def test_a_completed_course_earns_one_certificate_however_often_it_is_said() -> None:
    enrolment = completed()
    first = issue(enrolment)
    assert issue(enrolment).pk == first.pk
    course_completed.send(sender=Enrolment, enrolment=enrolment)
    assert Certificate.objects.count() == 1


def test_an_unfinished_course_earns_nothing() -> None:
    with pytest.raises(DomainError) as error:
        issue(EnrolmentFactory())
    assert error.value.code == "certificate.not-completed"
    assert not Certificate.objects.exists()


def test_numbers_run_without_gaps_within_a_year_and_start_again() -> None:
    course = make_course()
    numbers = [issue(completed(course=course)).number for _ in range(3)]
    next_year = services.issue_certificate(
        enrolment=completed(course=course), at=datetime(2027, 1, 2, tzinfo=UTC)
    )
    assert numbers == [1, 2, 3]
    assert next_year.number == 1
    assert next_year.code.startswith("BDS-2027-")


def test_the_year_is_vietnams_year() -> None:
    at = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)  # half past midnight on 1 January in Viet Nam
    certificate = services.issue_certificate(enrolment=completed(), at=at)
    assert certificate.data["issued_on"] == "2027-01-01"
    assert certificate.register.year == 2027


def test_what_is_printed_is_frozen() -> None:
    certificate = services.ensure_file(certificate=issue(completed()))
    before = services.read_file(certificate)
    user, course = certificate.user, certificate.course
    assert course is not None
    user.full_name = "Tên Khác"
    user.save()
    course.title = "Khóa khác"
    course.save()
    again = services.ensure_file(certificate=Certificate.objects.get(pk=certificate.pk))
    assert services.read_file(again) == before
    assert hashlib.sha256(before).hexdigest() == certificate.file_hash
    assert "Nguyễn Thị Hoa" in text_of(before)


def test_the_file_is_made_after_the_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        certificate = issue(completed())
        assert certificate.file_state == FileState.PENDING
    certificate.refresh_from_db()
    assert certificate.file_state == FileState.READY


def test_a_lost_task_is_made_up_for_by_the_sweep() -> None:
    certificate = issue(completed())
    assert tasks.render_pending() == 1
    certificate.refresh_from_db()
    assert certificate.file_state == FileState.READY
    assert tasks.render_pending() == 0


def test_a_file_that_cannot_be_made_leaves_the_certificate_waiting() -> None:
    certificate = issue(completed(user=UserFactory(full_name="Hoa 漢")))
    tasks.render_certificate(certificate.pk)
    certificate.refresh_from_db()
    assert certificate.file_state == FileState.PENDING
    assert certificate.status == CertificateStatus.VALID


def test_two_workers_leave_one_file() -> None:
    certificate = issue(completed())
    stale_copy = Certificate.objects.get(pk=certificate.pk)
    services.ensure_file(certificate=certificate)
    services.ensure_file(certificate=stale_copy)
    assert stale_copy.file_name == certificate.file_name
    _folders, files = storages["private"].listdir(f"certificates/{certificate.issued_at:%Y}")
    assert sum(certificate.code in name for name in files) == 1


def test_revoking_says_why_is_logged_and_happens_once() -> None:
    certificate, admin = issue(completed()), StaffFactory()
    first = services.revoke(
        certificate=certificate, reason="Cấp nhầm người", by=admin, at=timezone.now()
    )
    services.revoke(certificate=certificate, reason="Lý do khác", by=admin, at=timezone.now())
    assert first.status == CertificateStatus.REVOKED
    certificate.refresh_from_db()
    assert certificate.status_reason == "Cấp nhầm người"
    assert AuditEvent.objects.filter(action="certificate.revoked").count() == 1


@pytest.mark.django_db(transaction=True)
def test_raced_by_ten_threads_there_is_exactly_one() -> None:
    enrolment = completed()
    found = all_at_once(10, lambda: issue(enrolment).pk)
    assert len(set(found)) == 1
    assert Certificate.objects.count() == 1
    assert Certificate.objects.get().register.last_number == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_take_every_number_once() -> None:
    course = make_course()
    waiting = [completed(course=course) for _ in range(12)]
    numbers = all_at_once(12, lambda: issue(waiting.pop()).number)
    assert sorted(numbers) == list(range(1, 13))
