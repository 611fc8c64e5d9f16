"""A question as an assessmentItem.

The explanation is modal feedback that is always shown (its outcome has it as default); what is said
to whoever chose an option stands in the option. Names are those of QTI 2; the dialect turns them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quizzes.formats import schemes, writing, xml_text
from quizzes.formats.file_types import media_type
from quizzes.formats.media import content, of_place
from quizzes.formats.moodle_cloze import NUMBERED
from quizzes.formats.neutral import Question, RefusedError, as_weight, identity, short
from quizzes.formats.plain import to_html
from quizzes.formats.qti import hotspots
from quizzes.formats.qti.gaps import MARK
from quizzes.formats.qti.items import TOOL
from quizzes.formats.qti.names import Dialect
from quizzes.formats.xml_text import element

_RESPONSE = "RESPONSE"


class ItemWriter:
    def __init__(self, dialect: Dialect, question: Question) -> None:
        self.el, self.dialect, self.question = dialect.el, dialect, question
        self.declared: list[str] = []
        self.marked = ""  # responseProcessing

    def xml(self) -> str:
        write = _KINDS.get(self.question["kind"])
        if write is None:
            raise writing.refuse_kind(self.question)
        body = write(self)
        title = self.question.get("title") or short(self.question["stem"])
        return self.el(
            "assessmentItem",
            *self.declared,
            *self._outcomes(),
            self.el("itemBody", body),
            self.marked,
            self._explanation(),
            xmlns=self.dialect.namespace,
            identifier="item",
            title=title,
            label=self.question.get("code"),
            adaptive="false",
            timeDependent="false",
            toolName=TOOL,
        )

    # --- parts every item has ----------------------------------------------------------------------

    def _outcomes(self) -> list[str]:
        score = self.el(
            "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float"
        )
        names = [name for name in ("FEEDBACK", "EXPLANATION") if self._says(name)]
        return [score, *(self._outcome(name) for name in names)]

    def _says(self, name: str) -> bool:
        if name == "EXPLANATION":
            return bool(self.question.get("explanation") or of_place(self.question, "explanation"))
        return self._has_feedback()

    def _has_feedback(self) -> bool:
        options = self.question.get("options", [])
        return bool(self.question.get("feedback")) or any(row.get("feedback") for row in options)

    def _outcome(self, name: str) -> str:
        value = self.el("defaultValue", self.el("value", "explanation"))
        default = [value] if name == "EXPLANATION" else []
        return self.el("outcomeDeclaration", *default, identifier=name,
                       cardinality="multiple" if self.is_several and not default else "single",
                       baseType="identifier")  # fmt: skip

    @property
    def is_several(self) -> bool:
        return self.question["kind"] == "multiple"

    def _explanation(self) -> str:
        if not self._says("EXPLANATION"):
            return ""
        html = (
            to_html(self.question.get("explanation", ""))
            if self.question.get("explanation")
            else ""
        )
        shown = html + self.media("explanation")
        inner = self.el("contentBody", shown) if self.dialect.is_kebab else shown
        return self.el("modalFeedback", inner, outcomeIdentifier="EXPLANATION",
                       identifier="explanation", showHide="show")  # fmt: skip

    def stem(self) -> str:
        return to_html(self.question["stem"]) + self.media("stem")

    def media(self, place: str) -> str:
        return "".join(
            element("p", self._medium(entry)) for entry in of_place(self.question, place)
        )

    def _medium(self, entry: Any) -> str:
        source = xml_text.address(f"{self.folder}/{entry['name']}")
        alt = entry.get("alt", "")
        if entry["type"].startswith("image/"):
            return element("img", src=source, alt=alt)
        if self.dialect.is_kebab:
            return element("audio", src=source, title=alt, controls="controls")
        return element("object", data=source, type=entry["type"], title=None)

    @property
    def folder(self) -> str:
        """Where the package keeps this item's media, beside the item."""
        return f"media-{identity(self.question)[:12]}"

    # --- key and marking -----------------------------------------------------------------------------

    def declare(
        self,
        correct: Iterable[str],
        *,
        cardinality: str = "single",
        base_type: str = "identifier",
        mapping: str = "",
        identifier: str = _RESPONSE,
    ) -> None:
        values = [self.el("value", xml_text.text(text)) for text in correct]
        key = [self.el("correctResponse", *values)] if values else []
        self.declared.append(
            self.el(
                "responseDeclaration",
                *key,
                mapping,
                identifier=identifier,
                cardinality=cardinality,
                baseType=base_type,
            )
        )

    def mapping(
        self, entries: Iterable[tuple[str, float]], *, most: float | None = 1, **more: str
    ) -> str:
        rows = [
            self.el("mapEntry", mapKey=key, mappedValue=as_weight(value), **more)
            for key, value in entries
        ]
        upper = {} if most is None else {"upperBound": most}
        return self.el("mapping", *rows, lowerBound=0, **upper, defaultValue=0)

    def mark(self, rule: str) -> None:
        """By a template; written out where feedback to options has to be set too."""
        if not self._has_feedback():
            self.marked = self.el("responseProcessing", template=self.dialect.rule(rule))
            return
        feedback = self.el("setOutcomeValue", self.variable(), identifier="FEEDBACK")
        score = self._mapped() if rule == "map_response" else self._matched()
        self.marked = self.el("responseProcessing", score, feedback)

    def variable(self) -> str:
        return self.el("variable", identifier=_RESPONSE)

    def _mapped(self) -> str:
        nothing = self.el("isNull", self.variable())
        return self.el(
            "responseCondition",
            self.el("responseIf", nothing, self.score("0")),
            self.el("responseElse", self._set(self.el("mapResponse", identifier=_RESPONSE))),
        )

    def _matched(self) -> str:
        return self.condition(
            self.el("match", self.variable(), self.el("correct", identifier=_RESPONSE))
        )

    def condition(self, test: str) -> str:
        return self.el(
            "responseCondition",
            self.el("responseIf", test, self.score("1")),
            self.el("responseElse", self.score("0")),
        )

    def score(self, value: str) -> str:
        return self._set(self.el("baseValue", value, baseType="float"))

    def _set(self, value: str) -> str:
        return self.el("setOutcomeValue", value, identifier="SCORE")


# --- kinds ---------------------------------------------------------------------------------------


def _choice(item: ItemWriter) -> str:
    question, el = item.question, item.el
    options, weights = question["options"], schemes.shares(question)
    names = [f"choice{number}" for number in range(1, len(options) + 1)]
    is_mapped = schemes.uses_weights(question)
    right = [name for name, option in zip(names, options, strict=True) if option.get("correct")]
    mapping = item.mapping(zip(names, weights, strict=True)) if is_mapped else ""
    item.declare(right, cardinality="multiple" if item.is_several else "single", mapping=mapping)
    item.mark("map_response" if is_mapped else "match_correct")
    choices = [
        el("simpleChoice", to_html(option["text"]) + item.media(str(number)), _inline(item, name, option),
           identifier=name, fixed="true" if option.get("pin") else None)
        for number, (name, option) in enumerate(zip(names, options, strict=True), start=1)
    ]  # fmt: skip
    return item.stem() + el(
        "choiceInteraction", *choices, responseIdentifier=_RESPONSE, shuffle="true",
        maxChoices="0" if item.is_several else "1",
    )  # fmt: skip


def _inline(item: ItemWriter, name: str, row: Any) -> str:
    if not row.get("feedback"):
        return ""
    text = xml_text.text(" ".join(row["feedback"].split("\n")))
    return item.el(
        "feedbackInline", text, outcomeIdentifier="FEEDBACK", identifier=name, showHide="show"
    )


def _true_false(item: ItemWriter) -> str:
    question, el = item.question, item.el
    item.declare(["true" if question["answer"] else "false"])
    item.mark("match_correct")
    said = question.get("feedback", {})
    choices = [
        el("simpleChoice", element("p", word), _inline(item, name, {"feedback": said.get(name, "")}),
           identifier=name)
        for name, word in _words()
    ]  # fmt: skip
    return item.stem() + el("choiceInteraction", *choices, responseIdentifier=_RESPONSE,
                            shuffle="false", maxChoices="1")  # fmt: skip


def _words() -> tuple[tuple[str, str], ...]:
    right, wrong = pgettext("statement", "Right"), pgettext("statement", "Not right")
    return (("true", right), ("false", wrong))


def _entry(item: ItemWriter) -> str:
    return item.stem() + element("p", item.el("textEntryInteraction", responseIdentifier=_RESPONSE))


def _short_text(item: ItemWriter) -> str:
    question, answers = item.question, schemes.as_answers(item.question)
    if any(schemes.is_pattern(row) for row in answers):
        raise RefusedError(_("This format has no patterns: an answer holds *."))
    if any(row.get("feedback") for row in answers):
        raise RefusedError(_("This format has no feedback to a typed answer."))
    texts = [(row["text"].replace("\\*", "*"), row.get("weight", 1)) for row in answers]
    sensitive = "true" if question.get("fold") == "exact" else "false"
    mapping = item.mapping(texts, caseSensitive=sensitive)
    right = [text for text, weight in texts if weight == 1][:1]
    item.declare(right, base_type="string", mapping=mapping)
    item.mark("map_response")
    return _entry(item)


def _number(item: ItemWriter) -> str:
    question, el = item.question, item.el
    if "answers" in question or question.get("units"):
        raise RefusedError(_("This format has one right number and no units."))
    item.declare([question["answer"]], base_type="float")
    tolerance = question.get("tolerance", "0")
    key = el("correct", identifier=_RESPONSE)
    test = el("equal", item.variable(), key, toleranceMode="absolute",
              tolerance=f"{tolerance} {tolerance}")  # fmt: skip
    item.marked = el("responseProcessing", item.condition(test))
    return _entry(item)


def _matching(item: ItemWriter) -> str:
    question, el = item.question, item.el
    texts = [*(pair["right"] for pair in question["pairs"]), *question.get("extra", [])]
    rights = {text: f"R{number}" for number, text in enumerate(dict.fromkeys(texts), start=1)}
    pairs = [f"L{n} {rights[pair['right']]}" for n, pair in enumerate(question["pairs"], start=1)]
    is_exact = question.get("scheme") in ("exact", "qti.match_correct")
    mapping = "" if is_exact else item.mapping([(pair, 1) for pair in pairs], most=None)
    item.declare(pairs, cardinality="multiple", base_type="directedPair", mapping=mapping)
    item.mark("match_correct" if is_exact else "map_response")
    left = [
        el("simpleAssociableChoice", to_html(pair["left"]), identifier=f"L{n}", matchMax="1")
        for n, pair in enumerate(question["pairs"], start=1)
    ]
    right = [
        el("simpleAssociableChoice", to_html(text), identifier=name, matchMax="0")
        for text, name in rights.items()
    ]
    sets = [el("simpleMatchSet", *left), el("simpleMatchSet", *right)]
    return item.stem() + el("matchInteraction", *sets, responseIdentifier=_RESPONSE, shuffle="true",
                            maxAssociations="0")  # fmt: skip


def _ordering(item: ItemWriter) -> str:
    rows, el = item.question["items"], item.el
    names = [f"item{number}" for number in range(1, len(rows) + 1)]
    item.declare(names, cardinality="ordered")
    item.mark("match_correct")
    choices = [
        el("simpleChoice", to_html(row["text"]), identifier=name)
        for name, row in zip(names, rows, strict=True)
    ]
    return item.stem() + el(
        "orderInteraction", *choices, responseIdentifier=_RESPONSE, shuffle="true"
    )


def _gap_text(item: ItemWriter) -> str:
    question, el = item.question, item.el
    if len(NUMBERED.findall(question["text"])) != len(question["gaps"]):
        raise RefusedError(_("A gap in the text has no answer."))
    gaps = (_gap(item, f"RESPONSE{n}", gap) for n, gap in enumerate(question["gaps"], start=1))
    text = NUMBERED.sub(lambda _gap: next(gaps), to_html(question["text"]))
    scores = [
        el("mapResponse", identifier=f"RESPONSE{n + 1}") for n in range(len(question["gaps"]))
    ]
    total = el("setOutcomeValue", el("sum", *scores), identifier="SCORE")
    item.marked = el("responseProcessing", total)
    return item.stem() + element("div", text, class_=MARK)


def _gap(item: ItemWriter, identifier: str, gap: Any) -> str:
    names = count(1)
    el, accept = item.el, gap["accept"]
    if "options" not in gap:
        sensitive = "true" if gap.get("fold") == "exact" else "false"
        mapping = item.mapping([(text, 1) for text in accept], caseSensitive=sensitive)
        item.declare(accept[:1], base_type="string", mapping=mapping, identifier=identifier)
        return el("textEntryInteraction", responseIdentifier=identifier)
    texts = {f"option{next(names)}": text for text in gap["options"]}
    right = [name for name, text in texts.items() if text in accept]
    mapping = item.mapping([(name, 1) for name in right])
    item.declare(right[:1], mapping=mapping, identifier=identifier)
    choices = [el("inlineChoice", xml_text.text(t), identifier=n) for n, t in texts.items()]
    return el("inlineChoiceInteraction", *choices, responseIdentifier=identifier, shuffle="false")


def _by_person(item: ItemWriter, interaction: str) -> str:
    rubric = item.question.get("rubric")
    inner = to_html(rubric) if rubric else ""
    inner = item.el("contentBody", inner) if inner and item.dialect.is_kebab else inner
    for_marker = item.el("rubricBlock", inner, view="scorer", use="scoring") if rubric else ""
    return item.stem() + interaction + for_marker


def _open_answer(item: ItemWriter) -> str:
    item.declare([], base_type="string")
    return _by_person(item, item.el("extendedTextInteraction", responseIdentifier=_RESPONSE))


def _file_answer(item: ItemWriter) -> str:
    item.declare([], base_type="file")
    types = " ".join(map(media_type, item.question.get("types", []))) or None
    return _by_person(item, item.el("uploadInteraction", responseIdentifier=_RESPONSE, type=types))


def _hotspot(item: ItemWriter) -> str:
    question, el = item.question, item.el
    entries = [entry for entry in question.get("media", []) if entry["name"] == question["image"]]
    if not entries:
        raise RefusedError(_("The picture of the places is missing."))
    size = hotspots.pixels(content(entries[0]))
    regions = [(f"place{n}", row) for n, row in enumerate(question["regions"], start=1)]
    right = [name for name, row in regions if row.get("correct")]
    is_part = question.get("scheme") == "part"
    mapping = item.mapping([(name, 1) for name in right], most=None) if is_part else ""
    item.declare(right, cardinality="multiple" if len(right) > 1 else "single", mapping=mapping)
    item.mark("map_response" if is_part else "match_correct")
    source = xml_text.address(f"{item.folder}/{entries[0]['name']}")
    picture = element("object", xml_text.text(entries[0].get("alt", "")), data=source,
                      type=entries[0]["type"], width=int(size[0]), height=int(size[1]))  # fmt: skip
    places = [
        el("hotspotChoice", identifier=name, shape=row["shape"], hotspotLabel=row["label"],
           coords=hotspots.in_pixels(row["coords"], size))
        for name, row in regions
    ]  # fmt: skip
    return item.stem() + el("hotspotInteraction", picture, *places, responseIdentifier=_RESPONSE,
                            maxChoices="0" if len(right) > 1 else "1")  # fmt: skip


_KINDS: dict[str, Callable[[ItemWriter], str]] = {
    "single": _choice,
    "multiple": _choice,
    "image_choice": _choice,
    "true_false": _true_false,
    "short_text": _short_text,
    "number": _number,
    "matching": _matching,
    "ordering": _ordering,
    "gap_text": _gap_text,
    "hotspot": _hotspot,
    "open_answer": _open_answer,
    "file_answer": _file_answer,
}
