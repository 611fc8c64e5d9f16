"""The home page's numbers: true and of some size, or not there."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from lms.home.achievements import figures
from lms.progress.models import WardTotal
from tests.factories import WardFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def totals() -> None:
    for enrolled, certified in ((1500, 6), (20, 3)):
        WardTotal.objects.create(
            ward=WardFactory(), enrolled=enrolled, certified=certified, sessions_held=5,
            counted_at=timezone.now(),
        )  # fmt: skip


def test_sums_of_all_wards_from_ten_on(totals: None, settings: Settings) -> None:
    settings.TRIAL_STRIP = False
    assert [item["value"] for item in figures()] == ["1.520", "10"]


def test_none_on_a_trial_run(totals: None, settings: Settings) -> None:
    settings.TRIAL_STRIP = True
    assert figures() == []


def test_none_before_anything_was_counted(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.TRIAL_STRIP = False
    assert figures() == []
    with django_assert_num_queries(0):
        figures()
    cache.clear()
