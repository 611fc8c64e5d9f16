"""What every form here shares (ux G-5): the browser never validates, text is tidied before it is
judged, and the message for an empty field says what to do."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lms.core.display import Display
from lms.core.vietnamese import clean_lines, clean_text


class NumericInput(forms.TextInput):
    """Digits with the number keypad: card numbers, years, codes. Not type=number: no spinner."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})


class PinInput(forms.PasswordInput):
    """Six digits only the learner knows; pasting is allowed."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, new: bool = False) -> None:
        autocomplete = "new-password" if new else "current-password"
        digits = {"inputmode": "numeric", "maxlength": "12", "autocomplete": autocomplete}
        super().__init__({**digits, **(attrs or {})})


class PhoneInput(forms.TextInput):
    input_type = "tel"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "tel", **(attrs or {})})


class DateParts(forms.SelectDateWidget):
    """A date as three lists, day first; each list has a name of its own for screen readers."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        names = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        for part in context["widget"]["subwidgets"]:
            part["attrs"]["aria-label"] = names[part["name"].rpartition("_")[2]]
        return context


class PlainFormMixin:
    """For Form and ModelForm; put it first."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            _tidy_before_judging(field)
            _say_what_to_do(field, field.label or name.replace("_", " "))


class PlainForm(PlainFormMixin, forms.Form):
    pass


class DisplayForm(PlainForm):
    """Text size, colours, data saver (ux P9)."""

    size = forms.TypedChoiceField(
        label=_("Text size"),
        choices=[(1, _("Normal")), (2, _("Large")), (3, _("Very large"))],
        coerce=int,
        widget=forms.RadioSelect,
    )
    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=[
            ("sang", _("Light")),
            ("toi", _("Dark")),
            ("tuong_phan", _("High contrast")),
            ("theo_may", _("Same as the device")),
        ],
        widget=forms.RadioSelect,
    )
    data_saver = forms.BooleanField(
        label=_("Save data"),
        help_text=_("Hides pictures that are not needed and loads no fonts."),
        required=False,
    )

    def choice(self) -> Display:
        return Display(**self.cleaned_data)


class PlainModelForm(PlainFormMixin, forms.ModelForm[Any]):
    pass


def _tidy_before_judging(field: forms.Field) -> None:
    if not isinstance(field, forms.CharField) or isinstance(field.widget, forms.PasswordInput):
        return
    tidy = clean_lines if isinstance(field.widget, forms.Textarea) else clean_text
    field.to_python = _tidied(field.to_python, tidy)  # type: ignore[assignment,method-assign]


def _tidied(
    to_python: Callable[[Any], str | None], tidy: Callable[[str], str]
) -> Callable[[Any], str | None]:
    return lambda value: to_python(tidy(value) if isinstance(value, str) else value)


def _say_what_to_do(field: forms.Field, label: Any) -> None:
    """Replace Django's "This field is required." by what to do; keep a form's own words."""
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _what_to_do(field, label)


def _what_to_do(field: forms.Field, label: Any) -> Any:
    if isinstance(field, forms.BooleanField):
        return format_lazy(_("Tick the box “{label}”"), label=label)
    chosen = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    pattern = _("Choose {label}") if chosen else _("Enter {label}")
    return format_lazy(pattern, label=_in_a_sentence(label))


def _lower_first(label: Any) -> str:
    text = str(label).rstrip("?:")
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


_in_a_sentence = lazy(_lower_first, str)
