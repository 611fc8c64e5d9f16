"""What is written and read again is the same question, for every kind a format can hold."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.formats import Question, read, tidy, write
from tests.quizzes.formats.neutral_questions import questions

GIFT = ("single", "multiple", "true_false", "short_text", "number", "matching", "open_answer")
MOODLE = (*GIFT, "ordering", "gap_text")
usual = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))


def there_and_back(listed: list[Question], format: str) -> None:
    written = write(listed, format)
    assert written.problems == []
    assert written.notes == []
    reading = read(written.data, format)
    assert reading.problems == []
    assert reading.questions == listed


@usual
@given(questions(*GIFT))
def test_gift(listed: list[Question]) -> None:
    there_and_back(listed, "gift")


@usual
@given(questions(*MOODLE))
def test_moodle_xml(listed: list[Question]) -> None:
    there_and_back(listed, "moodle_xml")


QTI = ("single", "multiple", "true_false", "matching", "ordering", "gap_text", "open_answer")


@pytest.mark.parametrize("format", ["qti", "qti22", "qti30"])
def test_qti(format: str) -> None:
    @usual
    @given(questions(*QTI).map(as_qti_keeps_them))
    def property_(listed: list[Question]) -> None:
        there_and_back(listed, format)

    property_()


def as_qti_keeps_them(listed: list[Question]) -> list[Question]:
    """Left sides and texts to match stand once each there."""
    for question in listed:
        if question["kind"] == "matching":
            rights = {pair["right"] for pair in question["pairs"]}
            extra = dict.fromkeys(t for t in question.get("extra", []) if t not in rights)
            question.pop("extra", None)
            question |= {"extra": list(extra)} if extra else {}
    return [tidy(question) for question in listed]


XLSX = ("single", "multiple", "true_false", "matching", "ordering", "gap_text", "short_text")


@usual
@given(questions(*XLSX).filter(lambda listed: not needs_other_signs(listed)))
def test_xlsx(listed: list[Question]) -> None:
    there_and_back(listed, "xlsx")


def needs_other_signs(listed: list[Question]) -> bool:
    """The template separates by | and =>, and has one level of what is forgiven."""
    texts = str(listed)
    levels = [{gap.get("fold") for gap in question.get("gaps", [])} - {None} for question in listed]
    return any(sign in texts for sign in "|*") or "=>" in texts or any(len(x) > 1 for x in levels)


@usual
@given(st.lists(st.lists(st.text("ab ăđ:#{", min_size=1).map(str.strip).filter(bool), min_size=2,
                         max_size=5), min_size=1, max_size=4))  # fmt: skip
def test_aiken(texts: list[list[str]]) -> None:
    listed: list[Question] = [
        {"kind": "single", "stem": f"Câu {n}", "options": [{"text": text} for text in options]}
        for n, options in enumerate(texts)
    ]
    for question in listed:
        question["options"][-1]["correct"] = True
    there_and_back(read(write(listed, "aiken").data, "aiken").questions, "aiken")


@pytest.mark.parametrize("format", ["gift", "moodle_xml"])
def test_twice_is_once(format: str) -> None:
    """Reading what was written gives a file that is the same to the byte."""
    listed: list[Question] = [{"kind": "true_false", "code": "A", "stem": "Đúng?", "answer": False}]
    once = write(listed, format)
    assert write(read(once.data, format).questions, format).data == once.data
