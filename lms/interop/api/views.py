"""The REST API, version 1: reading only. Each address names the scope it needs; wards come from the
policy, by the person a token acts for."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle
from pydantic import Field

from courses import queries as courses
from lms.accounts import policy
from lms.accounts.roles import Permission
from lms.core import periods
from lms.core.errors import DomainError
from lms.interop.api import reading, schemas
from lms.interop.api.models import ApiToken, Scope
from lms.interop.api.services import token_of
from lms.interop.opendata.units import all_units, records_of
from lms.progress.models import WardSnapshot
from lms.progress.queries import is_kept, newest_kept_day
from lms.progress.snapshots import day_of, snapshot_code
from lms.units.models import AdminUnit, UnitKind

RATE = "120/m"  # requests of one token
Limit = Annotated[int, Field(ge=1, le=500)]
Offset = Annotated[int, Field(ge=0, le=10_000_000)]
PROBLEMS: Any = {code: schemas.Problem for code in (401, 403, 404, 422, 429)}
CODES = {401: "api.unauthorized", 403: "api.forbidden", 404: "api.not_found"}


class TokenAuth(HttpBearer):
    openapi_description = "A token that administrators make in the editing room."

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        return token_of(token, at=periods.now())


class EachToken(AuthRateThrottle):
    def get_cache_key(self, request: HttpRequest) -> str:
        return f"api-rate:{token(request).pk}"


api = NinjaAPI(
    title="Bình dân học vụ số",
    version="1",
    description="Units with their history, courses, kept figures of wards, verification of "
    "certificates. Numbers of people below 10 are hidden. No address names a resident.",
    urls_namespace="api",
    docs_url=None,
    auth=TokenAuth(),
    throttle=[EachToken(RATE)],
)


def token(request: HttpRequest) -> ApiToken:
    found: ApiToken = request.auth  # type: ignore[attr-defined]
    return found


def need(request: HttpRequest, scope: Scope) -> None:
    if scope not in token(request).scopes:
        raise HttpError(403, _("This token does not open that."))


def scope_of_figures(request: HttpRequest) -> QuerySet[AdminUnit]:
    """The wards whose figures the person behind the token may take out."""
    need(request, Scope.PROGRESS)
    person = token(request).acts_for
    if not policy.may(person, Permission.EXPORT_REPORTS):
        raise HttpError(403, _("The person this token acts for may not take out figures."))
    return policy.wards_for(person, Permission.EXPORT_REPORTS).order_by("code")


def page_of(request: HttpRequest, count: int, limit: int, offset: int) -> dict[str, Any]:
    """`count` and the address of the following page."""
    query = request.GET.copy()
    query["limit"], query["offset"] = str(limit), str(offset + limit)
    following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return {"count": count, "next": following if offset + limit < count else None}


# --- units -------------------------------------------------------------------------------------


@api.get("/units", response={200: schemas.Units, **PROBLEMS}, url_name="units")
def units(
    request: HttpRequest,
    kind: UnitKind | None = None,
    province: str = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> dict[str, Any]:
    """All units on record, those that are gone too, by official code."""
    need(request, Scope.UNITS)
    found = all_units()
    found = found.filter(kind=kind.value) if kind else found
    found = found.filter(parent__code=province[:5]) if province else found
    items = [unit.as_json() for unit in records_of(found[offset : offset + limit])]
    return page_of(request, found.count(), limit, offset) | {"items": items}


@api.get("/units/{code}", response={200: schemas.UnitHistory, **PROBLEMS}, url_name="unit")
def unit(request: HttpRequest, code: str) -> dict[str, Any]:
    """A unit with the names it had, and what it came from and went into."""
    need(request, Scope.UNITS)
    found = all_units().filter(code=code[:10]).first()
    if found is None:
        raise HttpError(404, _("There is no unit of this code."))
    return reading.unit_history(found)


# --- courses -----------------------------------------------------------------------------------


@api.get("/courses", response={200: schemas.Courses, **PROBLEMS}, url_name="courses")
def published(request: HttpRequest, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Published courses, in the order of the home page."""
    need(request, Scope.COURSES)
    outlines = courses.outlines()
    items = [reading.course(outline) for outline in outlines[offset : offset + limit]]
    return page_of(request, len(outlines), limit, offset) | {"items": items}


# --- figures -----------------------------------------------------------------------------------


@api.get("/snapshots", response={200: schemas.Snapshots, **PROBLEMS}, url_name="snapshots")
def snapshots(
    request: HttpRequest, month_ends: bool = False, limit: Limit = 100, offset: Offset = 0
) -> dict[str, Any]:
    """The days of which figures were kept, newest first."""
    need(request, Scope.PROGRESS)
    days = WardSnapshot.objects.filter(ward=None).order_by("-day").values_list("day", flat=True)
    rows = [{"day": day, "is_month_end": _ends_month(day)} for day in days]
    rows = [row for row in rows if row["is_month_end"]] if month_ends else rows
    items = rows[offset : offset + limit]
    return page_of(request, len(rows), limit, offset) | {"items": items}


@api.get("/progress", response={200: schemas.Progress, **PROBLEMS}, url_name="progress")
def progress(
    request: HttpRequest,
    day: dt.date | None = None,
    snapshot: Annotated[str, Query(description="Name of kept figures, instead of a day")] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> dict[str, Any]:
    """Kept figures of the wards of the token's person: of the newest kept day, or of one asked for."""
    wards = scope_of_figures(request)
    on = _day(day, snapshot)
    page = list(wards[offset : offset + limit])
    return page_of(request, wards.count(), limit, offset) | {
        "day": on,
        "snapshot": snapshot_code(on),
        "items": reading.progress(wards, page, on),
    }


def _day(day: dt.date | None, snapshot: str) -> dt.date:
    if snapshot:
        return day_of(snapshot)
    on = day or newest_kept_day()
    if on is None or not is_kept(on):
        raise HttpError(404, _("No figures were kept of that day."))
    return on


def _ends_month(day: dt.date) -> bool:
    return (day + dt.timedelta(days=1)).day == 1


# --- certificates ------------------------------------------------------------------------------


@api.get(
    "/certificates/{code}",
    response={200: schemas.Certificate, **PROBLEMS},
    url_name="certificate",
)
def certificate(request: HttpRequest, code: str) -> dict[str, Any]:
    """Whether a certificate holds, by the code printed on it."""
    need(request, Scope.CERTIFICATES)
    found = reading.certificate(code[:40])
    if found is None:
        raise HttpError(404, _("No certificate has this code."))
    return found


# --- problems ----------------------------------------------------------------------------------


def _problem(request: HttpRequest, status: int, code: str, detail: object) -> HttpResponse:
    return api.create_response(request, {"code": code, "detail": str(detail)}, status=status)


@api.exception_handler(AuthenticationError)
def _unauthorized(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    detail = _("Send a valid token: Authorization: Bearer …")
    response = _problem(request, 401, CODES[401], detail)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(Throttled)
def _too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    response = _problem(request, 429, "api.too_many", _("Too many requests. Wait a little."))
    response["Retry-After"] = str(error.wait or 60)
    return response


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = "; ".join(f"{item['loc'][-1]}: {item['msg']}" for item in error.errors)
    return _problem(request, 422, "api.invalid", said)


@api.exception_handler(DomainError)
def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    return _problem(request, 404, error.code, error)


@api.exception_handler(HttpError)
def _answered(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(request, error.status_code, CODES[error.status_code], error.message)
