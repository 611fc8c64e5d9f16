"""Named fields of a line: filled in, left out where there is nothing to say, refused where unknown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import design_fields, sample
from lms.core.errors import DomainError

DATA = sample.data(name="Nguyễn Thị Mỹ Lệ")


@pytest.mark.parametrize(
    ("line", "paper"),
    [
        ("{họ tên}", "Nguyễn Thị Mỹ Lệ"),
        ("{HỌ TÊN}", "Nguyễn Thị Mỹ Lệ"),
        ("{ho ten}", "Nguyễn Thị Mỹ Lệ"),
        (unicodedata.normalize("NFD", "{họ tên}"), "Nguyễn Thị Mỹ Lệ"),
        ("đã học {số giờ} giờ", "đã học 12,5 giờ"),
        ("{ngày}", "ngày 31 tháng 01 năm 2026"),
        ("{ngày ngắn}", "31/01/2026"),
        ("{đơn vị} | {hình thức}", "Xã Tịnh Khê • Kiểm tra có giám sát"),
        ("Số vào sổ: {số vào sổ}", "Số vào sổ: 00000/2026/GCN-BDHVS"),
    ],
)
def test_fields_are_filled_in_however_they_are_typed(line: str, paper: str) -> None:
    assert design_fields.fill(design_fields.canonical(line), DATA) == paper


def test_a_part_with_nothing_to_say_is_left_out_with_its_words() -> None:
    line = design_fields.canonical("Năm sinh: {năm sinh} • {đơn vị} • Kết quả: {kết quả}")
    bare = DATA | {"birth_year": None, "result": ""}
    assert design_fields.fill(line, bare) == "Xã Tịnh Khê"
    assert design_fields.fill("Kết quả: {kết quả}", bare) == ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{căn cước}", "{căn cước}"),
        ("{__class__}", "{__class__}"),
        ("{họ tên", "Thiếu một dấu ngoặc"),
        ("họ tên}", "Thiếu một dấu ngoặc"),
        ("<img src='/etc/passwd'>", "/etc/passwd"),
        ("{{ settings.SECRET_KEY }}", "{ settings.SECRET_KEY }"),
    ],
)
def test_what_is_no_field_is_refused_by_name(line: str, words: str) -> None:
    with pytest.raises(DomainError) as refusal:
        design_fields.canonical(line)
    assert words in str(refusal.value.message)


def test_a_brace_in_somebodys_data_is_a_letter() -> None:
    data = DATA | {"name": "{khóa học} • {x}"}
    assert design_fields.fill("{họ tên}", data) == "{khóa học} • {x}"


@given(st.text(max_size=60))
def test_a_kept_line_is_kept_as_it_is_and_can_be_filled(text: str) -> None:
    try:
        line = design_fields.canonical(text)
    except DomainError:
        return
    assert design_fields.canonical(line) == line
    design_fields.fill(line, DATA)
