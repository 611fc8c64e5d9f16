"""What happens to a certificate after its issue: every change with reason, who and when."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from certificates import life, pdf, services, snapshot, standards, tasks
from certificates.models import Certificate, CertificateStatus, IssueRule, Notice, StatusChange
from certificates.statuses import ALLOWED, change_status
from courses.models import RequirementDone
from courses.services import meet_requirement_again, register_requirement
from lms.accounts.models import User
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
from quizzes.models import Quiz
from quizzes.services import save_answer, start_attempt, submit_attempt
from tests.factories import EnrolmentFactory, StaffFactory, make_quiz
from tests.quizzes.taking import responses

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 3, tzinfo=UTC)


def issue(at: datetime = NOW, **rule: Any) -> Certificate:
    enrolment = EnrolmentFactory(completed_at=at)
    if rule:
        IssueRule.objects.create(course=enrolment.course, **rule)
    return services.issue_certificate(enrolment=enrolment, at=at)


@pytest.fixture
def clerk() -> User:
    user: User = StaffFactory()
    return user


def kinds(user: User) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_suspended_then_valid_again_and_the_holder_is_told(clerk: User) -> None:
    certificate = issue()
    life.suspend(certificate=certificate, code="checking", reason="Kiểm tra", by=clerk, at=NOW)
    assert certificate.status == CertificateStatus.SUSPENDED
    life.reinstate(certificate=certificate, reason="Đúng", by=clerk, at=NOW)
    assert (certificate.status, certificate.status_reason) == ("valid", "")
    assert kinds(certificate.user) == ["suspended", "reinstated"]
    changes = StatusChange.objects.values_list("before", "after", "by")
    assert list(changes) == [
        ("valid", "suspended", clerk.pk),
        ("suspended", "valid", clerk.pk),
    ]
    assert AuditEvent.objects.filter(action="certificate.suspended", actor=clerk).exists()


def test_without_a_reason_nothing_changes(clerk: User) -> None:
    certificate = issue()
    with pytest.raises(DomainError):
        life.take_back(certificate=certificate, code="mistake", reason=" ", by=clerk, at=NOW)
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize("before", list(CertificateStatus))
@pytest.mark.parametrize("after", list(CertificateStatus))
def test_only_known_ways_from_status_to_status(before: str, after: str, clerk: User) -> None:
    certificate = issue()
    Certificate.objects.update(status=before)
    move: dict[str, Any] = {"code": "mistake", "reason": "x", "by": clerk, "at": NOW}
    if after in ALLOWED[before]:
        assert change_status(certificate=certificate, to=after, **move).status == after
    else:
        with pytest.raises(DomainError) as refusal:
            change_status(certificate=certificate, to=after, **move)
        assert refusal.value.code == "certificate.transition"


def test_a_correction_is_a_new_certificate_and_both_name_each_other(clerk: User) -> None:
    old = services.ensure_file(certificate=issue())
    before, data = services.read_file(old), dict(old.data)
    new = life.correct(
        certificate=old, changes={"name": "Nguyễn  Thị Hòa"}, reason="Sai tên", by=clerk, at=NOW
    )
    old.refresh_from_db()
    assert (old.status, old.is_current, old.superseded_by) == ("superseded", False, new)
    assert (new.supersedes, new.number, new.status) == (old, old.number + 1, "valid")
    assert new.data["name"] == "Nguyễn Thị Hòa"
    assert new.data["supersedes"] == old.code
    assert (old.data, services.read_file(old)) == (data, before)
    assert old.enrolment is not None
    assert services.issue_certificate(enrolment=old.enrolment, at=NOW) == new
    with pytest.raises(DomainError):
        life.correct(certificate=old, changes={"name": "Khác"}, reason="Nữa", by=clerk, at=NOW)
    with pytest.raises(DomainError):
        life.reinstate(certificate=old, reason="Trả lại", by=clerk, at=NOW)


@pytest.mark.parametrize("changes", [{}, {"name": "Nguyễn Thị Hoa"}, {"code": "BDS-1"}])
def test_a_correction_that_corrects_nothing_is_refused(
    changes: dict[str, str], clerk: User
) -> None:
    with pytest.raises(DomainError):
        life.correct(certificate=issue(), changes=changes, reason="Sai", by=clerk, at=NOW)
    assert Certificate.objects.get().status == "valid"


def test_it_expires_on_its_day_and_not_before() -> None:
    certificate = issue(valid_months=12)
    assert certificate.expires_on == date(2027, 3, 1)
    evening_before = datetime(2027, 2, 28, 16, 59, tzinfo=UTC)  # 23:59 in Viet Nam
    assert life.expire_due(at=evening_before) == 0
    assert life.expire_due(at=evening_before + timedelta(minutes=1)) == 1
    certificate.refresh_from_db()
    assert certificate.status == CertificateStatus.EXPIRED
    assert kinds(certificate.user) == ["expired"]


def test_reminders_go_out_once_each() -> None:
    certificate = issue(valid_months=12)
    moments = [datetime(2026, 12, 1), datetime(2027, 1, 5), datetime(2027, 2, 20)]  # noqa: DTZ001
    told = [life.remind_due(at=moment.replace(tzinfo=UTC)) for moment in [*moments, *moments]]
    assert told == [0, 1, 1, 0, 0, 0]
    assert kinds(certificate.user) == ["expiring", "expiring"]


def test_renewal_has_a_window_and_a_new_term() -> None:
    old = issue(valid_months=12, window_days=30)
    with pytest.raises(DomainError) as refusal:
        life.renew(certificate=old, by=None, at=datetime(2027, 1, 29, tzinfo=UTC))
    assert refusal.value.code == "certificate.too_early"
    new = life.renew(certificate=old, by=None, at=datetime(2027, 1, 30, 3, tzinfo=UTC))
    assert (new.expires_on, new.supersedes) == (date(2028, 1, 30), old)
    assert old.superseded_by == new


def test_an_expired_one_may_still_be_renewed() -> None:
    old = issue(valid_months=1)
    life.expire_due(at=NOW + timedelta(days=60))
    new = life.renew(certificate=old, by=None, at=NOW + timedelta(days=61))
    assert new.status == "valid"


def test_a_correction_keeps_the_term_of_the_first_issue(clerk: User) -> None:
    old = issue(valid_months=12)
    later = NOW + timedelta(days=200)
    new = life.correct(
        certificate=old, changes={"name": "Nguyễn Thị Hòa"}, reason="Sai tên", by=clerk, at=later
    )
    assert new.expires_on == old.expires_on == date(2027, 3, 1)
    assert new.data["expires_on"] == "2027-03-01"
    assert new.data["issued_on"] == "2026-09-17"


def test_one_that_had_run_out_is_corrected_and_stays_run_out(clerk: User) -> None:
    old = issue(valid_months=1)
    later = NOW + timedelta(days=60)
    life.expire_due(at=later)
    new = life.correct(
        certificate=old, changes={"name": "Nguyễn Thị Hòa"}, reason="Sai tên", by=clerk, at=later
    )
    assert (new.status, new.expires_on) == ("expired", old.expires_on)


def test_while_it_is_checked_it_is_not_renewed(clerk: User) -> None:
    held = issue(valid_months=1)
    life.suspend(certificate=held, code="checking", reason="Kiểm tra", by=clerk, at=NOW)
    with pytest.raises(DomainError) as refusal:
        life.renew(certificate=held, by=clerk, at=NOW + timedelta(days=20))
    assert refusal.value.code == "certificate.checking"
    sat_again(held, NOW + timedelta(days=20), "12/12")
    assert Certificate.objects.get().status == "suspended"


def sat_again(certificate: Certificate, at: datetime, text: str, evidence: str = "tu_hoc") -> None:
    """The final test, passed once more, as the course tells it."""
    assert certificate.course is not None
    assert certificate.enrolment is not None
    requirement = register_requirement(
        course=certificate.course, kind="quiz", key="cuoi", title="Kiểm tra", minutes=5
    )
    RequirementDone.objects.get_or_create(
        enrolment=certificate.enrolment,
        requirement=requirement,
        defaults={"done_at": NOW, "evidence": "tu_hoc", "score_text": "12/12"},
    )
    meet_requirement_again(
        enrolment=certificate.enrolment,
        kind="quiz",
        key="cuoi",
        evidence=evidence,
        score_text=text,
        at=at,
    )


def test_the_final_test_passed_again_in_the_window_renews(clerk: User) -> None:
    old = issue(valid_months=12, window_days=30)
    sat_again(old, datetime(2026, 6, 1, tzinfo=UTC), "12/12")
    assert Certificate.objects.count() == 1  # too early: learning all the same
    at = datetime(2027, 2, 10, 3, tzinfo=UTC)
    sat_again(old, at, "11/12")
    new = Certificate.objects.get(is_current=True)
    assert (new.supersedes, new.expires_on) == (old, date(2028, 2, 10))
    assert new.data["result"] == "11/12"
    sat_again(old, at + timedelta(minutes=5), "12/12")  # its own window is a year away
    assert Certificate.objects.count() == 2
    assert kinds(old.user) == ["replaced"]


@pytest.mark.parametrize(
    ("text", "evidence", "renewed"),
    [("9/12", "co_giam_sat", False), ("12/12", "tu_hoc", False), ("10/12", "co_giam_sat", True)],
)
def test_a_refresher_has_to_reach_what_the_rule_asks(
    text: str, evidence: str, renewed: bool
) -> None:
    held = issue(valid_months=1)
    IssueRule.objects.update(exam_percent=80, supervised=True)
    sat_again(held, NOW + timedelta(days=25), text, evidence)
    assert Certificate.objects.filter(supersedes=held).exists() is renewed


def test_a_learner_renews_by_sitting_the_test_again() -> None:
    """The whole way: a certificate that runs out, and the course's own final test."""
    quiz = make_quiz(questions=2, attempts_per_day=0)
    enrolment = EnrolmentFactory(course=quiz.course)
    IssueRule.objects.create(course=quiz.course, valid_months=12)
    sit(quiz, enrolment.user, NOW)
    enrolment.refresh_from_db()
    enrolment.completed_at = NOW
    enrolment.save()
    held = services.issue_certificate(enrolment=enrolment, at=NOW)
    sit(quiz, enrolment.user, NOW + timedelta(days=10))
    assert Certificate.objects.get() == held
    sit(quiz, enrolment.user, NOW + timedelta(days=340), right=0)
    assert Certificate.objects.get() == held  # not passed this time, whatever stands in the record
    sit(quiz, enrolment.user, NOW + timedelta(days=341))
    assert Certificate.objects.get(is_current=True).supersedes == held


def sit(quiz: Quiz, user: User, at: datetime, right: int = 2) -> None:
    attempt = start_attempt(user=user, quiz=quiz, at=at)
    for position, response in responses(attempt, right=right).items():
        save_answer(attempt=attempt, position=position, response=response, at=at)
    submit_attempt(attempt=attempt, at=at + timedelta(minutes=5))


def test_a_revoked_one_is_not_renewed_by_a_test(clerk: User) -> None:
    held = issue(valid_months=1)
    life.take_back(certificate=held, code="mistake", reason="Nhầm", by=clerk, at=NOW)
    sat_again(held, NOW + timedelta(days=25), "12/12")
    assert Certificate.objects.count() == 1


def test_nothing_to_do_costs_next_to_nothing(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """Both rounds of the scheduler together (d12)."""
    services.ensure_file(certificate=issue(valid_months=24))
    with django_assert_max_num_queries(5):
        tasks.look_after_certificates()
        tasks.render_pending()


def test_issued_bytes_do_not_change_with_template_logo_name_ward_or_course(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any
) -> None:
    certificate = services.ensure_file(certificate=issue(valid_months=3))
    before, frozen = services.read_file(certificate), dict(certificate.data)
    user, course, ward = certificate.user, certificate.course, certificate.ward
    assert course is not None
    user.full_name = "Tên Khác"
    user.save()
    course.title, course.hours = "Khóa khác", 99
    course.save()
    assert ward is not None
    ward.name = "Xã Khác"
    ward.save()
    IssueRule.objects.update(exam_percent=100, valid_months=0)
    settings.OPERATOR_NAME = "Sở Khác"
    monkeypatch.setitem(standards.STANDARDS, ("completion", 1), {"lines": []})
    monkeypatch.setattr(pdf, "PRINT_DIR", tmp_path)  # another frame, another logo
    again = services.ensure_file(certificate=Certificate.objects.get())
    assert services.read_file(again) == before
    assert hashlib.sha256(before).hexdigest() == again.file_hash
    assert again.data == frozen
    assert snapshot.digest(again.data) == again.data_hash


def test_one_changed_letter_changes_the_digest() -> None:
    data = issue().data
    assert snapshot.digest(data | {"name": data["name"] + "a"}) != snapshot.digest(data)
    assert snapshot.digest(dict(reversed(data.items()))) == snapshot.digest(data)


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)), st.integers(1, 120))
def test_a_term_ends_in_its_month_or_on_the_first_of_the_next(day: date, months: int) -> None:
    end = snapshot.end_of_term({"valid_months": months}, day)
    assert end is not None
    distance = (end.year - day.year) * 12 + end.month - day.month
    assert (distance, end.day) in {(months, day.day), (months + 1, 1)}


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))  # noqa: DTZ001
def test_the_day_on_it_is_vietnams_day(moment: datetime) -> None:
    at = moment.replace(tzinfo=UTC)
    assert timezone.localdate(at) == (at + timedelta(hours=7)).date()
