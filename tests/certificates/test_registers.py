"""Registers without gaps: raced, rolled back, restored."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from certificates import issuing, numbering, registers, services
from certificates.models import Certificate, FileSignature, Register, VoidNumber
from tests.factories import EnrolmentFactory, make_course
from tests.threads import all_at_once

# Years whose files no other test makes
LATER = datetime(2031, 5, 5, tzinfo=UTC)
STILL_LATER = datetime(2032, 5, 5, tzinfo=UTC)


def issue(at: datetime | None = None) -> Certificate:
    at = at or timezone.now()
    return services.issue_certificate(enrolment=EnrolmentFactory(completed_at=at), at=at)


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_leave_no_gap_and_no_double() -> None:
    """Twelve on SQLite, which lets one write at a time: the others wait until they are refused."""
    count = 50 if connection.vendor == "postgresql" else 12
    course = make_course()
    waiting = [EnrolmentFactory(course=course, completed_at=timezone.now()) for _ in range(count)]
    numbers = all_at_once(
        count,
        lambda: services.issue_certificate(enrolment=waiting.pop(), at=timezone.now()).number,
    )
    assert sorted(numbers) == list(range(1, count + 1))
    assert not list(registers.findings())


@pytest.mark.django_db
def test_an_issue_that_is_rolled_back_gives_its_number_back() -> None:
    issue()
    with transaction.atomic():
        assert issue().number == 2
        transaction.set_rollback(True)
    assert issue().number == 2


@pytest.mark.django_db
def test_after_a_restore_no_number_is_given_again() -> None:
    lost = services.ensure_file(certificate=issue(LATER))
    services.ensure_file(certificate=issue(LATER))
    year, register = lost.register.year, lost.register
    # The database of before both issues comes back; the files of after stayed.
    for related in (FileSignature, Certificate):
        related.objects.all().delete()  # type: ignore[attr-defined]
    Register.objects.update(last_number=0)
    assert registers.highest_in_files(year) == 2
    call_command("check_registers", "--after-restore")
    assert list(VoidNumber.objects.values_list("number", flat=True)) == [1, 2]
    assert issue(LATER).number == 3
    assert not list(registers.findings())
    register.refresh_from_db()
    again = registers.resume_after_restore(
        register=register, highest_seen=2, reason="x", at=timezone.now()
    )
    assert again == []


@pytest.mark.django_db
def test_numbers_seen_on_paper_count_too() -> None:
    register = issue(STILL_LATER).register
    call_command("check_registers", "--after-restore", f"--seen={register.year}=4")
    assert issue(STILL_LATER).number == 5
    assert VoidNumber.objects.count() == 3


@pytest.mark.django_db
def test_a_gap_is_found() -> None:
    issue()
    Register.objects.update(last_number=3)
    assert next(registers.findings()).missing == [2, 3]
    with pytest.raises(CommandError):
        call_command("check_registers")
    with pytest.raises(CommandError):
        call_command("check_registers", "--after-restore", "--seen=nonsense")


def test_a_million_tokens_do_not_repeat() -> None:
    tokens = {numbering.new_token() for _ in range(1_000_000)}
    assert len(tokens) == 1_000_000
    assert {len(token) for token in tokens} == {22}  # 128 bits in base 64


@pytest.mark.django_db
def test_a_code_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = issue()
    drawn = iter([taken.code, taken.code, "BDS-2026-NEWC-ODE0"])
    monkeypatch.setattr(numbering, "new_code", lambda year: next(drawn))
    assert issuing.fresh_codes(2026, 1) == ["BDS-2026-NEWC-ODE0"]
