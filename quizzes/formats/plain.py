"""Marked-up text to plain text. Scripts, styles and all attributes go; paragraphs and list items
become lines; pictures and sounds go into the media box. What plain text cannot say (a video, a
formula) is refused by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from lms.core.vietnamese import clean_lines
from quizzes.formats.media import MediaBox
from quizzes.formats.neutral import RefusedError

_BLOCKS = {
    "p", "div", "ul", "ol", "li", "tr", "table", "thead", "tbody", "caption", "blockquote", "pre",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "section", "article", "header", "footer", "figure",
    "figcaption", "dl", "dt", "dd", "address", "prompt", "details", "summary",
}  # fmt: skip
_DROPPED = {"script", "style", "head", "template", "noscript"}
_REFUSED = {"iframe", "video", "embed", "math", "svg", "canvas", "applet"}
_VOID = {"br", "img", "hr", "source", "track", "wbr", "input", "col"}
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SHIFTED = {"sup": (_RAISED, "^"), "sub": (_LOWERED, "_")}
_MARKUP = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|span|div|ul|ol|li|img|a|sub|sup|table|tr|td|th|h[1-6]|pre|code"
    r"|script|style|iframe|audio|video|font|blockquote|object|embed|svg|math)\b[^>]*>"
    r"|&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});",
    re.IGNORECASE,
)


class Lines:
    """Collects lines from start tags, texts and end tags, whichever parser reads them."""

    def __init__(self, media: MediaBox, place: str) -> None:
        self.media, self.place = media, place
        self.done: list[str] = []
        self.current = ""
        self.open: list[str] = []
        self.numbers: list[int] = []  # of the item at hand in each open list; 0 = bullets
        self.links: list[tuple[str, int]] = []

    def start(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag in _REFUSED:
            raise RefusedError(
                _("The text holds <%(tag)s>, which plain text cannot keep.") % {"tag": tag}
            )
        if tag not in _VOID:
            self.open.append(tag)
        if tag in _BLOCKS or tag == "br":
            self.break_line()
        self._begin(tag, {name: value or "" for name, value in attributes.items()})

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("ul", "ol"):
            self.numbers.append(int(tag == "ol"))
        elif tag == "li":
            self.current = self._bullet()
        elif tag in ("td", "th") and self.current.strip():
            self.current = f"{self.current.rstrip()} | "
        elif tag in ("img", "audio", "source", "object"):
            self._keep(attributes)
        elif tag == "a":
            self.links.append((attributes.get("href", ""), len(self.current)))

    def _bullet(self) -> str:
        number = self.numbers[-1] if self.numbers else 0
        if not number:
            return "- "
        self.numbers[-1] += 1
        return f"{number}. "

    def _keep(self, attributes: Mapping[str, str]) -> None:
        address = attributes.get("src") or attributes.get("data")
        if address:
            alt = attributes.get("alt") or attributes.get("title") or ""
            self.media.take(address, alt, self.place)

    def data(self, text: str) -> None:
        if _DROPPED.intersection(self.open):
            return
        if "pre" in self.open:
            first, *rest = text.split("\n")
            self.current += first
            for line in rest:
                self.break_line()
                self.current = line
            return
        text = re.sub(r"\s+", " ", text)
        table, mark = _SHIFTED.get(self.open[-1] if self.open else "", ({}, ""))
        if mark and text.strip():
            shifted = text.strip().translate(table)
            text = mark + text.strip() if any(c in text for c in shifted) else shifted
        self.current += text

    def end(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open.pop() != tag:
            pass
        if tag in ("ul", "ol") and self.numbers:
            self.numbers.pop()
        if tag == "a" and self.links:
            self._end_link(*self.links.pop())
        if tag in _BLOCKS:
            self.break_line()

    def _end_link(self, address: str, start: int) -> None:
        said = self.current[start:].strip()
        if address.startswith(("http://", "https://")) and address not in said:
            self.current += f" ({address})"

    def break_line(self) -> None:
        if self.current.strip():
            self.done.append(self.current)
        self.current = ""

    def text(self) -> str:
        self.break_line()
        return clean_lines("\n".join(self.done))


class _Html(HTMLParser):
    def __init__(self, lines: Lines) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.lines.start(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.lines.end(tag)

    def handle_data(self, data: str) -> None:
        self.lines.data(data)


def from_html(html: str, media: MediaBox, place: str = "stem") -> str:
    lines = Lines(media, place)
    parser = _Html(lines)
    try:
        parser.feed(html)
        parser.close()
    except AssertionError as error:  # the standard library's word for a broken "<![…"
        raise RefusedError(_("The markup of a text is broken.")) from error
    return lines.text()


_MARKDOWN = (
    (re.compile(r"!\[([^\]]*)\]\(([^)\s]+)[^)]*\)"), r'<img alt="\1" src="\2">'),
    (re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+)[^)]*\)"), r"\1 (\2)"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"^#{1,6}\s+", re.MULTILINE), ""),
)


def from_markdown(text: str, media: MediaBox, place: str = "stem") -> str:
    for pattern, plain in _MARKDOWN:
        text = pattern.sub(plain, text)
    return from_automatic(text, media, place)


def from_automatic(text: str, media: MediaBox, place: str = "stem") -> str:
    """Moodle's own format: a text that may hold markup, with line ends that count."""
    if not _MARKUP.search(text):
        return clean_lines(text)
    return from_html(text.replace("\n", "<br>"), media, place)


def looks_marked_up(text: str) -> bool:
    return bool(_MARKUP.search(text))


def from_plain(text: str, media: MediaBox, place: str = "stem") -> str:
    return clean_lines(text)


READERS: dict[str, Callable[[str, MediaBox, str], str]] = {
    "html": from_html,
    "moodle": from_automatic,
    "moodle_auto_format": from_automatic,
    "markdown": from_markdown,
    "plain": from_plain,
    "plain_text": from_plain,
}


def to_html(text: str) -> str:
    """Plain text as paragraphs, a line each: read back it is the same text."""
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.split("\n"))
