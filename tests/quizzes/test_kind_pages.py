"""Every kind of question as a browser without JavaScript meets it: what one reads can be answered,
is kept, is shown again, and gives nothing away."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core.errors import DomainError
from quizzes import services
from quizzes.addresses import answer_file_url, question_url, result_url, review_url, save_url
from quizzes.models import Answer, Attempt, Quiz
from quizzes.queries import first_unanswered
from tests.factories import UserFactory, add_question, make_course, make_quiz
from tests.quizzes import contents
from tests.quizzes.conftest import EVENING
from tests.quizzes.filling import Page

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 bai lam"


def match(page: Page) -> None:
    page.choose("Sổ đỏ", "Giấy tờ về đất")
    page.choose("Căn cước", "Giấy tờ tùy thân")
    page.choose("Hộ chiếu", "Giấy tờ tùy thân")


def order(page: Page) -> None:
    for place, text in enumerate(("Mở", "Điền", "Nộp"), start=1):
        page.choose(text, str(place))


def fill_gaps(page: Page) -> None:
    page.choose("Chỗ trống 1", "Ủy ban nhân dân xã")
    page.write("Chỗ trống 2", "BẢY")


def drag(page: Page) -> None:
    page.choose("Giấy khai sinh", "Hộ tịch")
    page.choose("Sổ đỏ", "Đất đai")


def pick_all(page: Page) -> None:
    page.tick("Ô tìm kiếm")
    page.tick("Nút nộp")


Fill = Callable[[Page], None]
CASES: list[tuple[str, dict[str, Any], Fill]] = [
    ("matching", contents.MATCHING, match),
    ("ordering", contents.ORDERING, order),
    ("gap_text", contents.GAP_TEXT, fill_gaps),
    ("drag_drop", contents.DRAG_DROP, drag),
    ("image_choice", contents.IMAGE_CHOICE, lambda page: page.tick("Biển báo cấm")),
    ("hotspot", contents.HOTSPOT, lambda page: page.tick("Ô tìm kiếm")),
    ("hotspot", contents.HOTSPOTS, pick_all),
    ("open_answer", contents.OPEN_ANSWER, lambda page: page.write("Câu trả lời", "Mở.\nNộp.")),
    ("survey_scale", contents.SURVEY_SCALE, lambda page: page.tick("Hài lòng")),
]
NAMES = [f"{name} {number}" for number, (name, _content, _fill) in enumerate(CASES)]


def begun(user: User, kind: str, content: dict[str, Any]) -> Attempt:
    quiz = make_quiz(make_course(), questions=0)
    add_question(quiz, kind, content)
    return started(quiz, user)


def started(quiz: Quiz, user: User) -> Attempt:
    attempt = services.start_attempt(user=user, quiz=quiz, at=EVENING)
    attempt.quiz = quiz
    return attempt


def page_of(client: Client, attempt: Attempt, n: int = 1) -> Page:
    response = client.get(question_url(attempt, n))
    assert response.status_code == 200
    return Page(response.content.decode())


def hand_in(client: Client, attempt: Attempt) -> str:
    client.post(review_url(attempt), {"sure": "1"})
    return client.get(result_url(attempt)).content.decode()


@pytest.mark.parametrize(("kind", "content", "fill"), CASES, ids=NAMES)
def test_what_one_reads_can_be_answered_and_is_shown_again(
    signed_in: Client, user: User, kind: str, content: dict[str, Any], fill: Fill
) -> None:
    attempt = begun(user, kind, content)
    page = page_of(signed_in, attempt)
    fill(page)
    response = signed_in.post(question_url(attempt, 1), page.posted())
    assert response["Location"] == review_url(attempt), response.content.decode()
    answer = Answer.objects.get()
    rights = [right for name, asked, right in contents.RIGHT if asked is content]
    assert not rights or answer.response in rights, answer.response
    assert page_of(signed_in, attempt).shown() == page.shown()
    assert attempt.quiz.title in hand_in(signed_in, attempt)
    attempt.refresh_from_db()
    assert attempt.points == (1 if rights else 0 if kind == "survey_scale" else None)


@pytest.mark.parametrize(("kind", "content", "fill"), CASES, ids=NAMES)
def test_nothing_given_is_an_error_that_is_described(
    signed_in: Client, user: User, kind: str, content: dict[str, Any], fill: Fill
) -> None:
    attempt = begun(user, kind, content)
    response = signed_in.post(question_url(attempt, 1), page_of(signed_in, attempt).posted())
    page = Page(response.content.decode())
    assert not Answer.objects.exists()
    fieldset = page.form.select_one("fieldset[aria-describedby]")
    assert fieldset is not None
    assert page.form.find(id=str(fieldset["aria-describedby"]))
    link = page.soup.select_one("[data-errsum] a")
    assert link is not None
    assert page.form.find(id=str(link["href"])[1:]), "the error leads nowhere"


@pytest.mark.parametrize(("kind", "content", "fill"), CASES, ids=NAMES)
def test_every_control_has_a_label_and_not_knowing_is_offered(
    signed_in: Client, user: User, kind: str, content: dict[str, Any], fill: Fill
) -> None:
    page = page_of(signed_in, begun(user, kind, content))
    page.tick("Tôi chưa biết")
    for control in page.form.select("input:not([type=hidden]):not([type=image]), select, textarea"):
        label = page.form.find("label", attrs={"for": control["id"]})
        assert label is not None
        assert label.get_text(strip=True)
    assert page.form.select_one("fieldset > legend h1")


def test_no_page_tells_the_key(signed_in: Client, user: User) -> None:
    """A pair shares no id, items come mixed, nothing says "correct"."""
    attempt = begun(user, "matching", contents.MATCHING)
    page = page_of(signed_in, attempt)
    for option in page.form.select("select[name=answer] option[value*=':']"):
        left, token = str(option["value"]).split(":")
        assert left != token
    tokens = {str(o["value"]).split(":")[1] for o in page.form.select("option[value*=':']")}
    assert len(tokens) == 3  # one text, one token
    assert not tokens & set(contents.ids(contents.MATCHING, "pairs"))
    for kind, content, _fill in CASES:
        html = str(page_of(signed_in, begun(user, kind, content)).form)
        assert not re.search('correct|accept(s|")|rubric|Nêu đủ', html), kind


def test_the_order_of_a_paper_is_its_own_and_stays(signed_in: Client, user: User) -> None:
    items = [{"text": f"Bước {n}"} for n in range(8)]
    pairs = [{"left": f"Trái {n}", "right": f"Phải {n}"} for n in range(8)]
    quiz = make_quiz(make_course(), questions=0)
    add_question(quiz, "ordering", {"stem": "Xếp?", "items": items})
    add_question(quiz, "matching", {"stem": "Ghép?", "pairs": pairs})
    attempt = started(quiz, user)
    steps = [label.get_text() for label in page_of(signed_in, attempt).form.select("ol label")]
    rights = page_of(signed_in, attempt, 2).choices("Trái 0")[1:]
    assert sorted(steps) == [row["text"] for row in items] != steps
    assert sorted(rights) == [row["right"] for row in pairs] != rights
    again = [label.get_text() for label in page_of(signed_in, attempt).form.select("ol label")]
    assert again == steps


# --- pointing at a picture -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pressed", "saved"),
    [
        ({"p240.x": "60", "p240.y": "12"}, {"x": 25.0, "y": 10.0}),
        ({"p544.x": "272", "p544.y": "136"}, {"x": 50.0, "y": 50.0}),
        ({"p280.x": "9999", "p280.y": "1"}, {"x": 100.0, "y": 0.71}),
        ({"answer": "12.5,7"}, {"x": 12.5, "y": 7.0}),
    ],
)
def test_the_picture_can_be_pressed(
    signed_in: Client, user: User, pressed: dict[str, str], saved: dict[str, float]
) -> None:
    attempt = begun(user, "hotspot", contents.HOTSPOT)
    signed_in.post(question_url(attempt, 1), pressed)
    assert Answer.objects.get().response == saved
    page = page_of(signed_in, attempt)
    spot = page.form.select_one("[data-spot]")
    assert spot is not None
    assert spot["cx"] == str(saved["x"])


def test_the_list_is_newer_than_a_place_sent_along(signed_in: Client, user: User) -> None:
    attempt = begun(user, "hotspot", contents.HOTSPOT)
    signed_in.post(question_url(attempt, 1), {"answer": "12.5,7"})
    page = page_of(signed_in, attempt)
    page.tick("Chân trang")
    signed_in.post(question_url(attempt, 1), page.posted())
    assert Answer.objects.get().response == {"option": contents.ids(contents.HOTSPOT, "regions")[2]}


@pytest.mark.parametrize(
    "pressed",
    [{"p240.x": "0", "p240.y": "0"}, {"p240.x": "x", "p240.y": "1"}, {"answer": "nan,1"},
     {"answer": "200,1"}, {"answer": "1,2,3"}, {"p240.x": "9" * 5000, "p240.y": "-1"}],
)  # fmt: skip
def test_what_is_no_place_is_refused(
    signed_in: Client, user: User, pressed: dict[str, str]
) -> None:
    attempt = begun(user, "hotspot", contents.HOTSPOT)
    assert "data-errsum" in signed_in.post(question_url(attempt, 1), pressed).content.decode()
    assert not Answer.objects.exists()


# --- refusals ------------------------------------------------------------------------------------


def test_a_place_given_twice_is_said_and_kept_on_the_page(signed_in: Client, user: User) -> None:
    attempt = begun(user, "ordering", contents.ORDERING)
    page = page_of(signed_in, attempt)
    page.choose("Mở", "1")
    page.choose("Điền", "1")
    response = signed_in.post(question_url(attempt, 1), page.posted())
    again = Page(response.content.decode())
    assert _("Give every line its own place: no place twice, none left out.") in str(again.soup)
    assert again.shown() == page.shown()


def test_an_order_half_filled_in_is_saved_but_is_no_answer_yet(
    signed_in: Client, user: User
) -> None:
    attempt = begun(user, "ordering", contents.ORDERING)
    page = page_of(signed_in, attempt)
    page.choose("Mở", "1")
    page.choose("Điền", "1")
    saved = signed_in.post(save_url(attempt, 1), page.posted()).json()
    assert saved["state"] == "saved"
    assert page_of(signed_in, attempt).shown() == page.shown()
    review = signed_in.get(review_url(attempt)).content.decode()
    assert "Chưa xong: 1. " in review
    assert first_unanswered(attempt) == 1
    assert "Vẫn nộp bài" in signed_in.post(review_url(attempt)).content.decode()
    told = hand_in(signed_in, attempt)
    assert "Chưa trả lời" in told
    assert Answer.objects.get().fraction == 0


@pytest.mark.parametrize("values", [["a:1"], ["x", ":", "1:"], [f"{'9' * 50}:1"]])
def test_strange_places_are_nothing_to_save(
    signed_in: Client, user: User, values: list[str]
) -> None:
    attempt = begun(user, "ordering", contents.ORDERING)
    assert signed_in.post(save_url(attempt, 1), {"answer": values}).json()["state"] == "empty"
    assert not Answer.objects.exists()


def test_too_many_words_are_counted(signed_in: Client, user: User) -> None:
    attempt = begun(user, "open_answer", contents.OPEN_ANSWER)
    page = page_of(signed_in, attempt)
    page.write("Câu trả lời", "từ " * 51)
    html = signed_in.post(question_url(attempt, 1), page.posted()).content.decode()
    assert (
        _("Write at most %(count)s words; there are %(now)s now.") % {"count": 50, "now": 51}
        in html
    )
    assert "từ từ" in html


# --- files ---------------------------------------------------------------------------------------


def send(client: Client, attempt: Attempt, name: str, data: bytes) -> Any:
    upload = SimpleUploadedFile(name, data, content_type="image/jpeg")
    return client.post(question_url(attempt, 1), {"file": upload})


def test_a_file_is_kept_out_of_reach_and_given_back_to_who_sent_it(
    signed_in: Client, user: User
) -> None:
    attempt = begun(user, "file_answer", contents.FILE_ANSWER)
    assert send(signed_in, attempt, "../../Bài <làm>.exe", PDF).status_code == 302
    token = Answer.objects.get().response["file"]
    page = page_of(signed_in, attempt)
    assert page.form["enctype"] == "multipart/form-data"
    assert answer_file_url(token) in str(page.form)
    response: Any = signed_in.get(answer_file_url(token))
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    assert Answer.objects.get().response["name"] == "Bài làm.pdf"
    other = Client()
    other.force_login(UserFactory())
    assert other.get(answer_file_url(token)).status_code == 404
    assert Client().get(answer_file_url(token)).status_code == 302
    assert _("Handed in – waiting to be marked") in hand_in(signed_in, attempt)


def test_saving_again_without_a_file_keeps_the_one_sent(signed_in: Client, user: User) -> None:
    attempt = begun(user, "file_answer", contents.FILE_ANSWER)
    send(signed_in, attempt, "a.pdf", PDF)
    first = Answer.objects.get().response
    assert signed_in.post(question_url(attempt, 1), {}).status_code == 302
    assert Answer.objects.get().response == first


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.pdf", b"<html>"), ("a.png", b"\x89PNG\r\n\x1a\n"), ("a.pdf", b"%PDF-" + b"0" * 2**21)],
    ids=["not what it says", "not asked for", "too large"],
)
def test_other_files_are_refused_in_words(
    signed_in: Client, user: User, name: str, data: bytes
) -> None:
    attempt = begun(user, "file_answer", contents.FILE_ANSWER)
    assert "data-errsum" in send(signed_in, attempt, name, data).content.decode()
    assert not Answer.objects.exists()


def test_the_name_of_somebody_elses_file_is_no_answer(signed_in: Client, user: User) -> None:
    attempt = begun(user, "file_answer", contents.FILE_ANSWER)
    theirs = started(attempt.quiz, UserFactory())
    upload = SimpleUploadedFile("a.pdf", PDF)
    file = services.keep_answer_file(attempt=theirs, position=1, upload=upload, at=EVENING)
    posted = {"answer": file.token, "answer_name": "a.pdf"}
    assert "data-errsum" in signed_in.post(question_url(attempt, 1), posted).content.decode()
    response = {"file": file.token, "name": "a.pdf"}
    with pytest.raises(DomainError):
        services.save_answer(attempt=attempt, position=1, response=response, at=EVENING)
