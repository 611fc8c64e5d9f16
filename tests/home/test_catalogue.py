"""P2: finding a course by words, sector and audience; the address says it all."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.queries import outlines
from tests.factories import make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_courses() -> None:
    make_course(
        title="Xin giấy phép xây nhà", slug="xay", audiences=["nguoi_dan"], synonyms="sổ đỏ"
    )
    make_course(title="Dùng điện thoại", slug="dien-thoai", audiences=["nguoi_dan"])
    make_course(title="Chính quyền hai cấp", slug="hai-cap", audiences=["cong_chuc"])


def titles(client: Client, address: str) -> list[str]:
    page = client.get(address)
    assert page.status_code == 200
    return [course.title for course in page.context["page"]]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("xay nha", "Xin giấy phép xây nhà"),
        ("xây nhà", "Xin giấy phép xây nhà"),
        ("dien thoai", "Dùng điện thoại"),
        ("so do", "Xin giấy phép xây nhà"),
        ("  HAI   CAP ", "Chính quyền hai cấp"),
    ],
)
def test_search_needs_no_accents_and_knows_other_words(
    client: Client, three_courses: None, typed: str, found: str
) -> None:
    page = client.get("/khoa-hoc/", {"q": typed})
    assert [course.title for course in page.context["page"]] == [found]


def test_cards_say_what_is_needed_to_choose(client: Client, three_courses: None) -> None:
    page = client.get("/khoa-hoc/?q=xay").content.decode()
    assert 'role="status"' in page
    assert 'href="/khoa-hoc/xay/"' in page
    assert "Học xong, tự nộp được hồ sơ." in page
    assert "Xây dựng" in page


def test_filters_narrow_and_can_be_taken_off(client: Client, three_courses: None) -> None:
    address = "/khoa-hoc/?nganh=xay-dung&doi-tuong=cong-chuc&q=chinh"
    assert titles(client, address) == ["Chính quyền hai cấp"]
    chosen = client.get(address).context["search"].chosen
    assert [item.href for item in chosen] == [
        "/khoa-hoc/?nganh=xay-dung&doi-tuong=cong-chuc",
        "/khoa-hoc/?q=chinh&doi-tuong=cong-chuc",
        "/khoa-hoc/?q=chinh&nganh=xay-dung",
    ]


def test_sector_and_audience_have_addresses_of_their_own(
    client: Client, three_courses: None
) -> None:
    assert len(titles(client, "/nganh/xay-dung/")) == 3
    assert titles(client, "/doi-tuong/cong-chuc/") == ["Chính quyền hai cấp"]
    assert client.get("/nganh/khong-co/").status_code == 404
    assert client.get("/doi-tuong/khong-co/").status_code == 404
    assert client.get("/doi-tuong/cong_chuc/").status_code == 404


def test_nothing_found_is_a_page_with_a_way_on(client: Client, three_courses: None) -> None:
    page = client.get("/khoa-hoc/", {"q": "<b>trồng lúa</b>"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "&lt;b&gt;trồng lúa" in text
    assert "<b>trồng" not in text
    assert "?q=xây+nhà" in text
    assert titles(client, "/khoa-hoc/?doi-tuong=vien-chuc") == []


def test_values_nobody_has_count_as_not_chosen(client: Client, three_courses: None) -> None:
    assert len(titles(client, "/khoa-hoc/?nganh=nong-nghiep&doi-tuong=nguoi-ngoai&trang=zzz")) == 3
    assert len(titles(client, "/khoa-hoc/?trang=99")) == 3
    assert titles(client, "/khoa-hoc/?q=" + "x" * 5000) == []


def test_twelve_a_page_and_the_pager_keeps_the_search(client: Client) -> None:
    for _number in range(14):
        make_course(lessons=1)
    first, second = titles(client, "/khoa-hoc/?q=xay"), titles(client, "/khoa-hoc/?q=xay&trang=2")
    assert (len(first), len(second)) == (12, 2)
    assert not set(first) & set(second)
    page = client.get("/khoa-hoc/?q=xay").content.decode()
    assert "?q=xay&amp;trang=2" in page


def test_draft_courses_do_not_show(client: Client, three_courses: None) -> None:
    make_course(title="Bản nháp", slug="nhap", live=False)
    assert "Bản nháp" not in titles(client, "/khoa-hoc/")


def test_queries_do_not_grow_with_courses(
    client: Client, three_courses: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    outlines()
    with django_assert_num_queries(0):
        client.get("/khoa-hoc/?nganh=xay-dung")
    with django_assert_num_queries(1):
        client.get("/khoa-hoc/?q=xay")
