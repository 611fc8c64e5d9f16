"""Contents of questions for tests, one of each kind, with a right and a not right response."""

from fractions import Fraction
from typing import Any

from quizzes import authoring, questions


def content(kind: str, **raw: Any) -> dict[str, Any]:
    written, problems = authoring.write(
        questions.kind_of(kind), {"stem": "Câu hỏi?", "explanation": "Vì vậy."} | raw
    )
    assert problems == [], problems
    return written


SINGLE = content(
    "single",
    options=[
        {"text": "dichvucong.gov.vn", "correct": True, "feedback": "Đúng rồi."},
        {"text": "dichvucong-gov.com", "feedback": "Đuôi .com không phải của Nhà nước."},
        {"text": "Cả hai đều đúng", "pin": True},
    ],
)
MULTIPLE = content(
    "multiple",
    options=[
        {"text": "Trực tuyến", "correct": True},
        {"text": "Bưu chính", "correct": True},
        {"text": "Trực tiếp", "correct": True},
        {"text": "Qua điện thoại"},
    ],
)
PART = MULTIPLE | {"scheme": "part"}
TRUE_FALSE = content("true_false", answer=True)
SHORT_TEXT = content("short_text", accept=["Hòa Bình", "Tỉnh Hòa Bình"], fold="accents")
NUMBER = content("number", answer=7, tolerance=0, unit="ngày làm việc")
MATCHING = content(
    "matching",
    pairs=[
        {"left": "Sổ đỏ", "right": "Giấy tờ về đất"},
        {"left": "Căn cước", "right": "Giấy tờ tùy thân"},
        {"left": "Hộ chiếu", "right": "Giấy tờ tùy thân"},
    ],
    extra=["Hóa đơn"],
)
ORDERING = content("ordering", items=[{"text": "Mở"}, {"text": "Điền"}, {"text": "Nộp"}])
GAP_TEXT = content(
    "gap_text",
    text="Nộp ở [[1]] trong [[2]] ngày.\nRồi chờ.",
    gaps=[
        {"accept": ["Ủy ban nhân dân xã"], "options": ["Ủy ban nhân dân xã", "Công an xã"]},
        {"accept": ["7", "bảy"], "fold": "case"},
    ],
)


def picture(name: str, **fields: Any) -> dict[str, Any]:
    """A stored picture, 400 × 200, that nobody looks at."""
    facts = {"file": f"{name}.webp", "type": "image/webp", "width": 400, "height": 200, "size": 900}
    return {"name": name, "alt": f"Ảnh {name}", **facts, **fields}


IMAGE_CHOICE = content(
    "image_choice",
    options=[
        {"text": "Biển báo cấm", "image": "cam", "correct": True},
        {"text": "Biển chỉ dẫn", "image": "chi-dan", "feedback": "Biển này màu xanh."},
    ],
    media=[picture("cam"), picture("chi-dan")],
)
REGIONS: list[dict[str, Any]] = [
    {"label": "Ô tìm kiếm", "shape": "rect", "coords": "0 0 50 20", "correct": True},
    {"label": "Nút nộp", "shape": "circle", "coords": [80, 80, 10]},
    {"label": "Chân trang", "shape": "poly", "coords": [0, 90, 60, 90, 60, 100, 0, 100]},
]
HOTSPOT = content("hotspot", image="trang", regions=REGIONS, media=[picture("trang")])
HOTSPOTS = content(
    "hotspot",
    image="trang",
    regions=[REGIONS[0], REGIONS[1] | {"correct": True}, REGIONS[2]],
    media=[picture("trang")],
)
DRAG_DROP = content(
    "drag_drop",
    items=[{"text": "Giấy khai sinh"}, {"text": "Sổ đỏ"}, {"text": "Vé xe"}],
    targets=[
        {"label": "Hộ tịch", "accepts": ["Giấy khai sinh"]},
        {"label": "Đất đai", "accepts": ["sổ đỏ"]},
    ],
)
OPEN_ANSWER = content("open_answer", rubric="Nêu đủ ba bước.", max_words=50)
FILE_ANSWER = content("file_answer", types=["jpeg", "pdf"], max_mb=2)
SURVEY_SCALE = content("survey_scale", levels=["Chưa hài lòng", "Bình thường", "Hài lòng"])


def ids(content: dict[str, Any], field: str) -> list[str]:
    return [row["id"] for row in content[field]]


def worth(kind: str, content: dict[str, Any], response: dict[str, Any] | None) -> Fraction:
    """The mark of an answer that no person has to mark."""
    mark = questions.mark(kind, content, response)
    assert mark is not None
    return mark


def option(content: dict[str, Any], text: str) -> str:
    """The id of the option with this text."""
    return next(str(row["id"]) for row in content["options"] if row["text"] == text)


RIGHT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("single", SINGLE, {"option": option(SINGLE, "dichvucong.gov.vn")}),
    (
        "multiple",
        MULTIPLE,
        {"options": [row["id"] for row in MULTIPLE["options"] if row.get("correct")]},
    ),
    ("multiple", PART, {"options": [row["id"] for row in PART["options"] if row.get("correct")]}),
    ("true_false", TRUE_FALSE, {"value": True}),
    ("short_text", SHORT_TEXT, {"text": "hoà bình"}),
    ("number", NUMBER, {"text": "7 ngày"}),
    ("matching", MATCHING, {"pairs": {id: id for id in ids(MATCHING, "pairs")}}),
    ("ordering", ORDERING, {"order": ids(ORDERING, "items")}),
    ("gap_text", GAP_TEXT, {"gaps": ["Ủy ban nhân dân xã", "BẢY"]}),
    ("image_choice", IMAGE_CHOICE, {"option": option(IMAGE_CHOICE, "Biển báo cấm")}),
    ("hotspot", HOTSPOT, {"x": 50, "y": 20}),
    ("hotspot", HOTSPOT, {"option": ids(HOTSPOT, "regions")[0]}),
    ("hotspot", HOTSPOTS, {"options": ids(HOTSPOTS, "regions")[:2]}),
    (
        "drag_drop",
        DRAG_DROP,
        {"places": dict(zip(ids(DRAG_DROP, "items")[:2], ids(DRAG_DROP, "targets"), strict=True))},
    ),
]
BY_HAND: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("open_answer", OPEN_ANSWER, {"text": "Mở, điền, nộp."}),
    ("file_answer", FILE_ANSWER, {"file": "abc", "name": "anh.jpg"}),
]
NOT_RIGHT: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("single", SINGLE, {"option": option(SINGLE, "Cả hai đều đúng")}),
    ("multiple", MULTIPLE, {"options": [option(MULTIPLE, "Trực tuyến")]}),
    ("multiple", PART, {"options": [option(PART, "Qua điện thoại")]}),
    ("true_false", TRUE_FALSE, {"value": False}),
    ("short_text", SHORT_TEXT, {"text": "Hoà Bìn"}),
    ("number", NUMBER, {"text": "8"}),
    ("matching", MATCHING, {"pairs": {ids(MATCHING, "pairs")[0]: "x1"}}),
    ("ordering", ORDERING, {"order": ids(ORDERING, "items")[::-1]}),
    ("gap_text", GAP_TEXT, {"gaps": ["Ủy ban nhân dân xã", ""]}),
    ("image_choice", IMAGE_CHOICE, {"option": option(IMAGE_CHOICE, "Biển chỉ dẫn")}),
    ("hotspot", HOTSPOT, {"x": 80.5, "y": 80}),
    ("hotspot", HOTSPOT, {"x": 99, "y": 1}),
    ("hotspot", HOTSPOTS, {"options": ids(HOTSPOTS, "regions")}),
    (
        "drag_drop",
        DRAG_DROP,
        {"places": {ids(DRAG_DROP, "items")[2]: ids(DRAG_DROP, "targets")[0]}},
    ),
]
