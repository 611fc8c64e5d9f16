"""A real Chromium for the tests that look at pages as people do: one browser, profiles of its own."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
HOW_TO_GET_IT = "Chromium is missing. Install it: apt-get install chromium"
PHONE = {"width": 360, "height": 740}

OpenContext = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail(HOW_TO_GET_IT)
        pytest.skip(HOW_TO_GET_IT)
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture
def open_context(chromium: Browser, live_server: object) -> Iterator[OpenContext]:
    """open_context(javascript=True, **options): a profile of its own, on a phone, in Vietnamese."""
    opened: list[BrowserContext] = []

    def make(*, javascript: bool = True, **options: object) -> BrowserContext:
        context = chromium.new_context(
            base_url=str(live_server),
            java_script_enabled=javascript,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **({"viewport": PHONE} | options),  # type: ignore[arg-type]
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
