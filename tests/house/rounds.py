"""A round through the site for each kind of reader, past every page and its states."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from certificates.services import issue_certificate
from courses.blocks import BodyBlock
from courses.models import CourseAssignment, CoursePage, LessonPage, SimulationRun
from courses.simulation.services import start_run
from lms.accounts import services as accounts
from lms.accounts.models import LearnerCard
from lms.centres import services as centres
from lms.centres.models import Attendance, ClassSession
from lms.core import periods
from lms.progress import services as progress
from lms.reports import mails
from quizzes import services as quizzes
from quizzes.models import Quiz
from tests.courses.readers import screen_of
from tests.courses.simulation.flows import place
from tests.factories import (
    EnrolmentFactory,
    PointFactory,
    UserFactory,
    WardFactory,
    add_question,
    come_to,
    make_course,
    make_quiz,
)
from tests.house.kind_rounds import kinds
from tests.house.looking import Looker, Site
from tests.house.more_rounds import MORE, certificate_of
from tests.house.report_rounds import pictures
from tests.house.url_matrix import World
from tests.walks.steps import PASSWORD, PIN, press

NAME, YEAR = "Nguyễn Thị Hoa", "1961"


def guests(site: Site, world: World) -> None:
    course, look = lesson_of_every_block(world), site.looker()
    certificate = certificate_of(world)
    card = LearnerCard.objects.get(user=world.learner)
    leave = accounts.reset_pin(user=world.learner, by=world.people["facilitator"], at=periods.now())
    look.at(
        "/", "/khoa-hoc/", "/khoa-hoc/?q=xay", "/khoa-hoc/?q=zzzz", "/nganh/xay-dung/",
        "/doi-tuong/nguoi-dan/", "/gioi-thieu/", "/tro-giup/", "/tro-giup/?q=zzzz",
        "/tro-giup/khong-dang-nhap-duoc/", "/tu-dien/", "/tu-dien/?q=zzzz", "/quyen-rieng-tu/",
        "/kha-nang-tiep-can/", "/so-do-trang/", "/hien-thi/", "/ngoai-tuyen/", "/hoc/",
        "/khong-co-trang-nay/", "/khoa-hoc/?q=%00",
        f"/khoa-hoc/{course.slug}/", f"/hoc/{course.slug}/", f"/hoc/{course.slug}/bai-1/1/",
        f"/hoc/{course.slug}/bai-1/2/", f"/hoc/{course.slug}/bai-1/in/",
        f"/khoa-hoc/{withdrawn_course().slug}/",
        "/xac-minh/", "/xac-minh/?code=1", f"/xac-minh/{certificate.token}/", "/xac-minh/KHONG-CO/",
        "/diem-hoc/", "/diem-hoc/?q=zzzz", f"/diem-hoc/?q={world.ward.name}",
        f"/diem-hoc/{world.running_class.point.code}/",
        "/vao-lop/", f"/l/{world.running_class.token}/", "/l/khong-co/", "/may-chung/",
        "/quen-ma/nguoi-huong-dan/", "/quen-ma/goi-dien/", "/ma-moi/khong-co/", "/ma-moi/xong/",
        f"/ma-moi/{leave}/", f"/the/{card.token}/", "/the/khong-co/",
    )  # fmt: skip
    for address, button in [
        ("/dang-nhap/", "Vào học"), ("/dang-nhap/can-bo/", "Đăng nhập"), ("/vao-lop/", "Vào lớp"),
        ("/quen-ma/", "Tiếp tục"),
    ]:  # fmt: skip
        look.at(address)
        look.press(button)
    sign_up(look, world)
    wait_for_verification(look)


def sign_up(look: Looker, world: World) -> None:
    """Each question unanswered and answered, somebody of the same name, check and consent."""
    page = look.page
    UserFactory(full_name=NAME, birth_year=int(YEAR), ward=world.ward)
    look.at("/tao-tai-khoan/")
    look.press("Lưu và tiếp tục")
    page.get_by_role("textbox").first.fill(NAME)
    look.press("Lưu và tiếp tục")
    page.get_by_role("textbox").first.fill(YEAR)
    look.press("Lưu và tiếp tục")
    page.locator("main input[type=search], main input[type=text]").first.fill(world.ward.name)
    look.press("Tìm")
    page.get_by_role("radio", name=re.compile(world.ward.name)).first.check()
    look.press("Lưu và tiếp tục")
    page.get_by_role("radio").last.check()
    look.press("Tiếp tục")
    look.press("Lưu và tiếp tục")
    look.press("Lưu và tiếp tục")
    for box in page.locator("main input[inputmode=numeric]").all():
        box.fill(PIN)
    look.press("Lưu và tiếp tục")
    look.press("Đúng rồi, tiếp tục")
    look.press("Đồng ý và tạo tài khoản")


def wait_for_verification(look: Looker) -> None:
    for _ in range(21):
        look.page.request.get("/xac-minh/KHONG-CO/")
    look.at("/xac-minh/KHONG-CO/")
    with override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
        look.page.goto("/dang-nhap/")
        look.press("Vào học")
        look.press("Vào học", then="too many tries at signing in")


def learner(site: Site, world: World) -> None:
    resident, quiz = world.people["resident"], quiz_of_every_kind()
    finished = certificate_of(world)
    assert finished.course is not None
    look = site.looker(resident)
    course = f"/hoc/{quiz.course.slug}"
    look.at(
        "/hoc/", f"{course}/", f"{course}/bai-1/2/", "/khoa-hoc/", "/hoc/giay-chung-nhan/",
        f"/hoc/giay-chung-nhan/{finished.code}/", "/hoc/bang-ket-qua/", "/vao-lop/", "/dong-y/",
        "/tai-khoan/", "/tai-khoan/cach-goi/", "/tai-khoan/noi-o/", "/tai-khoan/noi-o/?q=zzzz",
        "/tai-khoan/dien-thoai/", "/tai-khoan/the/", "/tai-khoan/the/cap-lai/",
        "/tai-khoan/rut-dong-y/class_messages/", "/tai-khoan/rut-dong-y/learning_record/", "/lop/",
        f"/hoc/{finished.course.slug}/",
    )  # fmt: skip
    look.at("/tai-khoan/doi-ma/")
    look.press("Lưu")
    take_the_test(look, f"{course}/kiem-tra/{quiz.slug}/")
    certificate_without_file(site)
    newcomer = site.looker(UserFactory(ward=world.ward))
    newcomer.at("/hoc/", "/hoc/giay-chung-nhan/", "/hoc/bang-ket-qua/")


def take_the_test(look: Looker, address: str) -> None:
    """A question refused, handed in with gaps and not passed; then every kind answered, passed."""
    page = look.page
    look.at(address)
    look.press("Bắt đầu")
    look.press("Lưu và tiếp tục")
    look.at(re.sub("/cau/.*", "/xem-lai/", page.url))
    look.press("Nộp bài")
    look.press("Vẫn nộp bài")
    look.press("Làm lại bài kiểm tra")
    while "/cau/" in page.url:
        answer(page)
        look.press("Lưu và tiếp tục")
    look.press("Nộp bài")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đạt")


def answer(page: Page) -> None:
    """Right, whatever the kind (see quiz_of_every_kind)."""
    for text in ("Đúng 1", "Một", "Hai", "Đúng"):
        option = page.get_by_label(text, exact=True)
        if option.count():
            option.check()
    if page.locator("main input[type=text]").count():
        asked = page.get_by_role("heading", level=1).inner_text()
        page.locator("main input[type=text]").fill("Hoa" if "tên" in asked else "7")


def official(site: Site, world: World) -> None:
    official = world.people["civil_servant"]
    agency = official.agency
    assert agency is not None
    for course, day in [(world.course, 5), (make_course(), -5)]:
        due_on = periods.today() + timedelta(days=day)
        CourseAssignment.objects.create(course=course, agency=agency, due_on=due_on)
    site.looker(official).at("/hoc/", "/tai-khoan/")


def facilitator(site: Site, world: World) -> None:
    session = world.running_class
    full_class(world, session)
    look = site.looker(world.people["facilitator"])
    at = f"/lop/{session.pk}"
    look.at(
        "/lop/", f"{at}/", f"{at}/man-chieu/", f"{at}/in/", f"{at}/diem-danh/?q=Hoa",
        f"{at}/diem-danh/them/", f"{at}/diem-danh/them/?q=Lan", f"{at}/the/",
        f"{at}/ket-thuc/", "/may-chung/", f"/tai-khoan/dat-lai-ma/{world.learner.pk}/",
    )  # fmt: skip
    look.press("Đúng người: cho chọn mã số mới")
    look.at(f"{at}/diem-danh/")
    look.press("Xác nhận người đã chọn")
    tests_in_class(site, look, session)
    practice_in_class(look, session)
    help_to_sign_up(look, session)
    open_class(look)
    shared_computer(site, world, session)
    look.page.goto(f"{at}/ket-thuc/")
    look.press("Kết thúc buổi học")
    look.at("/lop/", f"{at}/diem-danh/")


def tests_in_class(site: Site, look: Looker, session: ClassSession) -> None:
    """Nobody at a test; somebody at one, nobody ticked, minutes for everybody."""
    address, quiz = f"/lop/{session.pk}/kiem-tra/", make_quiz(make_course(), time_limit=20)
    look.at(address)
    begin, now = quizzes.start_attempt, periods.now()
    begin(user=UserFactory(), quiz=quiz, at=now, session=session)
    ended = begin(user=UserFactory(), quiz=quiz, at=now, session=session)
    quizzes.submit_attempt(attempt=ended, at=now)
    look.at(address)
    look.press("Thêm cho người đã chọn")
    look.page.get_by_label("Số phút thêm").fill("10")
    look.page.get_by_label("Lý do").fill("Mất điện")
    look.press("Thêm cho mọi người")
    opening_tests(site, look, session, quiz)


def opening_tests(site: Site, look: Looker, session: ClassSession, quiz: Quiz) -> None:
    """Nobody ticked; opened for everybody; what one of them sees on their own phone."""
    learner = come_to(session, UserFactory()).user
    look.at(f"/lop/{session.pk}/kiem-tra/mo/")
    look.press("Đã xem đúng người – Cho làm")
    buttons = look.page.locator(f"input[name=quiz][value='{quiz.pk}']")
    if buttons.count():
        buttons.check()
    else:  # many tests: a list
        look.page.get_by_label("Bài kiểm tra nào?").select_option(str(quiz.pk))
    look.page.get_by_label("Quen mặt").check()
    look.press("Cho mọi người có mặt làm")
    phone = site.looker(learner)
    phone.at(f"/hoc/{quiz.course.slug}/kiem-tra/{quiz.slug}/")
    phone.press("Bắt đầu", then="the PIN is missing")


def practice_in_class(look: Looker, session: ClassSession) -> None:
    """Nobody practising; somebody at a test, and somebody of another ward."""
    address = f"/lop/{session.pk}/thuc-hanh/"
    look.at(address)
    version = place("tra-cuu-ho-so").versions.get()
    for ward in (session.point.ward, WardFactory()):
        run = start_run(version=version.pk, user=UserFactory(ward=ward), guest_key="",
                        mode="kiem_tra", channel="man_hinh", at=periods.now())  # fmt: skip
        SimulationRun.objects.filter(pk=run.pk).update(class_ref=session.pk)
    look.at(address)
    look.press(look.page.locator("button[name=supervise]").first.inner_text(), then=address)


def open_class(look: Looker) -> None:
    look.at("/lop/moi/")
    look.press("Lưu và tiếp tục")
    look.page.get_by_label("Ngày").fill((periods.today() + timedelta(days=3)).isoformat())
    while "/lop/moi/kiem-tra/" not in look.page.url:
        look.press("Lưu và tiếp tục")
    look.press("Mở buổi học")


def help_to_sign_up(look: Looker, session: ClassSession) -> None:
    page = look.page
    look.at(f"/lop/{session.pk}/dang-ky-giup/ho-ten/")
    look.press("Lưu và tiếp tục")
    page.get_by_role("textbox").first.fill(NAME)
    look.press("Lưu và tiếp tục")
    page.get_by_role("textbox").first.fill(YEAR)
    look.press("Lưu và tiếp tục")
    look.press("Lưu và tiếp tục")
    page.get_by_role("radio").last.check()
    look.press("Lưu và tiếp tục")
    look.press("Lưu và tiếp tục")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("radio").first.check()
    look.press("Lưu và tiếp tục")
    for box in page.locator("main input[inputmode=numeric]").all():
        box.fill(PIN)
    look.press("Lưu mã số")
    look.press("Tôi là người hướng dẫn: in thẻ")


def shared_computer(site: Site, world: World, session: ClassSession) -> None:
    """From sharing it to the end of sharing, with one learner at it."""
    look = site.looker(world.people["facilitator"])
    look.page.goto(f"/may-chung/?lop={session.pk}")
    look.press("Bật máy dùng chung")
    look.at("/", "/dang-nhap/")
    look.page.goto("/may-chung/chon-ten/")
    tile = look.page.locator(".bd-names__tile").first
    look.go_on(tile.click)
    look.look("the PIN of a name")
    look.press("Bắt đầu học")
    look.page.locator("main input[inputmode=numeric]").first.fill(PIN)
    look.press("Bắt đầu học", then="my learning on a shared computer")
    look.at("/tai-khoan/")
    device = session.devices.get()
    centres.end_device(device=device, by=world.people["facilitator"], at=periods.now())
    look.at("/hoc/")


def manager(site: Site, world: World) -> None:
    certificate_of(world)
    full_class(world, world.running_class)
    progress.rebuild()
    ward = f"/quan-ly/xa-phuong/{world.ward.code}/"
    wards = "/quan-ly/xa-phuong/"
    for role in ("district_manager", "administrator"):
        site.looker(world.people[role]).at("/quan-ly/", wards, ward)
    look = site.looker(world.people["ward_manager"])
    look.at("/quan-ly/", f"{wards}?sap-xep=ten", "/quan-ly/xuat/", "/quan-ly/dinh-nghia/")
    schedule = mails.create(
        owner=world.people["ward_manager"], address="an@quangngai.gov.vn", rhythm="tuan", hour=7,
        area="", at=periods.now(),
    )  # fmt: skip
    look.at("/quan-ly/chat-luong/", "/quan-ly/vi-sao/", "/quan-ly/thu/")
    look.at(f"/quan-ly/thu/dung/{schedule.token}/")
    site.looker(world.people["administrator"]).at("/quan-ly/so-chinh-xac/")
    look.page.goto("/quan-ly/xuat/")
    look.press("Tải tệp")


def staff(site: Site, world: World) -> None:
    """Everybody who works here: the second factor; and the component library."""
    user = world.people["editor"]
    site.looker(user).at("/thu-vien/", "/thu-vien/?loi=1")
    look = site.looker()
    enter(look, user.username)
    look.at("/tai-khoan/bao-mat/", "/tai-khoan/bao-mat/cai-dat/")
    shown = re.search(r"\b([A-Z2-7]{4} ?){4,}", look.page.locator("main").inner_text())
    assert shown
    key = shown.group().replace(" ", "")
    look.press("Bật")
    look.page.get_by_role("textbox").first.fill(code_for(key))
    look.press("Bật", then="recovery codes")
    look.at(
        "/tai-khoan/bao-mat/", "/tai-khoan/bao-mat/ma-du-phong/tao-moi/", "/tai-khoan/bao-mat/tat/",
        "/tai-khoan/bao-mat/mat-khau/", "/tai-khoan/bao-mat/xac-nhan-lai/",
    )  # fmt: skip
    again = site.looker()
    enter(again, user.username)
    expect(again.page).to_have_url(re.compile("/ma-xac-nhan/"))
    again.look("/tai-khoan/bao-mat/ma-xac-nhan/")


ROUNDS: tuple[Callable[[Site, World], None], ...] = (
    guests, learner, kinds, official, manager, facilitator, staff, pictures, *MORE,
)  # fmt: skip


# --- what the rounds need ------------------------------------------------------------------------


def enter(look: Looker, username: str) -> None:
    look.page.goto("/dang-nhap/can-bo/")
    look.page.locator("main input[type=text]").first.fill(username)
    look.page.locator("main input[type=password]").first.fill(PASSWORD)
    look.go_on(lambda: press(look.page, "Đăng nhập"))


def code_for(key: str) -> str:
    return str(format_hotp_value(hotp_value(key, next(yield_hotp_counters_from_time()))))


def lesson_of_every_block(world: World) -> CoursePage:
    """The examples the blocks show to editors, all on the first screen."""
    examples = [
        (name, block.meta.preview_value)
        for name, block in BodyBlock().child_blocks.items()
        if getattr(block.meta, "preview_value", None)
    ]
    lesson = LessonPage.objects.child_of(world.course).order_by("path").first()
    assert lesson is not None
    lesson.screens = [screen_of(*examples), screen_of(("scam", "Không đọc mã OTP."))]
    lesson.save_revision().publish()
    return world.course


def withdrawn_course() -> CoursePage:
    course = make_course()
    course.save_revision().publish()
    course.refresh_from_db()
    course.unpublish()
    return course


def certificate_without_file(site: Site) -> None:
    """A letter the fonts do not have: the file cannot be made."""
    user = UserFactory(full_name="Hoa 漢")
    enrolment = EnrolmentFactory(user=user, completed_at=timezone.now())
    certificate = issue_certificate(enrolment=enrolment, at=timezone.now())
    site.looker(user).at(f"/hoc/giay-chung-nhan/{certificate.code}.pdf")


def quiz_of_every_kind() -> Quiz:
    """One question each; every answer is one that `answer` above gives."""
    quiz = make_quiz(make_course(), questions=1)
    options = [{"text": "Một", "correct": True}, {"text": "Hai", "correct": True}, {"text": "Ba"}]
    add_question(quiz, "multiple", {"stem": "Chọn hai?", "options": options})
    add_question(quiz, "true_false", {"stem": "Đúng hay sai?", "answer": True})
    add_question(quiz, "short_text", {"stem": "Gõ tên?", "accept": ["Hoa"], "fold": "accents"})
    add_question(quiz, "number", {"stem": "Mấy ngày?", "answer": 7, "unit": "ngày"})
    return quiz


def full_class(world: World, session: ClassSession) -> None:
    """People expected, waiting and present, more than fit on a page of names."""
    now, teacher = periods.now(), world.people["facilitator"]
    people = [UserFactory(full_name=f"Bùi Thị Lan {n}", ward=world.ward) for n in range(15)]
    for person in people:
        Attendance.objects.get_or_create(session=session, user=person, ward=person.ward)
    for person in people[:6]:
        centres.check_in(session=session, user=person, how="pin", at=now)
    centres.confirm_attendance(session=session, users=people[:3], by=teacher, at=now, how="hand")
    PointFactory(ward=world.other_ward)
