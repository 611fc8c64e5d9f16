"""P4 for an office: a list of codes checked at once, on the page or as a workbook."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certificates import checking_many
from certificates.forms import ManyForm
from certificates.views import no_index
from lms.core import periods
from lms.core.address import client_address
from lms.core.errors import DomainError
from lms.core.spreadsheets import workbook_response
from lms.core.vietnamese import format_date

LINES, WINDOW_SECONDS = 2_000, 3_600  # for each address, whatever was found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_many(request: HttpRequest) -> HttpResponse:
    form = ManyForm(request.POST or None, request.FILES or None)
    lines: list[checking_many.Checked] = []
    if request.method == "POST":
        form = ManyForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                lines = checked(request, form)
            except DomainError as refusal:
                form.add_error("codes", str(refusal.message))
    if lines and "xlsx" in request.POST:
        note = _("Checked on %(day)s") % {"day": format_date(periods.now())}
        sheet = checking_many.sheet(lines, note=note)
        return no_index(workbook_response([sheet], filename="xac-minh.xlsx"))
    status = 200 if lines or not form.is_bound else 422
    context = {"form": form, "lines": lines, "given": "\n".join(line.given for line in lines)}
    return no_index(render(request, "certificates/verify_many.html", context, status=status))


def checked(request: HttpRequest, form: ManyForm) -> list[checking_many.Checked]:
    file = form.cleaned_data["file"]
    codes = (
        checking_many.codes_in_workbook(file.read(checking_many.MOST_BYTES + 1))
        if file
        else checking_many.codes_in(form.cleaned_data["codes"])
    )
    if not may_check(request, len(codes)):
        raise DomainError(
            _("Too many codes from this place. Wait an hour, then try again."), code="many.limit"
        )
    return checking_many.check(codes)


def may_check(request: HttpRequest, count: int) -> bool:
    """Counts these lines; False where the address has used up its hour."""
    key = f"verify-many:{client_address(request)}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return cache.incr(key, count) <= LINES
    except ValueError:  # expired between the two calls
        return True
