"""Who stands in for whom: asked for by a manager, seen by both, ended by either or an administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts import policy, services
from lms.accounts.access import person, requires, signed_in
from lms.accounts.forms.delegation import DelegationForm, label_of
from lms.accounts.models import Delegation
from lms.accounts.roles import Permission
from lms.core import periods
from lms.core.errors import DomainError


@signed_in
@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    user, day = person(request), periods.today()
    found = policy.delegations_for(user).select_related(
        "grant__user", "grant__area", "grant__ward", "receiver"
    )
    lines = [
        {"delegation": one, "label": label_of(one.grant), "is_over": one.valid_to <= day}
        for one in found[:100]
    ]
    context = {"lines": lines, "may_ask": policy.may(user, Permission.DELEGATE)}
    return render(request, "accounts/delegations.html", context)


@requires(Permission.DELEGATE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_delegation(request: HttpRequest) -> HttpResponse:
    user = person(request)
    grants = policy.own_grants_with(user, Permission.DELEGATE)
    form = DelegationForm(request.POST if request.method == "POST" else None, grants=grants)
    if form.is_valid():
        colleague = form.cleaned_data["username"]
        try:
            services.delegate(
                grant=form.cleaned_data["grant"],
                receiver=colleague,
                first=form.cleaned_data["first"],
                last=form.cleaned_data["last"],
                reason=form.cleaned_data["reason"],
                by=user,
                at=periods.now(),
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal.message))
        else:
            messages.success(
                request, _("{name} stands in for you.").format(name=colleague.full_name)
            )
            return redirect("accounts:delegations")
    return render(request, "accounts/new_delegation.html", {"form": form})


@signed_in
@require_POST
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    found: Delegation = get_object_or_404(policy.delegations_for(person(request)), pk=pk)
    services.end_delegation(delegation=found, by=person(request), at=periods.now())
    messages.success(request, _("It has ended."))
    return redirect("accounts:delegations")
