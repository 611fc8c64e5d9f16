"""Pages kept whole are kept only while they can belong to nobody."""

import gzip
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory

from lms.core.kept_pages import kept_for_visitors

Answer = Callable[[HttpRequest], HttpResponse]


class Page:
    """A view that counts how often it was asked."""

    def __init__(self, answer: Answer | None = None) -> None:
        self.asked = 0
        self.version = "1"
        self.answer = answer or (lambda request: HttpResponse(f"trang {self.asked}"))
        self.view = kept_for_visitors(lambda: self.version)(self.show)

    def show(self, request: HttpRequest) -> HttpResponse:
        self.asked += 1
        return self.answer(request)

    def get(self, address: str = "/x/", **cookies: str) -> HttpResponse:
        request = RequestFactory().get(address)
        request.COOKIES = cookies
        return self.view(request)


def test_second_visitor_gets_the_kept_page() -> None:
    page = Page()
    assert page.get().content == page.get().content == b"trang 1"
    assert page.asked == 1


@pytest.mark.parametrize("cookie", ["sessionid", "messages", "may_chung", "la"])
def test_who_may_be_somebody_gets_a_page_of_their_own(cookie: str) -> None:
    page = Page()
    page.get()
    assert page.get(**{cookie: "x"}).content == b"trang 2"
    assert page.get().content == b"trang 1"


def test_display_choices_are_kept_apart() -> None:
    page = Page()
    page.get()
    assert page.get(bd_hien_thi="3:toi:0").content == b"trang 2"
    assert page.get(bd_hien_thi="3:toi:0").content == b"trang 2"
    assert page.get(bd_hien_thi="not a choice").content == b"trang 1"


def test_addresses_with_a_query_are_not_kept() -> None:
    page = Page()
    assert page.get("/x/?q=1").content != page.get("/x/?q=1").content


def test_a_new_version_is_a_new_page() -> None:
    page = Page()
    page.get()
    page.version = "2"
    assert page.get().content == b"trang 2"


def with_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("x")
    response.set_cookie("a", "b")
    return response


@pytest.mark.parametrize(
    "answer",
    [
        with_cookie,
        lambda request: HttpResponse(get_token(request)),
        lambda request: HttpResponse("x", status=404),
    ],
)
def test_answers_for_one_visitor_are_not_kept(answer: Answer) -> None:
    page = Page(answer)
    page.get()
    page.get()
    assert page.asked == 2


def test_compressed_where_the_browser_can_and_unchanged_where_it_has_it() -> None:
    page = Page()
    plain = page.get()
    request = RequestFactory().get("/x/", headers={"Accept-Encoding": "gzip, br"})
    packed = page.view(request)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    again = RequestFactory().get("/x/", headers={"If-None-Match": plain["ETag"]})
    assert page.view(again).status_code == 304
    assert "Cookie" in plain["Vary"]
