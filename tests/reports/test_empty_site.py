"""The first day of a site: no courses, no people, perhaps not even wards. Every page opens."""

from __future__ import annotations

import pytest
from django.test import Client

from lms.accounts.roles import Role
from tests.factories import WardFactory, with_role

PAGES = (
    "/quan-ly/",
    "/quan-ly/xa-phuong/",
    "/quan-ly/luoi/",
    "/quan-ly/xu-huong/",
    "/quan-ly/khoa-hoc/",
    "/quan-ly/can-chu-y/",
    "/quan-ly/so-sanh/",
    "/quan-ly/chat-luong/",
    "/quan-ly/vi-sao/",
    "/quan-ly/thu/",
    "/quan-ly/xuat/",
    "/du-lieu-mo/",
    "/dia-gioi/",
    "/khu-vuc/",
)


@pytest.mark.django_db
@pytest.mark.parametrize("wards", [0, 1])
def test_pages_of_managers_open_where_there_is_nothing_yet(client: Client, wards: int) -> None:
    for _ in range(wards):
        WardFactory()
    client.force_login(with_role(Role.ADMINISTRATOR))
    answers = {page: client.get(page).status_code for page in PAGES}
    assert set(answers.values()) == {200}, answers
