"""The REST API: described by OpenAPI 3.1, opened by tokens, scoped by the policy, without a name."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from certificates.services import issue_certificate
from lms.accounts.models import RoleGrant, User
from lms.accounts.roles import Role
from lms.core import periods
from lms.core.models import AuditEvent
from lms.interop.api import services, views
from lms.interop.api.models import ApiToken, Scope
from lms.progress.models import COUNT_FIELDS, WardSnapshot
from lms.progress.snapshots import snapshot_code
from lms.units.models import AdminUnit
from tests.factories import (
    AreaFactory,
    EnrolmentFactory,
    ProvinceFactory,
    UserFactory,
    WardFactory,
    make_course,
    with_role,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 10, 31)
ALL = [scope.value for scope in Scope]


def token_for(user: User, *scopes: str, days: int = 30) -> str:
    _token, value = services.make_token(
        name="Kho dữ liệu tỉnh",
        acts_for=user,
        scopes=scopes or ALL,
        expires_on=periods.today() + dt.timedelta(days=days),
        by=with_role(Role.ADMINISTRATOR),
        at=periods.now(),
    )
    return value


def ask(client: Client, value: str, address: str, **query: Any) -> Any:
    return client.get(f"/api/v1/{address}", query, headers={"Authorization": f"Bearer {value}"})


def keep(wards: list[AdminUnit], people: int) -> None:
    rows = [WardSnapshot(day=DAY, ward=None, taken_at=periods.now())]
    for number, ward in enumerate(wards):
        counts = dict.fromkeys(COUNT_FIELDS, people + number)
        rows.append(WardSnapshot(day=DAY, ward=ward, taken_at=periods.now(), **counts))
    WardSnapshot.objects.bulk_create(rows)


@pytest.fixture
def value(db: None) -> str:
    return token_for(with_role(Role.ADMINISTRATOR))


def test_the_document_is_openapi_3_1_and_answers_keep_to_it(client: Client, value: str) -> None:
    document = json.loads(client.get("/api/v1/openapi.json").content)
    assert document["openapi"].startswith("3.1")
    validate(document)
    ward = WardFactory()
    keep([ward], 40)
    make_course()
    certificate = issue_certificate(enrolment=completed(), at=periods.now())
    asked = {
        "/api/v1/units": "units",
        "/api/v1/units/{code}": f"units/{ward.code}",
        "/api/v1/courses": "courses",
        "/api/v1/snapshots": "snapshots",
        "/api/v1/progress": "progress",
        "/api/v1/certificates/{code}": f"certificates/{certificate.code}",
    }
    assert asked.keys() == document["paths"].keys()
    for path, address in asked.items():
        answer = ask(client, value, address)
        assert answer.status_code == 200, answer.content
        schema = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        whole = {**schema["schema"], "components": document["components"]}
        Draft202012Validator(whole).validate(json.loads(answer.content))
        assert "Hoa" not in answer.content.decode()


def completed() -> Any:
    user = UserFactory(full_name="Nguyễn Thị Hoa")
    return EnrolmentFactory(user=user, completed_at=periods.now())


def test_without_a_valid_token_nothing_opens(client: Client, value: str) -> None:
    tokens = ["", "bdhvs_khong-co", token_for(with_role(Role.REPORT_VIEWER), days=-1)]
    revoked = token_for(with_role(Role.REPORT_VIEWER))
    row = ApiToken.objects.get(hint=revoked[:12])
    for _ in range(2):
        services.revoke_token(token=row, by=with_role(Role.ADMINISTRATOR), at=periods.now())
    assert AuditEvent.objects.filter(action="api.token_revoked").count() == 1
    for bad in [*tokens, revoked]:
        answer = ask(client, bad, "units")
        assert answer.status_code == 401
        assert json.loads(answer.content)["code"] == "api.unauthorized"
        assert answer["WWW-Authenticate"] == "Bearer"
    assert ask(client, value, "units").status_code == 200


def test_only_a_digest_is_kept(value: str) -> None:
    row = ApiToken.objects.get(hint=value[:12])
    assert value not in json.dumps(ApiToken.objects.values().get(pk=row.pk), default=str)
    assert value not in json.dumps(list(AuditEvent.objects.values()), default=str)


def test_a_scope_that_was_not_given_stays_shut(client: Client) -> None:
    value = token_for(with_role(Role.ADMINISTRATOR), "units")
    for address in ("courses", "progress", "snapshots", "certificates/BDS-2026-AAAA-AAAA"):
        answer = ask(client, value, address)
        assert answer.status_code == 403
        assert json.loads(answer.content)["code"] == "api.forbidden"


def test_figures_are_those_of_the_persons_wards_while_they_hold_the_role(client: Client) -> None:
    mine, other = WardFactory(), WardFactory()
    keep([mine, other], 40)
    manager = with_role(Role.DISTRICT_MANAGER, area=AreaFactory(wards=[mine]))
    value = token_for(manager)
    answer = json.loads(ask(client, value, "progress").content)
    assert [item["unit_code"] for item in answer["items"]] == [mine.code]
    assert answer["snapshot"] == snapshot_code(DAY)
    RoleGrant.objects.filter(user=manager).update(valid_to=periods.today())
    assert ask(client, value, "progress").status_code == 403
    assert ask(client, token_for(with_role(Role.EDITOR)), "progress").status_code == 403


def test_numbers_below_ten_stay_hidden(client: Client, value: str) -> None:
    keep([WardFactory() for _ in range(4)], 7)  # 7, 8, 9, 10
    items = json.loads(ask(client, value, "progress", day="2026-10-31").content)["items"]
    assert items[0]["figures"]["certified"] == {"value": None, "at_least": 1, "at_most": 9}
    assert all((item["figures"]["certified"]["value"] or 10) >= 10 for item in items)


def test_kept_figures_by_name(client: Client, value: str) -> None:
    keep([WardFactory()], 40)
    named = ask(client, value, "progress", snapshot=snapshot_code(DAY))
    assert json.loads(named.content)["day"] == "2026-10-31"
    for query in ({"snapshot": "BDS-20261031-00000000"}, {"day": "2020-01-01"}):
        assert ask(client, value, "progress", **query).status_code == 404
    answer = ask(client, value, "progress", day="hôm qua")
    assert answer.status_code == 422
    assert json.loads(answer.content)["code"] == "api.invalid"


def test_pages_follow_each_other(client: Client, value: str) -> None:
    ProvinceFactory()
    for _ in range(5):
        WardFactory()
    seen, address = [], "/api/v1/units?kind=xa&limit=2"
    while address:
        headers = {"Authorization": f"Bearer {value}"}
        answer = json.loads(client.get(address, headers=headers).content)
        seen += [item["code"] for item in answer["items"]]
        address = answer["next"]
    assert seen == sorted(seen)
    assert len(seen) == answer["count"] == AdminUnit.objects.filter(kind="xa").count()
    assert ask(client, value, "units", limit=5000).status_code == 422


def test_queries_do_not_grow_with_what_is_read(client: Client, value: str) -> None:
    wards: list[AdminUnit] = [WardFactory() for _ in range(3)]
    keep(wards, 40)
    ask(client, value, "units")  # the day's first use is written down
    for address in ("units", "progress", "snapshots"):
        WardSnapshot.objects.all().delete()
        keep(wards, 40)
        with CaptureQueriesContext(connection) as few:
            ask(client, value, address)
        wards += [WardFactory() for _ in range(6)]
        WardSnapshot.objects.all().delete()
        keep(wards, 40)
        with CaptureQueriesContext(connection) as many:
            assert ask(client, value, address).status_code == 200
        assert len(many) == len(few) <= 10


def test_a_token_may_ask_only_so_often(
    client: Client, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    throttle = next(iter(views.api.throttle))  # type: ignore[arg-type]
    monkeypatch.setattr(throttle, "num_requests", 2)
    codes = [ask(client, value, "courses").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    answer = ask(client, value, "courses")
    assert int(answer["Retry-After"]) > 0
    assert json.loads(answer.content)["code"] == "api.too_many"
    assert ask(client, token_for(with_role(Role.ADMINISTRATOR)), "courses").status_code == 200


# --- the room ----------------------------------------------------------------------------------


def test_an_administrator_makes_a_token_sees_it_once_and_revokes_it(client: Client) -> None:
    admin, viewer = with_role(Role.ADMINISTRATOR), with_role(Role.REPORT_VIEWER)
    client.force_login(admin)
    day = periods.today() + dt.timedelta(days=90)
    given = {"name": "IOC", "acts_for": viewer.username, "scopes": ["units"]}
    page = client.post(reverse("api_tokens"), given | {"expires_on": f"{day:%d/%m/%Y}"})
    token = ApiToken.objects.get()
    value = page.content.decode().split("<code>", 1)[1].split("</code>")[0]
    assert "no-store" in page["Cache-Control"]
    assert value not in client.get(reverse("api_tokens")).content.decode()
    assert ask(Client(), value, "units").status_code == 200
    client.post(reverse("api_token_revoke", args=[token.pk]))
    assert ask(Client(), value, "units").status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [{"acts_for": "khong-co"}, {"scopes": []}, {"expires_on": "01/01/2020"}, {"name": ""}],
)
def test_bad_input_makes_nothing(client: Client, wrong: Any) -> None:
    client.force_login(with_role(Role.ADMINISTRATOR))
    viewer, day = with_role(Role.REPORT_VIEWER), periods.today()
    given = {
        "name": "IOC",
        "acts_for": viewer.username,
        "scopes": ["units"],
        "expires_on": f"{day:%d/%m/%Y}",
    }
    page = client.post(reverse("api_tokens"), given | wrong)
    assert page.status_code == 200
    assert "error" in page.content.decode()
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER])
def test_others_make_none(client: Client, role: Role) -> None:
    client.force_login(with_role(role))
    assert client.get(reverse("api_tokens")).status_code in (302, 403)
    assert client.post(reverse("api_tokens"), {}).status_code in (302, 403)
    assert client.post(reverse("api_token_revoke", args=[1])).status_code in (302, 403)
