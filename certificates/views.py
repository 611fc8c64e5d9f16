"""The learner's certificates (L9) and public verification (P4)."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certificates import asking, outside, queries, services, sharing
from certificates.forms import CodeForm
from certificates.models import Certificate, CertificateStatus
from certificates.numbering import read_code
from certificates.pdf import PdfError
from certificates.qr import svg
from certificates.signing import SignerUnavailable
from lms.accounts.access import person, signed_in
from lms.core import periods
from lms.core.address import client_address

TRIES, WINDOW_SECONDS = 20, 600  # ux P4-d


@signed_in
@require_safe
def certificate_list(request: HttpRequest) -> HttpResponse:
    user = person(request)
    context = {
        "certificates": queries.of_person(user),
        "notices": queries.notices_of(user),
        "papers": asking.papers(user, periods.now()),
        "shares": sharing.open_shares(user, periods.now()),
    }
    return render(request, "certificates/list.html", context)


@signed_in
@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    certificate = own_certificate(request, code)
    verify = services.verify_url(certificate)
    return render(
        request,
        "certificates/detail.html",
        {
            "certificate": certificate,
            "data": certificate.data,
            "qr": svg(services.qr_address(certificate)),
            "verify": verify,
            "signed_by": outside.signed_by(certificate),
            "standing": queries.standing(certificate),
            "is_revoked": certificate.status == CertificateStatus.REVOKED,
        },
    )


@signed_in
@require_safe
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The frozen file; made on the spot where the worker has not come to it yet."""
    certificate = own_certificate(request, code)
    try:
        content = outside.newest_file(certificate)
    except (PdfError, OSError) as error:
        context = {"certificate": certificate, "unsigned": isinstance(error, SignerUnavailable)}
        return render(request, "certificates/not_ready.html", context, status=503)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{certificate.code}.pdf"'
    return response


def own_certificate(request: HttpRequest, code: str) -> Certificate:
    """The signed-in person's certificate of this code; somebody else's is a 404."""
    if read_code(code) != code:
        raise Http404
    certificate = (
        Certificate.objects.select_related("course").filter(user=person(request), code=code).first()
    )
    if certificate is None:
        raise Http404
    return certificate


@never_cache
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """P4: a field for the code. The answer has an address of its own."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("certificates:verify_code", form.cleaned_data["code"].replace("/", ""))
    return no_index(render(request, "certificates/verify.html", {"form": form}))


@never_cache
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """The result for a QR's token or a typed code. Typed codes are limited per address; a QR's token is
    unguessable and is not, so that a whole class can scan at once."""
    certificate = queries.by_token(code)
    if certificate is None:
        if too_many_tries(request):
            return no_index(render(request, "certificates/verify_wait.html", status=429))
        certificate = queries.by_typed_code(code)
    context = {
        "form": CodeForm(initial={"code": certificate.code if certificate else code[:40]}),
        "certificate": certificate,
        "data": certificate.data if certificate else None,
        "standing": queries.standing(certificate) if certificate else None,
        "asked": True,
    }
    status = 200 if certificate else 404
    return no_index(render(request, "certificates/verify.html", context, status=status))


def too_many_tries(request: HttpRequest) -> bool:
    """Counts this try; True from the 21st within ten minutes from one address."""
    key = f"verify:{client_address(request)}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return cache.incr(key) > TRIES
    except ValueError:  # expired between the two calls
        return False


def no_index(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
