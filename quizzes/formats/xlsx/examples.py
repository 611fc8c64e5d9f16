"""A question of each kind, to learn the template from. Content of the file, so Vietnamese."""

from __future__ import annotations

from quizzes.formats.neutral import Question

EXAMPLES: list[Question] = [
    {
        "kind": "single",
        "stem": "Trang thật để nộp hồ sơ xin phép xây nhà là trang nào?",
        "options": [
            {"text": "dichvucong.gov.vn", "correct": True, "feedback": "Đúng rồi."},
            {"text": "dichvucong-gov.com", "feedback": "Đuôi .com không phải của Nhà nước."},
            {"text": "Cả hai đều được", "pin": True},
        ],
        "explanation": "Trang của cơ quan nhà nước có đuôi .gov.vn.",
        "category": "Dịch vụ công",
        "tags": ["địa chỉ", "an toàn"],
        "difficulty": "easy",
    },
    {
        "kind": "multiple",
        "stem": "Có thể nhận kết quả bằng những cách nào?",
        "options": [
            {"text": "Trực tuyến", "correct": True},
            {"text": "Qua bưu chính", "correct": True},
            {"text": "Qua cuộc gọi của người lạ"},
        ],
        "explanation": "Người dân chọn cách nhận khi nộp hồ sơ.",
    },
    {
        "kind": "true_false",
        "stem": "Cán bộ được hỏi mã OTP của người dân.",
        "answer": False,
        "explanation": "Mã OTP chỉ một mình người nhận được biết.",
    },
    {
        "kind": "matching",
        "stem": "Ghép việc với nơi làm.",
        "pairs": [
            {"left": "Khai sinh", "right": "Ủy ban nhân dân xã"},
            {"left": "Hộ chiếu", "right": "Công an"},
        ],
        "extra": ["Ngân hàng"],
        "explanation": "Mỗi thủ tục có một cơ quan giải quyết.",
    },
    {
        "kind": "ordering",
        "stem": "Xếp các bước nộp hồ sơ theo thứ tự.",
        "items": [{"text": "Đăng nhập"}, {"text": "Kê khai"}, {"text": "Nộp hồ sơ"}],
        "explanation": "Phải đăng nhập trước khi kê khai.",
    },
    {
        "kind": "gap_text",
        "stem": "Điền vào chỗ trống.",
        "text": "Nộp ở [[1]], nhận kết quả sau [[2]] ngày làm việc.",
        "gaps": [
            {"accept": ["xã", "phường"], "fold": "accents"},
            {"accept": ["7"], "options": ["7", "15", "30"]},
        ],
        "explanation": "Thời hạn ghi trên giấy hẹn.",
    },
    {
        "kind": "number",
        "stem": "Hồ sơ được giải quyết trong bao nhiêu ngày làm việc?",
        "answer": "7",
        "tolerance": "0",
        "unit": "ngày làm việc",
        "explanation": "Thời hạn là 7 ngày làm việc.",
    },
    {
        "kind": "short_text",
        "stem": "Ứng dụng định danh quốc gia tên là gì?",
        "accept": ["VNeID", "ứng dụng VNeID"],
        "fold": "accents",
        "explanation": "VNeID là ứng dụng của Bộ Công an.",
    },
    {
        "kind": "open_answer",
        "stem": "Kể lại cách anh chị đã giúp một người nộp hồ sơ.",
        "rubric": "Nêu đủ ba bước: 1 điểm mỗi bước.",
        "max_words": 200,
        "explanation": "Người hướng dẫn sẽ đọc và chấm.",
    },
    {
        "kind": "file_answer",
        "stem": "Gửi ảnh chụp giấy hẹn.",
        "types": ["jpeg", "pdf"],
        "max_mb": 5,
        "explanation": "Người hướng dẫn sẽ xem và chấm.",
    },
    {
        "kind": "survey_scale",
        "stem": "Bài học có dễ hiểu không?",
        "levels": ["Khó hiểu", "Bình thường", "Dễ hiểu"],
        "explanation": "Cảm ơn anh chị đã cho ý kiến.",
    },
]
