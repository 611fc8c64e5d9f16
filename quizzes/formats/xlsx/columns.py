"""The columns of the Excel template and the words in its cells. They are Vietnamese whatever the
language of the screen: they belong to the file, not to the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lms.core.vietnamese import fold

SHEET, HELP_SHEET, EXAMPLE_SHEET = "Câu hỏi", "Hướng dẫn", "Ví dụ"
LETTERS = "ABCDEFGHIJ"
HEAD_WITHIN = 10  # rows; a title may stand above the head


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    head: str
    width: int
    help: str


def _lettered(name: str, head: str, width: int, help: str) -> list[Column]:
    """A column for every option; only the first says what they are for."""
    return [
        Column(f"{name} {letter}", f"{head} {letter}", width, help if letter == "A" else "")
        for letter in LETTERS
    ]


COLUMNS = [
    Column("code", "Mã câu hỏi", 14, "Để trống thì hệ thống tự đặt. Nhập lại tệp có mã cũ thì "
           "câu hỏi cũ được cập nhật."),
    Column("title", "Tên câu hỏi", 18, "Tên ngắn để dễ tìm. Không bắt buộc."),
    Column("kind", "Loại câu hỏi", 18, "Bắt buộc. Chọn trong danh sách."),
    Column("stem", "Nội dung câu hỏi", 44, "Bắt buộc. Một câu hỏi trọn vẹn, đọc riêng vẫn hiểu."),
    Column("text", "Đoạn văn có chỗ trống", 36, "Chỉ dùng cho loại Điền chỗ trống: ghi [[1]], "
           "[[2]] ở mỗi chỗ trống."),
    *_lettered("option", "Phương án", 24, "Xem cách ghi của từng loại câu hỏi ở bảng dưới."),
    Column("answer", "Đáp án đúng", 14, "Chữ cái của phương án đúng (B), nhiều phương án thì "
           "A, C; Đúng hoặc Sai; hoặc con số."),
    Column("tolerance", "Sai số", 10, "Cho loại Số: được lệch bao nhiêu."),
    Column("unit", "Đơn vị", 14, "Cho loại Số: ngày, m², đồng…"),
    Column("fold", "Bỏ qua khi chấm", 18, "Cho câu gõ chữ: bỏ qua chữ hoa, dấu, hay không."),
    Column("deny", "Không bao giờ đúng", 20, "Cho câu gõ chữ: câu giống đáp án nhưng sai, cách "
           "nhau bằng dấu |."),
    Column("explanation", "Giải thích", 36, "Hiện sau khi nộp bài: vì sao đúng."),
    *_lettered("feedback", "Phản hồi", 20, "Lời nhắn cho người chọn phương án A. Với câu "
               "Đúng/Sai: A là khi chọn Đúng, B là khi chọn Sai."),
    Column("pin", "Giữ ở cuối", 12, "Chữ cái của phương án luôn đứng cuối, ví dụ D."),
    Column("weight", "Trọng số", 22, "Ví dụ: A=50%; C=50%; D=-50%. Để trống nếu không cần."),
    Column("scheme", "Cách chấm", 16, "Tên cách chấm. Để trống thì dùng cách thường của loại câu "
           "hỏi."),
    Column("rubric", "Hướng dẫn chấm", 28, "Cho câu người chấm: Tự luận, Nộp tệp."),
    Column("max_words", "Số chữ tối đa", 12, "Cho loại Tự luận."),
    Column("types", "Loại tệp", 14, "Cho loại Nộp tệp: pdf, jpeg, png, docx, xlsx."),
    Column("max_mb", "Dung lượng tối đa (MB)", 12, "Cho loại Nộp tệp."),
    Column("lesson", "Bài học", 22, "Địa chỉ của bài học (chữ không dấu). Để trống thì theo bài "
           "chọn khi nhập."),
    Column("category", "Chủ đề", 20, "Ví dụ: Luật/Nhà ở."),
    Column("tags", "Thẻ", 16, "Cách nhau bằng dấu phẩy."),
    Column("difficulty", "Độ khó", 12, "Dễ, Trung bình hoặc Khó."),
    Column("competence", "Năng lực", 18, "Năng lực mà câu hỏi đo."),
    Column("source", "Nguồn", 22, "Văn bản làm căn cứ."),
]  # fmt: skip
HEADS: Mapping[str, str] = {column.name: column.head for column in COLUMNS}
BY_HEAD: Mapping[str, str] = {fold(column.head): column.name for column in COLUMNS}

KINDS: Mapping[str, str] = {
    "single": "Một lựa chọn",
    "multiple": "Nhiều lựa chọn",
    "true_false": "Đúng/Sai",
    "matching": "Ghép đôi",
    "ordering": "Sắp xếp",
    "gap_text": "Điền chỗ trống",
    "number": "Số",
    "short_text": "Trả lời ngắn",
    "open_answer": "Tự luận",
    "file_answer": "Nộp tệp",
    "survey_scale": "Thang đo ý kiến",
}
FOLDS: Mapping[str, str] = {
    "accents": "Chữ hoa và dấu",
    "case": "Chữ hoa",
    "exact": "Không bỏ qua",
}
DIFFICULTIES: Mapping[str, str] = {"easy": "Dễ", "medium": "Trung bình", "hard": "Khó"}
TRUE, FALSE = "Đúng", "Sai"
LISTS: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS,
    "fold": FOLDS,
    "difficulty": DIFFICULTIES,
}
CHOICE = "chọn:"  # a gap with a list begins so; the right ones have a star
PAIR = "=>"
WAYS = (
    ("Một lựa chọn", "Mỗi phương án một ô. Đáp án đúng: một chữ cái."),
    ("Nhiều lựa chọn", "Mỗi phương án một ô. Đáp án đúng: các chữ cái, ví dụ A, C."),
    ("Đúng/Sai", "Để trống các phương án. Đáp án đúng: Đúng hoặc Sai."),
    ("Ghép đôi", "Mỗi ô một cặp: vế trái => vế phải. Vế phải thừa ghi: => vế phải."),
    ("Sắp xếp", "Ghi các bước theo đúng thứ tự, mỗi ô một bước."),
    ("Điền chỗ trống", "Phương án A là đáp án của [[1]], B của [[2]]… Nhiều cách viết cách nhau bằng "
     "dấu |. Muốn chọn từ danh sách thì ghi: chọn: *đáp án đúng | đáp án khác."),
    ("Số", "Đáp án đúng: con số. Có thể ghi Sai số và Đơn vị."),
    ("Trả lời ngắn", "Mỗi ô phương án là một câu trả lời được nhận."),
    ("Tự luận", "Người chấm. Có thể ghi Hướng dẫn chấm và Số chữ tối đa."),
    ("Nộp tệp", "Người chấm. Có thể ghi Loại tệp và Dung lượng tối đa."),
    ("Thang đo ý kiến", "Mỗi ô phương án là một mức, từ thấp đến cao. Không tính điểm."),
)  # fmt: skip
