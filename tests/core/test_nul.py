"""U+0000 in an address, a form or a cookie: refused in words at every address, never an error."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.house.url_matrix import ROWS, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """Shows what a visitor would get, where the view itself fails too."""
    return Client(raise_request_exception=False)


@pytest.fixture
def world() -> World:
    return World()


def with_nul(kwargs: dict[str, Any]) -> dict[str, Any]:
    return {
        name: f"{value}\0" if isinstance(value, str) else value for name, value in kwargs.items()
    }


@pytest.mark.parametrize("name", sorted(ROWS))
def test_no_address_takes_it(client: Client, world: World, name: str) -> None:
    address = reverse(name, kwargs=dict(ROWS[name].kwargs(world)))
    client.force_login(world.people["administrator"])
    assert client.get(address, {"q": "a\0b"}).status_code == 400
    assert client.post(address, {"answer": "a\0b"}).status_code == 400
    assert client.post(address, {"a\0b": "x"}).status_code == 400


@pytest.mark.parametrize("name", sorted(ROWS))
def test_no_part_of_an_address_takes_it(client: Client, world: World, name: str) -> None:
    address = reverse(name, kwargs=dict(ROWS[name].kwargs(world)))
    client.force_login(world.people["administrator"])
    for part in filter(None, address.split("/")):
        response = client.get(address.replace(part, f"{part}%00", 1))
        assert response.status_code in {301, 400, 404}, part  # 301: to the one that ends in a slash


def test_the_page_says_it_in_a_sentence(client: Client) -> None:
    page = client.get("/", {"q": "\0"}).content.decode()
    assert "Quay lại và gõ lại" in page


@pytest.mark.parametrize("name", ["sessionid", "bd_may", "bd_bai", "bd_hien_thi", "csrftoken"])
def test_a_cookie_with_it_is_as_good_as_none(client: Client, name: str) -> None:
    client.cookies[name] = "abcdefghijklmnopqrstuvwxyz\0"
    assert client.get("/").status_code == 200
    assert client.get("/hoc/").status_code == 200


def test_a_percent_sign_before_two_noughts_is_an_honest_text(client: Client) -> None:
    assert client.get("/", {"q": "100%00"}).status_code == 200
