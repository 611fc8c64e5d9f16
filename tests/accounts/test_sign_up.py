"""A3, A5: an account in five questions, without a phone, an e-mail or JavaScript."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.accounts.models import Consent, User
from lms.units.models import AdminUnit, AdminUnitAlias
from tests.accounts.pages import assert_refused, summary, text
from tests.factories import UserFactory, WardFactory

pytestmark = pytest.mark.django_db
PIN = "274916"


def step(name: str) -> str:
    return reverse("accounts:sign_up_step", args=[name])


@pytest.fixture
def ward() -> AdminUnit:
    ward: AdminUnit = WardFactory(name="Tịnh Khê")
    AdminUnitAlias.objects.create(
        unit=ward, name="Tịnh Kỳ", kind="ward", folded="tinh ky",
        former_full_name="Xã Tịnh Kỳ, Thành phố Quảng Ngãi",
    )  # fmt: skip
    return ward


def answer_all(client: Client, ward: AdminUnit, **changes: str) -> None:
    answers = {"full_name": "Đinh Thị H’Hen", "birth_year": "1961", "phone": ""} | changes
    client.post(step("ho-ten"), {"full_name": answers["full_name"]})
    client.post(step("nam-sinh"), {"birth_year": answers["birth_year"]})
    client.post(step("noi-o") + "?q=tinh+ky", {"query": "tinh ky", "ward": ward.code})
    client.post(step("dien-thoai"), {"phone": answers["phone"]})
    client.post(step("ma-so"), {"pin": PIN, "pin_again": PIN})


class TestTheWholeWay:
    def test_without_phone_and_without_email(self, client: Client, ward: AdminUnit) -> None:
        assert client.get("/tao-tai-khoan/")["Location"] == step("ho-ten")
        answer = client.post(step("ho-ten"), {"full_name": "Đinh Thị H’Hen"})
        assert answer["Location"] == step("nam-sinh")
        answer = client.post(step("nam-sinh"), {"birth_year": "1961"})
        assert answer["Location"] == step("noi-o")
        answer = client.post(step("noi-o"), {"query": "tinh ky"})
        assert answer["Location"] == step("noi-o") + "?q=tinh+ky"
        page = text(client.get(answer["Location"]))
        assert "Xã Tịnh Khê" in page
        assert "gồm Tịnh Kỳ cũ" in page
        answer = client.post(answer["Location"], {"query": "tinh ky", "ward": ward.code})
        assert answer["Location"] == step("dien-thoai")
        answer = client.post(step("dien-thoai"))
        assert answer["Location"] == step("ma-so")
        answer = client.post(step("ma-so"), {"pin": PIN, "pin_again": PIN})
        assert answer["Location"] == step("kiem-tra")
        page = text(client.get(step("kiem-tra")))
        for shown in ("Đinh Thị H’Hen", "1961", "Xã Tịnh Khê", "Không có"):
            assert shown in page
        answer = client.post("/dong-y/", {"learning_record": "on"})
        assert answer["Location"] == "/tai-khoan/the/?moi=1"
        card = text(client.get(answer["Location"]))
        user = User.objects.get()
        assert "Đây là thẻ học viên" in card
        assert f"{user.username[:4]} {user.username[4:]}" in card
        assert (user.ward, user.birth_year, user.phone) == (ward, 1961, "")
        assert user.check_password(PIN)
        assert get_user(client) == user  # type: ignore[arg-type]

    def test_the_last_page_goes_on_to_what_asked_for_an_account(
        self, client: Client, ward: AdminUnit
    ) -> None:
        client.get("/tao-tai-khoan/?next=/khoa-hoc/xay-nha/")
        answer_all(client, ward)
        answer = client.post("/dong-y/", {"learning_record": "on"}, follow=True)
        assert 'href="/khoa-hoc/xay-nha/"' in text(answer)

    def test_what_a_guest_left_in_the_session_is_still_there(
        self, client: Client, ward: AdminUnit
    ) -> None:
        session = client.session
        session["left_by_the_guest"] = "kept"
        session.save()
        answer_all(client, ward)
        client.post("/dong-y/", {"learning_record": "on"})
        assert client.session["left_by_the_guest"] == "kept"
        assert "sign_up" not in client.session

    def test_a_second_press_makes_no_second_account(self, client: Client, ward: AdminUnit) -> None:
        answer_all(client, ward)
        twin = Client()
        twin.cookies["sessionid"] = "another"
        session = twin.session
        session["sign_up"] = client.session["sign_up"]
        session.save()
        client.post("/dong-y/", {"learning_record": "on"})
        twin.post("/dong-y/", {"learning_record": "on"})
        assert User.objects.count() == 1

    def test_i_am_not_sure_is_an_answer(self, client: Client, ward: AdminUnit) -> None:
        answer_all(client, ward)
        answer = client.post(step("noi-o"), {"query": "tinh", "ward": "khong-ro"})
        assert answer["Location"] == step("kiem-tra")
        assert "Tôi không chắc" in text(client.get(step("kiem-tra")))
        client.post("/dong-y/", {"learning_record": "on"})
        assert User.objects.get().ward is None


class TestBadInput:
    def test_empty_forms(self, client: Client, ward: AdminUnit) -> None:
        assert_refused(client.post(step("ho-ten")), "Nhập họ và tên")
        client.post(step("ho-ten"), {"full_name": "Y Blan"})
        assert_refused(client.post(step("nam-sinh")), "Nhập năm sinh")
        client.post(step("nam-sinh"), {"birth_year": "1990"})
        assert_refused(client.post(step("noi-o")), "Nhập tên xã, phường")
        client.post(step("noi-o"), {"ward": "khong-ro"})
        client.post(step("dien-thoai"))
        assert_refused(client.post(step("ma-so")), "Nhập mã số", "Nhập lại mã số đó")
        client.post(step("ma-so"), {"pin": PIN, "pin_again": PIN})
        assert_refused(client.post("/dong-y/"), "Đánh dấu ô này để tạo tài khoản")
        assert not User.objects.exists()

    @pytest.mark.parametrize("name", ["A Dơi", "Y Blan", "Ksor H'Thoan", "Đ’Kray", "H’Hen Niê",
                                      "Ngô Đặng Ðức", "ĐINH  VĂN\u00a0ẤT "])  # fmt: skip
    def test_names_of_every_people_are_accepted(self, client: Client, name: str) -> None:
        for form in ("NFC", "NFD"):
            typed = unicodedata.normalize(form, name)  # type: ignore[arg-type]
            assert client.post(step("ho-ten"), {"full_name": typed}).status_code == 302
            kept = client.session["sign_up"]["full_name"]
            assert kept == " ".join(unicodedata.normalize("NFC", name).split())

    @pytest.mark.parametrize("name", ["12345", "Hoa@", "<script>", "Nguyễn Văn 2", "x" * 121])
    def test_what_is_no_name_is_refused_and_kept(self, client: Client, name: str) -> None:
        answer = client.post(step("ho-ten"), {"full_name": name})
        assert_refused(answer, "Nhập họ và tên như trên giấy tờ")
        assert name in text(answer)

    @pytest.mark.parametrize("year", ["61", "1899", "2021", "19611", "abcd", "1961a", "²⁰⁰⁰"])
    def test_a_wrong_year(self, client: Client, year: str) -> None:
        client.post(step("ho-ten"), {"full_name": "Y Blan"})
        answer = client.post(step("nam-sinh"), {"birth_year": year})
        assert_refused(answer, "Năm sinh gồm 4 chữ số, từ 1900 đến 2020")
        assert f'value="{year}"' in text(answer)

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [("0912 345 678", "0912345678"), ("+84912345678", "0912345678"),
         ("84 912.345.678", "0912345678"), ("", "")],
    )  # fmt: skip
    def test_a_phone_in_every_usual_form(
        self, client: Client, ward: AdminUnit, typed: str, kept: str
    ) -> None:
        answer_all(client, ward, phone=typed)
        assert client.session["sign_up"]["phone"] == kept

    @pytest.mark.parametrize("typed", ["0912", "1912345678", "09123456789", "không có"])
    def test_a_wrong_phone(self, client: Client, ward: AdminUnit, typed: str) -> None:
        answer_all(client, ward)
        answer = client.post(step("dien-thoai"), {"phone": typed})
        assert_refused(answer, "Số điện thoại cần có 10 chữ số, bắt đầu bằng số 0")
        assert f'value="{typed}"' in text(answer)

    def test_a_phone_serves_five_people(self, client: Client, ward: AdminUnit) -> None:
        UserFactory.create_batch(5, phone="0912345678", ward=ward)
        answer_all(client, ward)
        answer = client.post(step("dien-thoai"), {"phone": "0912345678"})
        assert_refused(answer, "Đã có 5 người dùng số này.")

    @pytest.mark.parametrize(
        ("pin", "again", "sentence"),
        [
            ("123456", "123456", "Chọn mã khác. 123456 và năm sinh rất dễ bị đoán"),
            ("196127", "196127", "Chọn mã khác."),
            ("274916", "274917", "Hai lần nhập mã chưa giống nhau"),
            ("27491", "27491", "Mã số gồm 6 chữ số"),
        ],
    )
    def test_a_pin_that_will_not_do(
        self, client: Client, ward: AdminUnit, pin: str, again: str, sentence: str
    ) -> None:
        answer_all(client, ward)
        answer = client.post(step("ma-so"), {"pin": pin, "pin_again": again})
        assert_refused(answer, sentence)
        assert pin not in text(answer).replace("123456 và năm sinh", "").replace("123456 hay", "")

    def test_a_place_nobody_found_or_a_forged_one(self, client: Client, ward: AdminUnit) -> None:
        answer_all(client, ward)
        page = client.get(step("noi-o") + "?q=zzzz")
        assert "Không thấy xã, phường nào tên “zzzz”" in text(page)
        answer = client.post(step("noi-o") + "?q=zzzz", {"query": "zzzz"})
        assert_refused(answer, "Chọn một nơi trong danh sách")
        answer = client.post(step("noi-o") + "?q=zzzz", {"query": "zzzz", "ward": "99999"})
        assert_refused(answer, "Chọn một nơi trong danh sách")

    def test_a_step_that_does_not_exist(self, client: Client) -> None:
        assert client.get(step("cccd")).status_code == 404


class TestOrder:
    def test_back_keeps_the_answers(self, client: Client, ward: AdminUnit) -> None:
        answer_all(client, ward)
        assert 'value="Đinh Thị H’Hen"' in text(client.get(step("ho-ten")))
        assert 'value="1961"' in text(client.get(step("nam-sinh")))
        assert "checked" in text(client.get(step("noi-o")))
        assert PIN not in text(client.get(step("ma-so")))

    def test_a_change_returns_to_the_check_page(self, client: Client, ward: AdminUnit) -> None:
        answer_all(client, ward)
        answer = client.post(step("ho-ten"), {"full_name": "Đinh Thị Hen"})
        assert answer["Location"] == step("kiem-tra")

    def test_another_year_asks_for_the_pin_again(self, client: Client, ward: AdminUnit) -> None:
        """The PIN was judged by the year: 274916 would do for 1961, not for one born in 2749."""
        answer_all(client, ward)
        answer = client.post(step("nam-sinh"), {"birth_year": "1962"})
        assert answer["Location"] == step("ma-so")

    @pytest.mark.parametrize("page", ["nam-sinh", "ma-so", "kiem-tra", "trung-ten"])
    def test_no_question_is_skipped(self, client: Client, page: str) -> None:
        assert client.get(step(page))["Location"] == step("ho-ten")
        assert client.get("/dong-y/")["Location"] == step("ho-ten")

    def test_answers_left_lying_are_forgotten(self, client: Client, ward: AdminUnit) -> None:
        answer_all(client, ward)
        with time_machine.travel(timezone.now() + timedelta(minutes=31)):
            answer = client.post(step("dien-thoai"), {"phone": ""}, follow=True)
        assert answer.redirect_chain[-1][0] == step("ho-ten")
        assert "Thông tin đã được xóa để giữ an toàn" in text(answer)
        assert "Đinh Thị" not in text(answer)

    def test_someone_signed_in_needs_no_account(self, client: Client) -> None:
        client.force_login(UserFactory())
        assert client.get(step("ho-ten"))["Location"] == "/tai-khoan/"


class TestDuplicates:
    def test_the_owner_is_asked_with_masked_data(self, client: Client, ward: AdminUnit) -> None:
        twin = UserFactory(
            full_name="Đinh Thị H’Hen", birth_year=1961, ward=ward, phone="0912345678"
        )
        client.post(step("ho-ten"), {"full_name": "ĐINH THI H’HEN"})
        client.post(step("nam-sinh"), {"birth_year": "1961"})
        answer = client.post(step("noi-o") + "?q=tinh", {"query": "tinh", "ward": ward.code})
        assert answer["Location"] == step("trung-ten")
        page = text(client.get(step("trung-ten")))
        assert f"H’Hen ··{twin.username[-2:]}" in page
        assert twin.username not in page
        assert "0912345678" not in page
        assert_refused(client.post(step("trung-ten")), "Chọn một câu trả lời")
        assert client.post(step("trung-ten"), {"answer": "yes"})["Location"] == "/dang-nhap/"
        assert client.post(step("trung-ten"), {"answer": "no"})["Location"] == step("dien-thoai")
        again = client.post(step("noi-o") + "?q=tinh", {"query": "tinh", "ward": ward.code})
        assert again["Location"] == step("trung-ten")  # the place was entered anew


class TestConsent:
    def test_nothing_is_ticked_beforehand(self, client: Client, ward: AdminUnit) -> None:
        answer_all(client, ward)
        assert "checked" not in text(client.get("/dong-y/"))

    def test_refusing_messages_loses_nothing_else(self, client: Client, ward: AdminUnit) -> None:
        answer_all(client, ward)
        client.post("/dong-y/", {"learning_record": "on"})
        consent = Consent.objects.get()
        assert (consent.purpose, consent.given, consent.method) == (
            "learning_record", True, "own_device",
        )  # fmt: skip
        assert consent.text_version
        assert consent.at

    def test_declining_leaves_no_account_and_no_answers(
        self, client: Client, ward: AdminUnit
    ) -> None:
        answer_all(client, ward)
        answer = client.post("/dong-y/", {"decline": "1", "learning_record": "on"})
        assert answer["Location"] == "/khoa-hoc/"
        assert not User.objects.exists()
        assert "sign_up" not in client.session

    def test_the_pin_is_never_kept_in_clear(self, client: Client, ward: AdminUnit) -> None:
        answer_all(client, ward)
        assert PIN not in str(dict(client.session))

    def test_a_missing_account_says_what_to_do_in_the_summary(
        self, client: Client, ward: AdminUnit
    ) -> None:
        answer_all(client, ward)
        answer = client.post("/dong-y/", {"class_messages": "on"})
        assert "Đánh dấu ô này" in summary(answer)
        assert "checked" in text(answer)  # what was ticked stays ticked
