"""Every kind of question as an author tries it: nothing is filled in that nobody typed."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import MinistryPage
from tests.factories import UserFactory
from tests.quizzes.every_kind import quiz_of_every_kind
from tests.quizzes.test_editing import editor_of

TYPED = re.compile(r'<input type="text"[^>]*value="([^"]*)"|<textarea[^>]*>([^<]*)</textarea>')
HIDDEN = re.compile(r'name="(seed|place|given)" value="([^"]*)"')


@pytest.mark.django_db
def test_what_is_to_be_typed_is_empty_at_first(client: Client) -> None:
    quiz = quiz_of_every_kind()
    client.force_login(editor_of(MinistryPage.objects.get()))
    address = reverse("quiz_try", args=[quiz.pk])
    page = client.get(address).content.decode()
    fields = 0
    for _place in range(quiz.questions.count()):
        typed = TYPED.findall(page)
        fields += len(typed)
        assert [text for pair in typed for text in pair if text.strip()] == []
        sent = {name: unquote(value) for name, value in HIDDEN.findall(page)}
        page = client.post(address, sent | {"unknown": "1"}).content.decode()
    assert fields >= 4  # a number, a short text, a gap, an open answer


@pytest.mark.django_db
def test_what_does_not_count_is_told_apart_before_the_test(client: Client) -> None:
    quiz = quiz_of_every_kind()
    client.force_login(UserFactory())
    page = client.get(f"/hoc/{quiz.course.slug}/kiem-tra/{quiz.slug}/").content.decode()
    assert "Có 13 câu hỏi, mỗi trang một câu." in page
    assert "Thêm 1 câu hỏi ý kiến, không tính điểm." in page
