"""What is found at night: numbers that differ, people entered twice."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core import periods
from lms.progress import nightly
from lms.progress.models import NightlyCheck
from lms.progress.tasks import check_numbers
from tests.factories import UserFactory, WardFactory


@pytest.mark.parametrize(
    ("people", "extra"),
    [
        ([], 0),
        ([("nguyen thi hoa", 1960, 1)], 0),
        ([("nguyen thi hoa", 1960, 3)], 2),
        ([("nguyen thi hoa", 1960, 1), ("hoa nguyen thi", 1961, 1)], 1),
        ([("nguyen thi hoa", 1960, 1), ("nguyen thi hoa", 1962, 1)], 0),
        ([("nguyen thi hoa", 1960, 1), ("nguyen thi huong", 1960, 1)], 0),
        ([("nguyen thi hoa", 1960 + n, 1) for n in range(4)], 3),
    ],
)
def test_who_looks_the_same(people: list[tuple[str, int, int]], extra: int) -> None:
    assert nightly.too_many(people) == extra


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["an le", "le an", "le anh"]),
            st.integers(1950, 1956),
            st.integers(1, 3),
        )
    )
)
def test_the_order_of_people_does_not_matter_and_somebody_stays(
    people: list[tuple[str, int, int]],
) -> None:
    extra = nightly.too_many(people)
    assert extra == nightly.too_many(people[::-1])
    number = sum(row[2] for row in people)
    assert 0 <= extra <= max(number - 1, 0)


@pytest.mark.django_db
def test_only_people_of_the_same_ward_who_are_still_here_count() -> None:
    ward, other = WardFactory(), WardFactory()
    UserFactory(full_name="Đinh Văn Á", birth_year=1970, ward=ward)
    UserFactory(full_name="dinh van a", birth_year=1971, ward=ward)
    UserFactory(full_name="Đinh Văn Á", birth_year=1970, ward=other)
    UserFactory(full_name="Đinh Văn Á", birth_year=1970, ward=other, is_active=False)
    UserFactory(full_name="Đinh Văn Á", birth_year=None, ward=other)
    assert nightly.doubled_by_ward() == {str(ward.pk): 1}


@pytest.mark.django_db
def test_a_day_has_one_check_and_one_row_is_kept() -> None:
    at = periods.now()
    assert nightly.check_once_a_day(at=at)
    assert nightly.check_once_a_day(at=at) is None
    assert nightly.check_once_a_day(at=at + dt.timedelta(days=1))
    assert check_numbers() == 0
    assert NightlyCheck.objects.count() == 1
