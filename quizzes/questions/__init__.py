"""The kinds of questions there are: every module of this package holds one, found by itself.

"I don't know yet" belongs to every kind and to none: {"unknown": true}, always worth 0. So does an
answer that is only begun, where a half is no answer (an order): {"begun": …}, in the kind's own words.
It is kept while somebody works on it, counts as unanswered and is worth 0."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from quizzes.kind import FIELD, RIGHT, WRONG, Content, Form, Kind, Response

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNKNOWN = "unknown"
BEGUN = "begun"
UNKNOWN_RESPONSE: Mapping[str, bool] = {UNKNOWN: True}


def _found() -> dict[str, Kind]:
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    kinds: list[Kind] = sorted((module.KIND for module in modules), key=lambda kind: kind.place)
    return {kind.name: kind for kind in kinds}


KINDS = _found()


def kind_of(name: str) -> Kind:
    return KINDS[name]


def choices() -> list[tuple[str, StrOrPromise]]:
    return [(kind.name, kind.label) for kind in KINDS.values()]


def is_unknown(response: Mapping[str, object] | None) -> bool:
    return response is not None and response.get(UNKNOWN) is True


def is_begun(response: Mapping[str, object] | None) -> bool:
    return response is not None and BEGUN in response


def read(name: str, content: Content, form: Form) -> Response | None:
    """The response in a posted form. An answer counts more than "I don't know yet" left ticked."""
    given = [value for value in form.get(FIELD, []) if value != UNKNOWN]
    response = kind_of(name).read(content, {**form, FIELD: given})
    if response is None and UNKNOWN in [*form.get(FIELD, []), *form.get(UNKNOWN, [])]:
        return dict(UNKNOWN_RESPONSE)
    return response


def refusal(name: str, content: Content, response: Response) -> str:
    return "" if response == UNKNOWN_RESPONSE else kind_of(name).refusal(content, response)


def mark(name: str, content: Content, response: Response | None) -> Fraction | None:
    """From 0 to 1; nothing answered or only begun, "I don't know yet" and what does not count are 0.
    None: a person has to mark it."""
    kind = kind_of(name)
    if response is None or is_unknown(response) or is_begun(response) or not kind.counts:
        return WRONG
    given = kind.mark(content, response)
    return None if given is None else min(RIGHT, max(WRONG, given))
