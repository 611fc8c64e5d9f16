"""Which files of the store the web gives to everybody."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import clear_url_caches
from pytest_django import Settings

from lms import urls
from quizzes.models import media as question_media

CADDYFILE = Path(__file__).parents[2] / "deploy" / "Caddyfile"


@pytest.fixture
def embedded(settings: Settings) -> Iterator[None]:
    """The addresses as they are when no proxy stands in front."""
    settings.SERVE_MEDIA = True
    importlib.reload(urls)
    clear_url_caches()
    yield
    settings.SERVE_MEDIA = False
    importlib.reload(urls)
    clear_url_caches()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("images/nha.width-800.webp", 200),
        (f"{question_media.FOLDER}/nut-nop.webp", 200),
        ("original_images/nha.jpg", 404),
        ("documents/so-do.pdf", 404),
        ("images/../documents/so-do.pdf", 400),
    ],
)
def test_pictures_of_pages_are_given_and_nothing_beside_them(
    embedded: None, client: Client, db: None, path: str, status: int
) -> None:
    default_storage.save(path.replace("images/../", ""), ContentFile(b"bytes"))
    assert client.get(f"/media/{path}").status_code == status


def test_the_proxy_gives_the_same_folders() -> None:
    named = re.findall(r"/media/([\w-]+)/\*", CADDYFILE.read_text(encoding="utf-8"))
    assert tuple(named) == settings.PUBLIC_MEDIA
