"""Our own line drawings: hand-written SVG of one size, chosen by name."""

from pathlib import Path

from django.templatetags.static import static

FOLDER = Path(__file__).parent / "static" / "courses" / "drawings"
WIDTH, HEIGHT = 320, 180  # the viewBox every drawing has


def drawing_names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.svg"))


def drawing_exists(name: str) -> bool:
    return "/" not in name and (FOLDER / f"{name}.svg").is_file()


def drawing_url(name: str) -> str:
    """ "" for a drawing that is no longer there: a lesson must open all the same."""
    return static(f"courses/drawings/{name}.svg") if drawing_exists(name) else ""
