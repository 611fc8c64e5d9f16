"""Launches: what is let in, what is refused with a sentence, what is kept of a person."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import SimulationPage, SimulationRun
from courses.simulation.keeping import facts_of
from lms.interop.lti import keys
from lms.interop.lti.models import Launch, LaunchedRun, Login, Platform
from lms.interop.lti.services import forget
from tests.courses.simulation.flows import open_step, right
from tests.courses.simulation.test_safety import everything_stored
from tests.interop.platform import (
    CLAIM,
    CLIENT_ID,
    PERSON,
    LearningSystem,
    launched,
    passed,
    resigned,
)

pytestmark = pytest.mark.django_db


def refused(response: Any, sentence: str) -> None:
    text = response.content.decode()
    assert response.status_code == 400, text
    assert sentence in text
    assert not Launch.objects.exists()


# --- let in --------------------------------------------------------------------------------------


def test_a_launch_leads_to_the_practice(client: Client, system: LearningSystem) -> None:
    response = launched(client, system)
    assert response.status_code == 302, response.content.decode()
    page = client.get(response["Location"])
    text = page.content.decode()
    assert "Tra cứu hồ sơ đang ở bước nào" in text
    assert '<a href="/' not in text
    assert "Đăng nhập" not in text


def test_its_pages_may_be_framed_by_that_system_alone(
    client: Client, system: LearningSystem
) -> None:
    Platform.objects.create(
        name="Khác", issuer="https://khac.vi.du", client_id="2", deployments="1",
        auth_url="https://khac.vi.du/a", token_url="https://khac.vi.du/t",
        jwks_url="https://khac.vi.du/j", frames="https://khung.vi.du",
    )  # fmt: skip
    page = client.get(launched(client, system)["Location"])
    assert f"frame-ancestors {system.url};" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    before = client.get(reverse("lti:login"))
    assert "https://khac.vi.du https://khung.vi.du" in before["Content-Security-Policy"]
    elsewhere = client.get("/")
    assert "frame-ancestors 'none'" in elsewhere["Content-Security-Policy"]
    assert elsewhere["X-Frame-Options"] == "SAMEORIGIN"


def test_the_whole_practice_without_any_cookie(client: Client, system: LearningSystem) -> None:
    """A frame whose cookies the browser drops: the addresses alone carry the launch."""
    first = launched(client, system)["Location"]
    bare = Client(enforce_csrf_checks=True)
    run = play(bare, first, "thu")
    result = bare.get(f"{first}{run.token}/ket-qua/").content.decode()
    assert "6 trên 6 bước tự làm được" in result or "6" in result
    assert run.user is None
    assert run.guest_key == Launch.objects.get().person


def play(client: Client, first: str, mode: str) -> SimulationRun:
    response = client.post(first, {"mode": mode})
    assert response.status_code == 302, response.content.decode()
    run = LaunchedRun.objects.latest("pk").run
    while not run.is_finished:
        data = right(open_step(run), facts_of(run))
        place = len(run.state["path"]) + 1
        client.post(f"{first}{run.token}/{place}/", {"turn": run.turn, **data})
        run.refresh_from_db()
    return run


def test_the_same_person_goes_on_where_they_stopped(client: Client, system: LearningSystem) -> None:
    first = launched(client, system)["Location"]
    client.post(first, {"mode": "thu"})
    again = launched(Client(), system)["Location"]
    assert again != first
    assert "Làm tiếp chỗ đang dở" in client.get(again).content.decode()
    system.person = {**PERSON, "user_id": "nguoi-43"}
    other = launched(Client(), system)["Location"]
    assert "Làm tiếp chỗ đang dở" not in client.get(other).content.decode()
    run = SimulationRun.objects.get()
    assert client.get(f"{other}{run.token}/1/").status_code == 404
    assert client.get(f"/hoc/khoa/thuc-hanh/tra-cuu-ho-so/{run.token}/1/").status_code == 404


def test_somebody_the_system_does_not_name(client: Client, system: LearningSystem) -> None:
    system.person = {}
    first = launched(client, system)["Location"]
    play(client, first, "kiem_tra")
    assert system.scores == []
    assert Launch.objects.get().subject == ""


def test_no_name_and_no_address_is_kept_or_logged(
    client: Client, system: LearningSystem, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    play(client, launched(client, system)["Location"], "kiem_tra")
    kept = everything_stored()
    for text in (PERSON["full_name"], "Ỷ Lan", PERSON["email_address"]):
        assert text not in kept
        assert text not in caplog.text
    for text in (PERSON["user_id"], Launch.objects.get().token):
        assert text in kept  # the search finds what is there
        assert text not in "".join(
            record.getMessage() for record in caplog.records if record.name.startswith("lms")
        )
    LaunchedRun.objects.update(state="da_gui")
    forget(at=timezone.now() + timedelta(days=60))
    assert PERSON["user_id"] not in everything_stored()


# --- refused -------------------------------------------------------------------------------------


def test_a_stranger_is_refused(client: Client, system: LearningSystem) -> None:
    given = {"iss": "https://la.vi.du", "login_hint": "1"}
    refused(client.get(reverse("lti:login"), given), "chưa biết hệ thống")
    refused(client.get(reverse("lti:login"), {"iss": system.url}), "còn thiếu")
    given = {"iss": system.url, "login_hint": "1", "client_id": "khac"}
    refused(client.post(reverse("lti:login"), given), "chưa biết hệ thống")
    given = {"iss": system.url, "login_hint": "1", "lti_deployment_id": "9"}
    refused(client.get(reverse("lti:login"), given), "chưa biết phần này")
    Platform.objects.update(is_active=False)
    given = {"iss": system.url, "login_hint": "1"}
    refused(client.get(reverse("lti:login"), given), "chưa biết hệ thống")


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({f"{CLAIM}deployment_id": "999"}, "chưa biết phần này"),
        ({f"{CLAIM}deployment_id": None}, "chưa biết phần này"),
        ({"aud": "khach-2"}, "không dành cho trang này"),
        ({"aud": [CLIENT_ID, "khach-2"], "azp": "khach-2"}, "không dành cho trang này"),
        ({"iss": "https://la.vi.du"}, "không dành cho trang này"),
        ({"exp": 1_700_000_000, "iat": 1_699_999_000}, "hết hạn"),
        ({"nonce": "khac"}, "dùng rồi"),
        ({f"{CLAIM}message_type": "LtiDeepLinkingRequest"}, "không làm"),
        ({f"{CLAIM}version": "1.1"}, "không làm"),
        ({f"{CLAIM}resource_link": "x"}, "còn thiếu"),
        ({f"{CLAIM}resource_link": {"id": 7}}, "còn thiếu"),
        ({f"{CLAIM}target_link_uri": "http://testserver/"}, "không có ở đây"),
        ({f"{CLAIM}target_link_uri": "http://testserver/hoc/khoa/thuc-hanh/la/"}, "không có ở đây"),
        ({f"{CLAIM}target_link_uri": "https://la.vi.du/hoc/khoa/thuc-hanh/a/"}, "không có ở đây"),
        ({"sub": "x" * 300}, "còn thiếu"),
    ],
)
def test_a_pass_that_is_not_right_is_refused(
    client: Client, system: LearningSystem, claims: dict[str, Any], sentence: str
) -> None:
    system.change = lambda given: given.update(claims)
    refused(launched(client, system), sentence)


def test_a_forged_pass_is_refused(client: Client, system: LearningSystem) -> None:
    form = passed(client, system)
    kid = jwt.get_unverified_header(form["id_token"])["kid"]
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    address = reverse("lti:launch")
    unsigned = jwt.encode({"iss": system.url}, "", algorithm="none")
    for token in (
        resigned(form["id_token"], stranger, kid=kid),
        resigned(form["id_token"], stranger, kid="la"),
        resigned(form["id_token"], stranger),
        unsigned, "x.y.z", "rác", form["id_token"][:-4] + "AAAA",
    ):  # fmt: skip
        refused(client.post(address, {**form, "id_token": token}), "Chữ ký")
    # none of them used it up
    assert client.post(address, form).status_code == 302


def test_a_shared_secret_is_no_signature(client: Client, system: LearningSystem) -> None:
    """The public key taken as an HMAC secret."""
    form = passed(client, system)
    claims = jwt.decode(form["id_token"], options={"verify_signature": False})
    headers = jwt.get_unverified_header(form["id_token"])
    token = jwt.encode(claims, "k" * 40, algorithm="HS256", headers={"kid": headers["kid"]})
    refused(client.post(reverse("lti:launch"), {**form, "id_token": token}), "Chữ ký")


def test_a_pass_counts_once(client: Client, system: LearningSystem) -> None:
    form = passed(client, system)
    assert client.post(reverse("lti:launch"), form).status_code == 302
    again = client.post(reverse("lti:launch"), form)
    assert again.status_code == 400
    assert "dùng rồi" in again.content.decode()
    assert Launch.objects.count() == 1


def test_a_state_nobody_began_or_long_ago(client: Client, system: LearningSystem) -> None:
    form = passed(client, system)
    address = reverse("lti:launch")
    refused(client.post(address, {**form, "state": "khac"}), "Quá lâu")
    refused(client.post(address, {"state": form["state"]}), "còn thiếu")
    with time_machine.travel(time.time() + 660):
        refused(client.post(address, form), "Quá lâu")


def test_another_browser_begins_again_in_a_window(client: Client, system: LearningSystem) -> None:
    """No cookie came back: dropped in the frame, or a pass carried to somebody else's browser."""
    form = passed(client, system)
    page = Client().post(reverse("lti:launch"), form)
    assert page.status_code == 200
    text = page.content.decode()
    assert 'target="_blank"' in text
    assert "Mở trong cửa sổ mới" in text
    assert not Launch.objects.exists()
    again = text.split('bd-btn--primary" href="')[1].split('"')[0].replace("&amp;", "&")
    assert Client().get(again)["Location"].startswith(f"{system.url}/dang-nhap?")


def test_the_cookie_is_for_frames_and_for_these_addresses(
    client: Client, system: LearningSystem
) -> None:
    passed(client, system)
    cookie = next(value for name, value in client.cookies.items() if name.startswith("lti-"))
    assert (cookie["samesite"], cookie["secure"], cookie["path"]) == ("None", True, "/lti/")
    assert cookie["httponly"]
    assert "sessionid" not in client.cookies


def test_keys_that_cannot_be_read(client: Client, system: LearningSystem) -> None:
    for url in (f"{system.url}/khoa-hoc", "http://127.0.0.1:1/khoa"):
        Platform.objects.update(jwks_url=url)
        cache.clear()
        refused(launched(client, system), "chưa đọc được")


def test_keys_are_asked_for_anew_when_the_system_renews_its_own(
    client: Client, system: LearningSystem
) -> None:
    launched(client, system)
    launched(client, system)
    assert system.asked.count("/khoa") == 1
    system.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    system.configuration._registration = system._registration()
    assert launched(client, system).status_code == 302
    assert system.asked.count("/khoa") == 2


def test_an_opening_ends(client: Client, system: LearningSystem) -> None:
    first = launched(client, system)["Location"]
    with time_machine.travel(time.time() + 13 * 3600):
        page = client.get(first)
    assert page.status_code == 404
    assert "kết thúc" in page.content.decode()


def test_files_and_foreign_modes_are_refused(client: Client, system: LearningSystem) -> None:
    first = launched(client, system)["Location"]
    assert client.post(first, {"mode": "khac"}).status_code == 400
    client.post(first, {"mode": "thu"})
    run = SimulationRun.objects.get()
    upload = SimpleUploadedFile("a.pdf", b"%PDF")
    response = client.post(f"{first}{run.token}/1/", {"turn": 0, "tep": upload})
    assert response.status_code == 400
    assert client.get(f"{first}{run.token}/5/").status_code == 302
    assert client.get(f"{first}{run.token}/ket-qua/").status_code == 302


def test_a_practice_withdrawn_meanwhile(
    client: Client, system: LearningSystem, practice: SimulationPage
) -> None:
    """What was begun is finished; nothing new begins."""
    first = launched(client, system)["Location"]
    client.post(first, {"mode": "thu"})
    run = SimulationRun.objects.get()
    practice.unpublish()
    assert client.get(f"{first}{run.token}/1/").status_code == 200
    page = client.get(first)
    assert page.status_code == 404
    assert "không có ở đây" in page.content.decode()


# --- our key -------------------------------------------------------------------------------------


def test_a_new_key_leaves_the_one_before_published(client: Client) -> None:
    before = keys.current().kid
    after = keys.rotate()
    found = client.get(reverse("lti:key_set")).json()["keys"]
    assert [key["kid"] for key in found] == [after, before]
    assert all(set(key) == {"kty", "n", "e", "alg", "use", "kid"} for key in found)
    last = keys.rotate()
    kids = [key["kid"] for key in client.get(reverse("lti:key_set")).json()["keys"]]
    assert kids == [last, after]


def test_begun_launches_are_forgotten(client: Client, system: LearningSystem) -> None:
    passed(client, system)
    forget(at=timezone.now() + timedelta(hours=1))
    assert Login.objects.count() == 1
    forget(at=timezone.now() + timedelta(days=2))
    assert not Login.objects.exists()


# --- queries -------------------------------------------------------------------------------------


def test_queries_of_a_step(
    client: Client, system: LearningSystem, django_assert_num_queries: Any
) -> None:
    first = launched(client, system)["Location"]
    client.post(first, {"mode": "thu"})
    run = SimulationRun.objects.get()
    client.get(f"{first}{run.token}/1/")
    with django_assert_num_queries(3):  # launch, run, whose it is
        client.get(f"{first}{run.token}/1/")
