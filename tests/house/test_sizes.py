"""The measures of docs/house-style.md: small modules, small functions."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["lms", "courses", "quizzes", "certificates"]


def modules() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    ]


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions() -> Iterator[tuple[str, int]]:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", length


def test_no_module_is_over_400_lines_and_most_are_short() -> None:
    sizes = {str(path.relative_to(ROOT)): lines_of(path) for path in modules()}
    assert not {name: size for name, size in sizes.items() if size > 400}
    assert median(size for size in sizes.values() if size) <= 80


def test_no_function_is_over_50_lines_and_most_are_short() -> None:
    lengths = dict(functions())
    assert not {name: length for name, length in lengths.items() if length > 50}
    assert median(lengths.values()) <= 10
    assert quantiles(lengths.values(), n=10)[-1] <= 30


def test_no_drawer_for_everything() -> None:
    drawers = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert not [path for path in modules() if path.name in drawers]


def test_no_word_of_a_machine_in_the_repository() -> None:
    """Paths of one machine and hosts of registries do not belong to the product."""
    forbidden = ["/wo" + "rk/", "python" + "hosted", "deb.deb" + "ian"]
    files = [path for path in modules() if "tests" not in path.parts]
    files += [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "Makefile", ROOT / ".ci/run"]
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in files
        for word in forbidden
        if word in path.read_text(encoding="utf-8")
    ]
    assert not found
