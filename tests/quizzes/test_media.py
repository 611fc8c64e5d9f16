"""Pictures and sound of questions: made light, in words, shown where they belong."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lms.accounts.models import User
from lms.core.errors import DomainError
from quizzes import authoring, media, questions, services
from quizzes.addresses import question_url, result_url, review_url
from quizzes.models import QuestionMedium
from quizzes.pictures import GOAL, LONGEST_SIDE, tidied
from tests.factories import add_question, make_course, make_quiz
from tests.quizzes.conftest import EVENING
from tests.quizzes.contents import IMAGE_CHOICE, picture

SOUND = b"ID3\x04\x00" + b"\x00" * 500


def drawn(size: tuple[int, int] = (2000, 1000), kind: str = "JPEG", **options: Any) -> bytes:
    """A picture with so much in it that it does not shrink by itself."""
    noise = Image.effect_noise(size, 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, kind, **options)
    return out.getvalue()


# --- made light ----------------------------------------------------------------------------------


def test_a_large_picture_becomes_a_light_one() -> None:
    made = tidied(drawn())
    assert made is not None
    assert (made.type, made.suffix) == ("image/webp", ".webp")
    assert len(made.data) <= GOAL
    assert made.width is not None and made.width <= LONGEST_SIDE  # noqa: PT018
    assert made.height == round(made.width / 2)


def test_nothing_of_the_file_but_its_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "nhà bà Hoa, 15.1 N 108.8 E"
    made = tidied(drawn((60, 40), exif=exif) + b"<script>alert(1)</script>")
    assert made is not None
    assert b"script" not in made.data
    assert b"108.8" not in made.data


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg onload='x'></svg>", b"GIF89a" + b"\x00" * 20, drawn((60, 40))[:300],
     b"ID3" + b"0" * 2**21],
    ids=["nothing", "a drawing with scripts", "a broken one", "half of one", "a long sound"],
)  # fmt: skip
def test_what_cannot_be_used_is_none(data: bytes) -> None:
    assert tidied(data) is None


def test_a_picture_that_unfolds_without_end_is_none() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert tidied(out.getvalue()) is None


@given(
    st.binary(max_size=200), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF"])
)
def test_any_bytes_are_understood_or_none(data: bytes, start: bytes) -> None:
    made = tidied(start + data)
    assert made is None or made.data


# --- kept ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_same_file_is_kept_once() -> None:
    data = drawn((80, 50))
    first = services.keep_medium(data=data, alt="Cổng Dịch vụ công", at=EVENING)
    again = services.keep_medium(data=data, alt="Chữ khác", at=EVENING)
    assert first == again
    assert QuestionMedium.objects.get().alt == "Cổng Dịch vụ công"
    with default_storage.open(first.path) as file:
        assert len(file.read()) == first.size


@pytest.mark.django_db
@pytest.mark.parametrize(("data", "alt"), [(drawn((80, 50)), "  "), (b"no", "Ảnh")])
def test_without_words_or_without_a_picture_nothing_is_kept(data: bytes, alt: str) -> None:
    with pytest.raises(DomainError):
        services.keep_medium(data=data, alt=alt, at=EVENING)
    assert not QuestionMedium.objects.exists()


@pytest.mark.django_db
def test_what_is_kept_is_what_a_question_names() -> None:
    words = "Trang chủ"
    kept = services.keep_medium(data=drawn((80, 50)), alt=words, at=EVENING).facts
    sound = services.keep_medium(data=SOUND, alt="Đọc to", at=EVENING).facts
    raw = {
        "stem": "Đây là trang nào?",
        "explanation": "Vì có tên miền .gov.vn.",
        "options": [{"id": "a", "text": "Thật", "correct": True}, {"id": "b", "text": "Giả"}],
        "media": [{"name": "anh", "place": "stem", "file": kept}, {"place": "b", "file": sound}],
    }
    content, problems = authoring.write(questions.kind_of("single"), raw)
    assert problems == []
    (shown,) = media.of(content, "stem")
    assert (shown["name"], shown["alt"], shown["type"]) == ("anh", words, "image/webp")
    order = [row["id"] for row in content["options"]]
    options = questions.kind_of("single").options(content, order)
    assert [option.medium and option.medium["type"] for option in options] == [None, "audio/mpeg"]
    assert authoring.write(questions.kind_of("single"), content) == (content, [])


# --- in content ----------------------------------------------------------------------------------


def problems_of(rows: list[dict[str, Any]], **raw: Any) -> list[str]:
    written = {"stem": "A?", "explanation": "B.", "answer": True, "media": rows} | raw
    return authoring.write(questions.kind_of("true_false"), written)[1]


def test_what_an_author_has_to_mend() -> None:
    assert problems_of([picture("a")]) == []
    assert problems_of([picture("a", alt="")])
    assert problems_of([picture("a"), picture("a")])
    assert problems_of([picture("a", size=media.BUDGET + 1)])
    assert problems_of([picture("a", size=media.BUDGET + 1, type="audio/mpeg")]) == []
    assert problems_of([picture(str(n)) for n in range(media.MOST + 1)])
    assert problems_of([{"name": "a"}])
    assert problems_of([picture("a", onload="x")])
    kind = questions.kind_of("image_choice")
    unknown = dict(IMAGE_CHOICE) | {"media": IMAGE_CHOICE["media"][:1]}
    assert authoring.write(kind, unknown)[1]


@given(st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["name", "file", "alt", "place", "type"]), inner, max_size=3),
    max_leaves=8,
))  # fmt: skip
def test_any_shape_of_media_is_a_sentence_not_an_error(value: Any) -> None:
    assert all(isinstance(problem, str) for problem in problems_of(value))


# --- on pages ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_pictures_are_shown_with_the_question_its_review_and_its_result(
    signed_in: Client, user: User
) -> None:
    quiz = make_quiz(make_course(), questions=0)
    stem, why = picture("de", place="stem"), picture("vi-sao", place="explanation")
    sound = picture("loi", place="stem", type="audio/mpeg", alt="Xin chào\nbác")
    add_question(quiz, "true_false", {"stem": "A?", "answer": True, "media": [stem, why, sound]})
    attempt = services.start_attempt(user=user, quiz=quiz, at=EVENING)
    attempt.quiz = quiz
    page = signed_in.get(question_url(attempt, 1)).content.decode()
    assert (
        'src="/media/cau-hoi/de.webp" alt="Ảnh de" width="400" height="200" loading="lazy"' in page
    )
    assert 'preload="none"' in page
    assert "Xin chào<br>bác" in page
    assert "vi-sao.webp" not in page
    signed_in.post(question_url(attempt, 1), {"answer": "true"})
    assert "de.webp" in signed_in.get(review_url(attempt)).content.decode()
    signed_in.post(review_url(attempt), {"sure": "1"})
    page = signed_in.get(result_url(attempt)).content.decode()
    assert "de.webp" in page
    assert "vi-sao.webp" in page
