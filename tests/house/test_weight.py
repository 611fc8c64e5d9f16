"""Byte budgets of what every first visit loads (ux G-4), compressed as it travels."""

import gzip
import re
from pathlib import Path

from lms.core.library import SPRITE

STATIC = Path(__file__).resolve().parents[2] / "lms" / "static"
KB = 1024


def zipped(*names: str) -> int:
    return sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names)


def test_style_sheet() -> None:
    assert zipped("css/bd.css") <= 15 * KB


def test_script() -> None:
    assert zipped("js/bd.js") <= 12 * KB


def test_service_worker_can_be_read_in_one_sitting() -> None:
    assert len((STATIC / "js/sw.js").read_text(encoding="utf-8").splitlines()) <= 150


def test_fonts() -> None:
    files = list((STATIC / "fonts").glob("*.woff2"))
    assert len(files) == 3
    assert sum(path.stat().st_size for path in files) <= 36 * KB


def test_icons() -> None:
    assert SPRITE.stat().st_size <= 6 * KB


def test_everything_the_skeleton_loads_leaves_room_for_the_page() -> None:
    fonts = sum(path.stat().st_size for path in (STATIC / "fonts").glob("*.woff2"))
    rest = zipped("css/bd.css", "js/bd.js", "icons.svg", "logo.svg")
    assert fonts + rest <= 98 * KB - 20 * KB - 15 * KB


def test_font_files_named_in_the_style_sheet_exist() -> None:
    css = (STATIC / "css/bd.css").read_text(encoding="utf-8")
    named = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', css)
    assert len(named) == 3
    assert all((STATIC / name).is_file() for name in named)
