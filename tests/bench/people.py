"""Signed-in browsers, through the same pages as everybody."""

from lms.home.demo.accounts import ready_accounts
from tests.bench.browser import Browser


def secret_of(role: str) -> tuple[str, str]:
    account = next(account for account in ready_accounts() if account.role == role)
    return account.sign_in, account.secret


def learner() -> Browser:
    browser = Browser()
    browser.get("/dang-nhap/")
    number, pin = secret_of("resident")
    page = browser.post("/dang-nhap/", {"number": number, "pin": pin})
    assert page.status == 200, page.status
    assert "sessionid" in browser.cookies, "the learner could not sign in"
    return browser


def manager() -> Browser:
    browser = Browser()
    browser.get("/dang-nhap/can-bo/")
    name, password = secret_of("district_manager")
    browser.post("/dang-nhap/can-bo/", {"username": name, "password": password})
    assert "sessionid" in browser.cookies, "the manager could not sign in"
    return browser
