"""What bd.js and the service worker add in a real browser, and what no page may do there."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from tests.factories import StaffFactory, make_course

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenContext = Callable[..., BrowserContext]


def staff_page(open_context: OpenContext, live_server: object, **options: object) -> Page:
    """A page of somebody who may see the component library."""
    client = Client()
    client.force_login(StaffFactory(is_staff=True))
    context = open_context(**options)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": str(live_server)}])
    return context.new_page()


@pytest.fixture
def library(open_context: OpenContext, live_server: object) -> Page:
    return staff_page(open_context, live_server)


def test_no_page_breaks_its_own_content_policy(library: Page) -> None:
    said: list[str] = []
    library.on("console", lambda message: said.append(message.text))
    library.goto("/thu-vien/?loi=1")
    library.wait_for_load_state("networkidle")
    assert not [words for words in said if "Content Security Policy" in words]


def test_errors_get_the_focus_and_lead_to_their_field(library: Page) -> None:
    library.goto("/thu-vien/?loi=1")
    expect(library.locator("[data-errsum]")).to_be_focused()
    library.locator("[data-errsum] a").first.click()
    expect(library.locator("#id_card")).to_be_focused()


def test_a_pin_can_be_looked_at_and_is_hidden_again(library: Page) -> None:
    library.goto("/thu-vien/")
    pin, button = library.locator("#id_pin"), library.locator("[data-show-pin]")
    pin.fill("493817")
    button.click()
    expect(pin).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(pin).to_have_attribute("type", "password")


def test_a_form_without_connection_is_kept_and_says_so(open_context: OpenContext) -> None:
    context = open_context()
    page = context.new_page()
    page.goto("/hien-thi/")
    page.get_by_label("Tối").check()
    context.set_offline(True)
    page.get_by_role("button", name="Lưu").click()
    note = page.locator("[data-offline-note]")
    expect(note).to_contain_text("Chưa gửi được vì mất mạng")
    expect(page.get_by_label("Tối")).to_be_checked()
    context.set_offline(False)
    expect(note).to_be_hidden()
    page.get_by_role("button", name="Lưu").click()
    page.wait_for_url("**/")


def test_a_choice_of_display_shows_before_it_is_saved(open_context: OpenContext) -> None:
    page = open_context().new_page()
    page.goto("/hien-thi/")
    page.get_by_label("Rất to").check()
    expect(page.locator("html")).to_have_attribute("data-co", "3")


def test_staff_are_asked_two_minutes_before_they_are_signed_out(library: Page) -> None:
    library.clock.install()
    library.goto("/thu-vien/")
    library.clock.fast_forward("57:50")
    expect(library.get_by_role("alertdialog")).to_have_count(0)
    library.clock.fast_forward("00:30")
    dialog = library.get_by_role("alertdialog")
    expect(dialog).to_contain_text("2 phút")
    expect(dialog.get_by_role("button")).to_be_focused()
    dialog.get_by_role("button").click()
    expect(dialog).to_have_count(0)


def test_nobody_left_means_signed_out(library: Page) -> None:
    library.clock.install()
    library.goto("/thu-vien/")
    with library.expect_request("**/dang-xuat/") as sent:
        library.clock.fast_forward("01:00:10")
    assert "reason=idle" in (sent.value.post_data or "")


def test_lessons_of_a_guest_stay_readable_without_connection(open_context: OpenContext) -> None:
    course = make_course(lessons=1, screens=2)
    lesson = f"/hoc/{course.slug}/bai-1/1/"
    context = open_context()
    page = context.new_page()
    page.goto("/ngoai-tuyen/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.goto(lesson)
    page.wait_for_function("url => caches.match(url, {ignoreVary: true}).then(Boolean)", arg=lesson)
    context.set_offline(True)
    page.goto(lesson)
    expect(page.locator("main")).to_contain_text("Nội dung trang 1 của bài 1.")
    page.goto("/tro-giup/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đang mất mạng")
    expect(page.locator("[data-saved-lessons] a")).to_have_count(1)


def test_pages_of_people_signed_in_are_not_kept(library: Page) -> None:
    course = make_course(lessons=1, screens=1)
    library.goto("/ngoai-tuyen/")
    library.evaluate("navigator.serviceWorker.ready")
    library.wait_for_function("navigator.serviceWorker.controller")
    library.goto(f"/hoc/{course.slug}/bai-1/1/")
    library.wait_for_load_state("networkidle")
    kept = library.evaluate("caches.open('bd-bai').then(c => c.keys()).then(k => k.length)")
    assert kept == 0
    shell = library.evaluate("caches.match('/ngoai-tuyen/').then(r => r.text())")
    assert "Trần Văn Minh" not in shell
    assert "/tai-khoan/" not in shell


@pytest.mark.parametrize("theme", ["sang", "toi", "tuong_phan"])
def test_nothing_is_wider_than_the_smallest_phone_in_the_largest_letters(
    open_context: OpenContext, live_server: object, theme: str
) -> None:
    page = staff_page(open_context, live_server, viewport={"width": 320, "height": 640})
    page.goto("/thu-vien/?loi=1")
    page.evaluate("document.documentElement.setAttribute('data-co', '3')")
    page.evaluate("theme => document.documentElement.setAttribute('data-mau', theme)", theme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_controls_of_learners_are_big_enough_for_old_fingers(library: Page) -> None:
    library.goto("/thu-vien/")
    small = library.evaluate(
        """() => [...document.querySelectorAll('main .bd-btn--primary, main .bd-btn--secondary,'
            + ' main .bd-field input:not([type=checkbox]):not([type=radio]), main select,'
            + ' main .bd-radio__item, main .bd-check__item, main summary')]
          .filter(n => n.offsetParent && !n.closest('.bd-who') && n.offsetHeight < 56)
          .map(n => n.className + ' ' + n.offsetHeight)"""
    )
    assert small == []


def test_the_first_tab_leads_past_the_head_of_the_page(open_context: OpenContext) -> None:
    page = open_context().new_page()
    page.goto("/hien-thi/")
    page.keyboard.press("Tab")
    expect(page.locator(".bd-skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
