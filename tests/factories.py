"""People, wards and courses for tests. Small: a test says what matters to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Collection, Locale, Page, Site

from courses.models import CoursePage, Enrolment, LessonPage, MinistryPage, SitePage
from lms.accounts import cards
from lms.accounts.models import LearnerCard, RoleGrant, User
from lms.accounts.roles import LEARNER_ROLES, Role
from lms.centres.models import Attendance, AttendanceState, ClassSession, LearningPoint
from lms.core import vietnamese
from lms.progress.reporting_periods import make_standard_rules
from lms.units.models import AdminUnit, Agency, AreaMembership, AreaSet, UnitKind, UnitVersion
from quizzes import authoring
from quizzes.models import Opening, Question, Quiz, QuizItem
from quizzes.questions import kind_of
from quizzes.services import open_test, register_quiz, save_question

OPENED = date(2025, 7, 1)


class ProvinceFactory(DjangoModelFactory):
    class Meta:
        model = AdminUnit
        django_get_or_create = ("code",)

    code = "51"
    name = "Quảng Ngãi"
    kind = UnitKind.PROVINCE
    opened_on = OPENED
    folded = factory.LazyAttribute(lambda unit: vietnamese.fold(unit.name))
    sort_key = factory.LazyAttribute(lambda unit: vietnamese.sort_key(unit.name))


class WardFactory(ProvinceFactory):
    code = factory.Sequence(lambda n: f"{30000 + n:05d}")
    name = factory.Sequence(lambda n: f"Ba Xa {n}")
    kind = UnitKind.XA
    parent = factory.SubFactory(ProvinceFactory)

    @factory.post_generation
    def version(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create:
            UnitVersion.objects.get_or_create(
                unit=self,
                valid_from=OPENED,
                defaults={
                    "name": self.name,
                    "kind": self.kind,
                    "parent": self.parent,
                    "decree": "test",
                },
            )


class AreaFactory(DjangoModelFactory):
    """An area; `wards=[…]` puts wards into it from OPENED on."""

    class Meta:
        model = AreaSet

    code = factory.Sequence(lambda n: f"khu-vuc-{n}")
    name = factory.Sequence(lambda n: f"Khu vực {n}")
    province = factory.SubFactory(ProvinceFactory)

    @factory.post_generation
    def wards(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for ward in extracted or []:
            AreaMembership.objects.create(area=self, ward=ward, valid_from=OPENED)


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"co-quan-{n}")
    name = factory.Sequence(lambda n: f"Ủy ban nhân dân xã {n}")
    kind = "committee"


class UserFactory(DjangoModelFactory):
    """A resident with a card whose PIN is 246813; `with_role(…)` below for staff."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: cards.number_of(1_000_000 + n))
    full_name = "Nguyễn Thị Hoa"
    birth_year = 1961
    ward = factory.SubFactory(WardFactory)
    password = factory.django.Password("246813")

    @factory.post_generation
    def card(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and self.username.isdigit():
            LearnerCard.objects.create(
                user=self, number=self.username, token=f"token-{self.username}"
            )


class StaffFactory(UserFactory):
    """Someone who signs in with user name and password ("mat-khau-rat-dai")."""

    username = factory.Sequence(lambda n: f"canbo{n}")
    full_name = "Trần Văn Minh"
    ward = None
    password = factory.django.Password("mat-khau-rat-dai")


def with_role(role: Role, **scope: Any) -> User:
    """A staff user holding `role` with the scope (area=, ward=, agency=)."""
    user: User = StaffFactory(is_staff=role not in LEARNER_ROLES)
    RoleGrant.objects.create(user=user, role=role, valid_from=OPENED, **scope)
    return user


def plant_roots() -> None:
    """What a new database has, made again where a transactional test has emptied the tables:
    Wagtail's two roots and the usual reporting periods."""
    if not Page.objects.exists():
        Locale.objects.get_or_create(language_code="vi")
        Page.add_root(instance=Page(title="Root", slug="root"))
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    make_standard_rules()


def site_page() -> SitePage:
    """The root of the content tree, made once."""
    page = SitePage.objects.first()
    if page is None:
        plant_roots()
        page = Page.get_first_root_node().add_child(
            instance=SitePage(title="Bình dân học vụ số", slug="noi-dung")
        )
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": page}
        )
    return page


def make_ministry(**fields: Any) -> MinistryPage:
    agency = fields.pop("agency", None) or AgencyFactory(
        code="bxd", name="Bộ Xây dựng", kind="ministry"
    )
    values = {
        "title": "Bộ Xây dựng",
        "slug": "bo-xay-dung",
        "sector": "Xây dựng",
        "sector_slug": "xay-dung",
        "agency": agency,
    } | fields
    existing = MinistryPage.objects.filter(sector_slug=values["sector_slug"]).first()
    return existing or site_page().add_child(instance=MinistryPage(**values))


def make_course(*, lessons: int = 2, screens: int = 2, **fields: Any) -> CoursePage:
    """A live course with `lessons` lessons of `screens` screens each."""
    number = CoursePage.objects.count() + 1
    values = {
        "title": f"Xây nhà {number}",
        "slug": f"xay-nha-{number}",
        "code": f"T{number}",
        "outcome": "Học xong, tự nộp được hồ sơ.",
        "audiences": ["nguoi_dan"],
    } | fields
    course: CoursePage = make_ministry().add_child(instance=CoursePage(**values))
    for index in range(1, lessons + 1):
        add_lesson(course, index, screens)
    return course


def add_lesson(course: CoursePage, index: int, screens: int = 2) -> LessonPage:
    body = [
        {
            "type": "screen",
            "value": {
                "title": f"Trang {n}",
                "body": [
                    {"type": "paragraph", "value": f"<p>Nội dung trang {n} của bài {index}.</p>"}
                ],
            },
        }
        for n in range(1, screens + 1)
    ]
    return course.add_child(
        instance=LessonPage(
            title=f"Bài số {index}", slug=f"bai-{index}", summary="Tóm tắt.", screens=body
        )
    )


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrolment

    user = factory.SubFactory(UserFactory)
    course = factory.LazyFunction(make_course)
    ward = factory.LazyAttribute(lambda enrolment: enrolment.user.ward)
    agency = factory.LazyAttribute(lambda enrolment: enrolment.user.agency)
    enrolled_at = factory.LazyFunction(timezone.now)
    last_activity_at = factory.LazyFunction(timezone.now)


class PointFactory(DjangoModelFactory):
    class Meta:
        model = LearningPoint

    code = factory.Sequence(lambda n: f"nvh-{n}")
    name = "Nhà văn hóa thôn Đông"
    ward = factory.SubFactory(WardFactory)
    address = "Thôn Đông"


def open_session(facilitator: User, point: LearningPoint, **fields: Any) -> ClassSession:
    """A session running right now."""
    now = timezone.now()
    values = {
        "title": "Lớp tối thứ Tư",
        "starts_at": now - timedelta(minutes=10),
        "ends_at": now + timedelta(minutes=80),
        "pin": "4827",
        "token": f"phien-{now.timestamp()}"[:22],
        "created_at": now,
        "ward": point.ward,
    } | fields
    return ClassSession.objects.create(facilitator=facilitator, point=point, **values)


def come_to(session: ClassSession, user: User) -> Attendance:
    """Present, as its facilitator saw."""
    return Attendance.objects.create(
        session=session,
        user=user,
        ward_id=user.ward_id,
        state=AttendanceState.PRESENT,
        confirmed_at=session.starts_at,
        confirmed_by=session.facilitator,
    )


def opened_for(user: User, quiz: Quiz, session: ClassSession) -> Opening:
    """The test, opened in a running class by its facilitator for somebody who is there."""
    if not session.attendances.filter(user=user).exists():
        come_to(session, user)
    [opening] = open_test(
        session=session, quiz=quiz, users=[user], identity="known",
        by=session.facilitator, at=timezone.now(),
    )  # fmt: skip
    return opening


def make_quiz(course: CoursePage | None = None, *, questions: int = 4, **fields: Any) -> Quiz:
    """A final test, registered with its course, of one-choice questions whose right option is
    "Đúng 1", "Đúng 2" …, spread over the course's lessons."""
    course = course or make_course()
    values = {"slug": "kiem-tra-cuoi-khoa", "title": "Bài kiểm tra cuối khóa"} | fields
    quiz = Quiz.objects.create(course=course, **values)
    for number in range(1, questions + 1):
        rows = [
            {"text": f"Đúng {number}", "correct": True},
            {"text": f"Khác {number}", "feedback": "Xem lại bài học."},
            {"text": "Không có ở đây", "pin": True},
        ]
        add_question(quiz, "single", {"stem": f"Câu hỏi số {number}?", "options": rows})
    register_quiz(quiz=quiz)
    return quiz


def add_question(quiz: Quiz, kind: str, raw: dict[str, Any], **fields: Any) -> Question:
    """A question of any kind at the end of the quiz."""
    content, problems = authoring.write(kind_of(kind), {"explanation": "Vì vậy."} | raw)
    assert not problems, problems
    lessons = list(LessonPage.objects.child_of(quiz.course))
    place = QuizItem.objects.filter(quiz=quiz).count() + 1
    values = {
        "code": f"{quiz.course.code}-{place:02d}",
        "kind": kind,
        "course": quiz.course,
        "lesson": lessons[(place - 1) % len(lessons)],
    } | fields
    question = save_question(question=Question(**values), content=content, at=timezone.now())
    QuizItem.objects.create(quiz=quiz, question=question, position=place)
    return question
