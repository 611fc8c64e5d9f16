"""What an item declares: responses with their key and values, and how it is marked.

Read are the response processing templates match_correct and map_response (also map_response_point)
and the same rules written out. An item with a rule of its own is refused: we could only guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from quizzes.formats.neutral import RefusedError, decimal, exact
from quizzes.formats.qti.names import template_name
from quizzes.formats.xml import Node

MATCH, MAP, SUM, NONE = "match_correct", "map_response", "sum", ""
_TEMPLATES = {
    "match_correct": MATCH, "CC2_match": MATCH, "CC2_match_basic": MATCH,
    "map_response": MAP, "CC2_map_response": MAP, "map_response_point": MAP,
}  # fmt: skip
_PLAIN = {
    "responseCondition", "responseIf", "responseElseIf", "responseElse", "match", "equal",
    "stringMatch", "variable", "correct", "mapResponse", "mapResponsePoint", "setOutcomeValue",
    "baseValue", "isNull", "not", "and", "sum",
}  # fmt: skip


@dataclass(slots=True)
class Entry:
    key: str
    value: float
    is_case_sensitive: bool


@dataclass(slots=True)
class Response:
    """A responseDeclaration. `default`, `upper`: of its mapping."""

    identifier: str
    cardinality: str
    base_type: str
    correct: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    default: float = 0
    upper: float | None = None

    def value(self, key: str) -> float:
        return next((entry.value for entry in self.entries if entry.key == key), self.default)


def responses(item: Node) -> Mapping[str, Response]:
    found = (_response(node) for node in item.elements("responseDeclaration"))
    return {response.identifier: response for response in found}


def _response(node: Node) -> Response:
    response = Response(node.get("identifier"), node.get("cardinality"), node.get("baseType"))
    correct = node.first("correctResponse")
    if correct:
        response.correct = [value.text().strip() for value in correct.elements("value")]
    mapping = node.first("mapping")
    if mapping:
        response.default = float(decimal(mapping.get("defaultValue", "0")))
        upper = mapping.get("upperBound")
        response.upper = float(decimal(upper)) if upper else None
        response.entries = [_entry(entry) for entry in mapping.elements("mapEntry")]
    return response


def _entry(node: Node) -> Entry:
    value = float(decimal(node.get("mappedValue", "0")))
    # QTI 2.1 and later: caseSensitive is true unless said otherwise.
    return Entry(node.get("mapKey").strip(), value, node.get("caseSensitive", "true") != "false")


@dataclass(slots=True)
class Marking:
    """`rule`: match_correct, map_response, sum (of several) or "" (nothing is said)."""

    rule: str
    tolerance: str = "0"
    is_case_sensitive: bool = True


def marking(item: Node) -> Marking:
    processing = item.first("responseProcessing")
    if processing is None:
        return Marking(NONE)
    address = processing.get("template") or processing.get("templateLocation")
    if address:
        rule = _TEMPLATES.get(template_name(address))
        if rule is None:
            raise RefusedError(_own_rule(template_name(address)), processing.line)
        return Marking(rule)
    return _written_out(processing)


def _written_out(processing: Node) -> Marking:
    nodes = {node.name: node for node in processing.every(*_names(processing))}
    strange = sorted(nodes.keys() - _PLAIN)
    if strange:
        raise RefusedError(_own_rule(strange[0]), nodes[strange[0]].line)
    for node in processing.every("responseElseIf"):
        if any(out.get("identifier") == "SCORE" for out in node.every("setOutcomeValue")):
            raise RefusedError(_own_rule("responseElseIf"), node.line)
    text = nodes.get("stringMatch")
    is_case_sensitive = text is None or text.get("caseSensitive", "true") != "false"
    mapped = list(processing.every("mapResponse", "mapResponsePoint"))
    if "sum" in nodes or len(mapped) > 1:
        return Marking(SUM, is_case_sensitive=is_case_sensitive)
    rule = MAP if mapped else MATCH if "correct" in nodes else NONE
    return Marking(rule, _tolerance(nodes.get("equal")), is_case_sensitive)


def _names(node: Node) -> set[str]:
    return {child.name for child in node.elements()}.union(*map(_names, node.elements()))


def _tolerance(equal: Node | None) -> str:
    """Of <equal toleranceMode="absolute" tolerance="0.5 0.5">."""
    if equal is None or equal.get("toleranceMode", "exact") == "exact":
        return "0"
    below, *above = [exact(value) for value in equal.get("tolerance", "0").split()] or ["0"]
    if equal.get("toleranceMode") != "absolute" or any(value != below for value in above):
        raise RefusedError(_own_rule("equal"), equal.line)
    return below


def _own_rule(name: str) -> str:
    return _("The item is marked by a rule of its own (%(name)s).") % {"name": name}


def outcome_defaults(item: Node) -> dict[str, str]:
    """What outcomes hold before anything is marked."""
    found = {}
    for node in item.elements("outcomeDeclaration"):
        default = node.first("defaultValue")
        found[node.get("identifier")] = default.text_of("value") if default else ""
    return found
