"""The marking desk: answers by question, without names, the rubric beside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core import periods
from lms.core.errors import DomainError
from lms.core.vietnamese import format_number
from quizzes.room.pages import Context, RoomPage
from quizzes.services.marking_desk import STEPS, give_mark
from quizzes.waiting import Waiting, piles_of, waiting_for


class MarkForm(forms.Form):
    answer = forms.IntegerField(widget=forms.HiddenInput)
    fraction = forms.TypedChoiceField(
        coerce=dict((str(step), step) for step in STEPS).get,
        choices=[(str(step), format_number(step, 1)) for step in STEPS],
        widget=forms.RadioSelect,
        label=gettext_lazy("Mark, of 1"),
    )
    comment = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Comment for the learner"),
    )


class MarkingDesk(RoomPage):
    """What waits for this marker, by question."""

    template_name = "quizzes/room/marking_desk.html"

    def get_page_title(self) -> str:
        return _("Marking desk")

    def say(self) -> Context:
        rows = waiting_for(self.request.user, self.object)  # type: ignore[arg-type]
        return {
            "piles": [
                {
                    "pile": pile,
                    "href": reverse("mark_answers", args=[self.object.pk, pile.question]),
                }
                for pile in piles_of(rows)
            ]
        }


class MarkAnswers(MarkingDesk):
    """The oldest answer to one question that waits for this marker; the next one follows."""

    template_name = "quizzes/room/mark_answer.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.rows = waiting_for(request.user, self.object, kwargs["question"])  # type: ignore[arg-type]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.rows:
            return redirect("marking_desk", self.object.pk)
        return self.show()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = MarkForm(request.POST)
        if not form.is_valid():
            return self.show(form=form) if self.rows else redirect("marking_desk", self.object.pk)
        data = form.cleaned_data
        try:
            give_mark(
                answer=self._row(data["answer"]).answer,
                fraction=data["fraction"],
                comment=data["comment"],
                by=request.user,  # type: ignore[arg-type]
                at=periods.now(),
            )
        except DomainError as error:  # somebody was faster
            messages.warning(request, str(error.message))
        else:
            messages.success(request, _("Mark saved."))
        return redirect("mark_answers", self.object.pk, kwargs["question"])

    def _row(self, answer: int) -> Waiting:
        """Among those that wait for this marker; anything else is not found."""
        found = next((row for row in self.rows if row.answer.pk == answer), None)
        if found is None:
            raise Http404
        return found

    def say(self) -> Context:
        row, left = self.rows[0], len(self.rows)
        return {
            "row": row,
            "stem": row.asked.content["stem"],
            "text": row.response.get("text", ""),
            "file": row.response.get("file", ""),
            "left": left,
            "form": MarkForm(initial={"answer": row.answer.pk}),
        }
