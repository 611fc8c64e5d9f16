"""The page of data quality: each check turns when its fault is planted, and nobody is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate, CertificateStatus, Confirmed, Doubt
from lms.accounts.models import User
from lms.accounts.roles import Permission, Role
from lms.centres.models import Attendance, AttendanceHow
from lms.core import periods
from lms.progress import nightly, services
from lms.progress.models import NightlyCheck, Population, StaleMark, Target, WardSnapshot, WardTotal
from lms.reports.quality import sections
from lms.reports.quality_facts import facts_of
from lms.reports.quality_parts import Check, Reader
from lms.reports.scope import scope_of
from tests.factories import (
    AreaFactory,
    UserFactory,
    WardFactory,
    make_course,
    make_quiz,
    with_role,
)
from tests.progress import world
from tests.reports.conftest import District, certify

QUALITY = "/quan-ly/chat-luong/"
PROVINCE_ONLY = "Người chưa có xã, phường"
NOW = periods.now


@pytest.fixture
def well(district: District) -> District:
    """Nothing is amiss: every check that can be made is met."""
    services.take_missing_snapshots()
    nightly.check(at=NOW())
    return district


@pytest.fixture
def client_of(client: Client, well: District) -> Client:
    client.force_login(well.manager)
    return client


def checks(client: Client) -> dict[str, Check]:
    sections = client.get(QUALITY).context["sections"]
    assert len(sections) == 7
    return {str(check.title): check for section in sections for check in section.checks}


def amiss(client: Client) -> list[str]:
    return [title for title, check in checks(client).items() if check.is_met is False]


def test_a_healthy_area_meets_every_check(client_of: Client) -> None:
    assert amiss(client_of) == []
    assert "Mọi mục kiểm tra đều đạt." in client_of.get(QUALITY).content.decode()


def doubt(there: District) -> None:
    held = Certificate.objects.filter(ward=there.large).first()
    assert held
    Doubt.objects.create(certificate=held, requirement="Kiểm tra", opened_at=NOW())


def suspension(there: District) -> None:
    held = Certificate.objects.filter(ward=there.large).first()
    assert held
    Certificate.objects.filter(pk=held.pk).update(status=CertificateStatus.SUSPENDED)


def paper(there: District) -> None:
    session = world.hold_session(there.large, NOW() - dt.timedelta(days=2))
    for person in User.objects.filter(ward=there.large):
        world.attend(session, person, NOW())
    Attendance.objects.update(how=AttendanceHow.PAPER)
    services.recount_stale()


def twins(there: District) -> None:
    UserFactory(full_name="Nguyễn Thị Hoa", birth_year=1960, ward=there.small)
    UserFactory(full_name="Hoà Nguyễn Thị", birth_year=1961, ward=there.small)
    nightly.check(at=NOW())


def gone(there: District) -> None:
    old = WardFactory(name="Ba Cũ", closed_on=periods.today())
    there.area.memberships.create(ward=old, valid_from=old.opened_on)
    UserFactory(ward=old)


def a_late_count(there: District) -> None:
    StaleMark.objects.create(ward=there.large)
    StaleMark.objects.update(marked_at=NOW() - dt.timedelta(minutes=6))


def silence(there: District) -> None:
    WardTotal.objects.filter(ward=there.small).update(active=0)


def a_past_review(there: District) -> None:
    there.course.review_by = periods.today() - dt.timedelta(days=1)
    there.course.save()


def a_past_question(there: District) -> None:
    quiz = make_quiz(make_course(lessons=1), questions=1)
    question = quiz.items.get().question
    question.review_by = periods.today() - dt.timedelta(days=1)
    question.save()


def a_wrong_number(there: District) -> None:
    WardTotal.objects.filter(ward=there.large).update(certified=99)
    nightly.check(at=NOW())


def an_old_comparison(there: District) -> None:
    NightlyCheck.objects.update(checked_at=NOW() - dt.timedelta(hours=37))


def a_mismatch(there: District) -> None:
    held = Certificate.objects.filter(ward=there.large).first()
    assert held
    Confirmed.objects.create(code=held.code, certificate=held, mismatch="name", read_at=NOW())


def no_snapshot(there: District) -> None:
    WardSnapshot.objects.all().delete()


def an_old_population(there: District) -> None:
    Population.objects.filter(ward=there.small).update(
        as_of=periods.today() - dt.timedelta(days=400)
    )


@pytest.mark.parametrize(
    ("plant", "title"),
    [
        (doubt, "Giấy chứng nhận cần xem lại"),
        (suspension, "Giấy chứng nhận đang tạm dừng"),
        (paper, "Lượt ghi lại từ giấy"),
        (lambda there: Population.objects.filter(ward=there.small).delete(),
         "Xã, phường chưa có dân số"),
        (lambda there: Target.objects.filter(ward=there.small).delete(),
         "Xã, phường chưa có chỉ tiêu"),
        (twins, "Người có thể bị nhập hai lần"),
        (gone, "Người còn ghi ở xã, phường đã sáp nhập"),
        (a_late_count, "Đã tính đến"),
        (an_old_population, "Dân số cũ hơn 12 tháng"),
        (silence, "Xã, phường 30 ngày không có ai học"),
        (a_past_review, "Khóa học quá ngày rà soát"),
        (a_past_question, "Câu hỏi quá ngày rà soát"),
        (a_wrong_number, "Con số so với ghi nhận gốc"),
        (an_old_comparison, "Con số so với ghi nhận gốc"),
        (a_mismatch, "Đã học, đã cấp, đã được hệ thống quốc gia xác nhận"),
        (no_snapshot, "Số liệu chốt có mã"),
    ],
)  # fmt: skip
def test_a_planted_fault_turns_its_check_and_no_other(
    client_of: Client, well: District, plant: Callable[[District], Any], title: str
) -> None:
    plant(well)
    assert amiss(client_of) == [title]
    assert checks(client_of)[title].step.text


@pytest.mark.parametrize(("days", "is_met"), [(0, True), (1, False), (None, None)])
def test_open_data_need_the_end_of_last_month(
    well: District, days: int | None, is_met: bool | None
) -> None:
    facts = facts_of(scope_of(well.manager, Permission.VIEW_REPORTS))
    newest = None if days is None else facts.month_end - dt.timedelta(days=days)
    found = sections(replace(facts, published=newest), Reader(may_administer=False))
    assert found[-1].checks[-1].is_met is is_met


def test_what_is_amiss_outside_the_scope_is_not_told(client_of: Client, well: District) -> None:
    held = Certificate.objects.filter(ward=well.outside).first()
    assert held
    Doubt.objects.create(certificate=held, requirement="Kiểm tra", opened_at=NOW())
    Population.objects.filter(ward=well.outside).delete()
    assert amiss(client_of) == []


def test_a_register_never_asked_is_neither_well_nor_amiss(client_of: Client) -> None:
    page = client_of.get(QUALITY).content.decode()
    assert "Liên thông: chưa có gì để đo" in page
    assert "27 người hoàn thành, 27 người có giấy, 0 người được xác nhận" in page


def test_few_people_are_hidden_and_their_ward_is_named(client_of: Client, well: District) -> None:
    doubt(well)
    found = checks(client_of)["Giấy chứng nhận cần xem lại"]
    assert found.value == "<5"
    assert [ward.code for ward in found.wards] == [well.large.code]


def test_managers_read_no_names_and_no_ids(client_of: Client, well: District) -> None:
    twins(well)
    a_wrong_number(well)
    page = client_of.get(QUALITY).content.decode()
    for secret in ("Hoa", "Hoà Nguyễn", "facts say", "person", "/bien-tap/"):
        assert secret not in page.partition("<main")[2].partition("</main")[0]


def test_administrators_are_led_to_the_place_and_see_the_differences(
    client: Client, well: District
) -> None:
    client.force_login(with_role(Role.ADMINISTRATOR))
    UserFactory(ward=None)
    a_wrong_number(well)
    doubt(well)
    found = checks(client)
    assert PROVINCE_ONLY in found
    assert found["Giấy chứng nhận cần xem lại"].step.href == "/bien-tap/giay-can-xem-lai/"
    assert any("certified is 99" in note for note in found["Con số so với ghi nhận gốc"].notes)
    for check in found.values():
        if check.step.href:
            assert client.get(check.step.href, follow=True).status_code == 200


def test_people_without_a_ward_are_the_whole_provinces(client: Client, well: District) -> None:
    client.force_login(with_role(Role.ADMINISTRATOR))
    assert checks(client)[PROVINCE_ONLY].is_met
    world.enrol(UserFactory(ward=None), well.course, NOW())
    services.recount_stale()
    assert checks(client)[PROVINCE_ONLY].is_met is False


def test_a_question_is_counted_once_it_is_in_use(client_of: Client, well: District) -> None:
    quiz = make_quiz(make_course(lessons=1), questions=2)
    assert checks(client_of)["Câu hỏi quá ngày rà soát"].value == "0 trên 2"
    assert quiz.items.count() == 2


def test_before_the_first_night_nothing_is_claimed(client: Client, district: District) -> None:
    client.force_login(district.manager)
    found = checks(client)
    assert found["Con số so với ghi nhận gốc"].is_met is False
    assert found["Số liệu chốt có mã"].is_met is False


def test_the_page_costs_the_same_with_more_wards_and_faults(
    client_of: Client, well: District
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            client_of.get(QUALITY)
        return len(seen)

    cost()
    before = cost()
    for number in range(5):
        ward = WardFactory()
        well.area.memberships.create(ward=ward, valid_from=ward.opened_on)
        certify(ward, well.course, 6 + number, adults=90, target=50)
        held = Certificate.objects.filter(ward=ward).first()
        assert held
        Doubt.objects.create(certificate=held, requirement="Kiểm tra", opened_at=NOW())
    services.recount_stale()
    twins(well)
    assert cost() == before <= 36


def test_the_definitions_and_the_overview_lead_here(client_of: Client) -> None:
    for address in ("/quan-ly/dinh-nghia/", "/quan-ly/"):
        assert QUALITY in client_of.get(address).content.decode().partition("<h1")[2]


def test_another_area_is_not_there(client_of: Client) -> None:
    AreaFactory(code="khac")
    assert client_of.get(f"{QUALITY}?khu-vuc=khac").status_code == 404
