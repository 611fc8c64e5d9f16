"""**words** in plain text: the only emphasis there is outside of the editor's paragraphs."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_BOLD = re.compile(r"\*\*(.+?)\*\*")


def bold(escaped: str) -> SafeString:
    """Markup of an already escaped text."""
    return mark_safe(_BOLD.sub(r"<b>\1</b>", escaped))


def with_bold(text: str) -> SafeString:
    return bold(escape(text))


def unclosed(text: str) -> bool:
    return "**" in _BOLD.sub("", text)
