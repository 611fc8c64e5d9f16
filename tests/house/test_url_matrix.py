"""Every address × every role → the status it must have. A new URL without a row fails here: add
one to tests/house/url_matrix.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house.url_matrix import ROLES, ROWS, World

# Wagtail guards its own addresses; what editors may do there is tested with the courses.
ELSEWHERE = ("bien-tap/", "tai-lieu/")


def url_names(resolver: URLResolver, at: str = "", space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        here = at + str(entry.pattern)
        if here.startswith(ELSEWHERE):
            continue
        if isinstance(entry, URLPattern):
            if entry.name:
                yield space + entry.name
        else:
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from url_names(entry, here, inner)


ALL_NAMES = set(url_names(get_resolver()))


def test_every_url_has_a_row() -> None:
    missing = sorted(ALL_NAMES - ROWS.keys())
    assert not missing, f"Add a row to tests/house/url_matrix.py for: {', '.join(missing)}"


def test_no_row_without_a_url() -> None:
    assert not sorted(ROWS.keys() - ALL_NAMES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROWS.keys() & ALL_NAMES))
def test_who_gets_what(name: str) -> None:
    row, world = ROWS[name], World()
    address = reverse(name, kwargs=dict(row.kwargs(world)))
    found = {role: status_for(world, role, row.method, address, row.data) for role in ROLES}
    assert found == dict(row.expected), f"{row.method} {address}"


def status_for(world: World, role: str, method: str, address: str, data: Any) -> int:
    """What `role` gets; undone afterwards, so that the next role finds the same world."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if role != "anonymous":
            client.force_login(world.people[role])
        status = int(getattr(client, method)(address, data).status_code)
        transaction.set_rollback(True)
    return status


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["district_manager", "ward_manager"])
def test_another_areas_ward_is_not_there(role: str) -> None:
    world = World()
    address = reverse("reports:ward", kwargs={"code": world.other_ward.code})
    assert status_for(world, role, "get", address, {}) == 404
