import re

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from courses.drawings import drawing_url as url_of_drawing
from courses.emphasis import with_bold

register = template.Library()

_BREAK = SafeString("<wbr>")
_DOT = re.compile(r"(?<=\w)(?=\.[a-z])")


@register.simple_tag
def drawing_url(name: str) -> str:
    return url_of_drawing(name)


@register.filter
def dam(text: str) -> SafeString:
    """**words** in bold, everything escaped."""
    return with_bold(text)


@register.filter
def each_dam(texts: list[str]) -> list[SafeString]:
    return [with_bold(text) for text in texts]


@register.filter
def ngat(text: str) -> SafeString:
    """Where an address is too long for a line, it breaks before a dot: ".org" is what one has to read."""
    return format_html_join(_BREAK, "{}", ((part,) for part in _DOT.split(text)))
