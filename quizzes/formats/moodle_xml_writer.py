"""Writing Moodle XML: texts as HTML paragraphs, pictures and sounds embedded.

What Moodle has no field for (our scheme, what is forgiven, difficulty …) stands as attributes of
<question>, which Moodle passes over and our reader knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from quizzes.formats import moodle_cloze, schemes, writing, xml_text
from quizzes.formats.file_types import suffix
from quizzes.formats.media import of_place
from quizzes.formats.neutral import Question, RefusedError, Written, exact, short
from quizzes.formats.plain import to_html
from quizzes.formats.xml_text import element

_ORDER_MARKING = {
    "exact": "ALL_OR_NOTHING",
    "part": "ABSOLUTE_POSITION",
    "order.neighbours": "RELATIVE_NEXT_EXCLUDE_LAST",
    "order.pairs": "RELATIVE_ALL_PREVIOUS_AND_NEXT",
}


def write(questions: list[Question]) -> Written:
    written = Written(extension="xml", content_type="application/xml")
    lines, category = [], ""
    for question, text in writing.each(written, questions, _question):
        if question.get("category", "") != category:
            category = question.get("category", "")
            lines.append(_category(category))
        lines.append(text)
    body = "".join(f"\n{line}" for line in lines)
    written.data = f"{xml_text.HEAD}<quiz>{body}\n</quiz>\n".encode()
    return written


def _category(name: str) -> str:
    path = xml_text.text(f"$course$/top/{name}")
    return element("question", element("category", element("text", path)), type="category")


def _question(question: Question) -> str:
    maker = _KINDS.get(question["kind"])
    if maker is None:
        raise writing.refuse_kind(question)
    name, parts = maker(question)
    title = question.get("title") or short(question["stem"])
    head = [element("name", _text(title)), _asked(question)]
    head.append(
        _marked("generalfeedback", question, question.get("explanation", ""), "explanation")
    )
    head.append(element("defaultgrade", "1"))
    head.append(element("idnumber", xml_text.text(question.get("code", ""))))
    tags = [element("tag", _text(tag)) for tag in question.get("tags", [])]
    settings = schemes.settings_of(question)
    return element(
        "question", *head, *parts, *tags and [element("tags", *tags)], type=name, **settings
    )


def _asked(question: Question) -> str:
    if question["kind"] != "gap_text":
        return _marked("questiontext", question, question["stem"], "stem")
    gaps = iter(question["gaps"])
    text = to_html(question["stem"]) + moodle_cloze.NUMBERED.sub(
        lambda _gap: moodle_cloze.written(next(gaps)), to_html(question["text"])
    )
    return element("questiontext", _text(text + _shown(question, "stem")), *_files(question, "stem"),
                   format="html")  # fmt: skip


def _text(text: str) -> str:
    return element("text", xml_text.text(text))


def _marked(name: str, question: Question, text: str, place: str, **attributes: Any) -> str:
    """A text in HTML with the media of its place."""
    html = (to_html(text) if text else "") + _shown(question, place)
    return element(name, _text(html), *_files(question, place), format="html", **attributes)


def _shown(question: Question, place: str) -> str:
    tags = []
    for entry in of_place(question, place):
        source = f'src="@@PLUGINFILE@@/{quote(entry["name"])}"'
        said = escape(entry.get("alt", ""))
        is_picture = entry["type"].startswith("image/")
        tag = (
            f'<img {source} alt="{said}">'
            if is_picture
            else f'<audio {source} title="{said}"></audio>'
        )
        tags.append(f"<p>{tag}</p>")
    return "".join(tags)


def _files(question: Question, place: str) -> Iterator[str]:
    for entry in of_place(question, place):
        yield element("file", entry["data"], name=entry["name"], path="/", encoding="base64")


def _feedback(row: Mapping[str, Any]) -> str:
    html = to_html(row["feedback"]) if row.get("feedback") else ""
    return element("feedback", _text(html), format="html")


def _fraction(weight: float) -> str:
    return exact(round(weight * 100, 5))


# --- kinds ---------------------------------------------------------------------------------------

Parts = tuple[str, list[str]]


def _choice(question: Question) -> Parts:
    rows = zip(question["options"], schemes.shares(question), strict=True)
    answers = [
        _with_feedback(_marked("answer", question, row["text"], str(n), fraction=_fraction(w)), row)
        for n, (row, w) in enumerate(rows, start=1)
    ]
    is_fixed = all(option.get("pin") for option in question["options"])
    return "multichoice", [
        element("single", "false" if question["kind"] == "multiple" else "true"),
        element("shuffleanswers", "false" if is_fixed else "true"),
        element("answernumbering", "abc"),
        *answers,
    ]


def _with_feedback(answer: str, row: Mapping[str, Any]) -> str:
    return answer.removesuffix("</answer>") + _feedback(row) + "</answer>"


def _true_false(question: Question) -> Parts:
    feedback = question.get("feedback", {})
    answers = [
        element(
            "answer",
            _text(name),
            _feedback({"feedback": feedback.get(name, "")}),
            fraction="100" if (name == "true") is bool(question["answer"]) else "0",
        )
        for name in ("true", "false")
    ]
    return "truefalse", answers


def _typed(row: Mapping[str, Any], text: str, *more: str) -> str:
    weight = _fraction(row.get("weight", 1))
    return element(
        "answer", _text(text), *more, _feedback(row), fraction=weight, format="plain_text"
    )


def _short_text(question: Question) -> Parts:
    answers = [_typed(row, row["text"]) for row in schemes.as_answers(question)]
    return "shortanswer", [element("usecase", str(int(question.get("fold") == "exact"))), *answers]


def _number(question: Question) -> Parts:
    answers = [
        _typed(row, row["value"], element("tolerance", row.get("tolerance", "0")))
        for row in schemes.as_values(question)
    ]
    units = question.get("units", [])
    if question.get("unit"):
        units = [{"name": question["unit"], "factor": "1"}]
    if not units:
        return "numerical", answers
    listed = [
        element(
            "unit",
            element("multiplier", unit["factor"]),
            element("unit_name", xml_text.text(unit["name"])),
        )
        for unit in units
    ]
    grading = "0"
    if question.get("unit_penalty"):
        grading = "2" if question.get("unit_penalty_of") == "question" else "1"
    penalty = element("unitpenalty", str(question.get("unit_penalty", "0")))
    return "numerical", [
        *answers, element("units", *listed), element("unitgradingtype", grading), penalty,
        element("showunits", "0"),
    ]  # fmt: skip


def _matching(question: Question) -> Parts:
    pairs = [(pair["left"], pair["right"]) for pair in question["pairs"]]
    pairs += [("", text) for text in question.get("extra", [])]
    return "matching", [element("shuffleanswers", "true"), *(
        element("subquestion", _text(to_html(left) if left else ""),
                element("answer", _text(right)), format="html")
        for left, right in pairs
    )]  # fmt: skip


def _ordering(question: Question) -> Parts:
    marking = _ORDER_MARKING.get(question.get("scheme", "exact"), "ABSOLUTE_POSITION")
    items = [
        element("answer", _text(to_html(item["text"])), fraction=str(place), format="html")
        for place, item in enumerate(question["items"], start=1)
    ]
    head = [element("layouttype", "VERTICAL"), element("selecttype", "ALL")]
    return "ordering", [*head, element("gradingtype", marking), *items]


def _gap_text(question: Question) -> Parts:
    if len(moodle_cloze.NUMBERED.findall(question["text"])) != len(question["gaps"]):
        raise RefusedError(_("A gap in the text has no answer."))
    return "cloze", []


def _essay(question: Question, form: str, *more: str) -> Parts:
    rubric = _marked("graderinfo", {}, question.get("rubric", ""), "")
    return "essay", [element("responseformat", form), *more, rubric]


def _open_answer(question: Question) -> Parts:
    words = question.get("max_words")
    limit = [element("maxwordlimit", str(words))] if words else []
    return _essay(question, "editor", element("attachments", "0"), *limit)


def _file_answer(question: Question) -> Parts:
    size = int(question.get("max_mb") or 0) * 1_048_576
    types = ",".join(map(suffix, question.get("types", [])))
    return _essay(
        question, "noinline", element("attachments", "1"), element("attachmentsrequired", "1"),
        element("maxbytes", str(size)), element("filetypeslist", xml_text.text(types)),
    )  # fmt: skip


_KINDS: dict[str, Callable[[Question], Parts]] = {
    "single": _choice,
    "multiple": _choice,
    "image_choice": _choice,
    "true_false": _true_false,
    "short_text": _short_text,
    "number": _number,
    "matching": _matching,
    "ordering": _ordering,
    "gap_text": _gap_text,
    "open_answer": _open_answer,
    "file_answer": _file_answer,
}
