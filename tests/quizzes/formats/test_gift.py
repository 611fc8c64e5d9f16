"""GIFT, rule by rule of its documentation."""

import pytest

from quizzes.formats import Question, Reading, read, write


def gift(text: str) -> Reading:
    return read(text.encode(), "gift")


def one(text: str) -> Question:
    reading = gift(text)
    assert reading.problems == [], reading.problems
    (question,) = reading.questions
    return question


def refused(text: str) -> tuple[int, str]:
    reading = gift(text)
    assert reading.questions == []
    (problem,) = reading.problems
    return problem.place, problem.message


def texts(question: Question) -> list[str]:
    return [row["text"] for row in question["options"]]


def test_one_right_option() -> None:
    question = one("Ai xây?{~Dân =Thợ#Đúng ~Máy}")
    assert question == {
        "kind": "single",
        "stem": "Ai xây?",
        "options": [
            {"text": "Dân"},
            {"text": "Thợ", "correct": True, "feedback": "Đúng"},
            {"text": "Máy"},
        ],
    }


def test_missing_word_leaves_a_blank() -> None:
    assert one("Nhà {~gỗ =gạch ~lá} ở quê.")["stem"] == "Nhà _____ ở quê."
    assert one("Nhà gì? {~gỗ =gạch}\n")["stem"] == "Nhà gì?"


def test_weights() -> None:
    question = one("Q{~sai ~%50%nửa =đúng ~%-25%trừ}")
    assert [row.get("weight") for row in question["options"]] == [None, 0.5, None, -0.25]
    assert question["scheme"] == "moodle.single"


def test_several_answers_share_the_mark() -> None:
    question = one("Q{\n~%-50%a\n~%33.33333%b\n~%66.66667%c\n}")
    assert question["kind"] == "multiple"
    assert question["scheme"] == "moodle.multiple"
    assert [row.get("correct", False) for row in question["options"]] == [False, True, True]
    assert [row["weight"] for row in question["options"]] == [-0.5, 0.3333333, 0.6666667]


@pytest.mark.parametrize(
    ("written", "answer"), [("T", True), ("TRUE", True), ("F", False), ("FALSE", False)]
)
def test_true_or_false(written: str, answer: bool) -> None:
    assert one(f"Đất là của dân.{{{written}}}") == {
        "kind": "true_false",
        "stem": "Đất là của dân.",
        "answer": answer,
    }


def test_feedback_of_true_or_false_is_for_wrong_then_for_right() -> None:
    assert one("Q{TRUE#sai rồi#đúng rồi}")["feedback"] == {"true": "đúng rồi", "false": "sai rồi"}
    assert one("Q{F#sai rồi#đúng rồi}")["feedback"] == {"true": "sai rồi", "false": "đúng rồi"}


def test_small_letters_are_a_short_answer() -> None:
    assert one("Q{true}")["kind"] == "short_text"


def test_short_answers() -> None:
    assert one("Q{=Hà Nội =Ha Noi}") == {
        "kind": "short_text",
        "stem": "Q",
        "accept": ["Hà Nội", "Ha Noi"],
        "fold": "case",
    }
    weighed = one("Q{=Hà Nội#giỏi =%50%Hà N*}")
    assert weighed["scheme"] == "moodle.short_text"
    assert weighed["answers"] == [
        {"text": "Hà Nội", "weight": 1, "feedback": "giỏi"},
        {"text": "Hà N*", "weight": 0.5},
    ]


@pytest.mark.parametrize(
    ("written", "answer", "tolerance"),
    [
        ("1822", "1822", "0"),
        ("1822:5", "1822", "5"),
        ("3.141..3.142", "3.1415", "0.0005"),
        ("-5..5", "0", "5"),
        ("1e3:0.5", "1000", "0.5"),
    ],
)
def test_numbers(written: str, answer: str, tolerance: str) -> None:
    question = one(f"Q{{#{written}}}")
    assert (question["kind"], question["answer"], question["tolerance"]) == (
        "number", answer, tolerance,
    )  # fmt: skip


def test_several_numbers_and_what_is_said_otherwise() -> None:
    question = one("Q{#\n=1822:0 #đúng năm\n=%50%1822:2\n~#sai năm}")
    assert question["answers"] == [
        {"value": "1822", "tolerance": "0", "weight": 1, "feedback": "đúng năm"},
        {"value": "1822", "tolerance": "2", "weight": 0.5},
        {"value": "*", "weight": 0, "feedback": "sai năm"},
    ]


def test_matching_with_an_extra_answer() -> None:
    question = one("Q{\n=Huế -> sông Hương\n=Cần Thơ -> sông Hậu\n= -> sông Hồng\n}")
    assert question["pairs"] == [
        {"left": "Huế", "right": "sông Hương"},
        {"left": "Cần Thơ", "right": "sông Hậu"},
    ]
    assert question["extra"] == ["sông Hồng"]


def test_essay() -> None:
    assert one("Kể lại. {}")["kind"] == "open_answer"
    assert one("Kể lại. {####Cảm ơn}")["explanation"] == "Cảm ơn"


def test_escapes_and_line_breaks() -> None:
    question = one(r"\{1\}\: \~ \= \# \\ hai\ndòng {~\=2 =\#3 # vì \~}")
    assert question["stem"] == "{1}: ~ = # \\ hai\ndòng"
    assert texts(question) == ["=2", "#3"]
    assert question["options"][1]["feedback"] == "vì ~"


def test_title_general_feedback_comments_id_and_tags() -> None:
    question = one(
        "// Ghi chú\n// [id:XD\\]-1] [tag:luật] [tags:đất, nhà]\n::Tên \\: 1::Q {\n"
        "// dòng này bỏ qua\n=a\n~b\n####Vì thế.\n}"
    )
    assert question["code"] == "XD]-1"
    assert question["tags"] == ["luật", "đất", "nhà"]
    assert question["title"] == "Tên : 1"
    assert question["explanation"] == "Vì thế."
    assert texts(question) == ["a", "b"]


def test_category_holds_until_the_next() -> None:
    reading = gift(
        "$CATEGORY: $course$/top/Luật/Nhà ở\n\nA{T}\n\nB{T}\n\n$CATEGORY: $course$/top\n\nC{T}"
    )
    assert [question.get("category") for question in reading.questions] == [
        "Luật/Nhà ở", "Luật/Nhà ở", None,
    ]  # fmt: skip


def test_format_of_the_question_holds_for_its_answers() -> None:
    question = one("[html]<p>A<br>B</p>{=<b>c</b> ~[plain]<i>d</i> ~e &amp; f}")
    assert question["stem"] == "A\nB"
    assert texts(question) == ["c", "<i>d</i>", "e & f"]


def test_markdown_loses_its_signs() -> None:
    assert one("[markdown]Ai **nằm** ở [đây](https://x.vn)?{T}")["stem"] == (
        "Ai nằm ở đây (https://x.vn)?"
    )


def test_plain_text_that_only_looks_odd_is_kept() -> None:
    assert one("Nếu a < b và c > d thì sao?{T}")["stem"] == "Nếu a < b và c > d thì sao?"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Đoạn giới thiệu.", 1),
        ("\n\nThiếu ngoặc { =a ~b", 3),
        ("Hai {T} cặp {F}", 1),
        ("Một phương án {~a}", 1),
        ("Rỗng {=a ~ ~b}", 1),
        ("Số gì {#bảy}", 1),
        ("Số gì {#1:x}", 1),
        ("Số gì {#}", 1),
        ("Ghép {=a -> b =c}", 1),
        ("Quá nặng {~%200%a =b}", 1),
        ('[html]Xem <iframe src="x"></iframe>{T}', 1),
        ('[html]<img src="hinh.png">{T}', 1),
        ("Số lớn {#1e999999999}", 1),
        ("Chỉ có phản hồi {~#sai =b}", 1),
        ("{T}", 1),
        ("Ghép {=a -> =b -> c}", 1),
        ("[html]<![Csat x{T}", 1),
        ("[html]<p></p>{T}", 1),
    ],
)
def test_refused_by_line(text: str, place: int) -> None:
    assert refused(text)[0] == place


def test_one_bad_question_does_not_hide_the_others() -> None:
    reading = gift("A{T}\n\nB{\n\nC{F}")
    assert [q["stem"] for q in reading.questions] == ["A", "C"]
    assert [p.place for p in reading.problems] == [3]
    assert reading.document()["problems"][0]["line"] == 3


def test_what_gift_cannot_hold_is_left_out_by_name() -> None:
    written = write(
        [
            {"kind": "hotspot", "code": "H-1", "stem": "Q"},
            {"kind": "true_false", "stem": "Q", "answer": True},
        ],
        "gift",
    )
    assert [problem.message.split(":")[0] for problem in written.problems] == ["H-1"]
    assert len(read(written.data, "gift").questions) == 1


def test_a_question_that_lacks_a_part_is_not_written() -> None:
    written = write(
        [
            {
                "kind": "single",
                "code": "A",
                "stem": "Q",
                "options": [{"correct": True}, {"text": "b"}],
            },
            {"kind": "short_text", "code": "B", "stem": "Q"},
            {"kind": "matching", "code": "C", "stem": "Q"},
            {"kind": "true_false", "code": "D", "stem": "", "answer": True},
        ],
        "moodle_xml",
    )
    assert [problem.place for problem in written.problems] == [1, 2, 3, 4]


def test_what_is_not_kept_is_noted() -> None:
    options = [{"text": "a", "correct": True}, {"text": "b", "pin": True}]
    written = write([{"kind": "single", "code": "S", "stem": "Q", "options": options}], "gift")
    assert [note.message for note in written.notes] == [
        "S: không giữ được nguyên vẹn: các lựa chọn"
    ]
