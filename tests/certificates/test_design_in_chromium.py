"""The sheet follows the typing in a real browser, and nothing is kept meanwhile."""

import re

import pytest
from playwright.sync_api import expect

from certificates.models import Template, TemplateVersion
from lms.accounts.roles import Role
from tests.browser import OpenContext
from tests.factories import with_role
from tests.house.looking import Findings, Site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "/mau-giay-chung-nhan/moi/?loai=attendance"


def test_the_sheet_follows_the_typing_and_nothing_is_kept(
    open_context: OpenContext, live_server: object
) -> None:
    site = Site(open_context, str(live_server), Findings())
    page = site.looker(with_role(Role.ADMINISTRATOR)).page
    page.goto(NEW)
    sheet, lint = page.locator("svg.bd-paper"), page.locator("[data-lint]")
    first = page.get_by_label("Chữ của dòng").first
    first.fill("GIẤY XÁC NHẬN {ngay ngan}")
    expect(sheet.get_by_text("GIẤY XÁC NHẬN 31/01/2026")).to_be_visible()
    expect(lint).to_contain_text("In ra không có gì sai")
    page.get_by_label("nằm ngang").check()
    expect(sheet).to_have_attribute("viewBox", re.compile("^0 0 841.89"))
    first.fill("GIẤY {mật khẩu}")
    expect(lint).to_contain_text("Không có chỗ điền {mật khẩu}")
    expect(sheet.get_by_text("GIẤY XÁC NHẬN 31/01/2026")).to_be_visible()  # the last whole one
    first.fill("漢")
    expect(lint).to_contain_text("Phông chữ không có: 漢")
    assert not Template.objects.exists()
    assert not TemplateVersion.objects.exists()
