"""Tokens in the editing room: administrators make one, see its value once, and revoke it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from lms.accounts import policy
from lms.accounts.access import person, requires
from lms.accounts.models import User
from lms.accounts.roles import Permission
from lms.core import periods
from lms.interop.api import services
from lms.interop.api.models import ApiToken, Scope

LONGEST = dt.timedelta(days=366)


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("Which system will use it, and whom to ask about it."),
    )
    acts_for = forms.CharField(
        label=gettext_lazy("User name of the member of staff whose wards it reads"),
        max_length=150,
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it opens"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("At most a year from today, as in 31/12/2026."),
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
    )

    def clean_acts_for(self) -> User:
        user = User.objects.filter(username=self.cleaned_data["acts_for"], is_active=True).first()
        if user is None or not policy.works_here(user):
            raise forms.ValidationError(_("No member of staff has this user name."))
        return user

    def clean_expires_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["expires_on"]
        if not periods.today() <= day <= periods.today() + LONGEST:
            raise forms.ValidationError(_("Choose a day from today to a year from now."))
        return day


class Tokens(WagtailAdminTemplateMixin, View):
    template_name = "interop/api/tokens.html"
    header_icon = "key"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not policy.may(request.user, Permission.ADMINISTER):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("API tokens")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(TokenForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = TokenForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        _token, value = services.make_token(
            **form.cleaned_data, by=person(request), at=periods.now()
        )
        return self.show(TokenForm(), value=value)  # the editing room's pages are never stored

    def show(self, form: TokenForm, value: str = "") -> HttpResponse:
        tokens = ApiToken.objects.select_related("acts_for")
        context = {"form": form, "value": value, "tokens": tokens, "today": periods.today()}
        return self.render_to_response(self.get_context_data(**context))


@require_POST
@requires(Permission.ADMINISTER)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk)
    services.revoke_token(token=token, by=person(request), at=periods.now())
    messages.success(request, _("The token no longer opens anything."))
    return redirect("api_tokens")
