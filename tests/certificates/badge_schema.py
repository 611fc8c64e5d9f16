"""What the official schema of an Open Badge asks for, in our own words.

The file `ob_v3p0_achievementcredential_schema.json` is published by 1EdTech under its specification
licence, which does not let us carry it; these are its constraints on the parts that we write
(Open Badges 3.0, "AchievementCredential" and the classes below it)."""

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
# RFC 3339 with a time zone.
MOMENT: Schema = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
LINK: Schema = {"type": "string", "pattern": r"^(https?://|urn:|did:)\S+$"}


def containing(*words: str) -> Schema:
    """An array of texts with at least these."""
    return {
        "type": "array",
        "items": TEXT,
        "allOf": [{"contains": {"enum": word.split("|")}} for word in words],
    }


def record(required: list[str], **properties: Schema) -> Schema:
    return {"type": "object", "required": required, "properties": properties}


CRITERIA = record([], id=LINK, narrative=TEXT)
ACHIEVEMENT = record(
    ["id", "type", "criteria", "description", "name"],
    id=LINK,
    type=containing("Achievement"),
    name=TEXT,
    description=TEXT,
    criteria=CRITERIA,
    achievementType={
        "anyOf": [
            {"enum": ["Assessment", "Award", "Badge", "Certificate", "CertificateOfCompletion",
                      "Certification", "Course", "Diploma", "License", "MicroCredential"]},
            {"type": "string", "pattern": r"^ext:[A-Za-z0-9._-]+$"},
        ]
    },
    humanCode=TEXT,
    version=TEXT,
    inLanguage={"type": "string", "pattern": r"^[a-z]{2,4}(-[A-Za-z0-9]+)*$"},
)  # fmt: skip
IDENTITY = {
    **record(
        ["type", "hashed", "identityHash", "identityType"],
        type={"const": "IdentityObject"},
        hashed={"type": "boolean"},
        identityHash=TEXT,
        identityType=TEXT,
        salt=TEXT,
    ),
    "additionalProperties": False,
}
SUBJECT = record(
    ["type", "achievement"],
    id=LINK,
    type=containing("AchievementSubject"),
    achievement=ACHIEVEMENT,
    identifier={"type": "array", "items": IDENTITY},
)
PROFILE = record(["id", "type"], id=LINK, type=containing("Profile"), name=TEXT, url=LINK)
PROOF = record(
    ["type"],
    type=TEXT,
    created=MOMENT,
    cryptosuite=TEXT,
    proofPurpose=TEXT,
    proofValue=TEXT,
    verificationMethod=LINK,
)
ACHIEVEMENT_CREDENTIAL: Schema = {
    "$schema": "https://json-schema.org/draft/2019-09/schema",
    **record(
        ["@context", "id", "type", "credentialSubject", "issuer", "validFrom"],
        id=LINK,
        type=containing("VerifiableCredential", "AchievementCredential|OpenBadgeCredential"),
        name=TEXT,
        issuer=PROFILE,
        validFrom=MOMENT,
        validUntil=MOMENT,
        credentialSubject=SUBJECT,
        credentialStatus=record(["id", "type"], id=LINK, type=TEXT),
        credentialSchema={
            "type": "array",
            "items": record(["id", "type"], id=LINK, type=TEXT),
        },
        proof={"type": "array", "items": PROOF},
    ),
}
ACHIEVEMENT_CREDENTIAL["properties"]["@context"] = {
    "type": "array",
    "items": [
        {"const": "https://www.w3.org/ns/credentials/v2"},
        {"type": "string", "pattern": r"^https://purl\.imsglobal\.org/spec/ob/v3p0/context-3\.0\.\d\.json$"},
    ],
    "minItems": 2,
}  # fmt: skip
