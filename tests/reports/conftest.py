"""A manager of one area of two wards, a third ward outside, and people in all of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.test import Client

from courses.models import CoursePage
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core import periods
from lms.progress import services
from lms.progress.models import Population, Target
from lms.units.models import AdminUnit, AreaSet
from tests.factories import AreaFactory, ProvinceFactory, WardFactory, make_course, with_role
from tests.progress.world import certified_people


@dataclass
class District:
    area: AreaSet
    large: AdminUnit
    small: AdminUnit
    outside: AdminUnit
    course: CoursePage
    manager: User

    @property
    def inside(self) -> list[AdminUnit]:
        return [self.large, self.small]


def certify(ward: AdminUnit, course: CoursePage, people: int, *, adults: int, target: int) -> None:
    now = periods.now()
    certified_people(ward, course, people, now - dt.timedelta(days=1))
    day = periods.today().replace(month=1, day=1)
    Population.objects.create(
        ward=ward, year=day.year, number=adults, source="Công an tỉnh", as_of=day
    )
    Target.objects.create(ward=ward, year=day.year, people=target)


@pytest.fixture
def district(db: None) -> District:
    ProvinceFactory()
    large = WardFactory(name="Tịnh Khê", code="21025")
    small = WardFactory(name="Ba Xa", code="00115")
    outside = WardFactory(name="Lý Sơn", code="21548", kind="dac_khu")
    area = AreaFactory(code="son-tinh", name="Khu vực Sơn Tịnh", wards=[large, small])
    course = make_course(lessons=0, title="Xin phép xây nhà")
    certify(large, course, 20, adults=200, target=40)
    certify(small, course, 7, adults=100, target=70)
    certify(outside, course, 9, adults=90, target=50)
    services.recount_stale()
    manager = with_role(Role.DISTRICT_MANAGER, area=area)
    return District(area, large, small, outside, course, manager)


@pytest.fixture
def manager_client(client: Client, district: District) -> Client:
    client.force_login(district.manager)
    return client
