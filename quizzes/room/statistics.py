"""Statistics beside a test and beside a question."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.core import periods, spreadsheets
from lms.core.spreadsheets import Column, Sheet
from lms.core.vietnamese import clean_text
from quizzes.models import Question, QuestionFigures, QuestionTask, Quiz, QuizFigures
from quizzes.room import tables
from quizzes.room.pages import Context, RoomPage
from quizzes.services import figures


def _rows_of(quiz: Quiz) -> list[tables.ItemRow]:
    rows = QuestionFigures.objects.filter(quiz=quiz).select_related("question", "version")
    return [tables.item_row(row) for row in rows.order_by("question__code", "version__number")]


class QuizStatistics(RoomPage):
    template_name = "quizzes/room/quiz_statistics.html"

    def get_page_title(self) -> str:
        return _("Statistics")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("tep") == "xlsx":
            return self._file()
        return self.show()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        figures.count_figures(quiz=self.object, at=periods.now())
        messages.success(request, _("Counted again."))
        return redirect("quiz_statistics", self.object.pk)

    def say(self) -> Context:
        whole = QuizFigures.objects.filter(quiz=self.object).first()
        shown = whole is not None and whole.n >= tables.FEWEST
        return {
            "whole": whole,
            "shown": shown,
            "fewest": tables.FEWEST,
            "figures": tables.whole_rows(whole.figures) if whole else [],
            "head": tables.HEAD,
            "rows": _rows_of(self.object) if shown else [],
        }

    def _file(self) -> HttpResponse:
        said = self.say()
        rows = [[item.row.question.code, *item.cells] for item in said["rows"]]
        columns = [Column(str(label), width=22) for label in tables.HEAD]
        sheet = Sheet(_("Statistics"), columns, rows, note=str(self.object))
        return spreadsheets.workbook_response([sheet], filename=f"thong-ke-{self.object.slug}.xlsx")


class QuestionStatistics(RoomPage):
    """Every version of a question in every test, and what its owner is asked to look at."""

    model = Question
    index_name = "cau-hoi"
    header_icon = "help"
    template_name = "quizzes/room/question_statistics.html"

    @property
    def index_label(self) -> str:  # type: ignore[override]
        return _("Questions")

    def get_page_title(self) -> str:
        return _("Statistics")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        task = get_object_or_404(QuestionTask, question=self.object, pk=request.POST.get("task"))
        note = clean_text(request.POST.get("note", ""))[:200]
        figures.close_task(task=task, note=note, by=request.user, at=periods.now())  # type: ignore[arg-type]
        return redirect(reverse("question_statistics", args=[self.object.pk]))

    def say(self) -> Context:
        rows = QuestionFigures.objects.filter(question=self.object, n__gte=tables.FEWEST)
        rows = rows.select_related("question", "version", "quiz").order_by(
            "-version__number", "quiz"
        )
        tasks = QuestionTask.objects.filter(question=self.object).select_related("quiz", "version")
        return {
            "head": tables.HEAD[1:],
            "fewest": tables.FEWEST,
            "tasks": tasks,
            "rows": [
                {
                    "quiz": row.quiz,
                    "version": row.version,
                    "cells": zip(tables.HEAD[1:], tables.item_row(row).cells, strict=True),
                    "options": tables.option_rows(row),
                    "fairness": tables.fairness_rows(row),
                }
                for row in rows
            ],
        }
