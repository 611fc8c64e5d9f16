"""A certificate as an Open Badge: its frozen data in the words of the specification.

Sources: Open Badges 3.0 (1EdTech, final, document version 1.2), Verifiable Credentials Data Model 2.0
and Bitstring Status List 1.0 (W3C Recommendations, May 2025). It says what the public verification
page says and no more: no year of birth, no ward, no score."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lms.core import periods

Json = dict[str, Any]
CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
FORMS = {"co_giam_sat": "Kiểm tra có giám sát", "tu_hoc": "Tự học", "tai_lop": "Dự lớp học"}
# The specification's word for each kind of certificate; the others are ours.
TYPES = {"hours": "ext:TrainingHours", "attendance": "ext:AttendanceConfirmation"}


@dataclass(frozen=True)
class Addresses:
    """Where the parts of one badge are found: full addresses of this site."""

    credential: str
    issuer: str
    status_list: str
    status_index: int


def credential(data: Json, *, issued_at: datetime, at: Addresses) -> Json:
    """The unsigned credential of a certificate's frozen `data`."""
    badge = {
        "@context": CONTEXT,
        "id": at.credential,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": data["course"],
        "issuer": {"id": at.issuer, "type": ["Profile"], "name": data["issuer"]},
        "validFrom": moment(issued_at),
        "credentialSubject": {
            "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, at.credential)}",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityType": "name",
                    "identityHash": data["name"],
                    "hashed": False,
                }
            ],
            "achievement": achievement(data, issuer=at.issuer),
        },
        "credentialStatus": {
            "id": f"{at.status_list}#{at.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(at.status_index),
            "statusListCredential": at.status_list,
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if data.get("expires_on"):
        badge["validUntil"] = moment(periods.midnight(date.fromisoformat(data["expires_on"])))
    return badge


def achievement(data: Json, *, issuer: str) -> Json:
    """What was achieved: the course in the version that was taken."""
    course = f"{issuer}#{data['course_code']}-{data['course_version']}"
    form = FORMS.get(data["evidence"], FORMS["tu_hoc"])
    deed = "Tham dự lớp học" if data.get("kind") == "attendance" else "Hoàn thành khóa học"
    return {
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, course)}",
        "type": ["Achievement"],
        "achievementType": TYPES.get(data.get("kind", ""), "CertificateOfCompletion"),
        "name": data["course"],
        "description": f"{deed} “{data['course']}”, {data['hours']} giờ.",
        "criteria": {
            "narrative": f"{deed} {data['hours']} giờ. Hình thức: {form}.",
        },
        "humanCode": data["course_code"],
        "version": str(data["course_version"]),
        "inLanguage": "vi",
    }


def moment(at: datetime) -> str:
    """As xsd:dateTimeStamp, in Viet Nam's time, to the second."""
    return periods.local_datetime(at).isoformat(timespec="seconds")
