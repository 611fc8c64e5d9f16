"""Vietnamese text: stored form, search form, order, names, numbers and dates."""

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from lms.core import vietnamese as vi

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂBCDĐEÊÔƠƯ"
TONED = "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
words = st.text(st.sampled_from(LETTERS + TONED + "'’- "), max_size=40)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


class TestStoredForm:
    @given(st.text())
    def test_cleaning_twice_is_cleaning_once(self, text: str) -> None:
        assert vi.clean_text(vi.clean_text(text)) == vi.clean_text(text)

    @given(words)
    def test_composed_and_decomposed_typing_give_the_same(self, text: str) -> None:
        assert vi.clean_text(nfd(text)) == vi.clean_text(vi.nfc(text))

    def test_invisible_characters_and_odd_spaces_go(self) -> None:
        typed = "\ufeff Nguyễn\u00a0 Thị\u200b\tHoa\x00\u00ad "
        assert vi.clean_text(typed) == "Nguyễn Thị Hoa"

    def test_lines_stay_lines(self) -> None:
        assert vi.clean_lines("\n Dòng  một\r\n\r\nDòng hai \n") == "Dòng một\n\nDòng hai"


class TestFold:
    @given(st.text())
    def test_folding_twice_is_folding_once(self, text: str) -> None:
        assert vi.fold(vi.fold(text)) == vi.fold(text)

    @given(words)
    def test_a_vietnamese_text_folds_to_ascii(self, text: str) -> None:
        assert vi.fold(text).isascii()
        assert vi.fold(nfd(text)) == vi.fold(text)

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("Đắk Lắk", "dak lak"),
            ("ĐIỆN THOẠI", "dien thoai"),
            ("Hoà", "hòa"),
            ("Thuỷ", "Thủy"),
            ("Ð’Kray", "đ'kray"),  # Icelandic Eth, as some keyboards give
            ("Ɖak", "Đak"),
        ],
    )
    def test_spellings_meet(self, typed: str, meant: str) -> None:
        assert vi.fold(typed) == vi.fold(meant)

    @pytest.mark.parametrize(
        ("text", "slug"),
        [
            ("Đăng ký định danh", "dang-ky-dinh-danh"),
            ("Xã Ea H’Leo (mới)", "xa-ea-hleo-moi"),
            ("…", ""),
        ],
    )
    def test_slugs_keep_every_letter(self, text: str, slug: str) -> None:
        assert vi.slugify_vi(text) == slug


class TestOrder:
    @pytest.mark.parametrize(
        "in_order",
        [
            # domain.md §8.5
            ["An", "An Nguyễn", "Anh", "Ánh", "Ăn", "Ân", "Ất", "Âu", "Bảo"],
            ["Dung", "Đặng", "Đông", "Em", "Ê", "Ê Đê"],
            ["Hoa", "Hòa", "Hỏa", "Hõa", "Hóa", "Họa"],
            ["ma", "mà", "mả", "mã", "má", "mạ"],
            ["o", "ô", "ơ", "p", "u", "ư", "v"],
            ["Bài 2", "Bài 10", "Bài 100"],
            ["Ba Tô", "Ba Tơ", "Ba Vì"],
        ],
    )
    def test_alphabet_then_tone_word_by_word(self, in_order: list[str]) -> None:
        assert sorted(reversed(in_order), key=vi.sort_key) == in_order

    @given(st.text())
    def test_keys_are_digits_that_fit_their_column(self, text: str) -> None:
        key = vi.sort_key(text)
        assert len(key) <= vi.SORT_KEY_LENGTH
        assert key == "" or (key.isascii() and key.isdecimal())

    @given(words)
    def test_form_and_case_do_not_matter(self, text: str) -> None:
        assert vi.sort_key(nfd(text)) == vi.sort_key(text) == vi.sort_key(text.upper())

    @given(words.filter(str.strip), words)
    def test_a_beginning_comes_before_the_whole(self, text: str, more: str) -> None:
        assert vi.sort_key(text) <= vi.sort_key(f"{text} {more}")

    def test_old_and_new_tone_places_sort_alike(self) -> None:
        assert vi.sort_key("Thuỷ") == vi.sort_key("Thủy")

    def test_people_sort_by_given_name_then_family_then_middle(self) -> None:
        class_list = [
            "Ksor H'Thoan",
            "Lê Thị An",
            "Nguyễn An",
            "Nguyễn Văn An",
            "Trần Ân",
            "Y Blan",
            "A Dơi",
            "Hoa",
        ]
        assert sorted(class_list, key=vi.name_key) == [
            "Lê Thị An",
            "Nguyễn An",
            "Nguyễn Văn An",
            "Trần Ân",
            "Y Blan",
            "A Dơi",
            "Hoa",
            "Ksor H'Thoan",
        ]

    def test_a_missing_name_has_a_key(self) -> None:
        assert vi.name_key("") == ""


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "Hoa",
            "A Dơi",
            "Y Blan",
            "Ksor H'Thoan",
            "Ksor H’Thoan",
            "Đ’Kray",
            "Nguyễn Thị Hoa",
            "Rơ Chăm H'Bĕp",
            "Tôn Nữ Thị Thanh-Tâm",
            nfd("Đỗ Mỹ Lệ"),
        ],
    )
    def test_real_names_are_names(self, name: str) -> None:
        assert vi.is_person_name(name)

    @pytest.mark.parametrize(
        "text", ["", " ", "123", "Hoa 2", "a@b.vn", "<b>", "'", "- Hoa", "x " * 11]
    )
    def test_other_things_are_not(self, text: str) -> None:
        assert not vi.is_person_name(text)

    def test_people_are_called_by_the_last_word(self) -> None:
        assert vi.given_name(" Nguyễn  Thị Hoa ") == "Hoa"
        assert vi.given_name("Hoa") == "Hoa"
        assert vi.given_name("") == ""


class TestNumbersAndDates:
    @pytest.mark.parametrize(
        ("number", "decimals", "written"),
        [
            (3321, 0, "3.321"),
            (1234.5, 1, "1.234,5"),
            (0.05, 1, "0,1"),
            (2.5, 0, "3"),
            (Decimal("0.125"), 2, "0,13"),
            (-410, 0, "−410"),
            (-0.01, 1, "0,0"),
        ],
    )
    def test_numbers(self, number: float, decimals: int, written: str) -> None:
        assert vi.format_number(number, decimals) == written

    @given(st.integers(-(10**12), 10**12))
    def test_whole_numbers_read_back(self, number: int) -> None:
        assert int(vi.format_number(number).replace(".", "").replace("−", "-")) == number

    def test_dates(self) -> None:
        day = dt.date(2026, 3, 5)
        assert vi.format_date(day) == "05/03/2026"
        assert vi.format_long_date(day) == "ngày 05 tháng 3 năm 2026"
        assert vi.format_long_date(dt.date(2026, 2, 14)) == "ngày 14 tháng 02 năm 2026"
        assert vi.format_weekday_date(day) == "thứ Năm, 05/03/2026"
        assert vi.format_weekday_date(dt.date(2026, 3, 8)) == "Chủ nhật, 08/03/2026"

    def test_moments_are_told_on_the_vietnamese_clock(self) -> None:
        late = dt.datetime(2026, 1, 31, 17, 5, tzinfo=dt.UTC)  # past midnight in Viet Nam
        assert vi.format_date(late) == "01/02/2026"
        assert vi.format_time(late) == "00:05"


class TestFilters:
    @pytest.mark.parametrize(
        ("expression", "written"),
        [
            ("number|so", "1.235"),
            ("number|so:1", "1.234,5"),
            ("share|phan_tram", "62,4%"),
            ("day|ngay", "31/01/2026"),
            ("day|thu_ngay", "thứ Bảy, 31/01/2026"),
            ("day|ngay_dai", "ngày 31 tháng 01 năm 2026"),
            ("moment|gio", "19:42"),
            ("nothing|so", ""),
            ("nothing|phan_tram", ""),
            ("nothing|ngay", ""),
            ("nothing|gio", ""),
            ("not_a_number|so", ""),
        ],
    )
    def test_in_templates(self, expression: str, written: str) -> None:
        context = {
            "number": 1234.5,
            "share": 62.4,
            "day": dt.date(2026, 1, 31),
            "moment": dt.datetime(2026, 1, 31, 12, 42, tzinfo=dt.UTC),
            "nothing": None,
            "not_a_number": float("nan"),
        }
        template = Template("{% load vi %}{{ " + expression + " }}")
        assert template.render(Context(context)) == written
