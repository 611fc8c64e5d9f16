"""P1: one button, who runs it, and what one will be able to do."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courses.models import CoursePage, LessonPage
from courses.services import enrol, record_screen
from tests.factories import UserFactory, make_course

pytestmark = pytest.mark.django_db


def test_visitor_sees_one_button_the_tasks_and_the_operator(client: Client) -> None:
    make_course(title="Nộp hồ sơ xây nhà", slug="nop")
    page = client.get("/").content.decode()
    assert page.count("bd-btn--primary") == 1
    assert page.count("<h1") == 1
    assert 'href="/khoa-hoc/nop/"' in page
    assert 'href="/diem-hoc/"' in page
    assert "binhdanhocvuso.gov.vn" in page
    assert "Sở Xây dựng tỉnh Quảng Ngãi" in page
    assert page.index("bd-btn--primary") < page.index('href="/khoa-hoc/nop/"')


def test_at_most_six_tasks_in_the_editors_order(client: Client) -> None:
    for place in range(8, 0, -1):
        make_course(title=f"Khóa {place}", slug=f"khoa-{place}", position=place, lessons=1)
    tasks = client.get("/").context["tasks"]
    assert [course.title for course in tasks] == [f"Khóa {place}" for place in range(1, 7)]


def test_before_any_course_is_published(client: Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "bd-btn--primary" not in page.content.decode()


def test_a_kept_page_needs_no_query_and_changes_on_publish(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    course = make_course(title="Tên cũ")
    client.get("/")
    with django_assert_num_queries(0):
        assert "Tên cũ" in client.get("/").content.decode()
    course.title = "Tên mới"
    course.save_revision().publish()
    page = client.get("/").content.decode()
    assert "Tên mới" in page
    assert "Tên cũ" not in page


def test_a_cold_visit_is_cheap(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_course()
    client.get("/khoa-hoc/")  # somebody asked for the courses before
    with django_assert_max_num_queries(2):
        client.get("/")


def read_lesson(course: CoursePage, user: object, index: int) -> None:
    now = timezone.now()
    enrolment = enrol(user=user, course=course, at=now)  # type: ignore[arg-type]
    lesson = LessonPage.objects.child_of(course).order_by("path")[index]
    record_screen(enrolment=enrolment, lesson=lesson, screen=2, at=now)


def test_signed_in_goes_on_where_they_were(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    course = make_course(slug="nop", lessons=3)
    make_course()
    user = UserFactory()
    read_lesson(course, user, 0)
    client.force_login(user)
    client.get("/")
    with django_assert_max_num_queries(5):
        page = client.get("/").content.decode()
    assert "Bài số 2" in page[page.index("<h1") : page.index("</h1>")]
    assert 'href="/hoc/nop/bai-2/1/"' in page
    assert page.count("bd-btn--primary") == 1


def test_signed_in_without_a_course_begun_sees_the_start(client: Client) -> None:
    make_course()
    client.force_login(UserFactory())
    page = client.get("/").content.decode()
    assert 'class="bd-btn bd-btn--primary" href="/khoa-hoc/"' in page
    assert "/dang-nhap/" not in page[page.index("<main") :]


def test_nothing_of_a_signed_in_person_is_kept(client: Client) -> None:
    course = make_course(slug="nop", lessons=3)
    user = UserFactory(full_name="Đinh Thị Rin")
    read_lesson(course, user, 0)
    client.force_login(user)
    client.get("/")
    stranger = Client().get("/").content.decode()
    assert "Rin" not in stranger
    assert "Bài số 2" not in stranger
