"""Invented data to look at a design with: everything filled in, and as long as it gets."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from certificates.design import LONG_NAME

URL = f"{settings.PUBLIC_URL}/xac-minh/AbCdEfGhIjKlMnOpQrStUv/"


def data() -> dict[str, Any]:
    return {
        "template": 2,
        "code": "BDS-2026-XXXX-XXXX",
        "number": "00000/2026/GCN-BDHVS",
        "issued_on": "2026-01-31",
        "issuer_parent": settings.OPERATOR_PARENT,
        "issuer": settings.OPERATOR_NAME,
        "place": settings.OPERATOR_PLACE,
        "name": LONG_NAME,
        "birth_year": 1961,
        "ward": "Xã Tịnh Khê",
        "agency": "",
        "course": "Xin giấy phép xây dựng nhà ở qua mạng",
        "course_code": "C1",
        "course_version": 1,
        "hours": "1.0",
        "evidence": "co_giam_sat",
        "result": "10/12",
        "invented": True,
    }
