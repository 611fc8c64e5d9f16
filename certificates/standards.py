"""The designs we begin with, one for each kind of paper. Never changed once certificates were issued
with them: a better one is a new number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certificates.design import checked
from certificates.kinds import CertificateKind

# The words are the document's own: Vietnamese, whatever the language of the interface.
PERSON = [
    {"text": "{họ tên}", "size": 28, "look": "bold"},
    {"text": "Năm sinh: {năm sinh} • {đơn vị}"},
]
COURSE = {"text": "{khóa học}", "size": 20, "look": "bold", "ink": "blue"}
CODE = "Mã khóa học {mã khóa học}, phiên bản {phiên bản}"


def _title(text: str, size: int) -> dict[str, Any]:
    return {"text": text, "size": size, "look": "bold", "ink": "red"}


STANDARDS: dict[tuple[str, int], dict[str, Any]] = {
    (CertificateKind.COMPLETION, 1): {
        "lines": [
            _title("GIẤY CHỨNG NHẬN", 36),
            {"text": "Chứng nhận Ông/Bà:"},
            *PERSON,
            {"text": "đã hoàn thành khóa học"},
            COURSE,
            {"text": CODE + " • {số giờ} giờ • Kết quả kiểm tra: {kết quả}"},
            {"text": "Hình thức: {hình thức}"},
        ],
    },
    (CertificateKind.HOURS, 1): {
        "lines": [
            _title("GIẤY CHỨNG NHẬN SỐ GIỜ HỌC", 32),
            {"text": "Chứng nhận Ông/Bà:"},
            *PERSON,
            {"text": "đã học {số giờ} giờ", "size": 24, "look": "bold", "ink": "blue"},
            {"text": "trong khóa học {khóa học}", "size": 16, "look": "bold"},
            {"text": CODE + " • Hình thức: {hình thức}"},
        ],
    },
    (CertificateKind.ATTENDANCE, 1): {
        "portrait": True,
        "lines": [
            _title("GIẤY XÁC NHẬN", 36),
            _title("THAM DỰ LỚP HỌC", 20),
            {"text": "Xác nhận Ông/Bà:"},
            *PERSON,
            {"text": "đã tham dự lớp học"},
            COURSE,
            {"text": "Số buổi có mặt: {số buổi} • {số giờ} giờ"},
            {"text": "Giấy này xác nhận việc tham dự, không thay giấy chứng nhận hoàn thành.",
             "size": 12, "look": "italic"},
        ],
    },
}  # fmt: skip
LATEST = 1


def standard(kind: str, number: int = LATEST) -> dict[str, Any]:
    """A fresh whole design."""
    return checked(STANDARDS[kind, number])


def from_first_format(old: Mapping[str, Any]) -> dict[str, Any]:
    """What a version from before lines were composed becomes when it is edited."""
    design = standard(CertificateKind.COMPLETION)
    title, opening, deed = design["lines"][0], design["lines"][1], design["lines"][4]
    for line, key in ((title, "title"), (opening, "opening"), (deed, "deed")):
        line["text"] = old[key]
    kept = {key: old[key] for key in ("portrait", "drum_band", "little_ink", "seal")}
    signer = {
        "title": old["signatory_title"], "name": old["signatory"], "signature": old["signature"],
    }  # fmt: skip
    return design | kept | {"signers": [{"authority": "", **signer}]}
