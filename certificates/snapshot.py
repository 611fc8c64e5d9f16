"""The data a certificate is issued with, frozen: whatever changes later, the paper does not."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from certificates import design, designs, earning, standards
from certificates.models import CertificateKind, IssueRule
from certificates.pdf import COMPOSED
from courses.models import CoursePage, Enrolment, RequirementDone
from lms.centres.models import Attendance
from lms.core import vietnamese
from lms.core.vietnamese import format_date, format_time

DESIGNED = 2  # the wording for designs from before lines could be composed
TEMPLATES = Path(__file__).resolve().parent / "templates" / "certificates" / "print"
AT_CLASS = "tai_lop"  # in the place of the evidence, where no test was taken
# Belongs to one issue: a correction or a renewal gets its own.
PER_ISSUE = frozenset({"code", "number", "issued_on", "expires_on", "supersedes"})


def freeze(enrolment: Enrolment, *, rule: IssueRule | None = None, result: str) -> dict[str, Any]:
    """Everything printed or shown, but number, code and days (`services.place_certificate`). Plain
    JSON; texts NFC; `result` as `result_text` gives it."""
    user, course = enrolment.user, enrolment.course
    return {
        **chosen_template(course),
        "issuer_parent": settings.OPERATOR_PARENT,
        "issuer": settings.OPERATOR_NAME,
        "place": settings.OPERATOR_PLACE,
        "name": vietnamese.nfc(user.full_name),
        "birth_year": user.birth_year,
        "ward": enrolment.ward.full_name if enrolment.ward else "",
        "agency": enrolment.agency.name if enrolment.agency else "",
        "course": vietnamese.nfc(course.title),
        "course_code": course.code,
        "course_version": enrolment.course_version,
        "hours": str(course.hours),
        "evidence": enrolment.evidence,
        "result": result,
        "invented": user.is_invented,
        "rule": earning.frozen(rule),
        "valid_months": rule.valid_months if rule else 0,
    }


def freeze_hours(enrolment: Enrolment, *, rule: IssueRule) -> dict[str, Any]:
    """The same, with the hours the rule credits, and the template for hours. It does not expire."""
    data = freeze(enrolment, rule=rule, result="")
    hours = str(rule.staff_hours)
    return data | {
        **chosen_template(enrolment.course, CertificateKind.HOURS),
        "hours": hours,
        "rule": data["rule"] | {"staff_hours": hours},
        "valid_months": 0,
    }


def freeze_presence(attendance: Attendance) -> dict[str, Any]:
    """Who was at which meeting: when, where and how long."""
    user, session = attendance.user, attendance.session
    course = session.course
    hours = Decimal((session.ends_at - session.starts_at).total_seconds()) / 3600
    where = f"{session.point.name}, {session.point.address}"
    began, ended = (format_time(moment) for moment in (session.starts_at, session.ends_at))
    return {
        **chosen_template(course, CertificateKind.ATTENDANCE),
        "issuer_parent": settings.OPERATOR_PARENT,
        "issuer": settings.OPERATOR_NAME,
        "place": settings.OPERATOR_PLACE,
        "name": vietnamese.nfc(user.full_name),
        "birth_year": user.birth_year,
        "ward": attendance.ward.full_name if attendance.ward else "",
        "agency": "",
        "course": vietnamese.nfc(session.title),
        "course_code": course.code if course else "",
        "course_version": course.version if course else 0,
        "hours": str(hours.quantize(Decimal("0.1"))),
        "meetings": f"1 ({began}–{ended}, {format_date(session.starts_at)}; {where})",
        "evidence": AT_CLASS,
        "result": "",
        "invented": user.is_invented,
        "rule": earning.frozen(None),
        "valid_months": 0,
    }


def chosen_template(
    course: CoursePage | None, kind: str = CertificateKind.COMPLETION
) -> dict[str, Any]:
    """The template of the course's ministry with its version, or our own design for this kind."""
    version = designs.version_for(course, kind) if course else None
    if version is None:
        own = {"standard": standards.LATEST}
        return _worded(COMPOSED, own, design.digest(standards.standard(kind)))
    first = design.is_of_first_format(version.design)
    return _worded(DESIGNED if first else COMPOSED, {"design": version.pk}, version.digest)


def _worded(wording: int, chosen: dict[str, int], digest_of_design: str) -> dict[str, Any]:
    both = f"{template_hash(wording)} {digest_of_design}"
    return {
        "template": wording,
        **chosen,
        "template_hash": hashlib.sha256(both.encode()).hexdigest(),
    }


def digest(data: Mapping[str, Any]) -> str:
    """SHA-256 of the data in canonical form: keys in order, no spaces, UTF-8, NFC (RFC 8785 for data
    without fractions, which ours is)."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(vietnamese.nfc(text).encode()).hexdigest()


@lru_cache(maxsize=8)
def template_hash(version: int) -> str:
    """SHA-256 of the wording an issue was made with."""
    return hashlib.sha256((TEMPLATES / f"certificate_v{version}.html").read_bytes()).hexdigest()


def end_of_term(data: Mapping[str, Any], issued_on: date) -> date | None:
    """The first day it no longer holds; a term that ends on a day the month lacks ends on the
    first of the next."""
    months = int(data.get("valid_months") or 0)
    if not months:
        return None
    years, month = divmod(issued_on.year * 12 + issued_on.month - 1 + months, 12)
    try:
        return issued_on.replace(year=years, month=month + 1)
    except ValueError:
        return date(years + (month + 1) // 12, (month + 1) % 12 + 1, 1)


def result_text(enrolment: Enrolment) -> str:
    """The score of the final test, e.g. "10/12"; empty where the course has none."""
    done = RequirementDone.objects.filter(enrolment=enrolment).exclude(score_text="")
    last = done.order_by("-done_at").first()
    return last.score_text if last else ""
