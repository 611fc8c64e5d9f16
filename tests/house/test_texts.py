"""Texts reach the catalogue: they are collected from calls by the functions' own names only."""

from __future__ import annotations

import ast
from pathlib import Path

HOUSE = Path(__file__).parents[2]
APPS = ("lms", "courses", "quizzes", "certificates")
NAMES = {"gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "_"}


def _other_names(tree: ast.AST) -> list[int]:
    """Lines where one of the functions gets another name: what is said by it is never collected."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            lines += [node.lineno] if node.value.id in NAMES else []
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            odd = [a for a in node.names if a.name in NAMES and a.asname not in (None, "_")]
            lines += [node.lineno] if odd else []
    return lines


def test_texts_are_said_by_names_that_are_collected() -> None:
    files = [path for app in APPS for path in (HOUSE / app).rglob("*.py")]
    found = [
        f"{path.relative_to(HOUSE)}:{line}"
        for path in files
        for line in _other_names(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert len(files) > 300
    assert found == []
