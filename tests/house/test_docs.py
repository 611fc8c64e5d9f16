"""What the documents say exists: links, commands, environment variables, words of the pages."""

import re
import unicodedata
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDES = sorted((ROOT / "docs" / "vi").glob("*.md"))
# Said in a guide without being a text of the interface: what people type, advice, content.
NOT_INTERFACE = {
    "…",
    "người dùng",
    "các bạn trẻ",
    "Thành phần hồ sơ",
    "Nhập",
    "Chọn",
    "Bấm",
    "<5",
    "Bài kiểm tra cuối khóa",
}


def documents() -> list[Path]:
    folders = [ROOT.glob("*.md"), ROOT.glob("docs/**/*.md"), ROOT.glob("deploy/**/*.md")]
    return sorted(path for found in folders for path in found)


def texts() -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in documents()}


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).replace("\xa0", " ").split())


def interface() -> list[re.Pattern[str]]:
    """Every Vietnamese text of the interface; its gaps match anything, where enough is left."""
    catalogues = sorted((ROOT / "locale").glob("**/vi/LC_MESSAGES/django.po"))
    entries = [entry for path in catalogues for entry in polib.pofile(str(path))]
    said = [text for e in entries for text in (e.msgstr, *e.msgstr_plural.values()) if text]
    patterns = []
    for text in map(plain, said):
        pieces = re.split(r"%\(\w+\)s|\{\w*\}", text)
        if len(pieces) == 1 or sum(map(len, pieces)) >= 8:
            patterns.append(re.compile(".+".join(map(re.escape, pieces)) + r"\.?"))
    return patterns


def variants(word: str) -> list[str]:
    """As quoted, as a whole sentence, and with one "…" standing for two gaps of the text."""
    return [word, f"{word}.", word.replace("…", "… …")]


def test_every_relative_link_leads_somewhere() -> None:
    dead = []
    for name, text in texts().items():
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if not target.startswith(("http://", "https://", "#", "mailto:")):
                path = (ROOT / name).parent / target.split("#")[0]
                if not path.exists():
                    dead.append(f"{name}: {target}")
    assert not dead


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {
        (name, target)
        for name, text in texts().items()
        for target in re.findall(r"(?:^|`)make ([a-z]+)\b", text, re.MULTILINE)
    }
    assert named
    assert not {(name, target) for name, target in named if target not in targets}


def test_every_command_that_is_named_exists() -> None:
    ours = {
        path.stem for path in ROOT.glob("**/management/commands/*.py") if ".venv" not in path.parts
    }
    django = {"check", "migrate", "collectstatic", "shell", "changepassword", "clearsessions"}
    named = {
        (name, command)
        for name, text in texts().items()
        for command in re.findall(r"manage\.py ([a-z_]+)(?![\w.])", text)
    }
    assert named
    assert not {(name, command) for name, command in named if command not in ours | django}


def test_every_environment_variable_is_documented() -> None:
    """Read through lms.settings.env, or from os.environ directly; in settings and in commands."""
    sources = [*ROOT.glob("lms/settings/*.py"), *ROOT.glob("*/**/management/commands/*.py")]
    code = "\n".join(p.read_text(encoding="utf-8") for p in sources if ".venv" not in p.parts)
    readers = r"(?:env\.(?:text|flag|number|words|database)|(?<!env\.)\bnumber|os\.environ\.get)"
    read = set(re.findall(readers + r"\(\s*\"([A-Z_]+)\"", code))
    assert {"DATABASE_URL", "SECRET_KEY", "DATABASE_CONN_MAX_AGE"} <= read
    table = "\n".join(
        line for line in texts()["docs/operations.md"].splitlines() if line.startswith("| `")
    )
    assert not {name for name in read if f"`{name}`" not in table}


def test_there_is_a_guide_for_every_role_and_the_index_names_them() -> None:
    index = (ROOT / "docs" / "vi" / "README.md").read_text(encoding="utf-8")
    guides = {path.name for path in GUIDES} - {"README.md"}
    assert len(guides) == 17
    assert not {name for name in guides if f"]({name})" not in index}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_words_in_quotes_are_words_of_the_pages(guide: Path) -> None:
    """Guides rot when a button is renamed; this names the guide and the word."""
    quoted = {plain(word) for word in re.findall(r"“([^”]+)”", guide.read_text(encoding="utf-8"))}
    known = interface()
    strange = [
        word
        for word in quoted - NOT_INTERFACE
        if not any(text.fullmatch(variant) for text in known for variant in variants(word))
    ]
    assert not strange


def test_guides_fit_a_page() -> None:
    """About 500 Vietnamese syllables and 48 lines fit an A4 sheet."""
    sizes = {p.name: len(p.read_text(encoding="utf-8").split()) for p in GUIDES}
    assert not {name: size for name, size in sizes.items() if size > 520}
