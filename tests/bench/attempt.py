"""A whole attempt without JavaScript: start, an answer a page, review, submit, result."""

import re
import time
from statistics import median

from tests.bench.browser import Browser, Page
from tests.bench.measure import cpu_ms, heading, queries, verdict
from tests.bench.pages import COURSE
from tests.bench.people import learner

START = f"/hoc/{COURSE}/kiem-tra/kiem-tra-cuoi-khoa/"


def run() -> None:
    browser = learner()
    runs = [whole_attempt(browser) for _ in range(7)][1:]
    questions = runs[0][2]
    per_ten = 10 / questions
    spent = median(run[0] for run in runs) * per_ten
    requests = median(run[1] for run in runs)
    heading(
        f"An attempt of {questions} questions, a page each (CPU scaled to ten)",
        f"{'what':<44}{'figure':>9}   bar",
    )
    print(f"{'CPU ms per ten-question attempt':<44}{spent:>9.0f}   ≤ 100: {verdict(spent <= 100)}")
    allowed = 2 * questions + 5
    print(f"{'requests':<44}{requests:>9.0f}   ≤ {allowed}: {verdict(requests <= allowed)}")
    save(browser)


def whole_attempt(browser: Browser) -> tuple[float, int, int]:
    """(CPU ms, requests, questions) of one attempt; every answer is “I don't know yet”."""
    before, began = browser.requests, time.process_time_ns()
    browser.get(START)
    page = browser.post(START, {})
    address = address_of(page)
    count = 0
    while "/cau/" in address:
        count += 1
        page = browser.post(address, {"unknown": "1", "answer": "unknown"})
        address = address_of(page)
    page = browser.post(address, {"sure": "1"})
    assert page.status == 200, page.status
    return (time.process_time_ns() - began) / 1e6, browser.requests - before, count


def address_of(page: Page) -> str:
    """Where the page's own form goes."""
    found = re.search(r'<form[^>]*action="([^"]*(?:/cau/\d+/|/xem-lai/))"', page.text)
    assert found, "no form for the attempt on the page"
    return found.group(1)


def save(browser: Browser) -> None:
    page = browser.post(START, {})
    address = address_of(page)

    def one() -> Page:
        browser.requests = 0
        body = f"csrfmiddlewaretoken={browser.token}&answer=unknown&unknown=1".encode()
        return browser.call("POST", address, body)

    spent, count = cpu_ms(one), queries(one)
    print(f"{'one answer saved, CPU ms':<44}{spent:>9.2f}   ≤ 3: {verdict(spent <= 3)}")
    print(f"{'one answer saved, SQL with session and user':<44}{count:>9}")
