"""/suc-khoe/: says what is broken, to machines, and nothing about people."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from lms.progress.models import StaleMark

pytestmark = pytest.mark.django_db


def test_all_well(client: Client) -> None:
    page = client.get("/suc-khoe/")
    assert page.status_code == 200
    assert page.json() == {
        "ok": True,
        "database": True,
        "cache": True,
        "private_storage": True,
        "counting": True,
        "oldest_stale_mark_seconds": None,
    }
    assert "no-store" in page["Cache-Control"]


def test_leaves_nothing_behind(client: Client) -> None:
    client.get("/suc-khoe/")
    _folders, files = storages["private"].listdir("health")
    assert files == []


def test_age_of_what_is_not_counted_yet(client: Client) -> None:
    mark = StaleMark.objects.create()
    StaleMark.objects.filter(pk=mark.pk).update(marked_at=timezone.now() - dt.timedelta(hours=1))
    found = client.get("/suc-khoe/")
    assert found.status_code == 200
    assert 3590 <= found.json()["oldest_stale_mark_seconds"] <= 3700
    assert found.json()["counting"] is False


def fails(error: Exception) -> Any:
    def fail(*args: object, **kwargs: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("part", "target", "name", "error"),
    [
        ("database", StaleMark.objects, "aggregate", OperationalError("gone")),
        ("cache", cache, "set", ConnectionError("gone")),
        ("private_storage", storages["private"], "save", PermissionError("full")),
    ],
)
def test_broken_parts_are_named_and_answered_with_503(
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    target: object,
    name: str,
    error: Exception,
) -> None:
    monkeypatch.setattr(target, name, fails(error))
    page = client.get("/suc-khoe/")
    assert page.status_code == 503
    found = page.json()
    assert found[part] is False
    assert found["ok"] is False
    assert "gone" not in page.content.decode()


def test_a_cache_that_forgets_is_broken(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "get", lambda *args, **kwargs: None)
    assert client.get("/suc-khoe/").status_code == 503
