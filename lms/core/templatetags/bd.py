"""What the includes in components/ cannot do themselves: take a piece of markup as a parameter,
and keep the parts of the skeleton that are the same on every page."""

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 500
_kept: dict[tuple[Any, ...], SafeString] = {}


@register.simple_block_tag
def slot(content: SafeString) -> SafeString:
    """Keep rendered markup for an include: {% slot as inner %}<p>…</p>{% endslot %}, then
    {% include "components/panel.html" with body=inner only %}
    """
    return content


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A picture of the sprite: {% icon "check" %}, `extra` being one more class."""
    return _keep(("icon", name, extra), "components/icon.html", {"name": name, "extra": extra})


@register.simple_tag(takes_context=True)
def frame(context: Context, template_name: str, **values: Any) -> SafeString:
    """A part of the skeleton, rendered once per process for the same language, operator and
    values: {% frame "components/footer.html" %}. For nothing that belongs to one person.
    """
    operator = context.get("operator")
    key = (template_name, get_language(), operator, *_as_key(values))
    return _keep(key, template_name, {"operator": operator, **values})


def _keep(key: tuple[Any, ...], template_name: str, values: dict[str, Any]) -> SafeString:
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = mark_safe(get_template(template_name).render(values))
    return _kept[key]


def _as_key(values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple((name, _plain(value)) for name, value in values.items())


def _plain(value: Any) -> Any:
    """Lists of (lazy label, address) as something that can be compared."""
    if isinstance(value, list | tuple):
        return tuple(_plain(part) for part in value)
    return value if isinstance(value, bool | int | None) else str(value)
