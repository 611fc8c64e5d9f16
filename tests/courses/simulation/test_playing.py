"""L4: playing as learners and guests do, with forms alone."""

from __future__ import annotations

import gzip
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.models import SimulationPage, SimulationStepResult
from courses.simulation.keeping import facts_of, script_of
from tests.courses.readers import signed_in
from tests.courses.simulation.flows import (
    FILES,
    address,
    begin,
    do,
    open_step,
    place,
    play,
    right,
    wrong,
)

pytestmark = pytest.mark.django_db
LABEL = "TRANG TẬP – không phải trang thật"


@pytest.fixture
def page() -> SimulationPage:
    return place("nop-ho-so-xay-nha")


@pytest.mark.parametrize("slug", sorted(FILES))
@pytest.mark.parametrize("mode", ["xem", "thu", "kiem_tra"])
@pytest.mark.parametrize("channel", [{}, {"danh_sach": "1"}])
def test_every_flow_in_every_mode_to_the_end(
    client: Client, slug: str, mode: str, channel: dict[str, str]
) -> None:
    """S-a, S-c, S-f, S-i: screens and list alike, the frame on every step, and light (80 KB are
    allowed)."""
    signed_in(client)
    run = begin(client, place(slug), mode, **channel)
    while not run.is_finished:
        content = client.get(address(run)).content
        assert weight(content) <= 8 * 1024
        html = content.decode()
        assert html.count(LABEL) >= 2
        assert html.count("<h1") == 1
        do(client, run, right(open_step(run), facts_of(run)))
        run.refresh_from_db()
    result = client.get(address(run, "ket-qua"))
    assert result.status_code == 200
    if mode != "xem":
        assert run.points == run.max_points
        assert run.step_results.count() == len(script_of(run.version).counted)
    assert run.passed is (True if mode == "kiem_tra" else None)


def test_a_guest_plays_without_an_account(client: Client, page: SimulationPage) -> None:
    run = play(client, begin(client, page, "thu"))
    assert run.user is None
    assert run.guest_key
    assert client.get(address(run, "ket-qua")).status_code == 200
    assert Client().get(address(run, "ket-qua")).status_code == 404


def test_runs_of_others_are_not_there(client: Client, page: SimulationPage) -> None:
    signed_in(client)
    run = begin(client, page, "thu")
    other = Client()
    signed_in(other)
    assert other.get(address(run)).status_code == 404
    assert other.post(address(run), {"turn": "0"}).status_code == 404


def test_signing_in_keeps_what_a_guest_practised(client: Client, page: SimulationPage) -> None:
    run = begin(client, page, "thu")
    user = signed_in(client)
    run.refresh_from_db()
    assert run.user == user
    assert run.guest_key == ""


def test_a_wrong_answer_says_why_and_keeps_what_was_typed(
    client: Client, page: SimulationPage
) -> None:
    run = begin(client, page, "thu")
    html = do(client, run, {"answer": "dich-vu"}).content.decode()
    assert "Chưa phải. Đây là trang của người làm dịch vụ." in html
    assert "<title>Lỗi: " in html
    do(client, run, {"answer": "that"})
    html = do(client, run, {"f_tim": "xây cái nhà"}).content.decode()
    assert 'value="xây cái nhà"' in html
    assert 'role="alert"' in html


def test_praise_after_a_right_answer_but_not_in_a_test(
    client: Client, page: SimulationPage
) -> None:
    why = "cả nước nộp hồ sơ tại một cổng"
    run = begin(client, page, "thu")
    do(client, run, {"answer": "that"})
    assert why in client.get(address(run)).content.decode()
    test = begin(client, page, "kiem_tra")
    do(client, test, {"answer": "that"})
    assert why not in client.get(address(test)).content.decode()


def test_a_fake_page_leads_back_to_where_one_was(client: Client, page: SimulationPage) -> None:
    run = begin(client, page, "thu")
    do(client, run, {"answer": "org"})
    html = client.get(address(run)).content.decode()
    assert "Trang này là giả" in html
    assert "Gợi ý" not in html
    assert "Bước 1/9" in html
    do(client, run, {})
    assert open_step(run).uid == "dia-chi-that"
    play(client, run)
    assert run.step_results.get(step="dia-chi-that").tries == 2
    assert run.step_results.count() == 9


def test_hints_come_in_stages_and_the_third_shows_the_place(
    client: Client, page: SimulationPage
) -> None:
    run = begin(client, page, "thu")
    first = do(client, run, {"do": "hint"}).content.decode()
    assert "Nhìn đuôi của địa chỉ." in first
    assert "ring" not in first
    do(client, run, {"do": "hint"})
    third = do(client, run, {"do": "hint"}).content.decode()
    assert "bd-sim__key--ring" in third
    assert "Chỗ này: “dichvucong.gov.vn”" in third
    assert 'value="hint"' not in third


def test_no_hints_and_no_ring_in_a_test(client: Client, page: SimulationPage) -> None:
    run = begin(client, page, "kiem_tra")
    do(client, run, {"do": "hint"})
    for _try in range(4):
        html = do(client, run, {"answer": "dich-vu"}).content.decode()
    assert "ring" not in html
    assert "Nhìn đuôi" not in html
    assert run.state["hints"] == {}


@pytest.mark.parametrize(
    ("mode", "words"), [("thu", "Làm giúp tôi"), ("kiem_tra", "Bỏ qua bước này")]
)
def test_three_misses_never_trap(
    client: Client, page: SimulationPage, mode: str, words: str
) -> None:
    """S-g, on every step."""
    run = begin(client, page, mode)
    while not run.is_finished:
        step = open_step(run)
        do(client, run, {"do": "leave"})  # not before three misses
        assert open_step(run) == step
        for _try in range(3):
            html = do(client, run, wrong(step)).content.decode()
        assert words in html
        do(client, run, {"do": "leave"})
        run.refresh_from_db()
    assert run.points == 0
    assert run.passed is (False if mode == "kiem_tra" else None)


def test_going_back_is_looking_only(client: Client, page: SimulationPage) -> None:
    run = begin(client, page, "thu")
    first = address(run)
    do(client, run, {"answer": "that"})
    html = client.get(first).content.decode()
    assert "Bước này đã xong" in html
    assert 'name="answer"' not in html.replace("disabled", "") or "disabled" in html
    client.post(first, {"turn": "0", "answer": "org"})
    assert open_step(run).uid == "tim-thu-tuc"


def test_a_form_sent_twice_counts_once(client: Client, page: SimulationPage) -> None:
    run = begin(client, page, "kiem_tra")
    for _again in range(3):
        client.post(address(run), {"turn": "0", "answer": "dich-vu"})
    run.refresh_from_db()
    assert run.state["misses"] == {"dia-chi-that": 1}


def test_a_later_place_leads_to_the_open_step(client: Client, page: SimulationPage) -> None:
    run = begin(client, page, "thu")
    assert client.get(address(run).replace("/1/", "/7/"))["Location"] == address(run)
    assert client.get(address(run, "ket-qua"))["Location"] == address(run)


def test_uploads_are_refused(client: Client, page: SimulationPage) -> None:
    """S-e."""
    run = begin(client, page, "thu")
    file = SimpleUploadedFile("can-cuoc.jpg", b"x" * 100, "image/jpeg")
    assert client.post(address(run), {"turn": "0", "answer": file}).status_code == 400
    run.refresh_from_db()
    assert run.turn == 0


def test_real_numbers_are_warned_of(client: Client, page: SimulationPage) -> None:
    run = begin(client, page, "thu")
    for uid in ("dia-chi-that", "tim-thu-tuc", "noi-giai-quyet"):
        assert open_step(run).uid == uid
        do(client, run, right(open_step(run), facts_of(run)))
    html = do(client, run, {"f_so": "051 185 001 234", "f_ma": "1"}).content.decode()
    assert "đừng nhập thông tin thật" in html
    html = do(client, run, {"f_so": facts_of(run)["so_dinh_danh"], "f_ma": "1"}).content.decode()
    assert "đừng nhập thông tin thật" not in html


def test_attempts_finish_on_the_version_they_began(client: Client, page: SimulationPage) -> None:
    run = begin(client, page, "thu")
    steps = page.steps.get_prep_value()
    steps[0]["value"]["goal"] = "Mục tiêu mới"
    page.steps = steps
    page.save_revision().publish()
    assert "Chọn trang thật" in client.get(address(run)).content.decode()
    again = begin(client, page, "thu")
    assert again.version.number == 2
    assert "Mục tiêu mới" in client.get(address(again)).content.decode()
    page.refresh_from_db()
    page.save_revision().publish()
    assert page.versions.count() == 2  # nothing changed: no new version
    page.unpublish()
    assert client.get(page.public_path).status_code == 404
    assert client.get(address(run)).status_code == 200


def test_queries_of_a_step(
    client: Client, page: SimulationPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Session, person, run; and for what is done, one statement that writes it."""
    signed_in(client)
    run = begin(client, page, "thu")
    client.get(address(run))
    at = address(run)
    with django_assert_num_queries(3):
        client.get(at)
    with django_assert_num_queries(6):  # two of them begin and end the transaction
        client.post(at, {"turn": "0", "answer": "that"})


def weight(html: bytes) -> int:
    """Bytes that a step sends beyond what all pages share (style, script and fonts, counted in
    tests/house): its page compressed, and every picture it names."""
    main = html.decode().partition("<main")[2].partition("</main>")[0]
    named = re.findall(r'(?:src|srcset|data)="(/(?:static|media)/[^"]+)"', main)
    assert not named  # drawn screens are words and style
    return len(gzip.compress(html))


def test_a_run_is_small(client: Client, page: SimulationPage) -> None:
    """b8: at most 5 KB, however often somebody misses."""
    import json

    run = begin(client, page, "thu")
    while not run.is_finished:
        step = open_step(run)
        for _try in range(12):
            do(client, run, wrong(step))
        do(client, run, {"do": "leave"})
        run.refresh_from_db()
    assert len(json.dumps(run.state)) <= 5 * 1024
    results = SimulationStepResult.objects.filter(run=run)
    assert {row.tries for row in results} == {13}


def test_replay_tells_every_press(client: Client, page: SimulationPage) -> None:
    run = begin(client, page, "thu")
    do(client, run, {"answer": "dich-vu"})
    do(client, run, {"do": "hint"})
    play(client, run)
    told = [
        client.get(f"{address(run, 'ket-qua')}xem-lai/?n={n}").content.decode() for n in (1, 2, 3)
    ]
    assert "Đã bấm: “lamgiayphepnhanh.vn”" in told[0]
    assert "Xin gợi ý 1" in told[1]
    assert "Đúng: “dichvucong.gov.vn”" in told[2]
    assert all(LABEL in html for html in told)


def test_on_paper(client: Client, page: SimulationPage) -> None:
    html = client.get(f"{page.public_path}in/").content.decode()
    assert html.count(LABEL) >= 18
    assert "9. Nộp xong rồi" in html
