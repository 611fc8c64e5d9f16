"""What a page costs, beside a bare Django view; and what it weighs on the wire."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from tests.bench.browser import Browser, Page
from tests.bench.measure import cpu_ms, heading, queries, verdict
from tests.bench.people import learner, manager

COURSE = "dich-vu-cong-va-vneid"
LESSON = "dien-thoai-mang-vneid"


def run() -> None:
    guest, signed_in, boss = Browser(), learner(), manager()
    lesson = first_lesson(guest)
    hello = cpu_ms(lambda: guest.get("/bench/hello/"))
    small = cpu_ms(lambda: signed_in.get("/bench/small/"))
    heading(
        "Pages (one process; 'ratio' = speed against the bare view of the same run)",
        f"{'page':<34}{'SQL':>5}{'CPU ms':>9}{'req/s':>8}{'ratio':>8}   bar",
    )
    show("bare view with our middleware", lambda: guest.get("/bench/hello/"), hello, "")
    show("bare view, session, user, one query", lambda: signed_in.get("/bench/small/"), small, "")
    public = [
        ("home, guest", "/"),
        ("course, guest", f"/khoa-hoc/{COURSE}/"),
        ("lesson, guest", lesson),
    ]
    for name, path in public:
        show(name, fetch(guest, path), hello, "hello", at_least=0.6)
    own = [("course, learner", f"/khoa-hoc/{COURSE}/"), ("lesson, learner", lesson),
           ("my learning", "/hoc/")]  # fmt: skip
    for name, path in own:
        show(name, fetch(signed_in, path), small, "small", at_least=0.55)
    show("ward table, district manager", fetch(boss, "/quan-ly/xa-phuong/"), small, "small")
    show("overview, district manager", fetch(boss, "/quan-ly/"), small, "small")
    weigh([("P1 home", "/"), ("P3 course", f"/khoa-hoc/{COURSE}/"), ("L3 lesson", lesson)])


def first_lesson(guest: Browser) -> str:
    page = guest.get(f"/khoa-hoc/{COURSE}/").text
    found = re.search(rf'"(/hoc/{COURSE}/[a-z0-9-]+/1/)"', page)
    assert found, "the course page links no lesson"
    return found.group(1)


def fetch(browser: Browser, path: str) -> Callable[[], Page]:
    def call() -> Page:
        page = browser.get(path)
        assert page.status == 200, f"{path} answered {page.status}"
        return page

    return call


def show(
    name: str, call: Callable[[], Page], base: float, base_name: str, *, at_least: float = 0.0
) -> None:
    spent, count = cpu_ms(call), queries(call)
    ratio = base / spent
    bar = f"≥ {at_least} × {base_name}: {verdict(ratio >= at_least)}" if at_least else base_name
    print(f"{name:<34}{count:>5}{spent:>9.2f}{1000 / spent:>8.0f}{ratio:>8.2f}   {bar}")


def weigh(addresses: list[tuple[str, str]]) -> None:
    heading(
        "Weight on the wire, gzip, KB", f"{'page':<34}{'HTML':>7}{'cold':>8}{'repeat':>8}   bar"
    )
    for name, path in addresses:
        browser = Browser()
        page = browser.get(path)
        html = len(page.wire) / 1024
        parts = parts_of(page)
        cold = html + sum(parts.values()) / 1024
        pictures = sum(
            size for part, size in parts.items() if part.endswith((".svg", ".webp", ".png"))
        )
        repeat = html + pictures / 1024
        print(f"{name:<34}{html:>7.1f}{cold:>8.1f}{repeat:>8.1f}   "
              f"≤ 98 cold, ≤ 60 repeat: {verdict(cold <= 98 and repeat <= 60)}")  # fmt: skip


def parts_of(page: Page) -> dict[str, int]:
    """Static files the page names (and the fonts its style sheet names) with their size as sent."""
    names = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page.text))
    for sheet in [name for name in names if name.endswith(".css")]:
        text = static_path(sheet).read_text(encoding="utf-8")
        names |= {f"/static/{Path(sheet).parent.name}/{found}" for found in
                  re.findall(r'url\("?([^")]+\.woff2)', text)}  # fmt: skip
    return {name: sent_size(name) for name in names}


def static_path(address: str) -> Path:
    name = urlsplit(address).path.removeprefix(settings.STATIC_URL)
    return (Path(settings.STATIC_ROOT) / name).resolve()


def sent_size(address: str) -> int:
    path = static_path(address)
    if not path.exists():  # named relative to the style sheet
        path = next(Path(settings.STATIC_ROOT).rglob(Path(address).name))
    packed = path.with_name(f"{path.name}.gz")
    if packed.exists():
        return packed.stat().st_size
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content, 6))
