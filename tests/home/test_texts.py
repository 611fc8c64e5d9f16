"""P5, P6, P8: pages of text are there, plain, findable and say when they were written."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from lms.home import glossary, help_topics
from lms.home.views import texts
from tests.factories import make_course

pytestmark = pytest.mark.django_db
PAGES = (
    "/gioi-thieu/",
    "/tro-giup/",
    "/tu-dien/",
    "/quyen-rieng-tu/",
    "/kha-nang-tiep-can/",
    "/so-do-trang/",
)


@pytest.mark.parametrize("address", PAGES)
def test_pages_open_with_one_heading_and_without_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert page.content.decode().count("<h1") == 1
    with django_assert_num_queries(0):
        client.get(address)


def test_operator_is_a_setting(client: Client, settings: Settings) -> None:
    settings.OPERATOR_NAME = "Sở Thử nghiệm"
    settings.OPERATOR_PHONE = "0255 000 000"
    settings.OPERATOR_ADDRESS = "1 Đường Thử"
    page = client.get("/gioi-thieu/").content.decode()
    contact = page[page.index('id="lien-he"') : page.index("</main>")]
    assert "Sở Thử nghiệm" in contact
    assert "0255 000 000" in contact
    assert "1 Đường Thử" in contact
    assert "0255 000 000" in client.get("/tro-giup/").content.decode()


@pytest.mark.parametrize("topic", help_topics.TOPICS, ids=lambda topic: topic.slug)
def test_answers_have_at_most_five_steps(client: Client, topic: help_topics.Topic) -> None:
    assert 1 <= len(topic.steps) <= 5
    page = client.get(f"/tro-giup/{topic.slug}/")
    assert page.status_code == 200
    assert topic.steps[-1] in page.content.decode()
    assert "Gặp người thật" in page.content.decode()
    if topic.href:
        assert client.get(topic.href).status_code in {200, 302}


def test_enough_topics_and_no_others(client: Client) -> None:
    assert len(help_topics.TOPICS) >= 8
    assert client.get("/tro-giup/khong-co/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("quen ma so", "quen-ma-so"),
        ("chữ nhỏ", "chu-nho-qua"),
        ("rớt mạng", "mat-mang-giua-chung"),
        ("thi lai", "lam-lai-bai-kiem-tra"),
    ],
)
def test_help_is_found_by_the_words_people_use(client: Client, typed: str, slug: str) -> None:
    found = client.get("/tro-giup/", {"q": typed}).context["topics"]
    assert found[0].slug == slug


def test_help_without_an_answer_points_to_people(client: Client) -> None:
    page = client.get("/tro-giup/", {"q": "zzz <script>"}).content.decode()
    assert "zzz &lt;script&gt;" in page
    assert "Gặp người thật" in page


def test_words_are_explained_shortly() -> None:
    assert len(glossary.WORDS) >= 80
    for word in glossary.WORDS:
        assert len(word.meaning.split()) <= glossary.LONGEST, word.word
    anchors = [word.anchor for word in glossary.WORDS]
    assert len(set(anchors)) == len(anchors)


def test_a_word_is_found_without_accents_and_its_name_counts_first(client: Client) -> None:
    found = client.get("/tu-dien/", {"q": "duong dan"}).context["found"]
    assert found[0].word == "Đường dẫn"
    assert client.get("/tu-dien/", {"q": "otp"}).context["found"][0].word == "OTP"
    nothing = client.get("/tu-dien/", {"q": "zzz"})
    assert nothing.status_code == 200
    assert "“zzz”" in nothing.content.decode()


def test_privacy_has_eight_short_answers_a_version_and_a_date(client: Client) -> None:
    page = client.get("/quyen-rieng-tu/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("<details") == 8
    assert f"Phiên bản {texts.PRIVACY_VERSION}" in main
    assert f"{texts.PRIVACY_DATE:%d/%m/%Y}" in main
    assert 'id="toan-van"' in main


def test_sitemap_lists_courses_and_all_public_pages(client: Client) -> None:
    make_course(slug="xay")
    page = client.get("/so-do-trang/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    for address in (*PAGES, "/", "/khoa-hoc/xay/", "/xac-minh/", "/diem-hoc/", "/hien-thi/"):
        if address != "/so-do-trang/":
            assert f'href="{address}"' in main, address
