"""The data a certificate is issued with, frozen: whatever changes later, the paper does not."""

from typing import Any

from django.conf import settings

from courses.models import Enrolment, RequirementDone
from lms.core import vietnamese

TEMPLATE_VERSION = 1


def freeze(
    enrolment: Enrolment, *, code: str, number_text: str, issued_on: str, result: str
) -> dict[str, Any]:
    """Everything printed or shown. Plain JSON; texts NFC; `issued_on` an ISO date in Vietnam's
    time; `result` as `result_text` gives it."""
    user, course = enrolment.user, enrolment.course
    return {
        "template": TEMPLATE_VERSION,
        "code": code,
        "number": number_text,
        "issued_on": issued_on,
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
    }


def result_text(enrolment: Enrolment) -> str:
    """The score of the final test, e.g. "10/12"; empty where the course has none."""
    done = RequirementDone.objects.filter(enrolment=enrolment).exclude(score_text="")
    last = done.order_by("-done_at").first()
    return last.score_text if last else ""
