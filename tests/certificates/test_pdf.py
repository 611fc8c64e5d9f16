import io
import itertools
import unicodedata
from typing import Any

import pytest
from PIL import Image

from certificates import pdf
from tests.certificates.reading import picture_of, qr_of, text_of

URL = "https://bdhvs.example.vn/xac-minh/AbCdEfGhIjKlMnOpQrStUv/"


def data(**changes: Any) -> dict[str, Any]:
    return {
        "template": 1,
        "code": "BDS-2026-K7QF-3M2D",
        "number": "00017/2026/GCN-BDHVS",
        "issued_on": "2026-11-05",
        "issuer_parent": "Ủy ban nhân dân tỉnh Quảng Ngãi",
        "issuer": "Sở Xây dựng tỉnh Quảng Ngãi",
        "place": "Quảng Ngãi",
        "name": "Nguyễn Thị Mỹ Lệ",
        "birth_year": 1961,
        "ward": "Xã Tịnh Khê",
        "agency": "",
        "course": "Xin giấy phép xây dựng nhà ở qua mạng",
        "course_code": "C1",
        "course_version": 1,
        "hours": "1.0",
        "evidence": "tu_hoc",
        "result": "10/12",
        "invented": False,
    } | changes


def vietnamese_letters() -> str:
    """The 12 vowels in 6 tones and đ, in both cases: 134 marked letters and the plain vowels."""
    tones = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
    small = [
        unicodedata.normalize("NFC", vowel + tone)
        for vowel, tone in itertools.product("aăâeêioôơuưy", tones)
    ]
    return "".join(small) + "đ" + "".join(small).upper() + "Đ"


def test_it_says_what_was_frozen_on_one_landscape_page() -> None:
    content = pdf.render(data(), verify_url=URL)
    text = text_of(content)
    for words in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "GIẤY CHỨNG NHẬN",
        "SỞ XÂY DỰNG TỈNH QUẢNG NGÃI", "Nguyễn Thị Mỹ Lệ", "Năm sinh: 1961", "Xã Tịnh Khê",
        "Xin giấy phép xây dựng nhà ở qua mạng", "1,0 giờ", "10/12", "Tự học",
        "Quảng Ngãi, ngày 05 tháng 11 năm 2026", "BDS-2026-K7QF-3M2D", "00017/2026/GCN-BDHVS",
    ]:  # fmt: skip
        assert words in text
    picture = picture_of(content, dpi=72)
    assert picture.size == (842, 596) or picture.width > picture.height
    assert "không có thật" not in text


def test_every_vietnamese_letter_comes_back() -> None:
    letters = vietnamese_letters()
    assert len(letters) == 146
    content = pdf.render(data(course=letters[:73], name=letters[73:]), verify_url=URL)
    found = text_of(content)
    assert not [letter for letter in letters if letter not in found]


def test_a_name_typed_on_a_mac_prints_the_same_letters() -> None:
    name = unicodedata.normalize("NFD", "Nguyễn Thị Quỳnh Hương")
    assert "Nguyễn Thị Quỳnh Hương" in text_of(pdf.render(data(name=name), verify_url=URL))


def test_the_qr_is_read_from_the_printed_page_even_after_a_bad_photo() -> None:
    picture = picture_of(pdf.render(data(), verify_url=URL), dpi=150).convert("RGB")
    assert qr_of(picture) == URL
    photo = io.BytesIO()
    picture.save(photo, "JPEG", quality=40)
    assert qr_of(Image.open(photo)) == URL


def test_fonts_are_embedded() -> None:
    content = pdf.render(data(), verify_url=URL)
    assert content.count(b"/FontFile2") >= 3


def test_a_letter_without_a_glyph_is_an_error_and_not_a_gap() -> None:
    assert pdf.unprintable("Đ’Kray H’Hen Niê ☺漢") == "☺漢"
    with pytest.raises(pdf.PdfError):
        pdf.render(data(name="Hoa 漢"), verify_url=URL)


def test_markup_in_a_name_is_text() -> None:
    text = text_of(pdf.render(data(name="<b>Hoa</b> & Lan"), verify_url=URL))
    assert "<b>Hoa</b> & Lan" in text


def test_a_document_may_not_read_other_files(tmp_path: Any) -> None:
    secret = tmp_path / "secret.png"
    Image.new("RGB", (4, 4)).save(secret)
    with pytest.raises(pdf.PdfError):
        pdf.html_to_pdf(f'<html><body><img src="{secret}"></body></html>')


def test_an_invented_person_is_marked_as_such() -> None:
    assert "không có thật" in text_of(pdf.render(data(invented=True), verify_url=URL))
