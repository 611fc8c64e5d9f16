"""A small world for counting: facts written as the services of the lower apps write them, signals
included, and a naive count of everything to compare with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from certificates.models import Certificate, CertificateStatus, Confirmed, Register
from certificates.reconciling import Line, reconcile
from certificates.signals import certificate_changed, certificate_issued
from courses.models import CoursePage, Enrolment, Evidence
from courses.signals import enrolment_changed
from lms.accounts.models import User
from lms.centres.models import Attendance, AttendanceState, ClassSession
from lms.centres.signals import attendance_changed, session_changed
from lms.core.periods import ZONE
from lms.progress.models import StaleMark, WardTotal
from lms.units.models import AdminUnit
from tests.factories import AgencyFactory, PointFactory, StaffFactory, open_session

START = dt.datetime(2026, 9, 1, 8, 0, tzinfo=ZONE)
DAY = dt.timedelta(days=1)


def on_day(number: float) -> dt.datetime:
    return START + number * DAY


def enrol(user: User, course: CoursePage, at: dt.datetime, **fields: Any) -> Enrolment:
    values = {"ward": user.ward, "enrolled_at": at, "last_activity_at": at} | fields
    enrolment, made = Enrolment.objects.get_or_create(user=user, course=course, defaults=values)
    if made:
        enrolment_changed.send(sender=Enrolment, enrolment=enrolment)
    return enrolment


def learn(enrolment: Enrolment, at: dt.datetime) -> None:
    """An open enrolment follows the person to where they live now."""
    if enrolment.completed_at is None:
        enrolment.ward = User.objects.get(pk=enrolment.user_id).ward
    enrolment.last_activity_at = max(at, enrolment.last_activity_at)
    enrolment.save()
    enrolment_changed.send(sender=Enrolment, enrolment=enrolment)


def complete(
    enrolment: Enrolment, at: dt.datetime, *, evidence: str = Evidence.SELF_STUDY
) -> Certificate:
    """Completes once; the certificate is issued once."""
    if enrolment.completed_at is None:
        enrolment.completed_at, enrolment.evidence = at, evidence
        learn(enrolment, at)
    existing = Certificate.objects.filter(enrolment=enrolment).first()
    return existing or issue(enrolment, at)


def issue(enrolment: Enrolment, at: dt.datetime) -> Certificate:
    certificate = certificate_of(enrolment, at)
    certificate.save()
    certificate_issued.send(sender=Certificate, certificate=certificate)
    return certificate


def certificate_of(enrolment: Enrolment, at: dt.datetime, place: int = 0) -> Certificate:
    """The `place`-th after those there are; not saved."""
    agency = AgencyFactory(code="so-xay-dung", name="Sở Xây dựng", kind="department")
    register, _ = Register.objects.get_or_create(issuer=agency, year=2026)
    number = Certificate.objects.count() + 1 + place
    return Certificate(
        enrolment=enrolment,
        user=enrolment.user,
        course=enrolment.course,
        ward=enrolment.ward,
        register=register,
        number=number,
        code=f"BDS-2026-{number:04d}",
        token=f"t{number}",
        issued_at=at,
        evidence=enrolment.evidence,
        data={"name": enrolment.user.full_name},
    )


def revoke(certificate: Certificate, at: dt.datetime) -> None:
    if certificate.status == CertificateStatus.VALID:
        certificate.status, certificate.status_at = CertificateStatus.REVOKED, at
        certificate.save()
        certificate_changed.send(sender=Certificate, certificate=certificate)


def confirm(people: Iterable[User], at: dt.datetime) -> None:
    """The national register answers: it knows the certificates of these people and no others."""
    held = Certificate.objects.filter(user__in=list(people))
    lines = [Line(certificate.code, certificate.data["name"]) for certificate in held]
    clerk = User.objects.order_by("pk").first()
    assert clerk
    reconcile(lines=lines, by=clerk, at=at)


def move(user: User, ward: AdminUnit | None, at: dt.datetime | None = None) -> None:
    """Open enrolments follow the person with their next activity (`at`); completed ones stay."""
    user.ward = ward
    user.save()
    if at is not None:
        for enrolment in Enrolment.objects.filter(user=user, completed_at=None):
            learn(enrolment, at)


def hold_session(
    ward: AdminUnit, at: dt.datetime, course: CoursePage | None = None
) -> ClassSession:
    session = open_session(
        StaffFactory(),
        PointFactory(ward=ward),
        starts_at=at,
        ends_at=at + dt.timedelta(hours=1),
        course=course,
        token=f"p{ClassSession.objects.count()}",
    )
    session_changed.send(sender=ClassSession, session=session)
    return session


def attend(session: ClassSession, user: User, at: dt.datetime, *, present: bool = True) -> None:
    state = AttendanceState.PRESENT if present else AttendanceState.ABSENT
    values = {"state": state, "confirmed_at": at if present else None, "ward": user.ward}
    attendance, _ = Attendance.objects.update_or_create(session=session, user=user, defaults=values)
    attendance_changed.send(sender=Attendance, attendance=attendance)


def certified_people(ward: AdminUnit, course: CoursePage, number: int, at: dt.datetime) -> None:
    """Many people who enrolled, completed and were certified at once; marked like any other facts."""
    first = User.objects.count()
    people = [
        User(username=f"{50_000_000 + first + n}", full_name="Nguyễn Văn An", ward=ward)
        for n in range(number)
    ]
    for person in people:
        person.derive_name_keys()
    people = User.objects.bulk_create(people)
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            user=person, course=course, ward=ward, enrolled_at=at, last_activity_at=at,
            completed_at=at,
        )
        for person in people
    )  # fmt: skip
    Certificate.objects.bulk_create(
        certificate_of(enrolment, at, place) for place, enrolment in enumerate(enrolments)
    )
    StaleMark.objects.bulk_create(StaleMark(user_id=person.pk) for person in people)


def total(ward: AdminUnit) -> WardTotal:
    return WardTotal.objects.get(ward=ward)


@contextmanager
def rolled_back() -> Iterator[None]:
    """One example of a property test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# --- the naive count ---------------------------------------------------------------------------


def naive_home(user: User) -> int | None:
    """The ward a person counts in, read off the definitions."""
    valid = user.certificates.filter(status="valid").order_by("issued_at", "pk").first()
    if valid:
        return valid.ward_id
    done = user.enrolments.exclude(completed_at=None).order_by("completed_at", "pk").first()
    if done:
        return done.ward_id
    enrolments = sorted(
        user.enrolments.all(),
        key=lambda e: (e.last_activity_at.astimezone(ZONE).date(), e.enrolled_at, e.pk),
    )
    if enrolments:
        return enrolments[-1].ward_id
    seen = user.attendances.filter(state="present").order_by("-confirmed_at", "-pk").first()
    return seen.ward_id if seen else None


def naive_total(ward: AdminUnit, day: dt.date) -> dict[str, int]:
    people = [user for user in User.objects.all() if naive_home(user) == ward.pk]
    return naive_counts(people, day)


def naive_counts(people: list[User], day: dt.date) -> dict[str, int]:
    def number(holds: Callable[[User], bool]) -> int:
        return sum(1 for user in people if holds(user))

    def recently(enrolment: Enrolment) -> bool:
        return (day - enrolment.last_activity_at.astimezone(ZONE).date()).days < 30

    valid = {"status": "valid"}
    confirmed = Confirmed.objects.filter(mismatch="").values("certificate")
    return {
        "confirmed": number(lambda u: u.certificates.filter(pk__in=confirmed, **valid).exists()),
        "enrolled": number(lambda u: u.enrolments.exists()),
        "active": number(lambda u: any(recently(e) for e in u.enrolments.all())),
        "completed": number(lambda u: u.enrolments.exclude(completed_at=None).exists()),
        "certified": number(lambda u: u.certificates.filter(**valid).exists()),
        "certified_supervised": number(
            lambda u: u.certificates.filter(evidence="co_giam_sat", **valid).exists()
        ),
        "attended": number(lambda u: u.attendances.filter(state="present").exists()),
    }


def naive_breakdown(ward: AdminUnit | None, day: dt.date) -> dict[tuple[str, str], dict[str, int]]:
    """(dimension, value) → counts, of the people who count in the ward (None: nowhere)."""
    people = [user for user in User.objects.all() if naive_home(user) == (ward and ward.pk)]
    slots: dict[tuple[str, str], list[User]] = {}
    for user in people:
        present = user.attendances.filter(state="present").order_by("confirmed_at", "pk")
        first = present.first()
        age = day.year - user.birth_year if user.birth_year else None
        bands = {"0-15": 15, "16-30": 30, "31-45": 45, "46-59": 59, "60-": 200}
        band = next(name for name, last in bands.items() if age <= last) if age is not None else ""
        slots.setdefault(("audience", user.audience), []).append(user)
        slots.setdefault(("sex", user.sex), []).append(user)
        slots.setdefault(("age", band), []).append(user)
        slots.setdefault(("help", "co" if first else "khong"), []).append(user)
        slots.setdefault(("point", str(first.session.point_id) if first else ""), []).append(user)
    counted = {slot: naive_counts(users, day) for slot, users in slots.items()}
    return {slot: counts for slot, counts in counted.items() if any(counts.values())}


def naive_cell(ward: AdminUnit, course: CoursePage, day: dt.date) -> dict[str, int]:
    enrolments = list(Enrolment.objects.filter(ward=ward, course=course))
    certificates = Certificate.objects.filter(ward=ward, course=course, status="valid")
    present = Attendance.objects.filter(ward=ward, session__course=course, state="present")
    confirmed = Confirmed.objects.filter(mismatch="").values("certificate")
    since = day - 29 * DAY
    return {
        "enrolled": len(enrolments),
        "active": sum(e.last_activity_at.astimezone(ZONE).date() >= since for e in enrolments),
        "completed": sum(e.completed_at is not None for e in enrolments),
        "certified": certificates.count(),
        "confirmed": certificates.filter(pk__in=confirmed).count(),
        "certified_supervised": certificates.filter(evidence="co_giam_sat").count(),
        "attended": len({a.user_id for a in present}),
    }
