"""QTI: items of 2.1, 2.2 and 3.0, packages, marking rules."""

import io
import re
import zipfile

import pytest

from quizzes.formats import Question, Reading, read, write
from quizzes.formats.qti.names import _kebab
from tests.quizzes.formats.test_moodle_xml import PNG, png

NS2 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
NS3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
MATCH = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'
MAP = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"/>'


def key(
    *values: str, cardinality: str = "single", base: str = "identifier", mapping: str = ""
) -> str:
    correct = "".join(f"<value>{value}</value>" for value in values)
    inner = f"<correctResponse>{correct}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="{base}">'
        f"{inner}{mapping}</responseDeclaration>"
    )


def item(declared: str, body: str, processing: str = MATCH, more: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>\n<assessmentItem xmlns="{NS2}" identifier="i" title="Tên" '
        f'adaptive="false" timeDependent="false">{declared}<outcomeDeclaration identifier="SCORE" '
        f'cardinality="single" baseType="float"/>\n<itemBody>{body}</itemBody>{processing}{more}'
        "</assessmentItem>"
    ).encode()


def in_qti3(data: bytes) -> bytes:
    """The item in the names of QTI 3.0: kebab case with qti- before, HTML as it is."""
    html = {"p", "div", "object", "img", "b", "i", "span"}

    def tag(found: re.Match[str]) -> str:
        slash, name, attributes = found.groups()
        if name in html or name == "?xml":
            return found.group()
        kebab = re.sub(r"(\w+)=", lambda a: f"{_kebab(a.group(1))}=", attributes)
        return f"<{slash}qti-{_kebab(name)}{kebab}>"

    text = data.decode().replace(NS2, NS3)
    return re.sub(r"<(/?)([a-zA-Z]+)([^<>]*)>", tag, text).encode()


def one(data: bytes) -> Question:
    """The question, the same in QTI 2 and in QTI 3."""
    reading = read(data, "qti")
    assert reading.problems == [], reading.problems
    assert read(in_qti3(data), "qti").questions == reading.questions
    return reading.questions[0]


def choices(
    name: str = "choiceInteraction", attributes: str = 'maxChoices="1"', inner: str = ""
) -> str:
    options = "".join(f'<simpleChoice identifier="{n}">Lựa chọn {n}</simpleChoice>' for n in "ABC")
    return (
        f'<p>Xem <b>kỹ</b>.</p><{name} responseIdentifier="RESPONSE" {attributes}>'
        f"<prompt>Chọn gì?</prompt>{inner or options}</{name}>"
    )


def test_one_choice() -> None:
    assert one(item(key("B"), choices())) == {
        "kind": "single",
        "title": "Tên",
        "stem": "Xem kỹ.\nChọn gì?",
        "options": [
            {"text": "Lựa chọn A"},
            {"text": "Lựa chọn B", "correct": True},
            {"text": "Lựa chọn C"},
        ],
    }


def test_several_choices_match_the_key() -> None:
    question = one(
        item(key("A", "C", cardinality="multiple"), choices(attributes='maxChoices="0"'))
    )
    assert question["kind"] == "multiple"
    assert [row.get("correct", False) for row in question["options"]] == [True, False, True]
    assert "scheme" not in question


def test_a_mapping_counts_in_shares_of_what_can_be_reached() -> None:
    mapping = (
        '<mapping lowerBound="0" upperBound="2" defaultValue="-2"><mapEntry mapKey="A" mappedValue="1"/>'
        '<mapEntry mapKey="C" mappedValue="1"/></mapping>'
    )
    data = item(key("A", "C", cardinality="multiple", mapping=mapping), choices(attributes=""), MAP)
    question = one(data)
    assert question["scheme"] == "qti.map_response"
    assert [row.get("weight") for row in question["options"]] == [0.5, -1, 0.5]


def test_rules_written_out_are_understood() -> None:
    rule = (
        "<responseProcessing><responseCondition><responseIf><match><variable identifier='RESPONSE'/>"
        "<correct identifier='RESPONSE'/></match><setOutcomeValue identifier='SCORE'>"
        "<baseValue baseType='float'>1</baseValue></setOutcomeValue></responseIf></responseCondition>"
        "</responseProcessing>"
    )
    assert one(item(key("B"), choices(), rule))["kind"] == "single"


def test_feedback_and_fixed_choices() -> None:
    inner = (
        '<simpleChoice identifier="A">Một<feedbackInline outcomeIdentifier="FEEDBACK" identifier="A">'
        'Chưa đúng</feedbackInline></simpleChoice><simpleChoice identifier="B" fixed="true">Hai'
        "</simpleChoice>"
    )
    shown = (
        '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="B" showHide="show">Đúng rồi'
        "</modalFeedback>"
    )
    question = one(item(key("B"), choices(inner=inner), more=shown))
    assert question["options"] == [
        {"text": "Một", "feedback": "Chưa đúng"},
        {"text": "Hai", "correct": True, "feedback": "Đúng rồi", "pin": True},
    ]


def test_feedback_for_those_who_did_not_choose_is_not_kept() -> None:
    shown = (
        '<modalFeedback outcomeIdentifier="FEEDBACK" identifier="B" showHide="show">Đúng rồi'
        '</modalFeedback><modalFeedback outcomeIdentifier="FEEDBACK" identifier="B" showHide="hide">'
        "Chưa đúng</modalFeedback>"
    )
    data = item(key("B"), choices(), more=shown)
    assert one(data)["options"][1]["feedback"] == "Đúng rồi"
    assert len(read(data, "qti").notes) == 1


def test_text_entry_is_a_short_text_or_a_number() -> None:
    entry = '<p>Thủ đô là <textEntryInteraction responseIdentifier="RESPONSE"/></p>'
    text = one(item(key("Hà Nội", base="string"), entry))
    assert (text["kind"], text["accept"], text["fold"]) == ("short_text", ["Hà Nội"], "exact")
    assert text["stem"] == "Thủ đô là"
    mapping = (
        '<mapping defaultValue="0"><mapEntry mapKey="Hà Nội" mappedValue="1" caseSensitive="false"/>'
        '<mapEntry mapKey="Hà Lội" mappedValue="0.5" caseSensitive="false"/></mapping>'
    )
    mapped = one(item(key("Hà Nội", base="string", mapping=mapping), entry, MAP))
    assert [row["weight"] for row in mapped["answers"]] == [1, 0.5]
    assert mapped["fold"] == "case"
    rule = (
        "<responseProcessing><responseCondition><responseIf><equal toleranceMode='absolute' "
        "tolerance='0.5 0.5'><variable identifier='RESPONSE'/><correct identifier='RESPONSE'/></equal>"
        "<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>1</baseValue>"
        "</setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )
    number = one(item(key("7.5", base="float"), entry, rule))
    assert (number["answer"], number["tolerance"]) == ("7.5", "0.5")


def test_entries_in_a_text_are_gaps() -> None:
    declared = (
        '<responseDeclaration identifier="R1" cardinality="single" baseType="string"><correctResponse>'
        "<value>xã</value></correctResponse></responseDeclaration>"
        '<responseDeclaration identifier="R2" cardinality="single" baseType="identifier">'
        "<correctResponse><value>b</value></correctResponse></responseDeclaration>"
    )
    body = (
        '<p>Điền vào.</p><p>Nộp ở <textEntryInteraction responseIdentifier="R1"/> trong '
        '<inlineChoiceInteraction responseIdentifier="R2"><inlineChoice identifier="a">5</inlineChoice>'
        '<inlineChoice identifier="b">7</inlineChoice></inlineChoiceInteraction> ngày.</p>'
    )
    question = one(item(declared, body))
    assert question["stem"] == "Điền vào."
    assert question["text"] == "Nộp ở [[1]] trong [[2]] ngày."
    assert question["gaps"] == [
        {"accept": ["xã"], "fold": "case"} | {"fold": question["gaps"][0]["fold"]},
        {"accept": ["7"], "options": ["5", "7"]},
    ]


def test_words_to_put_into_gaps() -> None:
    inner = (
        '<gapText identifier="W1" matchMax="1">xã</gapText><gapText identifier="W2" matchMax="1">tỉnh'
        '</gapText><p>Nộp ở <gap identifier="G1"/>, hỏi ở <gap identifier="G2"/>.</p>'
    )
    data = item(
        key("W1 G1", "W2 G2", cardinality="multiple", base="directedPair"),
        choices("gapMatchInteraction", "", inner),
    )
    question = one(data)
    assert question["text"] == "Nộp ở [[1]], hỏi ở [[2]]."
    assert question["gaps"][0] == {"accept": ["xã"], "options": ["xã", "tỉnh"]}


def associable(*names: str) -> str:
    return "".join(
        f'<simpleAssociableChoice identifier="{n}" matchMax="1">chữ {n}</simpleAssociableChoice>'
        for n in names
    )


def test_matching_from_either_side() -> None:
    sets = f"<simpleMatchSet>{associable('A', 'B')}</simpleMatchSet>"
    sets += f"<simpleMatchSet>{associable('X', 'Y', 'Z')}</simpleMatchSet>"
    body = choices("matchInteraction", "", sets)
    pairs = {"cardinality": "multiple", "base": "directedPair"}
    question = one(item(key("A Y", "B X", **pairs), body))
    assert question["pairs"] == [
        {"left": "chữ A", "right": "chữ Y"}, {"left": "chữ B", "right": "chữ X"},
    ]  # fmt: skip
    assert question["extra"] == ["chữ Z"]
    turned = one(item(key("A X", "A Y", "B Z", **pairs), body))
    assert [pair["left"] for pair in turned["pairs"]] == ["chữ X", "chữ Y", "chữ Z"]
    assert [pair["right"] for pair in turned["pairs"]] == ["chữ A", "chữ A", "chữ B"]


def test_things_to_pair_freely() -> None:
    data = item(
        key("A B", "C D", cardinality="multiple", base="pair"),
        choices("associateInteraction", "", associable("A", "B", "C", "D", "E")),
    )
    question = one(data)
    assert [pair["right"] for pair in question["pairs"]] == ["chữ B", "chữ D"]
    assert question["extra"] == ["chữ E"]
    assert len(read(data, "qti").notes) == 1


def test_ordering_and_answers_marked_by_a_person() -> None:
    order = one(item(key("C", "A", "B", cardinality="ordered"), choices("orderInteraction", "")))
    assert [row["text"] for row in order["items"]] == ["Lựa chọn C", "Lựa chọn A", "Lựa chọn B"]
    essay = '<p>Kể lại.</p><extendedTextInteraction responseIdentifier="RESPONSE"/>'
    assert one(item(key(base="string"), essay, ""))["kind"] == "open_answer"
    upload = '<p>Gửi.</p><uploadInteraction responseIdentifier="RESPONSE" type="application/pdf"/>'
    assert one(item(key(base="file"), upload, ""))["types"] == ["pdf"]


def test_places_on_a_picture_in_percent() -> None:
    inner = (
        f'<object type="image/png" data="data:image/png;base64,{PNG}" width="40" height="20">Bản đồ'
        '</object><hotspotChoice identifier="A" shape="rect" coords="0,0,20,10" hotspotLabel="Cửa"/>'
        '<hotspotChoice identifier="B" shape="circle" coords="30,10,4"/>'
    )
    question = one(item(key("A"), choices("hotspotInteraction", 'maxChoices="1"', inner)))
    assert question["regions"] == [
        {"label": "Cửa", "shape": "rect", "coords": [0, 0, 50, 50], "correct": True},
        {"label": "B", "shape": "circle", "coords": [75, 50, 10]},
    ]
    (medium,) = question["media"]
    assert medium["name"] == question["image"]
    assert medium["alt"] == "Bản đồ"


CUSTOM = (
    "<responseProcessing><responseCondition><responseIf><gte/></responseIf></responseCondition>"
    "</responseProcessing>"
)


@pytest.mark.parametrize(
    "data",
    [
        item("", "<p>Chỉ có chữ.</p>"),
        item(key("B"), choices() + choices()),
        item(key("Z"), choices()),
        item(key(), choices()),
        item("", choices()),
        item(key("B"), choices(), CUSTOM),
        item(key("B"), choices(), '<responseProcessing template="x/own_rule"/>'),
        item(key("B"), choices("sliderInteraction")),
        item(key("B"), choices()).replace(b'adaptive="false"', b'adaptive="true"'),
        item('<templateDeclaration identifier="T"/>' + key("B"), choices()),
        item(key("A", "B", cardinality="ordered"), choices("orderInteraction", "")),
        item(
            key("B"),
            choices(inner='<simpleChoice identifier="B"><img src="x.png"/></simpleChoice>'),
        ),
        b"<assessmentTest/>",
    ],
)
def test_refused_by_name(data: bytes) -> None:
    reading = read(data, "qti")
    assert reading.questions == []
    assert len(reading.problems) == 1


def package(version: str = "qti") -> tuple[list[Question], bytes]:
    medium = {
        "name": "nhà.png",
        "type": "image/png",
        "alt": "Ngôi nhà",
        "place": "stem",
        "data": PNG,
    }
    options = [{"text": "a", "correct": True, "feedback": "được"}, {"text": "b", "pin": True}]
    listed: list[Question] = [
        {"kind": "single", "code": "XD-1", "stem": "Hỏi?", "options": options, "media": [medium],
         "tags": ["đất"], "category": "Luật", "explanation": "Vì vậy."},
        {"kind": "survey_scale", "code": "KS-1", "stem": "Hỏi?", "levels": ["a", "b"]},
        {"kind": "short_text", "code": "XD-2", "stem": "Hỏi?", "accept": ["Huế"], "fold": "accents"},
        {"kind": "number", "code": "XD-3", "stem": "Hỏi?", "answer": "7", "tolerance": "0.5"},
        {"kind": "hotspot", "code": "XD-4", "stem": "Hỏi?", "image": "nhà.png", "scheme": "exact",
         "regions": [{"label": "a", "shape": "rect", "coords": [0, 0, 50, 50], "correct": True},
                     {"label": "b", "shape": "circle", "coords": [75, 50, 10]}],
         "media": [{k: v for k, v in medium.items() if k != "place"}]},
    ]  # fmt: skip
    written = write(listed, version)
    assert [problem.place for problem in written.problems] == [2]
    assert written.notes == []
    return listed, written.data


@pytest.mark.parametrize("version", ["qti", "qti22", "qti30"])
def test_a_package_there_and_back(version: str) -> None:
    listed, data = package(version)
    reading: Reading = read(data, version)
    assert reading.problems == []
    assert [question["code"] for question in reading.questions] == ["XD-1", "XD-2", "XD-3", "XD-4"]
    by_code = {question["code"]: question for question in listed}
    for question in reading.questions:
        assert question.keys() == by_code[question["code"]].keys()
        assert {n: v for n, v in question.items() if n != "regions"} == {
            n: v for n, v in by_code[question["code"]].items() if n != "regions"
        }


def test_a_package_names_the_file_that_is_wrong() -> None:
    _listed, data = package()
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b"choice1", b"other", 1) if "item-1" in name else text)
    reading = read(stream.getvalue(), "qti")
    assert [problem.message.split(":")[0] for problem in reading.problems] == ["item-1.xml"]
    assert len(reading.questions) == 3


def test_the_names_of_qti3_are_written() -> None:
    _listed, data = package("qti30")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("items/item-1.xml").decode()
    assert '<qti-choice-interaction response-identifier="RESPONSE"' in text
    assert "<qti-content-body>" in text
    assert png()  # the picture is a real one
