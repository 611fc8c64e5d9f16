from django import template
from django.utils.safestring import SafeString

from courses.drawings import drawing_url as url_of_drawing
from courses.emphasis import with_bold

register = template.Library()


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
