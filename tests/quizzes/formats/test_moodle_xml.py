"""Moodle XML, type by type."""

import base64
import io
from typing import Any

import pytest
from PIL import Image

from quizzes.formats import Question, Reading, read, write


def png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(stream, "PNG")
    return stream.getvalue()


PNG = base64.b64encode(png()).decode()


def quiz(*questions: str) -> Reading:
    return read(f"<quiz>{''.join(questions)}</quiz>".encode(), "moodle_xml")


def xml(type: str, inner: str, stem: str = "Hỏi?") -> str:
    return (
        f'<question type="{type}"><name><text>Tên</text></name>'
        f'<questiontext format="html"><text><![CDATA[{stem}]]></text></questiontext>{inner}</question>'
    )


def one(type: str, inner: str, stem: str = "Hỏi?") -> Question:
    reading = quiz(xml(type, inner, stem))
    assert reading.problems == [], reading.problems
    return reading.questions[0]


def answer(text: str, fraction: object, more: str = "") -> str:
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{more}</answer>'


def test_facts_of_every_question() -> None:
    reading = quiz(
        '<question type="category"><category><text>$course$/top/Luật/Nhà</text></category></question>',
        xml(
            "truefalse",
            "<generalfeedback format='html'><text>&lt;p&gt;Vì vậy.&lt;/p&gt;</text></generalfeedback>"
            "<idnumber>XD-7</idnumber><tags><tag><text>đất</text></tag><tag><text>nhà</text></tag></tags>"
            + answer("true", 100)
            + answer("false", 0, "<feedback><text>sai</text></feedback>"),
        ),
    )
    assert reading.questions == [
        {
            "kind": "true_false",
            "code": "XD-7",
            "title": "Tên",
            "category": "Luật/Nhà",
            "tags": ["đất", "nhà"],
            "stem": "Hỏi?",
            "answer": True,
            "feedback": {"false": "sai"},
            "explanation": "Vì vậy.",
        }
    ]


def test_several_choices_with_weights() -> None:
    question = one(
        "multichoice",
        "<single>false</single><shuffleanswers>true</shuffleanswers>"
        "<answernumbering>abc</answernumbering>"
        + answer("a", 50)
        + answer("b", 50, "<feedback format='html'><text>được</text></feedback>")
        + answer("c", "-33.33333"),
    )
    assert question["kind"] == "multiple"
    assert question["scheme"] == "moodle.multiple"
    assert question["options"] == [
        {"text": "a", "correct": True, "weight": 0.5},
        {"text": "b", "correct": True, "weight": 0.5, "feedback": "được"},
        {"text": "c", "weight": -0.3333333},
    ]


def test_options_that_must_not_be_shuffled_stay() -> None:
    question = one(
        "multichoice",
        "<single>true</single><shuffleanswers>0</shuffleanswers>"
        + answer("a", 100)
        + answer("b", 0),
    )
    assert [row.get("pin") for row in question["options"]] == [True, True]
    assert question["kind"] == "single"


def test_pictures_are_kept_where_they_stand() -> None:
    file = f'<file name="hình 1.png" path="/" encoding="base64">{PNG}</file>'
    reading = quiz(
        '<question type="multichoice"><name><text>Tên</text></name><questiontext format="html">'
        '<text>&lt;p&gt;Xem &lt;img src="@@PLUGINFILE@@/h%C3%ACnh%201.png" alt="Một ngôi nhà"&gt;'
        f"&lt;/p&gt;</text>{file}</questiontext><single>true</single>"
        f'<answer fraction="100" format="html"><text>&lt;img src="@@PLUGINFILE@@/a.png" alt="nhà"&gt;'
        f'</text><file name="a.png" encoding="base64">{PNG}</file></answer>{answer("b", 0)}</question>'
    )
    assert reading.problems == []
    (question,) = reading.questions
    assert [(m["name"], m["place"], m["alt"], m["type"]) for m in question["media"]] == [
        ("hình 1.png", "stem", "Một ngôi nhà", "image/png"),
        ("a.png", "1", "nhà", "image/png"),
    ]
    assert question["options"][0]["text"] == "nhà"
    again = read(write([question], "moodle_xml").data, "moodle_xml")
    assert again.questions == [question]


def test_one_choice_among_pictures() -> None:
    options = "".join(
        f'<answer fraction="{worth}" format="html"><text>&lt;img src="@@PLUGINFILE@@/{n}.png" '
        f'alt="hình {n}"&gt;</text><file name="{n}.png" encoding="base64">{PNG}</file></answer>'
        for n, worth in ((1, 100), (2, 0))
    )
    question = one("multichoice", f"<single>true</single>{options}")
    assert question["kind"] == "image_choice"
    assert [(row["text"], row["image"]) for row in question["options"]] == [
        ("hình 1", "1.png"), ("hình 2", "2.png"),
    ]  # fmt: skip


@pytest.mark.parametrize(("usecase", "fold"), [("0", "case"), ("1", "exact")])
def test_short_answers(usecase: str, fold: str) -> None:
    inner = f"<usecase>{usecase}</usecase>" + answer("Hà Nội", 100) + answer(r"5\*", 100)
    assert one("shortanswer", inner) == {
        "kind": "short_text",
        "title": "Tên",
        "stem": "Hỏi?",
        "accept": ["Hà Nội", "5*"],
        "fold": fold,
    }


def test_short_answers_with_wildcards() -> None:
    question = one("shortanswer", answer("Hà*", 100) + answer("H*", 50))
    assert question["scheme"] == "moodle.short_text"
    assert [row["text"] for row in question["answers"]] == ["Hà*", "H*"]


def test_numbers_with_units() -> None:
    unit = "<unit><multiplier>{}</multiplier><unit_name>{}</unit_name></unit>"
    units = f"<units>{unit.format(1, 'm')}{unit.format(100, 'cm')}</units>"
    number = answer("23.8", 100, "<tolerance>0.5</tolerance>")
    question = one(
        "numerical",
        f"{number}{units}<unitgradingtype>1</unitgradingtype><unitpenalty>0.1</unitpenalty>"
        "<showunits>0</showunits>",
    )
    assert question["answer"] == "23.8"
    assert question["tolerance"] == "0.5"
    assert question["units"] == [{"name": "m", "factor": "1"}, {"name": "cm", "factor": "100"}]
    assert question["unit_penalty"] == "0.1"
    assert question["scheme"] == "moodle.number"
    assert read(write([question], "moodle_xml").data, "moodle_xml").questions == [question]


def test_a_single_unit_that_costs_nothing() -> None:
    inner = answer("7", 100) + (
        "<units><unit><multiplier>1</multiplier><unit_name>ngày</unit_name></unit></units>"
    )
    question = one("numerical", inner)
    assert question["unit"] == "ngày"
    assert "units" not in question


def test_matching_with_answers_to_spare() -> None:
    sub = '<subquestion format="html"><text>{}</text><answer><text>{}</text></answer></subquestion>'
    question = one("matching", sub.format("a", "1") + sub.format("b", "2") + sub.format("", "3"))
    assert question["pairs"] == [{"left": "a", "right": "1"}, {"left": "b", "right": "2"}]
    assert question["extra"] == ["3"]
    assert question["scheme"] == "moodle.matching"


def test_ordering_follows_the_positions() -> None:
    question = one(
        "ordering", "<gradingtype>ALL_OR_NOTHING</gradingtype>" + answer("b", 2) + answer("a", 1)
    )
    assert [item["text"] for item in question["items"]] == ["a", "b"]
    assert question["scheme"] == "exact"


def test_essays_and_files() -> None:
    essay = one(
        "essay",
        "<responseformat>editor</responseformat><maxwordlimit>150</maxwordlimit>"
        "<graderinfo format='html'><text>Đủ ba ý</text></graderinfo>",
    )
    assert (essay["kind"], essay["max_words"], essay["rubric"]) == ("open_answer", 150, "Đủ ba ý")
    file = one(
        "essay",
        "<responseformat>noinline</responseformat><attachments>1</attachments>"
        "<filetypeslist>.pdf,.jpg</filetypeslist><maxbytes>2097152</maxbytes>",
    )
    assert (file["kind"], file["types"], file["max_mb"]) == ("file_answer", ["pdf", "jpeg"], 2)


def test_gaps_of_cloze() -> None:
    question = one(
        "cloze",
        "",
        "<p>Đọc kỹ.</p><p>Nước sôi ở {1:NUMERICAL:=100:0} độ, {2:SHORTANSWER:=đá#đúng~=băng~%0%hơi} "
        r"là nước {1:MULTICHOICE_V:lỏng~=rắn\, lạnh~khí}.</p>",
    )
    assert question["stem"] == "Đọc kỹ."
    assert question["text"] == "Nước sôi ở [[1]] độ, [[2]] là nước [[3]]."
    assert question["gaps"] == [
        {"accept": ["100"], "fold": "exact"},
        {"accept": ["đá", "băng"], "fold": "case"},
        {"accept": ["rắn\\, lạnh"], "options": ["lỏng", "rắn\\, lạnh", "khí"]},
    ]


@pytest.mark.parametrize(
    "stem",
    [
        "Không có chỗ trống",
        "{1:MULTIRESPONSE:=a~=b~c}",
        "{1:SHORTANSWER:=a~%50%b}",
        "{1:NUMERICAL:=7:2}",
        "{1:SHORTANSWER:=H*}",
        "{1:SHORTANSWER:~%0%a}",
    ],
)
def test_gaps_that_do_not_fit_are_refused(stem: str) -> None:
    assert len(quiz(xml("cloze", "", stem)).problems) == 1


@pytest.mark.parametrize(("type", "tag"), [("gapselect", "selectoption"), ("ddwtos", "dragbox")])
def test_words_to_choose_or_drag(type: str, tag: str) -> None:
    words = "".join(
        f"<{tag}><text>{text}</text><group>{group}</group></{tag}>"
        for text, group in (("mèo", 1), ("nhà", 2), ("chó", 1))
    )
    question = one(type, words, "<p>Con [[1]] ở [[2]], [[3]] cũng vậy</p>")
    assert question["text"] == "Con [[1]] ở [[2]], [[3]] cũng vậy"
    assert question["gaps"][1] == {"accept": ["nhà"], "options": ["nhà"]}
    assert question["gaps"][2] == {"accept": ["chó"], "options": ["mèo", "chó"]}


@pytest.mark.parametrize(
    ("type", "inner"),
    [
        ("description", ""),
        ("calculated", ""),
        ("ddmarker", ""),
        ("random", ""),
        ("truefalse", answer("true", 100)),
        ("truefalse", answer("true", 100) + answer("false", 100)),
        ("multichoice", answer("a", 100)),
        ("multichoice", answer("a", 300) + answer("b", 0)),
        ("multichoice", answer("a", "x") + answer("b", 0)),
        ("numerical", answer("bảy", 100)),
        ("matching", ""),
        ("ordering", answer("a", 1)),
        ("gapselect", ""),
        ("shortanswer", answer("", 100)),
    ],
)
def test_refused_by_name_and_line(type: str, inner: str) -> None:
    good = xml("truefalse", answer("true", 100) + answer("false", 0))
    reading = quiz(f"{good}\n\n", xml(type, inner))
    assert len(reading.questions) == 1
    assert [problem.place for problem in reading.problems] == [3]
    if not inner:
        assert type in reading.problems[0].message or type in ("matching", "gapselect")


def test_lines_count_after_a_long_declaration() -> None:
    data = b'<?xml version="1.0"\nencoding="UTF-8"?>\n<quiz>\n<question type="calculated"/></quiz>'
    assert [problem.place for problem in read(data, "moodle_xml").problems] == [4]


def test_what_is_not_kept_is_noted() -> None:
    said = "<correctfeedback><text>Giỏi</text></correctfeedback><hint><text>x</text></hint>"
    reading = quiz(
        xml(
            "truefalse",
            f"{said}<defaultgrade>2</defaultgrade>" + answer("true", 100) + answer("false", 0),
        )
    )
    assert len(reading.notes) == 3
    assert len(reading.questions) == 1


def test_settings_of_ours_come_back() -> None:
    question: dict[str, Any] = {
        "kind": "multiple",
        "stem": "Q",
        "scheme": "part",
        "difficulty": "hard",
        "lesson": "bai-1",
        "options": [{"text": "a", "correct": True}, {"text": "b", "correct": True}, {"text": "c"}],
    }
    written = write([question], "moodle_xml")
    assert b'fraction="50"' in written.data  # for Moodle
    (back,) = read(written.data, "moodle_xml").questions
    assert back == {name: back[name] for name in back} | question
