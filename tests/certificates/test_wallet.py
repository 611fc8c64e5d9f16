"""The holder's own: links for a time, the transcript as data, notices."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from certificates import life, services, sharing
from certificates.models import Certificate, Notice, Share
from lms.accounts.models import User
from tests.factories import EnrolmentFactory, StaffFactory, UserFactory, make_course

pytestmark = pytest.mark.django_db
LIST = "/hoc/giay-chung-nhan/"


@pytest.fixture
def user() -> User:
    made: User = UserFactory()
    return made


def issue(user: User, **course: Any) -> Certificate:
    enrolment = EnrolmentFactory(
        user=user, course=make_course(**course), completed_at=timezone.now()
    )
    return services.issue_certificate(enrolment=enrolment, at=timezone.now())


def test_a_corrected_one_counts_once(user: User) -> None:
    old = issue(user, hours=2)
    life.correct(
        certificate=old, changes={"name": "Tên Đúng"}, reason="Sai", by=user, at=timezone.now()
    )
    held = sharing.passbook(user)
    assert [certificate.data["name"] for certificate in held] == ["Tên Đúng"]
    assert sharing.total_hours(held) == Decimal(2)


def test_a_link_shows_them_until_it_ends(client: Client, user: User) -> None:
    certificate = issue(user, title="Xây nhà ở")
    client.force_login(user)
    assert client.post(f"{LIST}chia-se/", {"days": "30"}).status_code == 302
    share = Share.objects.get()
    address = f"/giay-chung-nhan/chia-se/{share.token}/"
    assert address in client.get(LIST).content.decode()
    stranger = Client()
    response = stranger.get(address)
    page = response.content.decode()
    assert "Xây nhà ở" in page
    assert certificate.token in page
    assert "1961" not in page
    assert "noindex" in response["X-Robots-Tag"]
    client.post(f"{LIST}chia-se/{share.pk}/dung/")
    ended, unknown = (
        stranger.get(link) for link in (address, f"/giay-chung-nhan/chia-se/{'A' * 22}/")
    )
    assert (ended.status_code, unknown.status_code) == (404, 404)
    assert "Xây nhà ở" not in ended.content.decode()


def test_a_link_runs_out_by_itself(user: User) -> None:
    now = timezone.now()
    share = sharing.share(user=user, days=7, at=now)
    assert sharing.shared(share.token, now + timedelta(days=6, hours=23)) == share
    assert sharing.shared(share.token, now + timedelta(days=7, seconds=1)) is None


@pytest.mark.parametrize("days", ["", "31", "-1", "9999999999"])
def test_only_the_offered_times(client: Client, user: User, days: str) -> None:
    client.force_login(user)
    assert client.post(f"{LIST}chia-se/", {"days": days}).status_code == 404
    assert not Share.objects.exists()


def test_the_holder_is_told_on_the_page_and_puts_it_away(client: Client, user: User) -> None:
    certificate = issue(user)
    services.revoke(certificate=certificate, reason="Sai", by=StaffFactory(), at=timezone.now())
    client.force_login(user)
    assert certificate.code in client.get(LIST).content.decode().split("bd-notice", 1)[1]
    client.post(f"{LIST}da-doc/")
    assert Notice.objects.filter(read_at__isnull=True).count() == 0
    assert "đã bị thu hồi" not in client.get(LIST).content.decode()


def test_the_shared_page_costs_the_same_however_many(
    client: Client, user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        issue(user)
    share = sharing.share(user=user, days=7, at=timezone.now())
    with django_assert_num_queries(2):  # the share, the certificates
        client.get(f"/giay-chung-nhan/chia-se/{share.token}/")
