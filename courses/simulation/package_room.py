"""A simulation taken out of the editor's room as a file for other systems."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from courses.models import SimulationPage
from courses.simulation.packaging import scorm_package
from lms.core.errors import DomainError


@require_safe
def scorm(request: HttpRequest, pk: int) -> HttpResponse:
    page = SimulationPage.objects.filter(pk=pk, live=True).first()
    if page is None or not page.permissions_for_user(request.user).can_edit():
        raise Http404
    try:
        content = scorm_package(page)
    except DomainError as error:
        messages.error(request, str(error.message))
        return redirect("wagtailadmin_pages:edit", pk)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{page.slug}-scorm12.zip"'
    return response
