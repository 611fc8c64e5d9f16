"""Invented data to look at a design with: everything filled in, and names as long as they get."""

from __future__ import annotations

from typing import Any

from django.conf import settings

SHORT_NAME = "Nguyễn Thị Mỹ Lệ"
LONG_NAME = "Công Tằng Tôn Nữ Nguyễn Phước Huyền Trân Thị Thanh Xuân Ngọc"  # 60 letters
LONGEST_NAME = f"{LONG_NAME} Hoàng Phương Khuyên"  # 80
LETTERS = "ÀẢÃÁẠ ẰẲẴẮẶ ẦẨẪẤẬ ÈẺẼÉẸ ỀỂỄẾỆ ÌỈĨÍỊ ÒỎÕÓỌ ỒỔỖỐỘ ỜỞỠỚỢ ÙỦŨÚỤ ỪỬỮỨỰ ỲỶỸÝỴ ĂÂĐÊÔƠƯ"
LONG_COURSE = (
    "Nộp hồ sơ đề nghị cấp giấy phép xây dựng nhà ở riêng lẻ và theo dõi kết quả giải quyết "
    "trên Cổng Dịch vụ công quốc gia dành cho người mới bắt đầu"
)
NAMES = {"short": SHORT_NAME, "60": LONG_NAME, "80": LONGEST_NAME, "letters": LETTERS}
# As long as a real one with what a phone checks without a connection behind "#".
URL = f"{settings.PUBLIC_URL}/xac-minh/AbCdEfGhIjKlMnOpQrStUv/#{'AbCdEfGhIj' * 30}"


def data(
    *, name: str = LONG_NAME, course: str = "Xin giấy phép xây dựng nhà ở qua mạng"
) -> dict[str, Any]:
    return {
        "template": 3,
        "code": "BDS-2026-XXXX-XXXX",
        "number": "00000/2026/GCN-BDHVS",
        "issued_on": "2026-01-31",
        "expires_on": "2029-01-31",
        "issuer_parent": settings.OPERATOR_PARENT,
        "issuer": settings.OPERATOR_NAME,
        "place": settings.OPERATOR_PLACE,
        "name": name,
        "birth_year": 1961,
        "ward": "Xã Tịnh Khê",
        "agency": "",
        "course": course,
        "course_code": "C1",
        "course_version": 1,
        "hours": "12.5",
        "evidence": "co_giam_sat",
        "result": "10/12",
        "meetings": "1 (19 giờ–20 giờ 30, 31/01/2026; Nhà văn hóa thôn Đông, Xã Tịnh Khê)",
        "invented": True,
    }
