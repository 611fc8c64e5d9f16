"""Rounds past e-service practice, certificates' other pages, and what an author tries as a learner."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificates.batches import start_batch
from certificates.models import Certificate
from certificates.services import issue_certificate
from courses.models import SimulationRun
from courses.simulation.keeping import facts_of
from lms.interop.lti.models import LaunchedRun, ScoreState
from tests.courses.simulation.flows import FILES, address, begin, do, open_step, place, right, wrong
from tests.factories import EnrolmentFactory, UserFactory, make_course, make_quiz
from tests.house.evidence_rounds import evidence
from tests.house.geography_rounds import areas_and_delegations, boundaries
from tests.house.looking import Looker, Site
from tests.house.sharing_rounds import shared_with_everybody
from tests.house.url_matrix import World, a_launch, a_template_version

SCREENS_OF = "nop-ho-so-xay-nha"


def practice(site: Site, world: World) -> None:
    """One flow with its mistakes and its end; the replicas of the others on their printed sheets."""
    user = UserFactory(ward=world.ward)
    look, client = site.looker(user), Client()
    client.force_login(user)
    course = make_course()
    pages = {slug: place(slug, course) for slug in sorted(FILES)}
    look.at(pages[SCREENS_OF].public_path)
    for page in pages.values():
        look.at(f"{page.public_path}in/")
    step_by_step(look, client, begin(client, pages[SCREENS_OF], "thu"))
    run = begin(client, pages[SCREENS_OF], "thu", danh_sach="1")
    look.at(address(run))


def step_by_step(look: Looker, client: Client, run: SimulationRun) -> None:
    while not run.is_finished:
        look.at(address(run))
        if open_step(run).options:
            do(client, run, wrong(open_step(run)))
            look.at(address(run))
        do(client, run, right(open_step(run), facts_of(run)))
        run.refresh_from_db()
    look.at(address(run, "ket-qua"), address(run, "ket-qua/xem-lai"))


def certificates(site: Site, world: World) -> None:
    owner = world.people["resident"]
    certificate_of(world)
    look = site.looker(owner)
    look.at("/hoc/giay-chung-nhan/")
    look.press("Tạo đường dẫn trong 30 ngày")
    shared = look.page.locator("a[href*='/giay-chung-nhan/chia-se/']").first.get_attribute("href")
    assert shared
    look.at(shared)
    held = Certificate.objects.of_completion().filter(user=owner).latest("pk")
    assert held.course is not None
    guest = site.looker()
    guest.at(
        reverse("certificates:issuer", args=[held.register.issuer.code]),
        "/xac-minh/danh-sach/", "/xac-minh/ngoai-tuyen/",
    )  # fmt: skip
    desk = site.looker(world.people["administrator"])
    desk.at("/cap-giay-chung-nhan/", "/doi-chieu-giay-chung-nhan/", "/mau-giay-chung-nhan/",
            "/mau-giay-chung-nhan/moi/")  # fmt: skip
    desk.at(*pages_of_a_template(world))
    EnrolmentFactory(course=held.course, completed_at=timezone.now())
    batch = start_batch(course=held.course, by=world.people["administrator"], at=timezone.now())
    desk.at(reverse("certificates:batch", args=[batch.pk]))


def pages_of_a_template(world: World) -> list[str]:
    kept = a_template_version(world)
    return [
        reverse("certificates:template", args=[kept["pk"]]),
        reverse("certificates:template_version", kwargs=kept),
    ]


def author(site: Site, world: World) -> None:
    """A test tried by its author, question by question, to the result; and one without questions."""
    quiz, empty = make_quiz(world.course), make_quiz(make_course(), questions=0)
    look = site.looker(world.people["administrator"])
    look.at(reverse("quiz_try", args=[empty.pk]), reverse("quiz_try", args=[quiz.pk]))
    while look.page.locator("main form").count():
        look.press("Tiếp tục")


def second_device(site: Site, world: World) -> None:
    quiz, user = make_quiz(make_course()), UserFactory(ward=world.ward)
    first, second = site.looker(user), site.looker(user)
    first.page.goto(f"/hoc/{quiz.course.slug}/kiem-tra/{quiz.slug}/")
    first.press("Bắt đầu", then="the first question")
    second.at(first.page.url)


def launches(site: Site, world: World) -> None:
    """What another learning system shows in its frame."""
    first = reverse("lti:start", kwargs=a_launch(world))
    look, client = site.looker(), Client()
    look.at(reverse("lti:login"), first)
    client.post(first, {"mode": "kiem_tra"})
    launched = LaunchedRun.objects.latest("pk")
    look.at(f"{first}{launched.run.token}/1/")
    while not launched.run.is_finished:
        data = right(open_step(launched.run), facts_of(launched.run))
        here = f"{first}{launched.run.token}/{len(launched.run.state['path']) + 1}/"
        client.post(here, {"turn": launched.run.turn, **data})
        launched.run.refresh_from_db()
    for state in (ScoreState.SENT, ScoreState.REFUSED):
        LaunchedRun.objects.update(state=state)
        look.at(f"{first}{launched.run.token}/ket-qua/")


MORE = (
    launches,
    practice,
    certificates,
    author,
    second_device,
    boundaries,
    areas_and_delegations,
    shared_with_everybody,
    evidence,
)


def certificate_of(world: World) -> Certificate:
    """Of the resident, on a course of its own."""
    held = Certificate.objects.filter(user=world.people["resident"]).first()
    if held:
        return held
    enrolment = EnrolmentFactory(user=world.people["resident"], completed_at=timezone.now())
    return issue_certificate(enrolment=enrolment, at=timezone.now())
