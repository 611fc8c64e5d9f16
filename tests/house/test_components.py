"""Rules for the includes in lms/templates/components."""

import re
from pathlib import Path

import pytest

from lms.core.library import ICONS

TEMPLATES = Path(__file__).resolve().parents[2] / "lms" / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
EVERY_TEMPLATE = sorted(
    path
    for app in ("lms", "courses", "quizzes", "certificates")
    for path in (TEMPLATES.parents[1] / app).rglob("templates/**/*.html")
)


@pytest.mark.parametrize("path", EVERY_TEMPLATE, ids=lambda path: path.name)
def test_components_are_included_alone_and_icons_exist(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    for include in re.findall(r'{% include "components/[^%]*%}', source):
        assert include.endswith(" only %}"), include
        assert "components/icon.html" not in include, "an icon is a tag: {% icon %}"
    for name in re.findall(r'{% icon "(\w+)"', source):
        assert name in ICONS, name


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_no_inline_style_or_script(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert " style=" not in source
    assert not re.search(r"<script(?! src=)", source)
