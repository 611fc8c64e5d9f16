"""The arrangement: nothing over anything else, and what is printed stands where it says."""

import ctypes
import math
from itertools import combinations
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificates import design, design_boxes, design_layout, design_lint, pdf, sample, standards
from certificates.design_boxes import Box, Paper
from tests.certificates.designing import SEAL, SIGNERS, printed, whole, with_line
from tests.certificates.reading import picture_of, qr_of, text_of
from tests.certificates.test_pdf import vietnamese_letters

KINDS = ("completion", "hours", "attendance")
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.sampled_from(
                [
                    "{họ tên}",
                    "{khóa học}",
                    "Chứng nhận Ông/Bà:",
                    "{đơn vị} • {kết quả}",
                    "chữ " * 40,
                ]
            ),
            "size": st.sampled_from(design.SIZES),
            "align": st.sampled_from(design.ALIGNS),
            "look": st.sampled_from(design.LOOKS),
            "ink": st.sampled_from(design.INKS),
        }
    ),
    max_size=design.MOST_LINES,
)
NAMES = st.text(st.sampled_from(vietnamese_letters() + "   "), min_size=1, max_size=120)


def paper(given: dict[str, Any], **changes: Any) -> Paper:
    return pdf.paper(sample.data() | changes, given)


def boxes(sheet: Paper) -> list[Box]:
    return [*sheet.texts, sheet.qr, *sheet.band]


@settings(max_examples=50, deadline=None)
@given(LINES, NAMES, NAMES, st.booleans(), st.sampled_from(design.CORNERS), st.integers(1, 2))
def test_whatever_is_composed_nothing_covers_anything_and_all_is_on_the_sheet(
    lines: list[dict[str, Any]], name: str, course: str, portrait: bool, corner: str, signers: int
) -> None:
    given = whole(
        lines=lines, portrait=portrait, qr_corner=corner, signers=SIGNERS[:signers]
    )  # fmt: skip
    sheet = paper(given, name=name, course=course)
    for box in boxes(sheet):
        assert min(box.left, box.top) >= 0
        assert box.right <= sheet.width
        assert box.bottom <= sheet.height
    if sheet.fits:
        covering = [pair for pair in combinations(boxes(sheet), 2) if pair[0].meets(pair[1])]
        assert covering == []
    else:  # then it is not printed at all
        with pytest.raises(pdf.PdfError):
            pdf.page(sample.data(name=name, course=course), given, verify_url=sample.URL)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("portrait", [True, False])
@pytest.mark.parametrize("signers", [1, 2])
def test_our_own_designs_go_wrong_in_no_shape(kind: str, portrait: bool, signers: int) -> None:
    given = whole(kind, portrait=portrait, signers=SIGNERS[:signers], seal=SEAL)
    assert design_lint.lint(given) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("corner", design.CORNERS)
@pytest.mark.parametrize("portrait", [True, False])
def test_every_shape_prints_eighty_letters_on_one_page_with_a_code_that_reads(
    kind: str, corner: str, portrait: bool
) -> None:
    content = printed(
        whole(kind, portrait=portrait, qr_corner=corner, signers=SIGNERS, seal=SEAL),
        name=sample.LONGEST_NAME, course=sample.LONG_COURSE,
    )  # fmt: skip
    text = " ".join(text_of(content).split())
    assert sample.LONGEST_NAME in text
    assert "PHÓ GIÁM ĐỐC" in text
    picture = picture_of(content, dpi=150)
    assert (picture.width < picture.height) == portrait
    assert qr_of(picture) == sample.URL
    assert content.count(b"/Type /Page\n") == 1


def test_every_vietnamese_letter_comes_back_from_a_composed_sheet() -> None:
    letters = vietnamese_letters()
    rows = [letters[start : start + 40] for start in range(0, len(letters), 40)]
    lines = [{"text": row, "look": look} for row in rows for look in design.LOOKS]
    found = text_of(printed(whole(lines=[{"text": "{họ tên}"}, *lines[:13]])))
    assert not [letter for letter in "".join(rows) if letter not in found]


@pytest.mark.parametrize("portrait", [True, False])
def test_what_is_printed_stands_where_the_layout_says(portrait: bool) -> None:
    given = whole(portrait=portrait, signers=SIGNERS)
    sheet, page = paper(given), pypdfium2.PdfDocument(printed(given))[0]
    text = page.get_textpage()
    for box in sheet.texts:
        search = text.search(box.text, match_case=True)
        places = list(iter(search.get_next, None))
        starts = [_origin(text, first, page.get_height()) for first, _count in places]
        assert any(math.dist(start, (box.left, box.baseline)) < 0.5 for start in starts)
        search.close()


def _origin(text: Any, index: int, height: float) -> tuple[float, float]:
    """Where a letter begins on its baseline, from the top left."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pypdfium2.raw.FPDFText_GetCharOrigin(text, index, x, y)
    return x.value, height - y.value


def test_little_ink_has_no_frame_and_no_colour() -> None:
    little = paper(whole(little_ink=True))
    assert little.band == []
    assert {box.ink for box in little.texts} == {design_boxes.BLACK}
    assert len(printed(whole(little_ink=True))) < len(printed(whole())) - 10_000
    assert paper(whole(drum_band=False)).band == []


def test_pictures_keep_their_shape_and_the_seal_covers_a_third_of_the_signature() -> None:
    signers = [SIGNERS[0] | {"title": "Giám đốc"}]
    signature, seal = paper(whole(signers=signers, seal=SEAL)).pictures
    assert (signature.part, seal.part) == ("signature", "seal")
    assert signature.width / signature.height == pytest.approx(600 / 240)
    assert seal.width == seal.height == pytest.approx(32 * design_layout.MM)
    assert (seal.right - signature.left) / signature.width == pytest.approx(1 / 3)
    (other,) = paper(whole(seal=SEAL, seal_side="center", seal_right=10)).pictures
    assert other.left > seal.left


def test_lines_shrink_together_only_where_there_is_no_room() -> None:
    assert paper(whole(), name=sample.SHORT_NAME).scale == 1
    crowded = [
        {"text": "{họ tên}", "size": 40},
        *({"text": f"Dòng {n}", "size": 40} for n in range(9)),
    ]
    assert paper(whole(lines=crowded)).scale < 1


def test_our_own_designs_are_whole_and_of_their_number() -> None:
    for kind in KINDS:
        assert standards.standard(kind) == design.checked(standards.STANDARDS[kind, 1])
    assert paper(with_line("Dòng thêm")).fits
