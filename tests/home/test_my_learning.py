"""L1: one obvious next step; what is required, and by when."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courses.models import CourseAssignment, CoursePage, LessonPage
from courses.services import enrol, record_screen
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.centres.models import Attendance, AttendanceState
from lms.core import periods
from tests.factories import (
    AgencyFactory,
    PointFactory,
    UserFactory,
    make_course,
    open_session,
    with_role,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def read(user: User, course: CoursePage, lessons: int, *, at: dt.datetime = NOW) -> None:
    enrolment = enrol(user=user, course=course, at=at)
    for lesson in LessonPage.objects.child_of(course).order_by("path")[:lessons]:
        record_screen(enrolment=enrolment, lesson=lesson, screen=2, at=at)


def main_of(client: Client, user: User | None = None, address: str = "/hoc/") -> str:
    if user:
        client.force_login(user)
    page = client.get(address)
    assert page.status_code == 200
    text = page.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def first_focusable(main: str) -> str:
    found = re.search(r"<(a|button|input|summary)\b[^>]*>", main)
    assert found
    return found.group(0)


def test_the_course_touched_last_comes_first_with_its_button(client: Client) -> None:
    user = UserFactory(address_form="cô")
    older, newer = make_course(slug="cu", lessons=5), make_course(slug="moi", lessons=5)
    read(user, newer, 2, at=NOW - dt.timedelta(hours=1))
    read(user, older, 1, at=NOW - dt.timedelta(days=9))
    main = main_of(client, user)
    assert "Chào cô Hoa" in main
    assert 'href="/hoc/moi/bai-3/1/"' in first_focusable(main)
    assert "Học tiếp bài 3" in main
    assert "Xong 2/5 bài" in main
    assert main.index("/hoc/moi/") < main.index('href="/hoc/cu/"')


def test_nothing_begun_names_the_shortest_course(client: Client) -> None:
    make_course(title="Dài", minutes=60)
    make_course(title="Ngắn", slug="ngan", minutes=10)
    make_course(title="Cho cán bộ", minutes=5, audiences=["cong_chuc"])
    main = main_of(client, UserFactory())
    assert "Chưa học khóa nào" in main
    assert 'href="/khoa-hoc/ngan/"' in main


def test_no_course_at_all(client: Client) -> None:
    assert "Khóa học đang được soạn" in main_of(client, UserFactory())


def test_guest_goes_on_too_and_is_told_how_to_keep_it(client: Client) -> None:
    make_course(slug="xay", lessons=3, screens=2)
    session = client.session
    session["guest_progress"] = {"xay": {"bai-1": 2, "bai-2": 1}}
    session.save()
    main = main_of(client)
    assert 'href="/hoc/xay/bai-2/2/"' in first_focusable(main)
    assert "Đang học thử. Tạo tài khoản để giữ kết quả." in main
    assert "/tao-tai-khoan/" in main
    assert "/hoc/bang-ket-qua/" not in main


def test_progress_of_another_shape_in_the_session_is_no_error(client: Client) -> None:
    make_course(slug="xay")
    session = client.session
    session["guest_progress"] = {"da-go": {"bai-1": 99}, "xay": {"khong-co": 1}}
    session.save()
    main_of(client)


def test_required_with_its_date_and_overdue_in_words(client: Client) -> None:
    agency = AgencyFactory()
    official = UserFactory(agency=agency, audience="cong_chuc")
    soon, late = make_course(slug="sap"), make_course(slug="tre")
    done = make_course(slug="xong", lessons=1)
    today = periods.today()
    for course, day in ((soon, today), (late, dt.date(2026, 3, 31)), (done, today)):
        CourseAssignment.objects.create(course=course, agency=agency, due_on=day)
    read(official, done, 1)
    main = main_of(client, official)
    assert "Bắt buộc · hạn 31/03/2026, đã quá hạn" in main
    assert f"Bắt buộc · hạn {today:%d/%m/%Y}" in main
    assert main.count("đã quá hạn") == 1
    assert main.index("đã quá hạn") < main.index(f"hạn {today:%d/%m/%Y}")
    assert "Xong ngày" in main[main.index("/hoc/xong/") :]
    assert first_focusable(main).count("/hoc/tre/") == 1, "the overdue one is what to do now"


def test_next_class_of_the_ward(client: Client) -> None:
    user = UserFactory()
    make_course()
    teacher = with_role(Role.FACILITATOR, ward=user.ward)
    point = PointFactory(ward=user.ward, name="Nhà văn hóa thôn Đông")
    elsewhere = PointFactory(name="Nhà văn hóa nơi khác")
    day = NOW + dt.timedelta(days=2)
    coming = {"starts_at": day, "ends_at": day + dt.timedelta(hours=1)}
    open_session(teacher, point, token="a", **coming)
    other = open_session(teacher, elsewhere, token="b")
    main = main_of(client, user)
    assert "Nhà văn hóa thôn Đông" in main
    assert "nơi khác" not in main
    Attendance.objects.create(session=other, user=user, state=AttendanceState.EXPECTED)
    main = main_of(client, user)
    assert "nơi khác" in main, "expected there, and it runs now"
    assert 'href="/vao-lop/"' in main


def test_a_closed_class_is_not_announced(client: Client) -> None:
    user = UserFactory()
    teacher = with_role(Role.FACILITATOR, ward=user.ward)
    open_session(teacher, PointFactory(ward=user.ward), closed_at=NOW)
    assert "Lớp sắp tới" not in main_of(client, user)


def test_no_figures_about_other_people_and_no_other_peoples_courses(client: Client) -> None:
    course = make_course(slug="xay")
    read(UserFactory(), course, 1)
    main = main_of(client, UserFactory())
    assert "Học tiếp bài" not in main


@pytest.mark.parametrize("number", [1, 9])
def test_queries_do_not_grow_with_courses(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    agency = AgencyFactory()
    official = UserFactory(agency=agency, audience="cong_chuc")
    for _ in range(number):
        course = make_course()
        read(official, course, 1)
        CourseAssignment.objects.create(course=course, agency=agency, due_on=periods.today())
    main_of(client, official)
    with django_assert_max_num_queries(8):
        client.get("/hoc/")
