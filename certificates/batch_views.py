"""Many certificates at once, for administrators: start, watch, go on, take the ZIP."""

from __future__ import annotations

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from certificates import batches, signing
from certificates.forms import BatchForm
from certificates.models import Batch
from certificates.tasks import start_batch_work
from lms.accounts.access import person, requires
from lms.accounts.roles import Permission
from lms.core import periods
from lms.core.errors import DomainError


@requires(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_list(request: HttpRequest) -> HttpResponse:
    form = BatchForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            batch = batches.start_batch(
                course=form.cleaned_data["course"], by=person(request), at=periods.now()
            )
        except DomainError as refusal:
            form.add_error("course", str(refusal.message))
        else:
            start_batch_work(batch.pk)
            return redirect("certificates:batch", batch.pk)
    known = Batch.objects.select_related("course")[:50]
    context = {"form": form, "batches": known}
    status = 422 if form.errors else 200
    return render(request, "certificates/batches.html", context, status=status)


@requires(Permission.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; POST: go on now (where no worker does it by itself)."""
    found = get_object_or_404(Batch.objects.select_related("course"), pk=pk)
    if request.method == "POST":
        start_batch_work(found.pk)
        return redirect("certificates:batch", found.pk)
    figures = batches.progress(found)
    context = {"batch": found, "figures": figures, "unsigned": signing.is_away()}
    return render(request, "certificates/batch.html", context)


@requires(Permission.ADMINISTER)
@require_safe
def batch_zip(request: HttpRequest, pk: int) -> FileResponse | HttpResponse:
    found = get_object_or_404(Batch, pk=pk)
    if not found.zip_name:
        raise Http404
    try:
        file = storages["private"].open(found.zip_name)
    except OSError:
        raise Http404 from None
    return FileResponse(file, as_attachment=True, filename=f"giay-chung-nhan-{found.pk}.zip")
