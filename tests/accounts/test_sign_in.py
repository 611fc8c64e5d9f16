"""A1, A2, signing out: by card, by QR, by password; limits; where one goes next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.accounts import cards, services, sign_in
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.centres import shared
from lms.centres.services import register_device
from tests.accounts.pages import assert_refused, summary, text
from tests.factories import (
    PointFactory,
    StaffFactory,
    UserFactory,
    WardFactory,
    open_session,
    with_role,
)

pytestmark = pytest.mark.django_db
CARD, STAFF = "/dang-nhap/", "/dang-nhap/can-bo/"
LOCKED = "Đã sai 10 lần. Chờ 15 phút rồi thử lại, hoặc nhờ người hướng dẫn đặt lại mã số."


def enter(client: Client, number: str, pin: str = "246813") -> object:
    return client.post(CARD, {"number": number, "pin": pin})


def is_in(client: Client) -> bool:
    return get_user(client).is_authenticated  # type: ignore[arg-type]


class TestCard:
    @pytest.mark.parametrize("form", ["{n}", " {a} {b}", "{a}-{b}", "{a}.{b} "])
    def test_spaces_and_hyphens_in_the_number_are_forgiven(self, client: Client, form: str) -> None:
        number = UserFactory().username
        typed = form.format(n=number, a=number[:4], b=number[4:])
        response = client.post(CARD, {"number": typed, "pin": "246 813"})
        assert (response.status_code, response["Location"]) == (302, "/hoc/")
        assert is_in(client)

    def test_nothing_entered(self, client: Client) -> None:
        assert_refused(client.post(CARD), "Nhập số thẻ", "Nhập mã số")

    def test_a_mistyped_number_is_told_apart_and_kept(self, client: Client) -> None:
        response = client.post(CARD, {"number": "1234 5678", "pin": "246813"})
        assert_refused(response, "Số thẻ chưa đúng. Xem lại 8 chữ số in trên thẻ.")
        assert 'value="1234 5678"' in text(response)

    def test_the_pin_is_never_sent_back(self, client: Client) -> None:
        response = client.post(CARD, {"number": UserFactory().username, "pin": "905172"})
        assert "905172" not in text(response)

    def test_unknown_number_and_wrong_pin_get_the_same_answer(self, client: Client) -> None:
        known, unknown = UserFactory().username, cards.number_of(9_123_456)
        answers = [
            summary(client.post(CARD, {"number": n, "pin": "905172"})) for n in (known, unknown)
        ]
        assert answers[0] == answers[1]
        assert "Số thẻ hoặc mã số chưa đúng. Còn 9 lần thử." in answers[0]

    def test_unknown_number_and_wrong_pin_cost_the_same_work(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As many hashes for the one as for the other: the clock tells nothing."""
        known, unknown = UserFactory().username, cards.number_of(9_123_456)
        hashed: list[str] = []

        def counted(method: Callable[[User, str], object]) -> Callable[[User, str], object]:
            def counting(user: User, raw: str) -> object:
                hashed.append(raw)
                return method(user, raw)

            return counting

        for name in ("set_password", "check_password"):
            monkeypatch.setattr(User, name, counted(getattr(User, name)))
        enter(client, known, "905172")
        for_known = len(hashed)
        enter(client, unknown, "905172")
        assert len(hashed) - for_known == for_known > 0

    def test_ten_wrong_tries_lock_for_fifteen_minutes(self, client: Client) -> None:
        number = UserFactory().username
        with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False) as clock:
            for left in (*range(9, 0, -1), 0):
                answer = client.post(CARD, {"number": number, "pin": "905172"})
                expected = f"Còn {left} lần thử." if left else LOCKED
                assert expected in summary(answer)
            assert LOCKED in summary(client.post(CARD, {"number": number, "pin": "246813"}))
            clock.shift(timedelta(minutes=14, seconds=59))
            assert LOCKED in summary(client.post(CARD, {"number": number, "pin": "246813"}))
            clock.shift(timedelta(seconds=2))
            assert client.post(CARD, {"number": number, "pin": "246813"}).status_code == 302

    def test_an_unknown_number_is_locked_just_the_same(self, client: Client) -> None:
        unknown = cards.number_of(9_123_456)
        answers = [client.post(CARD, {"number": unknown, "pin": "905172"}) for _ in range(11)]
        assert LOCKED in summary(answers[-1])

    def test_another_host_name_gives_no_new_tries(self, client: Client) -> None:
        number = UserFactory().username
        for host in ("a.example", "b.example", "c.example"):
            answer = client.post(CARD, {"number": number, "pin": "905172"}, headers={"Host": host})
        assert "Còn 7 lần thử." in summary(answer)

    def test_a_right_pin_uses_up_no_try(self, client: Client) -> None:
        number = UserFactory().username
        for _ in range(12):
            assert client.post(CARD, {"number": number, "pin": "246813"}).status_code == 302

    def test_a_class_of_forty_gets_in_from_one_address(self) -> None:
        people = UserFactory.create_batch(40, ward=WardFactory())
        statuses = {
            Client().post(CARD, {"number": p.username, "pin": "246813"}).status_code for p in people
        }
        assert statuses == {302}

    def test_guessing_over_many_numbers_from_one_address_is_stopped(self, client: Client) -> None:
        for serial in range(9_000_000, 9_000_060):
            client.post(CARD, {"number": cards.number_of(serial), "pin": "905172"})
        answer = client.post(CARD, {"number": cards.number_of(9_000_061), "pin": "905172"})
        assert "Ở đây vừa có nhiều lần nhập sai. Chờ 1 phút rồi thử lại." in summary(answer)

    def test_too_many_requests_get_a_page_not_an_error(self, client: Client) -> None:
        with override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"}):
            client.post(CARD)
            answer = client.post(CARD)
        assert answer.status_code == 429
        assert "Chờ 1 phút" in text(answer)

    def test_someone_switched_off_is_told_whom_to_ask(self, client: Client) -> None:
        user = UserFactory(is_active=False)
        answer = client.post(CARD, {"number": user.username, "pin": "246813"}, follow=True)
        assert "Tài khoản này đã ngừng dùng" in text(answer)
        assert not is_in(client)

    def test_whoever_administers_does_not_get_in_with_a_pin(self, client: Client) -> None:
        user = UserFactory(is_superuser=True)
        answer = client.post(CARD, {"number": user.username, "pin": "246813"})
        assert "Cán bộ đăng nhập bằng tên đăng nhập và mật khẩu" in summary(answer)
        assert not is_in(client)

    def test_it_costs_ten_queries_at_most(self, client: Client) -> None:
        user = UserFactory()
        client.get(CARD)
        with CaptureQueriesContext(connection) as asked:
            client.post(CARD, {"number": user.username, "pin": "246813"})
        assert is_in(client)
        real = [query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
        assert len(real) <= 10

    def test_no_captcha_and_pasting_allowed(self, client: Client) -> None:
        page = text(client.get(CARD))
        assert "captcha" not in page.lower()
        assert "onpaste" not in page
        assert 'autocomplete="current-password"' in page
        assert 'inputmode="numeric"' in page


class TestSession:
    def test_the_session_key_changes_and_what_a_guest_left_stays(self, client: Client) -> None:
        session = client.session
        session["left_by_the_guest"] = "kept"
        session.save()
        before = client.session.session_key
        enter(client, UserFactory().username)
        assert client.session.session_key != before
        assert client.session["left_by_the_guest"] == "kept"

    def test_the_next_person_finds_nothing_of_the_one_before(self, client: Client) -> None:
        enter(client, UserFactory().username)
        session = client.session
        session["private"] = "of the first"
        session.save()
        enter(client, UserFactory().username)
        assert "private" not in client.session

    def test_signing_out_empties_the_session(self, client: Client) -> None:
        enter(client, UserFactory().username)
        answer = client.post("/dang-xuat/")
        assert answer["Location"] == "/"
        assert "Clear-Site-Data" not in answer
        assert not client.session.items()

    def test_a_link_cannot_sign_out(self, client: Client) -> None:
        enter(client, UserFactory().username)
        assert client.get("/dang-xuat/").status_code == 405
        assert is_in(client)

    def test_after_idling_one_comes_back_to_the_same_page(self, client: Client) -> None:
        enter(client, UserFactory().username)
        answer = client.post(
            "/dang-xuat/", {"reason": "idle"}, headers={"Referer": "http://testserver/tai-khoan/"}
        )
        assert answer["Location"] == "/dang-nhap/?next=/tai-khoan/&het-phien=1"
        assert "Đã tự thoát để giữ an toàn." in text(client.get(answer["Location"]))

    def test_a_lost_session_is_explained(self, client: Client) -> None:
        enter(client, UserFactory().username)
        client.session.flush()
        assert client.get("/tai-khoan/")["Location"] == "/dang-nhap/?next=/tai-khoan/&het-phien=1"


class TestWhereTo:
    @pytest.mark.parametrize("page", [CARD, STAFF])
    def test_one_returns_to_the_page_that_asked(self, client: Client, page: str) -> None:
        secret = {"number": UserFactory().username, "pin": "246813"}
        if page == STAFF:
            secret = {"username": StaffFactory().username, "password": "mat-khau-rat-dai"}
        answer = client.post(f"{page}?next=/tai-khoan/the/%3Fmoi%3D1", secret)
        assert answer["Location"] == "/tai-khoan/the/?moi=1"

    @pytest.mark.parametrize(
        "target",
        ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)",
         "http:evil", "evil", " //evil.example", "https:///evil.example"],
    )  # fmt: skip
    def test_never_to_another_site(self, client: Client, target: str) -> None:
        request = RequestFactory().get(CARD, {"next": target})
        assert sign_in.safe_next(request) == ""
        answer = client.post(
            reverse("accounts:sign_in", query={"next": target}),
            {"number": UserFactory().username, "pin": "246813"},
        )
        assert answer["Location"] == "/hoc/"

    @pytest.mark.parametrize(
        ("role", "room"),
        [
            (Role.FACILITATOR, "/lop/"),
            (Role.WARD_MANAGER, "/quan-ly/"),
            (Role.EDITOR, "/bien-tap/"),
            (Role.ADMINISTRATOR, "/quan-ly/"),
            (Role.CIVIL_SERVANT, "/hoc/"),
        ],
    )
    def test_people_who_work_here_go_to_their_room(
        self, client: Client, role: Role, room: str
    ) -> None:
        user = with_role(role, ward=WardFactory())
        secret = {"username": user.username, "password": "mat-khau-rat-dai"}
        assert client.post(STAFF, secret)["Location"] == room
        assert client.get(CARD)["Location"] == room


class TestNoCircle:
    @pytest.mark.parametrize("role", [Role.FACILITATOR, Role.WARD_MANAGER])
    def test_the_editors_room_says_who_may(self, client: Client, role: Role) -> None:
        client.force_login(with_role(role, ward=WardFactory()))
        answer = client.get("/bien-tap/", follow=True)
        assert answer.status_code == 403
        assert "biên tập" in text(answer)


class TestSharedDevice:
    def test_signing_out_leaves_nothing_in_the_browser(self, client: Client) -> None:
        point = PointFactory()
        helper = with_role(Role.FACILITATOR, ward=point.ward)
        device = register_device(session=open_session(helper, point), by=helper, at=timezone.now())
        client.cookies[shared.COOKIE] = device.token
        enter(client, UserFactory(ward=point.ward).username)
        assert is_in(client)
        answer = client.post("/dang-xuat/")
        assert answer["Clear-Site-Data"] == '"cache", "storage"'
        assert answer["Location"] == "/may-chung/chon-ten/"
        assert not is_in(client)


class TestQr:
    def test_the_token_alone_shows_two_words_and_two_digits(self, client: Client) -> None:
        user = UserFactory(full_name="Nguyễn Thị Hoa", phone="0912345678", address_form="cô")
        answer = client.get(reverse("accounts:card", args=[user.cards.get().token]))
        page = text(answer)
        assert f"Xin chào, cô Hoa ··{user.username[-2:]}" in page
        assert not is_in(client)
        for secret in ("Nguyễn", "Thị", user.username, "0912345678", str(user.ward)):
            assert secret not in page
        assert answer["X-Robots-Tag"] == "noindex"
        assert "no-store" in answer["Cache-Control"]

    def test_the_pin_opens_it(self, client: Client) -> None:
        user = UserFactory()
        page = reverse("accounts:card", args=[user.cards.get().token])
        assert_refused(client.post(page), "Nhập mã số")
        assert "Còn 9 lần thử." in summary(client.post(page, {"pin": "905172"}))
        assert client.post(page, {"pin": "246813"})["Location"] == "/hoc/"

    def test_the_qr_and_the_number_share_their_tries(self, client: Client) -> None:
        user = UserFactory()
        enter(client, user.username, "905172")
        page = reverse("accounts:card", args=[user.cards.get().token])
        assert "Còn 8 lần thử." in summary(client.post(page, {"pin": "905172"}))

    def test_a_replaced_card_says_so(self, client: Client) -> None:
        user = UserFactory()
        old = user.cards.get().token
        services.reissue_card(user=user, by=user, at=timezone.now())
        answer = client.get(reverse("accounts:card", args=[old]))
        assert answer.status_code == 404
        assert "Thẻ này không còn dùng được" in text(answer)


class TestPassword:
    def test_nothing_entered(self, client: Client) -> None:
        assert_refused(client.post(STAFF), "Nhập tên đăng nhập", "Nhập mật khẩu")

    def test_wrong_and_unknown_get_the_same_answer_and_the_name_is_kept(
        self, client: Client
    ) -> None:
        known = StaffFactory().username
        answers = [client.post(STAFF, {"username": n, "password": "x"}) for n in (known, "aaa")]
        assert summary(answers[0]) == summary(answers[1])
        assert "Tên đăng nhập hoặc mật khẩu chưa đúng. Còn 9 lần thử." in summary(answers[0])
        assert f'value="{known}"' in text(answers[0])

    def test_letter_case_gives_no_new_tries(self, client: Client) -> None:
        user = StaffFactory(username="canbo")
        for name in ("canbo", "CANBO", "Canbo"):
            answer = client.post(STAFF, {"username": name, "password": "x"})
        assert "Còn 7 lần thử." in summary(answer)
        assert user.pk
