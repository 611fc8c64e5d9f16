"""One stylesheet out of many: the files of static/css joined in order, comments and spaces dropped.

No preprocessor: what is written is what is sent. `manage.py build_css` writes the result, and a
test compares it, so that bd.css is never older than its sources.
"""

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "static" / "css"
TARGET = FOLDER / "bd.css"

_STRING_OR_COMMENT = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|/\*.*?\*/""", re.DOTALL)
_STRING = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def sources() -> list[Path]:
    components = sorted((FOLDER / "components").glob("*.css"))
    return [FOLDER / "tokens.css", FOLDER / "base.css", *components, FOLDER / "print.css"]


def minified(css: str) -> str:
    """The same rules without comments and needless spaces; strings are left alone."""
    bare = _STRING_OR_COMMENT.sub(lambda match: match.group(1) or "", css)
    parts = _STRING.split(bare)
    return "".join(part if i % 2 else _squeezed(part) for i, part in enumerate(parts)).strip()


def _squeezed(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>~]) ?", r"\1", css)
    css = re.sub(r": (?=[^{}]*[;}])", ":", css)
    return css.replace(";}", "}").replace("}", "}\n")


def build() -> str:
    joined = "\n".join(path.read_text(encoding="utf-8") for path in sources())
    return minified(joined) + "\n"
