"""What every form shares (ux G-5)."""

import unicodedata

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override

from lms.core.forms import PinInput, PlainForm


class Form(PlainForm):
    full_name = forms.CharField(label="Full name", help_text="As on your papers")
    phone = forms.CharField(label="Phone", required=False)
    pin = forms.CharField(label="PIN", widget=PinInput())
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    ward = forms.ChoiceField(
        label="Ward", choices=[("1", "Tịnh Khê")], widget=forms.RadioSelect, help_text="Old or new"
    )
    agree = forms.BooleanField(
        label="I agree", error_messages={"required": "Tick the box to agree"}
    )


def render(form: forms.Form) -> str:
    return render_to_string("components/form.html", {"form": form})


def test_text_is_tidied_before_it_is_judged_but_a_pin_is_left_alone() -> None:
    typed = {
        "full_name": unicodedata.normalize("NFD", "  Nguyễn   Thị\u200b Mỹ Lệ "),
        "pin": " 12 34 ",
        "note": "one  two\r\n  three ",
        "ward": "1",
        "agree": "on",
    }
    form = Form(typed)
    assert form.is_valid()
    assert form.cleaned_data["full_name"] == "Nguyễn Thị Mỹ Lệ"
    assert form.cleaned_data["pin"] == "12 34"
    assert form.cleaned_data["note"] == "one two\nthree"


def test_only_spaces_is_empty() -> None:
    assert "full_name" in Form({"full_name": " \u00a0\u200b "}).errors


def test_empty_fields_say_what_to_do_and_own_words_are_kept() -> None:
    with override("en"):
        errors = Form({}).errors
        assert errors["full_name"] == ["Enter full name"]
        assert errors["pin"] == ["Enter PIN"]
        assert errors["ward"] == ["Choose ward"]
        assert errors["agree"] == ["Tick the box to agree"]


def test_the_browser_is_not_asked_to_validate() -> None:
    assert " required" not in render(Form())


def test_an_error_is_tied_to_its_field_and_linked_from_the_summary() -> None:
    page = render(Form({"phone": "0912 000 111"}))

    assert 'aria-describedby="id_full_name_helptext id_full_name_error"' in page
    assert 'id="id_full_name_helptext"' in page
    assert 'id="id_full_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert '<a href="#id_full_name">' in page
    assert '<a href="#id_ward_0">' in page
    assert 'id="id_ward_0"' in page
    assert '<fieldset aria-describedby="id_ward_helptext id_ward_error">' in page
    assert 'value="0912 000 111"' in page
    assert page.index("data-errsum") < page.index("<input")


def test_a_valid_or_fresh_form_has_no_summary() -> None:
    assert "data-errsum" not in render(Form())


def test_a_pin_is_masked_never_sent_back_and_can_be_shown() -> None:
    page = render(Form({"pin": "493817"}))
    assert "493817" not in page
    assert 'data-show-pin="id_pin"' in page
    assert 'inputmode="numeric"' in page


def test_only_optional_fields_are_marked() -> None:
    with override("en"):
        page = render(Form())
    assert "Phone (optional)" in page
    assert "Full name (optional)" not in page
    assert "*" not in page
