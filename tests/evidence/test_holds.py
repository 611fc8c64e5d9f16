"""Holds: placed by a person, answered by those concerned, decided by a person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from certificates.models import Certificate, CertificateStatus, NoticeKind
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.centres.models import ClassSession
from lms.core import periods
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
from lms.evidence import holding, services
from lms.evidence.models import Hold, HoldOutcome, UnitScore
from lms.units.models import AdminUnit
from tests.evidence.world import a_class, passed
from tests.factories import AreaFactory, UserFactory, WardFactory, make_quiz, with_role
from tests.progress.world import complete

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward() -> AdminUnit:
    ward: AdminUnit = WardFactory()
    return ward


@pytest.fixture
def manager(ward: AdminUnit) -> User:
    return with_role(Role.WARD_MANAGER, ward=ward)


@pytest.fixture
def a_fast_class(ward: AdminUnit) -> ClassSession:
    """Three who passed faster than anybody reads, two who did not; all hold a certificate."""
    quiz = make_quiz(questions=6)
    session, now = a_class(ward), periods.now()
    for seconds in (2, 2, 2, 300, 300):
        user = UserFactory(ward=ward)
        done = passed(user, quiz, now, seconds=seconds, session=session)
        complete(done.enrolment, now)
    services.recount(at=now)
    return session


def statuses() -> list[str]:
    return list(Certificate.objects.order_by("pk").values_list("status", flat=True))


def held(session: ClassSession, by: User) -> Hold:
    score = UnitScore.objects.get(session=session)
    return holding.place_hold(score=score, reason="Cần xem lại", by=by, at=periods.now())


def test_counting_holds_nothing(a_fast_class: ClassSession) -> None:
    assert len(statuses()) == 5
    assert set(statuses()) == {CertificateStatus.VALID}


def test_only_those_who_show_a_sign_are_held_and_told(
    a_fast_class: ClassSession, manager: User
) -> None:
    hold = held(a_fast_class, manager)
    assert statuses() == [CertificateStatus.SUSPENDED] * 3 + [CertificateStatus.VALID] * 2
    for row in hold.held.all():
        notice = row.certificate.notices.get()
        assert (notice.kind, notice.user_id) == (NoticeKind.SUSPENDED, row.certificate.user_id)
    assert AuditEvent.objects.filter(action="evidence.held", actor=manager).exists()


def test_held_once_with_a_reason(a_fast_class: ClassSession, manager: User) -> None:
    score, now = UnitScore.objects.get(session=a_fast_class), periods.now()
    with pytest.raises(DomainError) as refusal:
        holding.place_hold(score=score, reason=" ", by=manager, at=now)
    assert refusal.value.code == "hold.no_reason"
    held(a_fast_class, manager)
    with pytest.raises(DomainError) as refusal:
        held(a_fast_class, manager)
    assert refusal.value.code == "hold.open"


def test_lifting_gives_back_what_this_hold_took(a_fast_class: ClassSession, manager: User) -> None:
    hold = held(a_fast_class, manager)
    services.recount(at=periods.now())
    holding.decide(hold=hold, lift=True, reason="Đã xem", by=manager, at=periods.now())
    assert set(statuses()) == {CertificateStatus.VALID}


def test_confirming_revokes_nothing_and_can_still_be_lifted(
    a_fast_class: ClassSession, manager: User
) -> None:
    hold = held(a_fast_class, manager)
    holding.decide(hold=hold, lift=False, reason="Không đúng", by=manager, at=periods.now())
    assert statuses().count(CertificateStatus.SUSPENDED) == 3
    assert CertificateStatus.REVOKED not in statuses()
    holding.decide(hold=hold, lift=True, reason="Xem lại", by=manager, at=periods.now())
    assert set(statuses()) == {CertificateStatus.VALID}
    with pytest.raises(DomainError):
        holding.decide(hold=hold, lift=True, reason="Lần nữa", by=manager, at=periods.now())


def test_whoever_is_appealed_against_does_not_confirm(
    a_fast_class: ClassSession, manager: User, ward: AdminUnit
) -> None:
    hold, now = held(a_fast_class, manager), periods.now()
    text, by = "Tôi đã ngồi cạnh bà con.", a_fast_class.facilitator
    holding.appeal(hold=hold, text=text, by=by, at=now)
    with pytest.raises(DomainError) as refusal:
        holding.appeal(hold=hold, text=text, by=by, at=now)
    assert refusal.value.code == "appeal.again"
    with pytest.raises(DomainError) as refusal:
        holding.decide(hold=hold, lift=False, reason="Không", by=manager, at=now)
    assert refusal.value.code == "hold.own"
    other = with_role(Role.DISTRICT_MANAGER, area=AreaFactory(wards=[ward]))
    assert holding.decide(hold=hold, lift=False, reason="Không", by=other, at=now).outcome == "kept"


def test_the_whole_way_by_its_pages(
    a_fast_class: ClassSession, manager: User, ward: AdminUnit, client: Client
) -> None:
    client.force_login(manager)
    page = client.get(reverse("evidence:ward", args=[ward.code]))
    place = f"{reverse('evidence:place', args=[ward.code])}?lop={a_fast_class.pk}"
    assert place in page.content.decode()
    assert client.post(place, {"ly_do": ""}).status_code == 200
    assert not Hold.objects.exists()
    client.post(place, {"ly_do": "Nộp bài nhanh hơn đọc"})
    hold = Hold.objects.get()
    holder = hold.held.order_by("pk")[0].certificate.user
    client.force_login(holder)
    address = reverse("evidence:appeal", args=[hold.pk])
    assert address in client.get(reverse("evidence:mine")).content.decode()
    client.post(address, {"y_kien": "Tôi tự làm ở lớp."})
    assert "Tôi tự làm ở lớp." in client.get(address).content.decode()
    client.force_login(manager)
    decision = reverse("evidence:hold", args=[hold.pk])
    page_text = client.get(decision).content.decode()
    assert "Tôi tự làm ở lớp." in page_text
    assert holder.username not in page_text
    refused = client.post(decision, {"quyet_dinh": "giu", "ly_do": "Không đúng"})
    assert "Không đúng" in refused.content.decode()
    client.post(decision, {"quyet_dinh": "tra", "ly_do": "Đã hỏi, đúng là tự làm"})
    hold.refresh_from_db()
    assert hold.outcome == HoldOutcome.LIFTED
    assert set(statuses()) == {CertificateStatus.VALID}


def test_others_see_nothing_of_it(
    a_fast_class: ClassSession, manager: User, ward: AdminUnit, client: Client
) -> None:
    hold = held(a_fast_class, manager)
    stranger = with_role(Role.WARD_MANAGER, ward=WardFactory())
    client.force_login(stranger)
    for address in (
        reverse("evidence:ward", args=[ward.code]),
        f"{reverse('evidence:place', args=[ward.code])}?lop={a_fast_class.pk}",
        reverse("evidence:hold", args=[hold.pk]),
        reverse("evidence:appeal", args=[hold.pk]),
    ):
        assert client.get(address).status_code == 404
    client.force_login(UserFactory(ward=ward))
    assert client.get(reverse("evidence:appeal", args=[hold.pk])).status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?lop=x", "?lop=999", "?thang=2026-13-01", "?thang=x&nguoi=y"]
)
def test_a_unit_that_is_not_there(
    query: str, manager: User, ward: AdminUnit, client: Client
) -> None:
    client.force_login(manager)
    address = reverse("evidence:place", args=[ward.code])
    assert client.get(address + query).status_code == 404


def test_the_score_stands_beside_the_count_of_the_ward(
    a_fast_class: ClassSession, manager: User, ward: AdminUnit, client: Client
) -> None:
    client.force_login(manager)
    page = client.get(reverse("reports:ward", args=[ward.code])).content.decode()
    assert "Chất lượng bằng chứng: 20/100" in page
    assert reverse("evidence:ward", args=[ward.code]) in page
    assert "1 buổi học hoặc tháng kết quả cần xem lại" in page
