"""Errors, the library, the offline page, and the headers every answer carries."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from lms.core import views
from lms.core.middleware import EDITOR_POLICY, STRICT_POLICY
from tests.factories import UserFactory


@pytest.mark.django_db
def test_a_missing_page_says_so_and_offers_a_search(client: Client) -> None:
    response = client.get("/khong-co-trang-nay/")
    page = response.content.decode()
    assert response.status_code == 404
    assert 'action="/khoa-hoc/"' in page
    assert 'href="/tro-giup/"' in page


@pytest.mark.django_db
def test_a_refusal_gives_its_reason() -> None:
    request = _anonymous(RequestFactory().get("/quan-ly/"))
    response = views.permission_denied(request, PermissionDenied("Only managers of this ward."))
    assert response.status_code == 403
    assert "Only managers of this ward." in response.content.decode()


@pytest.mark.django_db
def test_a_refusal_without_reason_names_the_operator(settings: object) -> None:
    request = _anonymous(RequestFactory().get("/quan-ly/"))
    page = views.permission_denied(request, PermissionDenied()).content.decode()
    assert "Sở Xây dựng tỉnh Quảng Ngãi" in page


def _anonymous(request: HttpRequest) -> HttpRequest:
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()
    return request


@pytest.mark.django_db
def test_a_form_left_open_too_long_is_told_what_to_do() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/hien-thi/", {"size": "1", "theme": "sang"})
    assert response.status_code == 403
    assert 'href="/hien-thi/"' in response.content.decode()


@pytest.mark.parametrize("template", ["500.html", "503.html"])
def test_the_pages_for_a_broken_server_need_nothing(template: str) -> None:
    page = render_to_string(template)
    assert "{" not in page
    assert '<html lang="vi"' in page
    assert "/static/css/bd.css" in page


@pytest.mark.django_db
def test_the_library_is_for_staff_and_shows_every_component(client: Client) -> None:
    assert client.get("/thu-vien/").status_code == 403
    client.force_login(UserFactory())
    assert client.get("/thu-vien/").status_code == 403
    client.force_login(UserFactory(is_staff=True))
    page = client.get("/thu-vien/?loi=1").content.decode()
    assert client.get("/thu-vien/?loi=1").status_code == 200
    for name in ("btn", "field", "errsum", "card", "tasklist", "table", "chart", "cert", "who"):
        assert f"bd-{name}" in page


@pytest.mark.django_db
def test_the_offline_page_and_the_worker_at_the_root(client: Client) -> None:
    page = client.get("/ngoai-tuyen/")
    assert page.status_code == 200
    assert "data-saved-lessons" in page.content.decode()
    worker = client.get("/sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert worker["Cache-Control"] == "no-cache"


@pytest.mark.django_db
def test_strict_headers_everywhere_and_looser_ones_for_editors(client: Client) -> None:
    response = client.get("/hien-thi/")
    assert response["Content-Security-Policy"] == STRICT_POLICY
    assert "unsafe" not in STRICT_POLICY
    assert "camera=()" in response["Permissions-Policy"]
    assert client.get("/bien-tap/")["Content-Security-Policy"] == EDITOR_POLICY


@pytest.mark.django_db
def test_pages_of_people_signed_in_are_never_kept(client: Client) -> None:
    assert "no-store" not in client.get("/hien-thi/").get("Cache-Control", "")
    client.force_login(UserFactory())
    assert "no-store" in client.get("/hien-thi/")["Cache-Control"]
    assert "no-store" in client.get("/sw.js")["Cache-Control"]


@pytest.mark.django_db
def test_a_page_for_guests_asks_the_database_nothing(
    client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        client.get("/ngoai-tuyen/")


@pytest.mark.django_db
def test_the_skeleton_of_a_page(client: Client) -> None:
    page = client.get("/hien-thi/").content.decode()
    assert page.count("<h1") == 1
    assert page.index("bd-skip") < page.index("bd-masthead") < page.index("<header")
    assert page.index("<header") < page.index("<nav") < page.index("<main") < page.index("<footer")
    assert '<main id="noi-dung"' in page
    assert 'tabindex="-1"' in page
    for inline in ("<script>", "<style", " style=", "onclick="):
        assert inline not in page
    for address in ("/hien-thi/", "/gioi-thieu/", "/quyen-rieng-tu/", "/kha-nang-tiep-can/"):
        assert f'href="{address}' in page
    nav = page[page.index("<nav") : page.index("</nav>")]
    assert nav.rindex("/tro-giup/") > nav.rindex("/hoc/") > nav.rindex("/khoa-hoc/")
