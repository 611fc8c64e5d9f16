"""Blocks of course files: what each must have, and the value StreamField stores for it."""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import escape

from courses.emphasis import bold, unclosed

# type: the keys it needs, with their kinds
BLOCKS: dict[str, dict[str, type]] = {
    "paragraph": {"text": str},
    "steps": {"items": list},
    "list": {"items": list},
    "drawing": {"name": str, "alt": str, "caption": str},
    "compare": {"right": str, "wrong": str, "why": str},
    "term": {"term": str, "meaning": str},
    "scam": {"text": str},
    "practice": {"text": str},
}


def block_value(block: dict[str, Any]) -> Any:
    """What the page stores. Rich text is made here and nowhere else, so nothing but <p> and <b>
    gets in (stored rich text is not cleaned on the way out)."""
    match block["type"]:
        case "paragraph":
            return rich_text(block["text"])
        case "steps" | "list":
            return list(block["items"])
        case "scam" | "practice":
            return block["text"]
    return {key: value for key, value in block.items() if key != "type"}


def rich_text(text: str) -> str:
    """A blank line begins a new <p>; **words** become <b>; everything else is escaped."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))
    return "".join(f"<p>{bold(escape(part))}</p>" for part in paragraphs)


def unclosed_bold(block: dict[str, Any]) -> bool:
    texts = [block.get("text"), *(block["items"] if isinstance(block.get("items"), list) else [])]
    return any(isinstance(text, str) and unclosed(text) for text in texts)
