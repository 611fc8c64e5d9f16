"""Every walk runs twice where the page promises it: with JavaScript and without."""

import pytest
from playwright.sync_api import Page

from tests.browser import OpenContext


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(javascript: bool, open_context: OpenContext) -> Page:
    """A phone's page; every walk that takes it runs twice, with JavaScript and without."""
    return open_context(javascript=javascript).new_page()
