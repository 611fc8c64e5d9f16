"""L2: the task list of one course."""

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from courses.models import LessonPage
from courses.services import enrol, meet_requirement, record_screen
from lms.accounts.models import User
from quizzes.models import Quiz
from tests.factories import UserFactory, make_course, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(make_course(slug="xay", lessons=3, screens=2), title="Bài kiểm tra cuối khóa")


def read(user: User, quiz: Quiz, lessons: int) -> None:
    now = timezone.now()
    enrolment = enrol(user=user, course=quiz.course, at=now)
    for lesson in LessonPage.objects.child_of(quiz.course).order_by("path")[:lessons]:
        record_screen(enrolment=enrolment, lesson=lesson, screen=2, at=now)


def complete(user: User, quiz: Quiz) -> None:
    read(user, quiz, 3)
    meet_requirement(
        enrolment=user.enrolments.get(), kind="quiz", key=quiz.slug, evidence="tu_hoc",
        score_text="4/4", at=timezone.now(),
    )  # fmt: skip


def page_of(client: Client, user: User | None = None) -> str:
    if user:
        client.force_login(user)
    page = client.get("/hoc/xay/")
    assert page.status_code == 200
    return page.content.decode()


def test_groups_words_and_the_promise(client: Client, quiz: Quiz) -> None:
    user = UserFactory()
    read(user, quiz, 1)
    page = page_of(client, user)
    assert "Xong 1/4 việc" in page
    assert "Xong cả 4 việc sẽ được cấp giấy chứng nhận." in page
    assert page.index("Bài học</h2>") < page.index("Kiểm tra</h2>")
    assert page.count("Đã xong") == 1
    assert page.count("Chưa học") == 3


def test_every_row_can_be_opened_in_any_order(client: Client, quiz: Quiz) -> None:
    page = page_of(client, UserFactory())
    for address in ("/hoc/xay/bai-1/1/", "/hoc/xay/bai-3/1/", f"/hoc/xay/kiem-tra/{quiz.slug}/"):
        assert f'href="{address}"' in page
    assert 'aria-describedby="lesson-1"' in page
    assert 'id="lesson-1"' in page


def test_completed_leads_to_the_certificate(
    client: Client,
    quiz: Quiz,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    user = UserFactory()
    with django_capture_on_commit_callbacks(execute=False):
        complete(user, quiz)
    page = page_of(client, user)
    assert f'href="/hoc/giay-chung-nhan/{user.certificates.get().code}/"' in page
    assert "sẽ được cấp" not in page


def test_guest_sees_it_too(client: Client, quiz: Quiz) -> None:
    session = client.session
    session["guest_progress"] = {"xay": {"bai-1": 2}}
    session.save()
    page = page_of(client)
    assert "Xong 1/4 việc" in page
    assert "Tạo tài khoản để giữ kết quả" in page


def test_no_such_course(client: Client, quiz: Quiz) -> None:
    assert client.get("/hoc/khong-co/").status_code == 404
    quiz.course.unpublish()
    assert client.get("/hoc/xay/").status_code == 404


def test_queries(
    client: Client, quiz: Quiz, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    user = UserFactory()
    read(user, quiz, 2)
    page_of(client, user)
    with django_assert_max_num_queries(6):
        page_of(client)


def test_certificates_keep_their_address_beside_courses() -> None:
    assert resolve("/hoc/giay-chung-nhan/").view_name == "certificates:list"
    assert resolve("/hoc/bang-ket-qua/").view_name == "home:transcript"
    assert resolve("/hoc/giay-chung-nhan-xay-dung/").view_name == "home:my_course"
