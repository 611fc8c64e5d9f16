"""What is to be put right, as an editor says it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.models import Attempt, Question, Quiz

KEY, LEAVE_OUT, COUNT_AGAIN = "key", "leave_out", "count_again"
_WAYS = (
    (KEY, gettext_lazy("The key was wrong: mark with the newest version of the question")),
    (LEAVE_OUT, gettext_lazy("The question is faulty: leave it out and scale the others up")),
    (COUNT_AGAIN, gettext_lazy("It was left out by mistake: let it count again")),
)


class PutRightForm(forms.Form):
    way = forms.ChoiceField(
        choices=_WAYS, widget=forms.RadioSelect, label=gettext_lazy("What is to be put right")
    )
    question = forms.ModelChoiceField(
        Question.objects.none(),
        required=False,
        label=gettext_lazy("Question"),
        empty_label=gettext_lazy("All questions of the test (only with a wrong key)"),
    )
    attempt = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Only for one attempt (the address of its result page)"),
    )
    reason = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Learners whose result changes read it."),
    )

    def __init__(self, *args: Any, quiz: Quiz, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quiz = quiz
        self.fields["question"].queryset = quiz.questions.order_by("code")  # type: ignore[attr-defined]

    def clean_attempt(self) -> Attempt | None:
        """Of this test, by the part of the address that names it."""
        typed = self.cleaned_data["attempt"].strip()
        if not typed:
            return None
        parts = {part for part in typed.replace("?", "/").split("/") if part}
        found = Attempt.objects.filter(quiz=self.quiz, token__in=parts).first()
        if found is None:
            raise forms.ValidationError(_("There is no such attempt at this test."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        way, question = cleaned.get("way"), cleaned.get("question")
        if way in (LEAVE_OUT, COUNT_AGAIN) and question is None:
            self.add_error("question", _("Choose the question."))
        if way == KEY and cleaned.get("attempt"):
            self.add_error("attempt", _("A wrong key is put right for everybody."))
        return cleaned
