"""More time, more attempts, other dates; and minutes added for everybody who is at the test now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts.access import person
from lms.core import periods
from lms.core.errors import DomainError
from quizzes import services
from quizzes.models import Attempt, Override
from quizzes.room.overrides_form import CLASS, PEOPLE, AddTimeForm, OverrideForm
from quizzes.room.pages import Context, RoomPage


class Overrides(RoomPage):
    template_name = "quizzes/room/overrides.html"

    def get_page_title(self) -> str:
        return _("Time and attempts of some")

    def say(self) -> Context:
        live = Override.objects.live().filter(quiz=self.object)
        running = Attempt.objects.filter(quiz=self.object).against_the_clock(periods.now())
        return {
            "form": OverrideForm(),
            "time_form": AddTimeForm(prefix="time"),
            "rows": [_row(one) for one in live.select_related("user", "session", "agency")],
            "running": running.count(),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "end" in request.POST:
            return self._end(request.POST["end"])
        if "add" in request.POST:
            return self._add(AddTimeForm(request.POST, prefix="time"))
        return self._give(OverrideForm(request.POST))

    def _end(self, pk: str) -> HttpResponse:
        rows = Override.objects.filter(quiz=self.object)
        override = get_object_or_404(rows, pk=pk if pk.isdecimal() else 0)
        services.end_override(override=override, by=person(self.request), at=periods.now())
        messages.success(self.request, _("Taken back."))
        return redirect("quiz_overrides", self.object.pk)

    def _add(self, form: AddTimeForm) -> HttpResponse:
        if not form.is_valid():
            return self.show(time_form=form)
        who: dict[str, Any] = {"by": self.request.user, "at": periods.now()}
        try:
            count = services.add_time(quiz=self.object, **form.cleaned_data, **who)
        except DomainError as error:
            form.add_error(None, str(error.message))
            return self.show(time_form=form)
        text = ngettext(
            "%(count)d attempt got more time.", "%(count)d attempts got more time.", count
        )
        messages.success(self.request, text % {"count": count})
        return redirect("quiz_overrides", self.object.pk)

    def _give(self, form: OverrideForm) -> HttpResponse:
        form.instance.quiz = self.object
        if not form.is_valid():
            return self.show(form=form)
        try:
            self._store(form)
        except DomainError as error:
            form.add_error(None, str(error.message))
            return self.show(form=form)
        messages.success(self.request, _("It holds from now on, also for tests under way."))
        return redirect("quiz_overrides", self.object.pk)

    def _store(self, form: OverrideForm) -> None:
        who: dict[str, Any] = {"by": self.request.user, "at": periods.now()}
        chosen, given = form.cleaned_data["chosen"], form.instance
        if form.cleaned_data["who"] == PEOPLE:
            services.give_override_to_all(people=chosen, like=given, **who)
            return
        setattr(given, "session" if form.cleaned_data["who"] == CLASS else "agency", chosen[0])
        services.give_override(override=given, **who)


def _row(override: Override) -> Context:
    """Of a person only the last two digits: editors do not see names."""
    if override.user is not None:
        whom = f"··{override.user.username[-2:]}"
    else:
        whom = str(override.session or override.agency)
    return {"one": override, "whom": whom}
