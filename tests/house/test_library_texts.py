"""The Vietnamese of the libraries' texts: whole, compiled, and what people see."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.forms import CharField, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

LIBRARIES = Path(settings.BASE_DIR) / "locale" / "libraries" / "vi" / "LC_MESSAGES"
OURS = Path(settings.BASE_DIR) / "locale" / "vi" / "LC_MESSAGES" / "django.po"
CATALOGUES = sorted(LIBRARIES.glob("*.po"))
TO_KEEP = re.compile(
    r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}"  # placeholders
    r"|</?[a-zA-Z][^>]*>|&\w+;|\(ENTER\)"  # markup
)


def kept(text: str) -> Counter[str]:
    return Counter(TO_KEEP.findall(text))


def vietnamese_of(entry: polib.POEntry) -> str:
    """Vietnamese has one form for any number: the only one of a plural entry."""
    return str(entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr)


def entries(path: Path) -> list[polib.POEntry]:
    return list(polib.pofile(str(path)))


def edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_there_is_one_catalogue_for_pages_and_one_for_scripts() -> None:
    assert [path.name for path in CATALOGUES] == ["django.po", "djangojs.po"]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_every_text_is_translated_once_in_one_form(path: Path) -> None:
    catalogue = polib.pofile(str(path), check_for_duplicates=True)
    assert catalogue.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert not [entry.msgid for entry in catalogue if not entry.translated()]
    assert not [
        entry.msgid for entry in catalogue if entry.msgid_plural and [*entry.msgstr_plural] != [0]
    ]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_placeholders_and_markup_are_kept(path: Path) -> None:
    lost = [
        (entry.msgid, vietnamese_of(entry))
        for entry in entries(path)
        if kept(vietnamese_of(entry)) not in (kept(entry.msgid), kept(entry.msgid_plural))
    ]
    assert not lost


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_texts_are_composed_and_keep_their_outer_spaces(path: Path) -> None:
    texts = [(entry.msgid, vietnamese_of(entry)) for entry in entries(path)]
    assert not [text for _, text in texts if not unicodedata.is_normalized("NFC", text)]
    assert not [text for english, text in texts if edges(english) != edges(text)]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_what_is_compiled_is_what_is_written(path: Path) -> None:
    compiled = polib.mofile(str(path.with_suffix(".mo")))

    def content(source: polib.POFile | polib.MOFile) -> set[tuple[str, str, str]]:
        return {(entry.msgctxt or "", entry.msgid, vietnamese_of(entry)) for entry in source}

    assert content(compiled) == content(polib.pofile(str(path)))


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("Publish", "Xuất bản"),
        ("Unpublish", "Ngừng xuất bản"),
        ("Submit for moderation", "Gửi duyệt"),
        ("Approve", "Duyệt"),
        ("Reject", "Trả lại"),
        ("Choose another image", "Chọn ảnh khác"),
        ("Incorrect password.", "Mật khẩu chưa đúng."),
        ("Too many failed login attempts. Try again later.",
         "Đã thử sai quá nhiều lần. Đợi một lúc rồi thử lại."),
        ("Password reset unsuccessful", "Chưa đặt lại được mật khẩu"),
    ],
)  # fmt: skip
def test_what_people_meet_is_vietnamese(english: str, vietnamese: str) -> None:
    with translation.override("vi"):
        assert gettext(english) == vietnamese
    with translation.override("en"):
        assert gettext(english) == english


def test_counted_and_contextual_texts_are_vietnamese() -> None:
    with translation.override("vi"):
        for count in (1, 5):
            counted = ngettext("Delete 1 page", "Delete %(counter)s pages", count)
            assert counted % {"counter": count} == f"Xóa {count} trang"
        assert pgettext("field label", "Login") == "Tên đăng nhập"


def test_a_form_complains_in_vietnamese() -> None:
    with translation.override("vi"):
        with pytest.raises(ValidationError, match=re.escape("Cần điền mục này.")):
            CharField().clean("")
        with pytest.raises(ValidationError, match=r"nhiều nhất 3 ký tự \(đang có 5\)"):
            MaxLengthValidator(3)("abcde")


@pytest.mark.django_db
def test_the_editors_scripts_speak_vietnamese(client: Client) -> None:
    with translation.override("vi"):
        script = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    found = re.search(r"const newcatalog = (\{.*?\});", script, re.DOTALL)
    assert found
    catalogue = json.loads(found[1])
    assert catalogue["Page explorer"] == "Cây trang"
    assert catalogue["Delete"] == "Xóa"
    assert catalogue["%(num)s error"] == ["%(num)s lỗi"]


def test_our_own_text_wins_over_the_libraries() -> None:
    ours = {
        entry.msgid: entry.msgstr
        for entry in entries(OURS)
        if entry.translated() and not entry.msgctxt and not entry.msgid_plural
    }
    shared = [entry.msgid for entry in entries(LIBRARIES / "django.po") if entry.msgid in ours]
    with translation.override("vi"):
        assert {text: gettext(text) for text in shared} == {text: ours[text] for text in shared}
    assert [Path(path).name for path in settings.LOCALE_PATHS] == ["locale", "libraries"]
