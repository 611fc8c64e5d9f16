"""Templates of certificates, for administrators: written, looked at, put to use, carried elsewhere."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates import design as designing
from certificates import designs, pdf, sample
from certificates.forms import TemplateFileForm, TemplateForm
from certificates.models import Template
from lms.accounts.access import person, requires
from lms.accounts.roles import Permission
from lms.core import periods
from lms.core.errors import DomainError


@requires(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """The list; POST: a template from its file."""
    posted = request.method == "POST"
    form = TemplateFileForm(request.POST, request.FILES) if posted else TemplateFileForm()
    if posted and form.is_valid():
        try:
            text = form.cleaned_data["file"].read(1_000_000).decode("utf-8")
            version = designs.import_file(
                text=text, agency=None, by=person(request), at=periods.now()
            )
        except (DomainError, UnicodeDecodeError) as error:
            words = getattr(error, "message", _("This is not a design of a certificate."))
            form.add_error("file", str(words))
        else:
            return redirect("certificates:template", version.template_id)
    context = {"form": form, "templates": Template.objects.select_related("agency")}
    status = 422 if form.errors else 200
    return render(request, "certificates/templates.html", context, status=status)


@requires(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Write one (pk 0: a new one), or look at what is written without keeping it."""
    found = get_object_or_404(Template.objects.select_related("agency"), pk=pk) if pk else None
    version = found.versions.first() if found else None
    before = version.design if version else designing.FIELDS
    posted = request.method == "POST"
    form = (
        TemplateForm(request.POST, request.FILES)
        if posted
        else TemplateForm(initial={**before, **_names(found)})
    )
    design = _design(form, before) if posted else None
    if design is not None and "preview" in request.POST:
        return preview(design)
    if design is not None:
        kept = _keep(request, form, found, design)
        return redirect("certificates:template", kept.pk)
    context = {"form": form, "template": found, "version": version, "lint": designing.lint(before)}
    status = 422 if form.errors else 200
    return render(request, "certificates/template.html", context, status=status)


def _names(found: Template | None) -> dict[str, Any]:
    return {"name": found.name, "agency": found.agency} if found else {}


def _design(form: TemplateForm, before: dict[str, Any]) -> dict[str, Any] | None:
    """What the form says, or None with the errors on the form."""
    if not form.is_valid():
        return None
    try:
        return form.design(before)
    except DomainError as refusal:
        form.add_error("seal_file", str(refusal.message))
        return None


def _keep(
    request: HttpRequest, form: TemplateForm, found: Template | None, design: dict[str, Any]
) -> Template:
    by = person(request)
    kept = found or designs.create_template(
        name=form.cleaned_data["name"], agency=form.cleaned_data["agency"], by=by
    )
    designs.save_version(template=kept, design=design, by=by, at=periods.now())
    return kept


def preview(design: dict[str, Any]) -> HttpResponse:
    """The page with invented data and a name of sixty letters."""
    html = pdf.page(sample.data(), design, verify_url=sample.URL)
    return HttpResponse(pdf.html_to_pdf(html), content_type="application/pdf")


@requires(Permission.ADMINISTER)
@require_POST
def template_use(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Template, pk=pk)
    try:
        designs.use(template=found, used="stop" not in request.POST, by=person(request))
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("certificates:template", pk)


@requires(Permission.ADMINISTER)
@require_safe
def template_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Template, pk=pk)
    version = found.versions.first()
    text = designing.to_file(version.design if version else designing.FIELDS, name=found.name)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="mau-{pk}.json"'
    return response
