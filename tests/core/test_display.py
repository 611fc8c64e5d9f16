"""The display choice (ux G-9, P9): cookie for everybody, profile for people signed in."""

from typing import Any

import pytest
from django.test import Client

from lms.accounts.models import User
from lms.core.display import COOKIE, Display, parse, section_of
from tests.factories import UserFactory


def html_tag(client: Client, path: str = "/hien-thi/") -> str:
    page = client.get(path).content.decode()
    return page[page.index("<html") : page.index(">", page.index("<html"))]


@pytest.mark.parametrize(
    ("cookie", "choice"),
    [
        ("", Display()),
        ("3:tuong_phan:1", Display(3, "tuong_phan", True)),
        ("2:theo_may:0", Display(2, "theo_may", False)),
        ("9:hong:x", Display()),
        ('3"><script>:toi', Display(1, "toi", False)),
        ("2", Display(2, "sang", False)),
    ],
)
def test_a_forged_cookie_falls_back_part_by_part(cookie: str, choice: Display) -> None:
    assert parse(cookie) == choice


@pytest.mark.parametrize("choice", [Display(), Display(2, "toi", True), Display(3, "theo_may")])
def test_a_choice_survives_its_cookie(choice: Display) -> None:
    assert parse(choice.as_cookie()) == choice


@pytest.mark.django_db
def test_a_guest_keeps_the_choice_in_a_cookie_and_returns_to_the_page_before(
    client: Client,
) -> None:
    asked = {"size": "3", "theme": "toi", "data_saver": "on", "tiep": "/ngoai-tuyen/?a=1"}

    response = client.post("/hien-thi/", asked)

    assert (response.status_code, response["Location"]) == (302, "/ngoai-tuyen/?a=1")
    assert client.cookies[COOKIE].value == "3:toi:1"
    tag = html_tag(client)
    assert 'data-co="3"' in tag
    assert 'data-mau="toi"' in tag
    assert "data-tk" in tag


@pytest.mark.django_db
def test_data_saver_loads_no_font(client: Client) -> None:
    assert 'as="font"' in client.get("/hien-thi/").content.decode()
    client.cookies[COOKIE] = "1:sang:1"
    assert 'as="font"' not in client.get("/hien-thi/").content.decode()


@pytest.mark.django_db
def test_the_profile_keeps_the_choice_and_wins_over_the_cookie_of_the_device(
    client: Client,
) -> None:
    user = UserFactory()
    client.force_login(user)
    client.post("/hien-thi/", {"size": "2", "theme": "tuong_phan"})
    user.refresh_from_db()
    assert (user.display_size, user.display_theme, user.data_saver) == (2, "tuong_phan", False)

    other_device = Client()
    other_device.force_login(User.objects.get(pk=user.pk))
    other_device.cookies[COOKIE] = "1:sang:1"
    assert 'data-mau="tuong_phan"' in html_tag(other_device)


@pytest.mark.django_db
def test_an_empty_form_says_what_to_do_and_saves_nothing(client: Client) -> None:
    response = client.post("/hien-thi/", {})

    page = response.content.decode()
    assert response.status_code == 200
    assert COOKIE not in client.cookies
    assert 'href="#id_size_0"' in page
    assert 'href="#id_theme_0"' in page
    assert page.index("data-errsum") < page.index("<h1")


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_the_way_back_never_leaves_the_site(client: Client, target: str) -> None:
    response = client.post("/hien-thi/", {"size": "1", "theme": "sang", "tiep": target})
    assert response["Location"] == "/"


@pytest.mark.django_db
def test_the_page_ends_sooner_for_staff_and_never_for_a_learner_at_home(client: Client) -> None:
    client.force_login(UserFactory())
    assert "data-idle" not in html_tag(client)
    client.force_login(UserFactory(is_staff=True))
    assert 'data-idle="3600"' in html_tag(client)


@pytest.mark.django_db
def test_the_way_back_is_the_page_whose_footer_was_pressed(client: Client) -> None:
    here = client.get("/hien-thi/", headers={"referer": "http://testserver/tro-giup/?q=pin"})
    assert 'name="tiep" value="/tro-giup/?q=pin"' in here.content.decode()
    elsewhere = client.get("/hien-thi/", headers={"referer": "https://evil.example/tro-giup/"})
    assert 'name="tiep" value="/"' in elsewhere.content.decode()


@pytest.mark.parametrize(
    ("path", "section"),
    [("/", ""), ("/khoa-hoc/xay-nha/", "khoa-hoc"), ("/nganh/xay-dung/", "khoa-hoc"),
     ("/hoc/a/b/1/", "hoc"), ("/tu-dien/", "tro-giup"), ("/quan-ly/xa-phuong/", "quan-ly")],
)  # fmt: skip
def test_every_page_knows_its_link_of_the_navigation(path: str, section: str) -> None:
    assert section_of(path) == section


@pytest.mark.django_db
def test_the_kept_skeleton_follows_the_settings_and_the_section(
    client: Client, settings: Any
) -> None:
    assert "Sở Xây dựng tỉnh Quảng Ngãi" in client.get("/ngoai-tuyen/").content.decode()
    settings.OPERATOR_NAME = "Ủy ban nhân dân xã Ba Xa"
    settings.TRIAL_STRIP = False
    page = client.get("/ngoai-tuyen/").content.decode()
    assert "Sở Xây dựng tỉnh Quảng Ngãi" not in page
    assert "bd-masthead--thu" not in page
    assert "aria-current" not in page
