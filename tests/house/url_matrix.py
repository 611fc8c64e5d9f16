"""Who gets what from every address: one row per URL name, in the section of the app that owns it.

    "accounts:profile": signed_in(),                        anonymous → sign-in, everybody else 200
    "core:display": everybody(),                            200 for all
    "reports:overview": only("district_manager", …),        anonymous → sign-in, the others 403
    "centres:close": only("facilitator", status=302, method="post", kwargs=a_session),
    "reports:ward": only(…, kwargs=lambda world: {"code": world.ward.code}).but(resident=404),

`kwargs` gets the `World` below: a ward in an area, one person per role with that scope, and makes
what its address needs (with tests.factories). `method="post"` sends `data` (nothing by default).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from secrets import token_urlsafe
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from certificates.badges import keys
from certificates.batches import finish, start_batch
from certificates.designs import create_template, save_version
from certificates.models import Certificate
from certificates.services import issue_certificate
from certificates.sharing import share
from certificates.standards import standard
from courses.models import CoursePage, SimulationPage, SimulationRun
from courses.simulation.services import start_run
from lms.accounts import services
from lms.accounts.models import LearnerCard, User
from lms.accounts.roles import Role
from lms.centres.models import ClassSession
from lms.centres.services import register_device
from lms.core import periods
from lms.interop.lti.models import Launch, Platform
from lms.interop.lti.services import begin_run
from lms.units.models import AdminUnit, AreaSet
from quizzes.models import Quiz
from quizzes.services import keep_answer_file, start_attempt
from tests.courses.simulation.flows import place
from tests.evidence.holds import place_on_hold
from tests.factories import (
    AgencyFactory,
    AreaFactory,
    EnrolmentFactory,
    PointFactory,
    StaffFactory,
    UserFactory,
    WardFactory,
    add_question,
    make_course,
    make_quiz,
    open_session,
    opened_for,
    with_role,
)

ROLES = (
    "anonymous", "resident", "civil_servant", "facilitator", "district_manager", "ward_manager",
    "report_viewer", "editor", "reviewer", "administrator",
)  # fmt: skip
SIGNED_IN = ROLES[1:]


class World:
    """One ward inside one area, a second ward outside, and a person per role."""

    def __init__(self) -> None:
        self.ward: AdminUnit = WardFactory()
        self.other_ward: AdminUnit = WardFactory()
        self.area: AreaSet = AreaFactory(wards=[self.ward])
        self.people: dict[str, User] = {
            "resident": UserFactory(ward=self.ward),
            "civil_servant": StaffFactory(audience="cong_chuc", agency=AgencyFactory()),
            "facilitator": with_role(Role.FACILITATOR, ward=self.ward),
            "district_manager": with_role(Role.DISTRICT_MANAGER, area=self.area),
            "ward_manager": with_role(Role.WARD_MANAGER, ward=self.ward),
            "report_viewer": with_role(Role.REPORT_VIEWER, area=self.area),
            "editor": with_role(Role.EDITOR),
            "reviewer": with_role(Role.REVIEWER),
            "administrator": with_role(Role.ADMINISTRATOR),
        }

    @cached_property
    def learner(self) -> User:
        """A resident of the ward who is none of the people above."""
        user: User = UserFactory(ward=self.ward)
        return user

    @cached_property
    def course(self) -> CoursePage:
        return make_course()

    @cached_property
    def quiz(self) -> Quiz:
        return make_quiz(self.course)

    @cached_property
    def simulation(self) -> SimulationPage:
        return place("tra-cuu-ho-so", self.course)

    @cached_property
    def running_class(self) -> ClassSession:
        """Of the facilitator, in the ward."""
        return open_session(self.people["facilitator"], PointFactory(ward=self.ward))


Kwargs = Callable[[World], Mapping[str, Any]]


@dataclass(frozen=True)
class Row:
    expected: Mapping[str, int]
    kwargs: Kwargs = field(default=lambda world: {})
    method: str = "get"
    data: Mapping[str, Any] = field(default_factory=dict)

    def but(self, **statuses: int) -> Row:
        """The same row with other statuses for some roles."""
        return replace(self, expected={**self.expected, **statuses})


def everybody(status: int = 200, **options: Any) -> Row:
    return Row(dict.fromkeys(ROLES, status), **options)


def signed_in(status: int = 200, **options: Any) -> Row:
    return everybody(status, **options).but(anonymous=302)


def only(*roles: str, status: int = 200, **options: Any) -> Row:
    """`roles` get `status`, anonymous is sent to sign in, all the others are refused."""
    return signed_in(403, **options).but(**dict.fromkeys(roles, status))


# --- what addresses need -----------------------------------------------------------------------


def an_area(world: World) -> dict[str, Any]:
    return {"code": world.area.code}


def an_assignment(world: World) -> dict[str, Any]:
    grant = world.area.grants.get(user=world.people["district_manager"])
    return an_area(world) | {"pk": grant.pk}


def a_delegation(world: World) -> dict[str, Any]:
    """The district manager lets a colleague stand in."""
    manager = world.people["district_manager"]
    made = services.delegate(
        grant=manager.grants.get(),
        receiver=StaffFactory(),
        first=periods.today(),
        last=periods.today(),
        reason="Nghỉ phép",
        by=manager,
        at=periods.now(),
    )
    return {"pk": made.pk}


def a_card(world: World) -> dict[str, Any]:
    return {"token": LearnerCard.objects.get(user=world.learner).token}


def a_reset(world: World) -> dict[str, Any]:
    helper = world.people["facilitator"]
    return {"token": services.reset_pin(user=world.learner, by=helper, at=periods.now())}


def a_learner(world: World) -> dict[str, Any]:
    return {"pk": world.learner.pk}


def a_quiz(world: World) -> dict[str, Any]:
    return {"course": world.quiz.course.slug, "quiz": world.quiz.slug}


def an_attempt(world: World) -> dict[str, Any]:
    attempt = start_attempt(user=world.people["resident"], quiz=world.quiz, at=periods.now())
    return {**a_quiz(world), "token": attempt.token}


def a_question(world: World) -> dict[str, Any]:
    return {**an_attempt(world), "n": 1}


def a_sent_file(world: World) -> dict[str, Any]:
    """To a question of the resident's attempt."""
    quiz = make_quiz(world.course, questions=0)
    add_question(quiz, "file_answer", {"stem": "Gửi ảnh?"})
    attempt = start_attempt(user=world.people["resident"], quiz=quiz, at=periods.now())
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    file = keep_answer_file(attempt=attempt, position=1, upload=upload, at=periods.now())
    return {"token": file.token}


def a_class(world: World) -> dict[str, Any]:
    return {"pk": world.running_class.pk}


def a_computer(world: World) -> dict[str, Any]:
    device = register_device(
        session=world.running_class, by=world.people["facilitator"], at=periods.now()
    )
    return {"pk": world.running_class.pk, "number": device.number}


def a_course(world: World) -> dict[str, Any]:
    return {"course": world.course.slug}


def a_lesson(world: World) -> dict[str, Any]:
    return {**a_course(world), "lesson": "bai-1"}


def a_simulation(world: World) -> dict[str, Any]:
    return {**a_course(world), "simulation": world.simulation.slug}


def a_simulations_version(world: World) -> dict[str, Any]:
    return {"version": world.simulation.versions.get().pk}


def a_run(world: World) -> dict[str, Any]:
    """Of the resident."""
    run = start_run(
        version=world.simulation.versions.get().pk,
        user=world.people["resident"],
        guest_key="",
        mode="thu",
        channel="man_hinh",
        at=periods.now(),
    )
    return {**a_simulation(world), "token": run.token}


def a_run_in_class(world: World) -> dict[str, Any]:
    """A test of the resident, still going on."""
    token = a_run(world)["token"]
    SimulationRun.objects.filter(token=token).update(
        class_ref=world.running_class.pk, mode="kiem_tra"
    )
    return {"pk": world.running_class.pk, "token": token}


def an_opening(world: World) -> dict[str, Any]:
    """Of the resident, in the class."""
    opening = opened_for(world.people["resident"], world.quiz, world.running_class)
    return {"pk": world.running_class.pk, "opening": opening.pk}


def a_simulation_step(world: World) -> dict[str, Any]:
    return {**a_run(world), "step": 1}


def a_launch(world: World) -> dict[str, Any]:
    """From a learning system; whoever has its address plays, as in a frame without cookies."""
    platform = Platform.objects.create(
        name="Trường Số", issuer="https://hoc.vi.du", client_id="1", deployments="1",
        auth_url="https://hoc.vi.du/a", token_url="https://hoc.vi.du/t",
        jwks_url="https://hoc.vi.du/j",
    )  # fmt: skip
    now = periods.now()
    launch = Launch.objects.create(
        token=token_urlsafe(16), platform=platform, simulation=world.simulation, person="x" * 32,
        link="1", started_at=now, ends_at=now + dt.timedelta(hours=1),
    )  # fmt: skip
    return {"launch": launch.token}


def a_launched_run(world: World) -> dict[str, Any]:
    kwargs = a_launch(world)
    launched = begin_run(
        launch=Launch.objects.get(token=kwargs["launch"]),
        version=world.simulation.versions.get().pk,
        mode="thu",
        channel="man_hinh",
        at=periods.now(),
    )
    return {**kwargs, "run": launched.run.token}


def a_certificate(world: World) -> Certificate:
    """Of the resident."""
    enrolment = EnrolmentFactory(
        user=world.people["resident"], course=world.course, completed_at=periods.now()
    )
    return issue_certificate(enrolment=enrolment, at=periods.now())


def a_batch(world: World) -> dict[str, Any]:
    EnrolmentFactory(user=world.learner, course=world.course, completed_at=periods.now())
    administrator = world.people["administrator"]
    batch = start_batch(course=world.course, by=administrator, at=periods.now())
    return {"pk": finish(batch=batch, at=periods.now()).pk}


def a_share(world: World) -> dict[str, Any]:
    made = share(user=world.people["resident"], days=30, at=periods.now())
    return {"pk": made.pk}


def a_shared_link(world: World) -> dict[str, Any]:
    return {"token": share(user=world.people["resident"], days=30, at=periods.now()).token}


def a_template(world: World) -> dict[str, Any]:
    by = world.people["administrator"]
    return {"pk": create_template(name="Mẫu", agency=None, by=by).pk}


def a_template_version(world: World) -> dict[str, Any]:
    by = world.people["administrator"]
    template = create_template(name="Mẫu", agency=None, by=by)
    version = save_version(template=template, design=standard("hours"), by=by, at=periods.now())
    return {"pk": template.pk, "number": version.number}


def a_certificates_code(world: World) -> dict[str, Any]:
    return {"code": a_certificate(world).code}


def a_certificates_token(world: World) -> dict[str, Any]:
    return {"token": a_certificate(world).token}


def a_certificates_issuer(world: World) -> dict[str, Any]:
    return {"code": a_certificate(world).register.issuer.code}


def a_public_key(world: World) -> dict[str, Any]:
    return {"kid": keys.current().public.kid}


def a_ward(world: World) -> dict[str, Any]:
    return {"code": world.ward.code}


# --- the table ---------------------------------------------------------------------------------

CORE = {
    "core:display": everybody(),
    "core:library": everybody().but(anonymous=403, resident=403, civil_servant=403),
    "core:offline": everybody(),
    "core:service_worker": everybody(),
}

ACCOUNTS = {
    "accounts:sign_in": everybody(302).but(anonymous=200),
    "accounts:staff_sign_in": everybody(302).but(anonymous=200),
    "accounts:sign_out": everybody(302, method="post"),
    "accounts:card": everybody(kwargs=a_card),
    "accounts:sign_up": everybody(302),
    "accounts:sign_up_step": everybody(302, kwargs=lambda _: {"step": "ho-ten"}).but(anonymous=200),
    "accounts:consent": signed_in(),
    "accounts:forgot_pin": everybody(),
    "accounts:forgot_pin_way": everybody(kwargs=lambda _: {"way": "nguoi-huong-dan"}),
    "accounts:choose_pin": everybody(kwargs=a_reset),
    "accounts:pin_chosen": everybody(),
    "accounts:delegations": signed_in(),
    "accounts:new_delegation": only("district_manager", "ward_manager"),
    "accounts:end_delegation": signed_in(404, method="post", kwargs=a_delegation).but(
        district_manager=302, administrator=302
    ),
    "accounts:profile": signed_in(),
    "accounts:profile_greeting": signed_in(),
    "accounts:profile_sex": signed_in(),
    "accounts:profile_ward": signed_in(),
    "accounts:profile_phone": signed_in(),
    "accounts:change_pin": signed_in(),
    "accounts:withdraw": signed_in(kwargs=lambda _: {"purpose": "class_messages"}),
    "accounts:my_data": signed_in(),
    "accounts:card_print": signed_in(404).but(resident=200),
    "accounts:card_picture": signed_in(404).but(resident=200),
    "accounts:card_reissue": signed_in(404).but(resident=200),
    "accounts:reset_pin": only("facilitator", "administrator", kwargs=a_learner),
}

# allauth's pages for the second factor, at our addresses and in our templates. 404 and 302: there
# is no second factor yet, or the password was given some time ago.
SECURITY = {
    "mfa_index": signed_in(),
    "mfa_authenticate": everybody(302),
    "mfa_reauthenticate": everybody(302),
    "mfa_activate_totp": everybody(302),
    "mfa_deactivate_totp": signed_in(404),
    "mfa_view_recovery_codes": signed_in(404),
    "mfa_generate_recovery_codes": everybody(302),
    "mfa_download_recovery_codes": signed_in(404),
    "account_reauthenticate": signed_in(),
    "account_login": everybody(302),
}

COURSES = {
    "courses:course": everybody(kwargs=a_course),
    "courses:start": everybody(302, method="post", kwargs=a_course),
    "courses:lesson": everybody(kwargs=lambda world: a_lesson(world) | {"screen": 1}),
    "courses:lesson_print": everybody(kwargs=a_lesson),
    "courses:simulation": everybody(kwargs=a_simulation),
    "courses:simulation_print": everybody(kwargs=a_simulation),
    "courses:simulation_regions": everybody(kwargs=a_simulations_version),
    "courses:simulation_step": everybody(404, kwargs=a_simulation_step).but(resident=200),
    "courses:simulation_result": everybody(404, kwargs=a_run).but(
        resident=302, facilitator=302, administrator=302
    ),  # not finished
    "courses:simulation_replay": everybody(404, kwargs=a_run).but(
        resident=302, facilitator=302, administrator=302
    ),
    "courses:simulation_helped": everybody(
        404, method="post", data={"level": "noi"}, kwargs=a_run
    ).but(resident=302, facilitator=302, administrator=302),
}

CENTRES = {
    "centres:sessions": only("facilitator"),
    "centres:new_first": only("facilitator", status=302),
    "centres:new": only("facilitator", kwargs=lambda _: {"step": "diem-hoc"}),
    "centres:console": only("facilitator", kwargs=a_class),
    "centres:projector": only("facilitator", kwargs=a_class),
    "centres:sheet": only("facilitator", kwargs=a_class),
    "centres:practice": only("facilitator", kwargs=a_class),
    "centres:practice_note": only(
        "facilitator",
        status=302,
        method="post",
        kwargs=a_run_in_class,
        data={"level": "noi"},
    ),
    "centres:roster": only("facilitator", kwargs=a_class),
    "centres:undo": only("facilitator", status=302, method="post", kwargs=a_class),
    "centres:walk_in": only("facilitator", kwargs=a_class),
    "centres:close": only("facilitator", kwargs=a_class),
    "centres:reopen": only("facilitator", status=302, method="post", kwargs=a_class),
    "centres:end_device": only("facilitator", status=302, method="post", kwargs=a_computer),
    "centres:cards": only("facilitator", kwargs=a_class),
    "centres:help_sign_up": only(
        "facilitator", kwargs=lambda world: a_class(world) | {"step": "ho-ten"}
    ),
    "centres:help_pin": only("facilitator", status=302, kwargs=a_class),
    "centres:help_done": only("facilitator", kwargs=a_class),
    "centres:help_take_back": only("facilitator", status=302, method="post", kwargs=a_class),
    "centres:join": everybody(),
    "centres:join_token": everybody(kwargs=lambda world: {"token": world.running_class.token}),
    # Without the cookie of a shared computer there are no names.
    "centres:shared": everybody(),
    "centres:names": everybody(302),
    "centres:name_pin": everybody(302, kwargs=a_class),
    "centres:switch": everybody(302, method="post"),
    "centres:points": everybody(),
    "centres:point": everybody(kwargs=lambda world: {"code": world.running_class.point.code}),
}

QUIZZES = {
    "quizzes:start": signed_in(kwargs=a_quiz),
    "quizzes:question": signed_in(404, kwargs=a_question).but(resident=200),
    "quizzes:save": signed_in(404, method="post", kwargs=a_question).but(resident=200),
    "quizzes:time_left": signed_in(404, kwargs=an_attempt).but(resident=200),
    "quizzes:take_over": signed_in(404, method="post", kwargs=an_attempt).but(resident=302),
    "quizzes:in_class": only("facilitator", kwargs=a_class),
    "quizzes:open_for": only("facilitator", kwargs=a_class),
    "quizzes:withdraw": only("facilitator", status=302, method="post", kwargs=an_opening),
    "quizzes:review": signed_in(404, kwargs=an_attempt).but(resident=200),
    "quizzes:answer_file": signed_in(404, kwargs=a_sent_file).but(
        resident=200, editor=200, reviewer=200, administrator=200
    ),
    "quizzes:result": signed_in(404, kwargs=an_attempt).but(resident=302),  # not handed in yet
}

CERTIFICATES = {
    "certificates:list": signed_in(),
    "certificates:detail": signed_in(404, kwargs=a_certificates_code).but(resident=200),
    "certificates:pdf": signed_in(404, kwargs=a_certificates_code).but(resident=200),
    "certificates:ask": signed_in(404, method="post", data={"kind": "attendance", "about": "0"}),
    "certificates:new_share": signed_in(302, method="post", data={"days": "30"}),
    "certificates:end_share": signed_in(404, method="post", kwargs=a_share).but(resident=302),
    "certificates:notices_read": signed_in(302, method="post"),
    "certificates:shared": everybody(kwargs=a_shared_link),
    "certificates:verify_many": everybody(),
    "certificates:batches": only("administrator"),
    "certificates:batch": only("administrator", kwargs=a_batch),
    "certificates:batch_zip": only("administrator", kwargs=a_batch),
    "certificates:register": only("administrator"),
    "certificates:register_file": only("administrator"),
    "certificates:templates": only("administrator"),
    "certificates:new_template": only("administrator"),
    "certificates:template": only("administrator", kwargs=a_template),
    "certificates:template_version": only("administrator", kwargs=a_template_version),
    "certificates:template_file": only("administrator", kwargs=a_template),
    "certificates:template_use": only(
        "administrator", status=302, method="post", kwargs=a_template
    ),
    "certificates:verify": everybody(),
    "certificates:verify_code": everybody(kwargs=a_certificates_code),
    "certificates:verify_offline": everybody(),
    "certificates:verify_known": everybody(),
    "certificates:badge": everybody(kwargs=a_certificates_token),
    "certificates:badge_token": everybody(kwargs=a_certificates_token),
    "certificates:status_list": everybody(404, kwargs=lambda world: {"number": 9}),
    "certificates:issuer": everybody(kwargs=a_certificates_issuer),
    "certificates:key": everybody(kwargs=a_public_key),
    "certificates:key_set": everybody(),
}

MANAGERS = ("district_manager", "ward_manager", "report_viewer", "administrator")


def a_hold(world: World) -> dict[str, Any]:
    """Of the resident's certificate."""
    return {"pk": place_on_hold(world.ward, world.people["resident"]).pk}


HOLDERS = ("district_manager", "ward_manager", "administrator")
EVIDENCE = {
    "evidence:ward": only(*MANAGERS, kwargs=a_ward),
    # Without a class or a month in the address there is nothing to put on hold.
    "evidence:place": only(*HOLDERS, status=404, kwargs=a_ward),
    "evidence:hold": only(*HOLDERS, kwargs=a_hold),
    "evidence:mine": signed_in(),
    "evidence:appeal": signed_in(404, kwargs=a_hold).but(resident=200),
}

REPORTS = {
    "reports:overview": only(*MANAGERS),
    "reports:wards": only(*MANAGERS),
    "reports:ward": only(*MANAGERS, kwargs=a_ward),
    "reports:grid": only(*MANAGERS),
    "reports:trend": only(*MANAGERS),
    "reports:attention": only(*MANAGERS),
    "reports:compare": only(*MANAGERS),
    "reports:courses": only(*MANAGERS),
    "reports:course": only(*MANAGERS, status=404, kwargs=lambda world: {"code": "khong-co"}),
    "reports:export": only(*MANAGERS),
    "reports:definitions": only(*MANAGERS),
    "reports:quality": only(*MANAGERS),
    "reports:why": only(*MANAGERS),
    "reports:exact": only("administrator"),
    "reports:schedules": only(*MANAGERS),
    "reports:file": only(*MANAGERS, status=404, kwargs=lambda world: {"pk": 1}),
    "reports:make_again": only(
        *MANAGERS, status=404, method="post", kwargs=lambda world: {"pk": 1}
    ),
    "reports:try_mail": only(*MANAGERS, status=404, method="post", kwargs=lambda world: {"pk": 1}),
    "reports:stop_mine": only(*MANAGERS, status=404, method="post", kwargs=lambda world: {"pk": 1}),
    "reports:stop": everybody(404, kwargs=lambda world: {"token": "khong-co"}),
}

GEOGRAPHY = {
    "geography:changes": only("administrator"),
    "geography:new": only("administrator", status=302),
    "geography:step": only("administrator", kwargs=lambda _: {"step": "loai"}),
    "geography:upload": only("administrator"),
    "geography:preview": only("administrator", status=302),
    "geography:draft_file": only("administrator", status=404),
    "geography:areas": only("administrator"),
    "geography:new_area": only("administrator"),
    "geography:area": only("administrator", kwargs=an_area),
    "geography:area_wards": only("administrator", kwargs=an_area),
    "geography:assign": only("administrator", kwargs=an_area),
    "geography:end_assignment": only(
        "administrator", status=302, method="post", kwargs=an_assignment
    ),
}

LTI = {
    "lti:login": everybody(400),  # nobody said which system
    "lti:launch": everybody(400, method="post"),
    "lti:key_set": everybody(),
    "lti:start": everybody(kwargs=a_launch),
    "lti:step": everybody(kwargs=lambda world: a_launched_run(world) | {"step": 1}),
    "lti:result": everybody(302, kwargs=a_launched_run),  # not finished
}

API = {  # a token opens it, not a session: tests/interop/test_api.py
    "api:api-root": everybody(404),
    "api:openapi-json": everybody(),
    "api:units": everybody(401),
    "api:unit": everybody(401, kwargs=a_ward),
    "api:courses": everybody(401),
    "api:snapshots": everybody(401),
    "api:progress": everybody(401),
    "api:certificate": everybody(401, kwargs=lambda world: {"code": "BDS-2026-AAAA-AAAA"}),
}

OPEN_DATA = {
    "open_data:index": everybody(),
    "open_data:package": everybody(),
    "open_data:progress_csv": everybody(),
    "open_data:progress_json": everybody(),
    "open_data:month_csv": everybody(404, kwargs=lambda world: {"month": "2026-01"}),
    "open_data:month_json": everybody(404, kwargs=lambda world: {"month": "2026-01"}),
    "open_data:layer": everybody(404),  # no boundaries supplied
    "open_data:units_csv": everybody(),
    "open_data:units_json": everybody(),
    "open_data:ward": everybody(kwargs=a_ward),
    "open_data:ward_json": everybody(kwargs=a_ward),
}

HOME = {
    "home:home": everybody(),
    "home:catalogue": everybody(),
    "home:sector": everybody(kwargs=lambda world: a_course(world) and {"slug": "xay-dung"}),
    "home:audience": everybody(kwargs=lambda _: {"slug": "nguoi-dan"}),
    "home:my_learning": everybody(),
    "home:my_course": everybody(kwargs=a_course),
    "home:transcript": signed_in(),
    "home:transcript_pdf": signed_in(),
    "home:transcript_json": signed_in(),
    "home:about": everybody(),
    "home:help": everybody(),
    "home:help_topic": everybody(kwargs=lambda _: {"slug": "khong-dang-nhap-duoc"}),
    "home:glossary": everybody(),
    "home:privacy": everybody(),
    "home:accessibility": everybody(),
    "home:sitemap": everybody(),
    "home:health": everybody(),
}

ROWS: dict[str, Row] = {
    **CORE, **ACCOUNTS, **SECURITY, **COURSES, **CENTRES, **QUIZZES, **CERTIFICATES, **REPORTS,
    **EVIDENCE, **GEOGRAPHY, **LTI, **API, **OPEN_DATA, **HOME,
}  # fmt: skip
