from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from courses.models import SimulationPage
from tests.courses.simulation.flows import place
from tests.interop.platform import LearningSystem, learning_system

SITE = "http://testserver"


@pytest.fixture
def practice(db: None) -> SimulationPage:
    return place("tra-cuu-ho-so")


@pytest.fixture
def system(practice: SimulationPage, settings: Settings) -> Iterator[LearningSystem]:
    """Registered, and its course shows `practice`."""
    settings.PUBLIC_URL = SITE
    with learning_system(SITE, f"{SITE}{practice.public_path}") as running:
        running.registered()
        running.knows_our_keys()
        yield running
