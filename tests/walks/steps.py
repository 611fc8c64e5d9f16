"""What people do on the pages, in the words they see."""

import re
from collections.abc import Iterable

from playwright.sync_api import Page, expect

PIN = "246813"
PASSWORD = "mat-khau-rat-dai"


def press(page: Page, name: str) -> None:
    """Press the button, or the link that looks like one, of this name in the main part."""
    main = page.locator("main")
    button = main.get_by_role("button", name=name, exact=True)
    button.or_(main.get_by_role("link", name=name, exact=True)).first.click()


def sign_up(page: Page, *, name: str, year: str, place: str, ward: str, pin: str = PIN) -> str:
    """The five questions, check and consent; returns the card number."""
    page.goto("/tao-tai-khoan/")
    page.get_by_label("Họ và tên").fill(name)
    press(page, "Lưu và tiếp tục")
    page.get_by_role("textbox").first.fill(year)
    press(page, "Lưu và tiếp tục")
    page.locator("main input[type=search], main input[type=text]").first.fill(place)
    press(page, "Tìm")
    page.get_by_role("radio", name=re.compile(ward)).first.check()
    press(page, "Lưu và tiếp tục")
    expect(page.get_by_role("heading", level=1)).to_contain_text("điện thoại")
    press(page, "Lưu và tiếp tục")
    for box in page.locator("main input[inputmode=numeric]").all():
        box.fill(pin)
    press(page, "Lưu và tiếp tục")
    expect(page.locator("main")).to_contain_text(name)
    press(page, "Đúng rồi, tiếp tục")
    page.get_by_role("checkbox").first.check()
    press(page, "Đồng ý và tạo tài khoản")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đây là thẻ học viên")
    card = re.compile(r"(\d{4})\s(\d{4})")
    expect(page.locator("main")).to_contain_text(card)
    found = card.search(page.locator("main").inner_text())
    assert found
    return found.group(1) + found.group(2)


def sign_in_by_card(page: Page, number: str, pin: str = PIN) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Số thẻ").fill(f"{number[:4]} {number[4:]}")
    page.get_by_label("Mã số", exact=True).fill(pin)
    press(page, "Vào học")


def sign_in_as_staff(page: Page, username: str, password: str = PASSWORD) -> None:
    page.goto("/dang-nhap/can-bo/")
    page.locator("main input[type=text]").first.fill(username)
    page.locator("main input[type=password]").first.fill(password)
    page.locator("main form").first.get_by_role("button").last.click()
    expect(page).not_to_have_url(re.compile("/dang-nhap/"))


def read_lesson(page: Page, screens: int) -> None:
    """Press the one primary button of each of so many screens, from the one that is open."""
    for _ in range(screens):
        page.locator("main form button.bd-btn").first.click()


def finish_lessons(page: Page) -> None:
    """From the first screen of the first lesson to the page of the test, screen by screen."""
    page.wait_for_url("**/hoc/*/*/*/")
    while "/kiem-tra/" not in page.url:
        here = page.url
        read_lesson(page, 1)
        expect(page).not_to_have_url(here)


def answer_all(page: Page, answers: Iterable[str]) -> None:
    """Answer each question with the option that has one of these texts; on to the review page."""
    wanted = list(answers)
    page.wait_for_url(re.compile("/cau/"))
    while "/cau/" in page.url:
        for text in wanted:
            option = page.get_by_role("radio", name=text, exact=True)
            if option.count():
                option.check()
                break
        else:
            page.get_by_role("radio", name="Tôi chưa biết").check()
        question = page.get_by_role("heading", level=1).inner_text()
        press(page, "Lưu và tiếp tục")
        expect(page.get_by_role("heading", level=1)).not_to_have_text(question)
