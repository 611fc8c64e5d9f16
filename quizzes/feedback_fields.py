"""The matrix of `quizzes.feedback` in the form of a test: one row of ticks for every moment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst

from quizzes import feedback
from quizzes.feedback import Moment, Thing

NAMES = [f"feedback_{moment}" for moment in Moment.values]


def _field(moment: Moment) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=[(thing.value, capfirst(thing.label)) for thing in Thing],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=capfirst(moment.label),
    )


class FeedbackFields(forms.Form):
    """To be mixed into a model form whose instance has `feedback`."""

    fields: Any  # Wagtail's forms are not typed

    feedback_during = _field(Moment.DURING)
    feedback_just_after = _field(Moment.JUST_AFTER)
    feedback_later = _field(Moment.LATER)
    feedback_after_close = _field(Moment.AFTER_CLOSE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matrix = self.instance.feedback  # type: ignore[attr-defined]
        for moment in Moment.values:
            self.initial[f"feedback_{moment}"] = matrix.get(moment, [])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        matrix = {moment: cleaned.get(f"feedback_{moment}") for moment in Moment.values}
        self.instance.feedback = feedback.tidy(matrix)  # type: ignore[attr-defined]
        return cleaned
