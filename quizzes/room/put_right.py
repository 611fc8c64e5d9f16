"""A key was wrong, or a question faulty: first what it would change, then the change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lms.core import periods
from lms.core.errors import DomainError
from quizzes.grading import points_text
from quizzes.models import Correction
from quizzes.room.pages import Context, RoomPage
from quizzes.room.put_right_form import KEY, LEAVE_OUT, PutRightForm
from quizzes.services import neutralising, regrading
from quizzes.services.remarking import Plan

_MOST_ROWS = 200


class PutRight(RoomPage):
    template_name = "quizzes/room/put_right.html"

    def get_page_title(self) -> str:
        return _("Put results right")

    def say(self) -> Context:
        past = Correction.objects.filter(quiz=self.object)
        return {
            "form": PutRightForm(quiz=self.object),
            "past": past.select_related("question", "made_by").order_by("-made_at"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PutRightForm(request.POST, quiz=self.object)
        if not form.is_valid():
            return self.show(form=form)
        if "apply" not in request.POST:
            return self.show(form=form, plan=self._plan(form.cleaned_data))
        try:
            done = self._apply(form.cleaned_data)
        except DomainError as error:
            form.add_error("reason", str(error.message))
            return self.show(form=form)
        said = _("Marked again: %(count)d results changed.") % {"count": len(done.changes)}
        messages.success(request, said)
        return redirect("quiz_put_right", self.object.pk)

    def _plan(self, data: dict[str, Any]) -> Context:
        quiz, question = self.object, data["question"]
        if data["way"] == KEY:
            plan = regrading.plan_regrade(quiz=quiz, question=question)
        elif data["way"] == LEAVE_OUT:
            given = {"question": question, "attempt": data["attempt"]}
            plan = neutralising.plan_neutralise(quiz=quiz, **given)
        else:
            given = {"question": question, "attempt": data["attempt"]}
            plan = neutralising.plan_count_again(quiz=quiz, **given)
        return _shown(plan)

    def _apply(self, data: dict[str, Any]) -> Plan:
        who: dict[str, Any] = {
            "quiz": self.object,
            "question": data["question"],
            "reason": data["reason"],
            "by": self.request.user,
            "at": periods.now(),
        }
        if data["way"] == KEY:
            return regrading.regrade(**who)
        if data["way"] == LEAVE_OUT:
            return neutralising.neutralise(**who, attempt=data["attempt"])
        return neutralising.count_again(**who, attempt=data["attempt"])


def _shown(plan: Plan) -> Context:
    """Numbers instead of people: "1", "2" … in the order of the attempts."""
    rows = [
        {
            "n": n,
            "before": points_text(change.points_before),
            "after": points_text(change.points_after),
            "passed_before": change.passed_before,
            "passed_after": change.passed_after,
            "completed": change.completed,
        }
        for n, change in enumerate(plan.changes[:_MOST_ROWS], start=1)
    ]
    return {"plan": plan, "rows": rows, "more": max(0, len(plan.changes) - _MOST_ROWS)}
