"""A test as a learner meets it, question by question, without leaving a trace."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import View

from lms.core.errors import DomainError
from quizzes import questions, trial
from quizzes.asking import asking
from quizzes.grading import points_text
from quizzes.models import Quiz
from quizzes.room.pages import editable
from quizzes.trial import Trial


class TryQuiz(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.quiz: Quiz = editable(Quiz, request.user, kwargs["pk"])
        try:
            return super().dispatch(request, *args, **kwargs)
        except DomainError as error:
            return render(request, "quizzes/room/try_nothing.html", {"text": error.message})

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(trial.trial_of(self.quiz, token_urlsafe(8), {}), 1)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        given = trial.unpacked(request.POST.get("given", ""))
        trying = trial.trial_of(self.quiz, request.POST.get("seed", "")[:40], given)
        place = _place(request.POST.get("place", ""), len(trying.paper.items))
        problem = self._answer(trying, place)
        if problem:
            return self._show(trying, place, problem)
        if place == len(trying.paper.items):
            return self._result(trying)
        return self._show(trying, place + 1)

    def _answer(self, trying: Trial, place: int) -> str:
        """Keep what was answered at `place`; why it cannot be, in a sentence."""
        _item, question = trying.question(place)
        form = dict(self.request.POST.lists())
        response = questions.read(question.kind, question.content, form)
        if response is None:
            trying.given.pop(place, None)
            return ""
        problem = questions.refusal(question.kind, question.content, response)
        if not problem:
            trying.given[place] = response
        return problem

    def _show(self, trying: Trial, place: int, problem: str = "") -> HttpResponse:
        item, question = trying.question(place)
        context = asking(question.kind, question.content, item.order, trying.given.get(place, {}))
        context |= {
            "quiz": self.quiz,
            "trial": trying,
            "n": place,
            "total": len(trying.paper.items),
            "problem": problem,
            "has_errors": bool(problem),
        }
        return render(self.request, "quizzes/room/try_question.html", context)

    def _result(self, trying: Trial) -> HttpResponse:
        said = trial.outcome(trying)
        context = said | {
            "quiz": self.quiz,
            "title": _title(said),
        }
        return render(self.request, "quizzes/room/try_result.html", context)


def _title(said: dict[str, Any]) -> str:
    pattern = (
        _("Passed: %(points)s of %(whole)d")
        if said["passed"]
        else _("Not yet: %(points)s of %(whole)d, %(needed)d needed")
    )
    return pattern % (said | {"points": points_text(said["points"])})


def _place(typed: str, last: int) -> int:
    """Within the paper, whatever was sent."""
    return min(max(1, int(typed)), last) if typed.isascii() and typed.isdigit() else 1
