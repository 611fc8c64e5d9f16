"""Files that mean harm, and files that are only strange."""

import io
import time
import unicodedata
import zipfile
from typing import Literal

import pytest

from quizzes.formats import guess, limits, read, write
from quizzes.formats.media import MediaBox
from quizzes.formats.neutral import RefusedError
from quizzes.formats.plain import from_html

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]><quiz>&d;</quiz>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<quiz><question type="truefalse"><questiontext><text>&x;</text></questiontext></question></quiz>"""
OUTSIDE_DTD = b'<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd"><quiz/>'


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE, OUTSIDE_DTD])
@pytest.mark.parametrize("format", ["moodle_xml", "qti"])
def test_entities_and_document_types_are_refused(data: bytes, format: str) -> None:
    reading = read(data, format)
    assert reading.questions == []
    assert "DTD" in reading.problems[0].message


def test_entities_in_utf16_are_refused_too() -> None:
    assert "DTD" in read(LAUGHS.decode().encode("utf-16"), "moodle_xml").problems[0].message


def test_xml_nested_without_end_is_refused() -> None:
    data = b"<quiz>" + b"<a>" * 100_000
    assert read(data, "moodle_xml").problems


def packed(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


@pytest.mark.parametrize("format", ["qti", "xlsx"])
def test_zip_bombs_are_not_opened(format: str) -> None:
    data = packed(**{"imsmanifest.xml": b"<manifest/>", "bomb": b"\0" * 60_000_000})
    started = time.process_time()
    reading = read(data, format)
    assert "bung ra quá lớn" in reading.problems[0].message
    assert time.process_time() - started < 5


@pytest.mark.parametrize("path", ["../../x.xml", "/etc/x.xml", "a\\..\\..\\x.xml", "C:\\x.xml"])
def test_paths_out_of_the_archive_are_refused(path: str) -> None:
    data = packed(**{"imsmanifest.xml": b"<manifest/>", path: b"x"})
    assert "trỏ ra ngoài" in read(data, "qti").problems[0].message


def test_items_outside_the_package_are_refused() -> None:
    manifest = b'<manifest><resource type="imsqti_item_xmlv2p1" href="../secret.xml"/></manifest>'
    reading = read(packed(**{"imsmanifest.xml": manifest}), "qti")
    assert "secret.xml" in reading.problems[0].message


def test_a_workbook_with_entities_is_refused() -> None:
    template = write([], "xlsx").data
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, LAUGHS if name == "xl/workbook.xml" else data)
    assert "DTD" in read(stream.getvalue(), "xlsx").problems[0].message


@pytest.mark.parametrize("format", ["gift", "aiken", "moodle_xml", "qti", "xlsx"])
@pytest.mark.parametrize(
    "data", [b"", b"   ", b"\xff\xfe\x00", b"PK\x03\x04broken", b"\x00\x01\x02", b"<a", b"{" * 50]
)
def test_rubbish_is_a_problem_and_never_an_error(format: str, data: bytes) -> None:
    reading = read(data, format)
    assert reading.questions == []
    assert reading.problems
    assert all(problem.place >= 1 for problem in reading.problems)


def test_a_huge_file_is_refused_with_a_sentence() -> None:
    reading = read(b"a" * (limits.MOST_BYTES + 1), "gift")
    assert [p.message for p in reading.problems] == ["Tệp lớn hơn 20 MB."]


def test_too_many_questions_are_refused() -> None:
    reading = read(b"Q{T}\n\n" * (limits.MOST_QUESTIONS + 1), "gift")
    assert reading.questions == []
    assert "hơn 2000" in reading.problems[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_encodings_and_decomposed_letters(encoding: str, form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, "Hồ sơ ở xã?{=phường ~tỉnh}")
    (question,) = read(text.encode(encoding), "gift").questions
    assert question["stem"] == "Hồ sơ ở xã?"
    assert question["options"][0]["text"] == "phường"


def test_another_encoding_is_refused_by_line() -> None:
    reading = read("Một{T}\n\nHai nghìn đồng: 5 \u20ab{T}".encode("cp1258", "replace"), "gift")
    assert "UTF-8" in reading.problems[0].message


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_ends_of_lines(end: str) -> None:
    assert len(read(end.join(["A{T}", "", "B{F}"]).encode(), "gift").questions) == 2


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<ul><li>một</li><li>hai</li></ul>", "- một\n- hai"),
        ("<ol><li>một</li><li>hai</li></ol>", "1. một\n2. hai"),
        ("a<script>alert('x')</script>b<style>p{}</style>", "ab"),
        ('<p onclick="x()">a</p>', "a"),
        ("m<sup>2</sup>, H<sub>2</sub>O", "m², H₂O"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\nc"),
        ('<a href="https://gov.vn">đây</a>', "đây (https://gov.vn)"),
        ('<a href="javascript:alert(1)">đây</a>', "đây"),
        ("<!-- ẩn --><b>a</b>&nbsp;&lt;c&gt;", "a <c>"),
        ("<scr<script>ipt>alert(1)</script>", "ipt>alert(1)"),
        ("chưa đóng <script>alert(1)", "chưa đóng"),
        ("<pre>a\n  b</pre>", "a\nb"),
    ],
)
def test_html_becomes_plain_text(html: str, text: str) -> None:
    assert from_html(html, MediaBox()) == text


@pytest.mark.parametrize("tag", ["iframe", "video", "embed", "math", "svg"])
def test_what_plain_text_cannot_say_is_refused_by_name(tag: str) -> None:
    with pytest.raises(RefusedError, match=f"<{tag}>"):
        from_html(f"<{tag}>x</{tag}>", MediaBox())


@pytest.mark.parametrize(
    "address",
    ["https://x.vn/a.png", "//x.vn/a.png", "a.png", "../../etc/passwd", "file:///etc/passwd"],
)
def test_pictures_outside_the_file_are_refused(address: str) -> None:
    with pytest.raises(RefusedError, match="không có trong tệp"):
        from_html(f'<img src="{address}">', MediaBox({"b.png": b"x"}))


def test_a_picture_is_told_by_its_bytes() -> None:
    box = MediaBox({"a.png": b"<svg onload='x'/>"})
    with pytest.raises(RefusedError, match="không phải ảnh"):
        from_html('<img src="a.png">', box)


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("a.xlsx", b"PK\x03\x04", "xlsx"),
        ("a.zip", b"PK\x03\x04", "qti"),
        ("a.xml", b'<?xml version="1.0"?><quiz>', "moodle_xml"),
        ("a.xml", b"<assessmentItem>", "qti"),
        ("a.txt", b"Q\nA. a\nB. b\nANSWER: A", "aiken"),
        ("a.txt", b"Q{T}", "gift"),
        ("a.gift", b"Q\nANSWER: A {}", "gift"),
    ],
)
def test_the_format_is_guessed(name: str, data: bytes, format: str) -> None:
    assert guess(name, data) == format
