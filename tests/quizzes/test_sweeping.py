"""Files nobody needs any more go after a month; what anybody may look at again stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile

from quizzes import services
from quizzes.models import AnswerFile, Attempt, QuestionMedium
from quizzes.services.files import response_of
from quizzes.services.sweeping import UNUSED_FOR
from tests.factories import UserFactory, add_question, make_quiz
from tests.quizzes.conftest import EVENING
from tests.quizzes.test_media import SOUND, drawn

pytestmark = pytest.mark.django_db
LATER = EVENING + UNUSED_FOR + timedelta(minutes=1)


@pytest.fixture
def attempt() -> Attempt:
    quiz = make_quiz(questions=0)
    add_question(quiz, "file_answer", {"stem": "Gửi ảnh?"})
    return services.start_attempt(user=UserFactory(), quiz=quiz, at=EVENING)


def sent(attempt: Attempt) -> AnswerFile:
    """Sent and saved as the answer."""
    upload = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    file = services.keep_answer_file(attempt=attempt, position=1, upload=upload, at=EVENING)
    services.save_answer(attempt=attempt, position=1, response=response_of(file), at=EVENING)
    return file


def test_an_answer_sent_again_leaves_only_the_last(attempt: Attempt) -> None:
    replaced, last = sent(attempt), sent(attempt)
    services.submit_attempt(attempt=attempt, at=EVENING)
    assert services.sweep_files(at=EVENING + UNUSED_FOR) == 0
    assert services.sweep_files(at=LATER) == 1
    assert services.sweep_files(at=LATER) == 0
    assert list(AnswerFile.objects.all()) == [last]
    assert not storages["private"].exists(replaced.path)
    assert storages["private"].exists(last.path)


def test_while_an_attempt_is_open_nothing_goes(attempt: Attempt) -> None:
    sent(attempt)
    sent(attempt)
    assert services.sweep_files(at=LATER) == 0


def test_a_file_taken_back_goes(attempt: Attempt) -> None:
    file = sent(attempt)
    services.save_answer(attempt=attempt, position=1, response={"unknown": True}, at=EVENING)
    services.submit_attempt(attempt=attempt, at=EVENING)
    assert services.sweep_files(at=LATER) == 1
    assert not storages["private"].exists(file.path)


def test_pictures_no_version_names_go_and_the_others_stay() -> None:
    unused = services.keep_medium(data=SOUND, alt="Tiếng", at=EVENING)
    used = services.keep_medium(data=drawn((200, 100)), alt="Ảnh", at=EVENING)
    question = add_question(
        make_quiz(), "open_answer", {"stem": "Gì?", "media": [{"file": used.facts, "alt": "Ảnh"}]}
    )
    services.save_question(question=question, content={"stem": "Khác?"}, at=EVENING)
    assert services.sweep_files(at=LATER) == 1
    assert list(QuestionMedium.objects.all()) == [used]  # an old version still shows it
    assert default_storage.exists(used.path)
    assert not default_storage.exists(unused.path)


def test_a_picture_wanted_again_is_new_again() -> None:
    services.keep_medium(data=SOUND, alt="Tiếng", at=EVENING)
    services.keep_medium(data=SOUND, alt="Tiếng", at=LATER)
    assert services.sweep_files(at=LATER) == 0
