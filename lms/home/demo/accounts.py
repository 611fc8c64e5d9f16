"""One ready account for each role, with a known card or password: for trying the site only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db.models import Min

from lms.accounts import cards
from lms.accounts.models import Audience, ConsentMethod, ConsentPurpose, LearnerCard, User
from lms.accounts.roles import Role
from lms.accounts.services import grant_role, record_consent
from lms.units.models import AdminUnit, Agency, AreaSet

PIN = "570413"
PASSWORD = "lop-hoc-dem-1945"  # noqa: S105 (printed on purpose)
CARD = cards.number_of(2_025_001)
AREA = "51-son-tinh"


@dataclass(frozen=True, slots=True)
class ReadyAccount:
    role: str
    sign_in: str  # card number or user name
    secret: str
    first_page: str


@dataclass(frozen=True, slots=True)
class _Person:
    role: Role
    username: str
    full_name: str
    birth_year: int
    first_page: str
    audience: str = Audience.CIVIL_SERVANT

    @property
    def secret(self) -> str:
        return PIN if cards.is_number(self.username) else PASSWORD


PEOPLE = (
    _Person(Role.RESIDENT, CARD, "Nguyễn Thị Hoa", 1961, "/hoc/", Audience.RESIDENT),
    _Person(Role.CIVIL_SERVANT, "congchuc", "Phạm Thị Thu Hà", 1988, "/hoc/"),
    _Person(Role.FACILITATOR, "huongdan", "Võ Minh Tâm", 1999, "/lop/", Audience.RESIDENT),
    _Person(Role.DISTRICT_MANAGER, "quanlykhuvuc", "Trần Quang Hưng", 1979, "/quan-ly/"),
    _Person(Role.WARD_MANAGER, "quanlyxa", "Lê Thị Mỹ Lệ", 1984, "/quan-ly/xa-phuong/{ward}/"),
    _Person(Role.REPORT_VIEWER, "xembaocao", "Nguyễn Quốc Việt", 1976, "/quan-ly/"),
    _Person(Role.EDITOR, "bientap", "Bùi Thanh Phong", 1990, "/bien-tap/"),
    _Person(Role.REVIEWER, "duyetbai", "Đặng Ngọc Ánh", 1982, "/bien-tap/"),
    _Person(Role.ADMINISTRATOR, "quantri", "Huỳnh Đức Nghĩa", 1985, "/quan-ly/"),
)


@dataclass(frozen=True, slots=True)
class Home:
    """Where the ready accounts live and work."""

    area: AreaSet
    wards: Sequence[AdminUnit]
    committee: Agency
    ministry: Agency | None

    @property
    def ward(self) -> AdminUnit:
        return self.wards[0]


def ready_accounts() -> list[ReadyAccount]:
    """Those that are there, in the order of the roles; empty where no demo was loaded."""
    names = [person.username for person in PEOPLE]
    found = User.objects.filter(username__in=names, is_invented=True)
    ward_of = dict(found.values_list("username").annotate(ward=Min("grants__ward__code")))
    return [
        ReadyAccount(
            role=person.role.value,
            sign_in=person.username,
            secret=person.secret,
            first_page=person.first_page.format(ward=ward_of[person.username]),
        )
        for person in PEOPLE
        if person.username in ward_of
    ]


def create_ready_accounts(home: Home, *, at: dt.datetime) -> dict[Role, User]:
    """The nine people with their roles, by role."""
    hashes = {secret: make_password(secret) for secret in (PIN, PASSWORD)}
    made = {person.role: _create(person, home, hashes[person.secret], at) for person in PEOPLE}
    scopes: dict[Role, list[dict[str, object]]] = {
        Role.CIVIL_SERVANT: [{"agency": home.committee}],
        Role.FACILITATOR: [{"ward": ward} for ward in home.wards],
        Role.DISTRICT_MANAGER: [{"area": home.area}],
        Role.WARD_MANAGER: [{"ward": home.ward}],
        Role.REPORT_VIEWER: [{}],  # the whole province
        Role.EDITOR: [{"agency": home.ministry} if home.ministry else {}],
        Role.REVIEWER: [{"agency": home.ministry} if home.ministry else {}],
        Role.ADMINISTRATOR: [{}],
    }
    for role, grants in scopes.items():
        for scope in grants:
            grant_role(user=made[role], role=role, by=None, at=at, **scope)  # type: ignore[arg-type]
    return made


def _create(person: _Person, home: Home, password: str, at: dt.datetime) -> User:
    works = person.audience != Audience.RESIDENT
    user = User(
        username=person.username,
        password=password,
        full_name=person.full_name,
        birth_year=person.birth_year,
        audience=person.audience,
        ward=home.ward,
        agency=home.committee if works else None,
        staff_code=f"MAU-{person.username}" if works else "",
        is_invented=True,
        date_joined=at,
    )
    user.address_form = "cô" if user.has_card_number else ""
    user.save()
    if user.has_card_number:
        LearnerCard.objects.create(
            user=user, number=user.username, token=cards.new_token(), issued_at=at
        )
    for purpose in (ConsentPurpose.LEARNING_RECORD, ConsentPurpose.CLASS_MESSAGES):
        record_consent(user=user, purpose=purpose, method=ConsentMethod.OWN_DEVICE, at=at)
    return user
