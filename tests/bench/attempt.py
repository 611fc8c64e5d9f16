"""A whole attempt, without JavaScript (an answer a page) and as quiz.js asks for it (the next page in
the answer to the one before): start, answers, review, submit, result."""

import re
import time
from itertools import count
from statistics import median

from quizzes.models import Attempt
from tests.bench.browser import Browser, Page
from tests.bench.measure import cpu_ms, heading, queries, verdict
from tests.bench.pages import COURSE
from tests.bench.people import learner, secret_of

QUIZ = "kiem-tra-cuoi-khoa"
START = f"/hoc/{COURSE}/kiem-tra/{QUIZ}/"


def run() -> None:
    forget()
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
    enhanced(browser)
    save(browser)


def forget() -> None:
    """Attempts of runs before: a person with a hundred of them is nobody to measure."""
    Attempt.objects.filter(user__username=secret_of("resident")[0], quiz__slug=QUIZ).delete()


def enhanced(browser: Browser) -> None:
    """As quiz.js does it."""
    runs = [whole_enhanced(browser) for _ in range(7)][1:]
    questions = runs[0][2]
    spent = median(run[0] for run in runs) * 10 / questions
    requests = median(run[1] for run in runs)
    print(f"{'enhanced: CPU ms per ten questions':<44}{spent:>9.0f}   ≤ 50: {verdict(spent <= 50)}")
    allowed = questions + 3
    print(
        f"{'enhanced: requests':<44}{requests:>9.0f}   ≤ {allowed}: {verdict(requests <= allowed)}"
    )


def whole_enhanced(browser: Browser) -> tuple[float, int, int]:
    """(CPU ms, requests, questions) of one attempt."""
    before, began = browser.requests, time.process_time_ns()
    browser.get(START)
    page = browser.send(START, {}, "X-Quiz")
    answered = 0
    while "/cau/" in page.headers["X-Address"]:
        answered += 1
        page = browser.send(page.headers["X-Address"], {"answer": "unknown"}, "X-Quiz")
    page = browser.send(page.headers["X-Address"], {"sure": "1"}, "X-Quiz")
    assert page.headers["X-Address"].endswith("/ket-qua/"), page.headers
    return (time.process_time_ns() - began) / 1e6, browser.requests - before, answered


def whole_attempt(browser: Browser) -> tuple[float, int, int]:
    """(CPU ms, requests, questions) of one attempt; every answer is “I don't know yet”."""
    before, began = browser.requests, time.process_time_ns()
    browser.get(START)
    page = browser.post(START, {})
    address = address_of(page)
    answered = 0
    while "/cau/" in address:
        answered += 1
        page = browser.post(address, {"unknown": "1", "answer": "unknown"})
        address = address_of(page)
    page = browser.post(address, {"sure": "1"})
    assert page.status == 200, page.status
    return (time.process_time_ns() - began) / 1e6, browser.requests - before, answered


def address_of(page: Page) -> str:
    """Where the page's own form goes."""
    found = re.search(r'<form[^>]*action="([^"]*(?:/cau/\d+/|/xem-lai/))"', page.text)
    assert found, "no form for the attempt on the page"
    return found.group(1)


def save(browser: Browser) -> None:
    """What quiz.js sends while somebody works."""
    address = f"{address_of(browser.post(START, {}))}luu/"
    numbers = count(1)

    def one() -> Page:
        page = browser.send(address, {"answer": "unknown", "seq": str(next(numbers)), "age": "0"})
        assert '"saved"' in page.text, page.text
        return page

    spent, statements, sent = cpu_ms(one), queries(one), len(one().wire)
    print(f"{'one answer saved, CPU ms':<44}{spent:>9.2f}   ≤ 3: {verdict(spent <= 3)}")
    print(f"{'one answer saved, SQL in all':<44}{statements:>9}   ≤ 3: {verdict(statements <= 3)}")
    print(
        f"{'one answer saved, bytes of the answer':<44}{sent:>9}   ≤ 1024: {verdict(sent <= 1024)}"
    )
