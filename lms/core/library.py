"""Sample data of the component library (/thu-vien/): every component in the states that matter.

The page is the target of screenshot tests, so the samples carry the longest words and the highest
accents we meet. Invented people and wards only.
"""

import re
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from lms.core import charts
from lms.core.forms import DateParts, NumericInput, PhoneInput, PinInput, PlainForm

SPRITE = Path(__file__).resolve().parents[1] / "static" / "icons.svg"
QR = mark_safe(
    '<svg viewBox="0 0 9 9" shape-rendering="crispEdges"><path d="M0 0h3v3H0zM6 0h3v3H6zM0 6h3v3H0z'
    'M4 0h1v2H4zM4 4h2v1H4zM7 4h1v2H7zM4 6h1v3H4zM6 7h3v1H6z"/></svg>'
)


class SampleForm(PlainForm):
    full_name = forms.CharField(label="Họ và tên", help_text="Như trên giấy tờ")
    card = forms.CharField(label="Số thẻ", widget=NumericInput())
    pin = forms.CharField(label="Mã số", help_text="6 chữ số, chỉ mình biết", widget=PinInput())
    phone = forms.CharField(
        label="Số điện thoại",
        help_text="Dùng chung với người nhà được",
        required=False,
        widget=PhoneInput(),
    )
    ward = forms.ChoiceField(
        label="Nơi ở ở xã, phường nào?",
        help_text="Gõ tên mới hoặc tên cũ đều được",
        choices=[("1", "Xã Tịnh Khê (gồm Tịnh Kỳ, Tịnh Châu cũ)"), ("2", "Tôi không chắc")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="Muốn học gì trước?",
        choices=[("a", "Nộp hồ sơ xin phép xây nhà"), ("b", "Tra cứu quy hoạch thửa đất")],
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(label="Loại đơn vị", choices=[("xa", "Xã"), ("dk", "Đặc khu")])
    starts = forms.DateField(label="Ngày học", widget=DateParts(years=[2026, 2027]))
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea({"rows": 3}))
    agree = forms.BooleanField(
        label="Tôi đồng ý lưu kết quả học để cấp giấy chứng nhận",
        help_text="Rút lại được bất cứ lúc nào",
    )


TASKS = [
    {"title": "Chuẩn bị giấy tờ", "url": "#", "status": "done", "number": 1, "hint": "8 phút"},
    {"title": "Đăng nhập VNeID", "url": "#", "status": "doing", "number": 2, "hint": "8 phút"},
    {"title": "Đính kèm bản vẽ thiết kế", "url": "#", "status": "todo", "number": 3},
    {"title": "Kiểm tra", "status": "locked", "hint": "Chưa làm được: học xong bài 3 đã"},
]
CARD_FACTS = [
    {"icon": "book", "text": "5 bài"},
    {"icon": "clock", "text": "khoảng 45 phút"},
    {"icon": "speaker", "text": "Có âm thanh"},
]
SUMMARY = [
    {"key": "Họ và tên", "value": "Đinh Thị Ỷ Lan", "href": "#"},
    {"key": "Nơi ở", "value": "Xã Tịnh Khê, tỉnh Quảng Ngãi", "href": "#"},
    {"key": "Số thẻ", "value": "2604 1827"},
]
NAMES = [
    {"text": name, "digits": digits, "value": digits}
    for name, digits in [("Hoa", "27"), ("Khánh", "41"), ("Lan", "08"), ("Minh", "63")]
]
ROSTER = [
    {"text": "Hoa", "digits": "27", "note": "bấm mã 19:02", "value": 1, "checked": True},
    {"text": "Nguyễn Thị Minh Nguyệt", "digits": "63", "note": "quét QR 19:03", "value": 2},
]
STATS = [
    {"label": "Đã ghi danh", "value": "78.904", "note": "+720 trong 4 tuần", "href": "#"},
    {"label": "Đang học", "value": "12.330", "note": "−410 trong 4 tuần"},
    {"label": "Hoàn thành", "value": "44.871", "note": "+395 trong 4 tuần"},
    {"label": "Chứng nhận", "value": "41.250", "note": "71% có giám sát"},
]
HEAD = [
    {"text": "Xã, phường, đặc khu"},
    {"text": "Dân số trưởng thành", "num": True, "href": "#", "sorted": "descending"},
    {"text": "Chứng nhận", "num": True, "href": "#"},
    {"text": "Tiến độ"},
]
LINKS = [
    {"text": "Giấy chứng nhận (1)", "href": "#", "icon": "card"},
    {"text": "Bảng kết quả học tập", "href": "#", "icon": "file", "note": "In cho hồ sơ cán bộ"},
]
CRUMBS = [{"text": "Khóa học", "href": "#"}, {"text": "Ngành Xây dựng"}]
STEPS = ["Mở trang dichvucong.gov.vn", "Bấm “Nộp trực tuyến”", "Chọn xã, phường nơi xây nhà"]
KINDS = ("info", "ok", "warn", "err")
ICONS = re.findall(r'symbol id="(\w+)"', SPRITE.read_text(encoding="utf-8"))


def _row(name: str, adults: str, certified: str, level: str) -> dict[str, Any]:
    return {
        "cells": [
            {"text": name, "href": "#", "th": True},
            {"text": adults, "num": True, "label": "Dân số trưởng thành"},
            {"text": certified, "num": True, "label": "Chứng nhận"},
            {"text": level, "label": "Tiến độ"},
        ]
    }


ROWS = [
    _row("Xã Ba Xa", "1.886", "402", "Chậm"),
    _row("Đặc khu Lý Sơn", "15.204", "11.030", "Gần đạt"),
    _row("Phường Trương Quang Trọng", "48.112", "30.877", "Đạt"),
]
FOOT = [
    {"text": "Cộng", "th": True},
    {"text": "65.202", "num": True, "label": "Dân số trưởng thành"},
    {"text": "42.309", "num": True, "label": "Chứng nhận"},
    {"text": "", "label": ""},
]
MONTHS = [("T1", 120, "120"), ("T2", 40, "40"), ("T3", 310, "310"), ("T4", 352, "352")]


def samples(request: HttpRequest) -> dict[str, Any]:
    """Everything core/library.html shows; `?loi=1` shows the form with its errors."""
    empty = SampleForm({"full_name": "Đinh Thị Ỷ Lan"}) if "loi" in request.GET else SampleForm()
    return {
        "sample_form": empty,
        "has_errors": empty.is_bound,
        "icons": ICONS,
        "kinds": KINDS,
        "tasks": TASKS,
        "card_facts": CARD_FACTS,
        "card_tags": ["Xây dựng", "Người dân"],
        "summary_rows": SUMMARY,
        "names": NAMES,
        "roster": ROSTER,
        "stats": STATS,
        "head": HEAD,
        "rows": ROWS,
        "foot": FOOT,
        "link_items": LINKS,
        "crumb_items": CRUMBS,
        "step_items": STEPS,
        "chosen": [{"text": "Xây dựng", "href": "#"}, {"text": "Người dân", "href": "#"}],
        "page": Paginator(range(36), 12).page(2),
        "qr": QR,
        "spark": charts.spark([120, 40, 310, 352]),
        "chart": charts.bars(MONTHS, target=330),
    }
