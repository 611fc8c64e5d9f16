"""Templates of certificates, for administrators: composed and looked at, kept as versions, put to use,
carried elsewhere. Looking never writes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certificates import design as designing
from certificates import design_fields, design_preview, designs, pdf, sample, standards
from certificates.design_forms import LOOKING, Editor, TemplateFileForm
from certificates.kinds import CertificateKind
from certificates.models import Template, TemplateVersion
from lms.accounts.access import person, requires
from lms.accounts.roles import Permission
from lms.core import periods
from lms.core.errors import DomainError

MOST_FILE = 2_000_000  # three pictures of 300 KB, base64


@requires(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """The list; POST: a template from its file."""
    posted = request.method == "POST"
    form = TemplateFileForm(request.POST, request.FILES) if posted else TemplateFileForm()
    if posted and form.is_valid():
        try:
            text = form.cleaned_data["file"].read(MOST_FILE).decode("utf-8")
            version = designs.import_file(
                text=text, agency=None, by=person(request), at=periods.now()
            )
        except UnicodeDecodeError:
            form.add_error("file", _("This file is no template: it cannot be read."))
        except DomainError as refusal:
            form.add_error("file", str(refusal.message))
        else:
            return redirect("certificates:template", version.template_id)
    listed = Template.objects.select_related("agency")
    context = {"form": form, "templates": listed, "kinds": CertificateKind.choices}
    status = 422 if form.errors else 200
    return render(request, "certificates/templates.html", context, status=status)


@requires(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Compose one (pk 0: a new one of the kind in "loai"). What the button pressed says: look at it
    without keeping it, move a line, see it as PDF; else keep it."""
    found = get_object_or_404(Template.objects.select_related("agency"), pk=pk) if pk else None
    kind = found.kind if found else _kind(request)
    version = found.versions.first() if found else None
    before = designing_of(version, kind)
    names: dict[str, Any] = {"based_on": version.number if version else None}
    names |= {"name": found.name, "agency": found.agency} if found else {}
    editor = Editor(request, before, names)
    context = {"template": found, "version": version, "editor": editor, "kind": kind}
    if request.method != "POST":
        return _page(request, context, before, sample.data(name=sample.SHORT_NAME))
    if not editor.is_valid():
        return _refused(request, context)
    return _answer(request, context, editor.design())


def _answer(request: HttpRequest, context: dict[str, Any], design: dict[str, Any]) -> HttpResponse:
    editor: Editor = context["editor"]
    data = editor.sample()
    if "pdf" in request.POST:
        html = pdf.page(data, design, verify_url=sample.URL)
        return HttpResponse(pdf.html_to_pdf(html), content_type="application/pdf")
    if "live" in request.POST:
        seen = {"preview": design_preview.preview(design, data)}
        return render(request, "certificates/design_preview.html", seen)
    if LOOKING & request.POST.keys():
        editor.again()
        return _page(request, context | {"unsaved": True}, design, data)
    return _kept(request, context, design)


def _kind(request: HttpRequest) -> str:
    asked = request.GET.get("loai", "")
    return asked if asked in CertificateKind.values else CertificateKind.COMPLETION


def designing_of(version: TemplateVersion | None, kind: str) -> dict[str, Any]:
    """The design of a version as today's form composes it; without one, our own of that kind."""
    if version is None:
        return standards.standard(kind)
    first = designing.is_of_first_format(version.design)
    return standards.from_first_format(version.design) if first else version.design


def _page(
    request: HttpRequest,
    context: dict[str, Any],
    design: dict[str, Any] | None,
    data: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    preview = design_preview.preview(design, data) if design else None
    found: Template | None = context["template"]
    versions = found.versions.select_related("created_by").defer("design") if found else None
    everything = {
        **context,
        "preview": preview,
        "versions": versions,
        "fields": list(design_fields.FIELDS),
        "kind_name": CertificateKind(context["kind"]).label,
    }
    return render(request, "certificates/template.html", everything, status=status)


def _refused(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    errors = context["editor"].errors
    if "live" in request.POST:
        seen = {"errors": [error["text"] for error in errors]}
        return render(request, "certificates/design_preview.html", seen, status=422)
    return _page(request, context | {"errors": errors}, None, {}, status=422)


@transaction.atomic
def _saved(
    request: HttpRequest, context: dict[str, Any], design: dict[str, Any]
) -> TemplateVersion:
    """A template and its version, both or neither."""
    cleaned, by = context["editor"].form.cleaned_data, person(request)
    chosen = {"name": cleaned["name"], "agency": cleaned["agency"], "by": by}
    found: Template | None = context["template"]
    if found is None:
        found = designs.create_template(**chosen, kind=context["kind"])
    else:
        designs.name_template(template=found, **chosen)
    return designs.save_version(
        template=found, design=design, by=by, at=periods.now(), based_on=cleaned["based_on"]
    )


def _kept(request: HttpRequest, context: dict[str, Any], design: dict[str, Any]) -> HttpResponse:
    editor: Editor = context["editor"]
    try:
        version = _saved(request, context, design)
    except DomainError as refusal:
        if refusal.code == "template.newer":
            return _newer(request, context, design, str(refusal.message))
        editor.form.add_error("agency", str(refusal.message))
        return _refused(request, context)
    messages.success(request, _("Saved as version %(number)d.") % {"number": version.number})
    return redirect("certificates:template", version.template_id)


def _newer(
    request: HttpRequest, context: dict[str, Any], design: dict[str, Any], why: str
) -> HttpResponse:
    """All that was composed again, pictures too; saving once more goes over the version of the other."""
    editor: Editor = context["editor"]
    version: TemplateVersion = context["version"]
    data = editor.sample()
    editor.again(based_on=version.number)
    errors = [{"text": why, "id": "phien-ban"}]
    return _page(request, context | {"errors": errors}, design, data, status=422)


@requires(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def template_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """An older version to look at; POST: go back to it, as a new version."""
    version = get_object_or_404(
        TemplateVersion.objects.select_related("template", "created_by"),
        template=pk, number=number,
    )  # fmt: skip
    if request.method == "POST":
        made = designs.go_back(version=version, by=person(request), at=periods.now())
        messages.success(request, _("Saved as version %(number)d.") % {"number": made.number})
        return redirect("certificates:template", pk)
    design = designing_of(version, version.template.kind)
    data = sample.data(name=sample.SHORT_NAME)
    context = {"version": version, "preview": design_preview.preview(design, data)}
    return render(request, "certificates/template_version.html", context)


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
    design = designing_of(found.versions.first(), found.kind)
    text = designing.to_file(design, name=found.name, kind=found.kind)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="mau-{pk}.json"'
    return response
