"""Administrators register learning systems and renew our key; nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts.roles import Role
from lms.core.models import AuditEvent
from lms.interop.lti import keys
from lms.interop.lti.models import Platform
from tests.factories import with_role

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "Trường Số",
    "issuer": "https://hoc.vi.du",
    "client_id": "1",
    "deployments": "1\n2",
    "auth_url": "https://hoc.vi.du/a",
    "token_url": "https://hoc.vi.du/t",
    "jwks_url": "https://hoc.vi.du/j",
    "frames": "",
    "is_active": "on",
}
ADD = "he-thong-hoc-tap:add"


def test_an_administrator_registers_one(client: Client) -> None:
    client.force_login(with_role(Role.ADMINISTRATOR))
    form = client.get(reverse(ADD)).content.decode()
    for name in ("lti:login", "lti:launch", "lti:key_set"):
        assert reverse(name) in form
    assert client.post(reverse(ADD), GIVEN).status_code == 302
    platform = Platform.objects.get()
    assert platform.knows_deployment("2")
    assert not platform.knows_deployment("12")
    assert "Trường Số" in client.get(reverse("he-thong-hoc-tap:index")).content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"jwks_url": "http://hoc.vi.du/j"}, "bắt đầu bằng https://"),
        ({"frames": "hoc.vi.du"}, "bắt đầu bằng https://"),
    ],
)
def test_what_is_not_secure_is_refused(client: Client, changed: Any, said: str) -> None:
    client.force_login(with_role(Role.ADMINISTRATOR))
    assert said in client.post(reverse(ADD), GIVEN | changed).content.decode()
    assert not Platform.objects.exists()


def test_a_new_key_is_written_down(client: Client) -> None:
    client.force_login(with_role(Role.ADMINISTRATOR))
    before = keys.current().kid
    assert client.post(reverse("lti_rotate")).status_code == 302
    assert keys.current().kid != before
    assert AuditEvent.objects.filter(action="lti.key_rotated").count() == 1


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER])
def test_others_may_not(client: Client, role: Role) -> None:
    client.force_login(with_role(role))
    before = keys.current().kid
    assert client.post(reverse(ADD), GIVEN).status_code in (302, 403)
    client.post(reverse("lti_rotate"))
    assert not Platform.objects.exists()
    assert keys.current().kid == before
