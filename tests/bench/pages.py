"""What a page costs, beside a bare Django view; and what it weighs on the wire."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from tests.bench.browser import Browser, Page
from tests.bench.measure import heading, queries, verdict
from tests.bench.people import learner, manager
from tests.bench.server import Server, serving

COURSE = "dich-vu-cong-va-vneid"
LESSON = "dien-thoai-mang-vneid"


def run() -> None:
    guest, signed_in, boss = Browser(), learner(), manager()
    course, lesson = f"/khoa-hoc/{COURSE}/", first_lesson(guest)
    heading(
        "Pages (server's CPU behind HTTP; 'ratio' = speed against the bare view of the same run)",
        f"{'page':<36}{'SQL':>5}{'CPU ms':>9}{'req/s':>8}{'ratio':>8}   bar",
    )
    with serving() as server:
        table = Table(server)
        hello = table.show("bare view with our middleware", guest, "/bench/hello/")
        small = table.show("bare view, session, user, one query", signed_in, "/bench/small/")
        for name, path in [("home, guest", "/"), ("course, guest", course)]:
            table.show(name, guest, path, Bar("hello", hello, 0.6))
        table.show("lesson, guest", guest, lesson, Bar("small", small, 0.55))
        for name, path in [
            ("course, learner", course),
            ("lesson, learner", lesson),
            ("my learning", "/hoc/"),
        ]:
            table.show(name, signed_in, path, Bar("small", small, 0.55))
        table.show("ward table, district manager", boss, "/quan-ly/xa-phuong/", Bar("small", small))
        table.show("overview, district manager", boss, "/quan-ly/", Bar("small", small))
    weigh([("P1 home", "/"), ("P3 course", course), ("L3 lesson", lesson)])


def first_lesson(guest: Browser) -> str:
    page = guest.get(f"/khoa-hoc/{COURSE}/").text
    found = re.search(rf'"(/hoc/{COURSE}/[a-z0-9-]+/1/)"', page)
    assert found, "the course page links no lesson"
    return found.group(1)


@dataclass(frozen=True, slots=True)
class Bar:
    """Against which bare view a page is held, and how fast it must be beside it (0: only shown)."""

    name: str
    cpu_ms: float
    at_least: float = 0.0

    def told(self, ratio: float) -> str:
        if not self.at_least:
            return f"beside {self.name}"
        return f"≥ {self.at_least} × {self.name}: {verdict(ratio >= self.at_least)}"


@dataclass(frozen=True, slots=True)
class Table:
    server: Server

    def show(self, name: str, browser: Browser, path: str, bar: Bar | None = None) -> float:
        """Print the row of a page; its CPU milliseconds."""
        count = queries(lambda: browser.get(path))
        spent = self.server.cpu_ms(browser, path)
        ratio = bar.cpu_ms / spent if bar else 1.0
        told = bar.told(ratio) if bar else "baseline"
        print(f"{name:<36}{count:>5}{spent:>9.2f}{1000 / spent:>8.0f}{ratio:>8.2f}   {told}")
        return spent


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
