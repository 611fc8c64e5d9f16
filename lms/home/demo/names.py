"""Invented names as people of the province bear them: Kinh, Hrê, Cor, Ca Dong, Xơ Đăng, Ba Na, Gié
Triêng, Gia Rai. Put together at random; nobody's in particular. No Django."""

from __future__ import annotations

from random import Random


def _words(text: str) -> list[str]:
    return text.split()


_FAMILIES = _words(
    "Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Phạm Võ Võ Huỳnh Huỳnh Bùi Đặng Phan Trương "
    "Đỗ Ngô Hồ Dương Đoàn Lâm Tạ Cao Mai Lý Tôn Châu Tiêu Thới"
)
_MEN_MIDDLE = _words("Văn Văn Văn Hữu Đức Công Quang Minh Ngọc Xuân Thanh Đình Tấn Duy")
_WOMEN_MIDDLE = ["Thị"] * 6 + ["Thị Mỹ", "Thị Ngọc", "Thị Thu", "Thị Kim", "Thị Hồng", "Ngọc"]
_MEN = _words(
    "An Ba Bảy Bình Chín Chương Cường Danh Dũng Đạt Hai Hải Hậu Hiền Hòa Hùng Hưng Khánh Lâm Lộc "
    "Long Lực Mạnh Minh Nam Nghĩa Phong Phú Phúc Quân Quý Sáu Sơn Tâm Tài Thạch Thành Thắng Thiện "
    "Thịnh Tiến Toàn Trí Trung Tuấn Vinh Xuân"
)
_WOMEN = _words(
    "Ánh Ba Bích Bông Cúc Dung Diệu Đào Hà Hạnh Hoa Hồng Huệ Hường Khánh Kiều Lan Lành Lệ Liên "
    "Loan Lý Mai Mận Mỹ Năm Nga Ngọc Nguyệt Nhàn Nhung Phượng Phước Sen Sương Tám Tâm Thảo Thoa "
    "Thu Thủy Tình Tuyết Út Vân Xuân Yến"
)

# (families, men's middle, women's middle, men, women); an empty family: "A Dơi", "Y Blan"
_PEOPLES = {
    "kinh": (_FAMILIES, _MEN_MIDDLE, _WOMEN_MIDDLE, _MEN, _WOMEN),
    "hre": (
        ["Đinh", "Phạm"],
        ["Văn"],
        ["Thị"],
        _words("Brót Rói Nghía Vót Rế Trem Glóc Đeo Bai Veo Nhói Ghít Krúa Rin Xót"),
        _words("Rin Đê Kría Bơ Thiêu Nhí Xây Hrôi Gơ Chuối Néo Đốt Lếp Ghia"),
    ),
    "cor": (
        ["Hồ"],
        ["Văn"],
        ["Thị"],
        _words("Tía Biên Reo Nhạy Đường Lập Kỉnh Ranh Thiên Đồng Vê"),
        _words("Bơi Mía Dung Lê Nghía Xuân Trà Đạo Nhanh Hiên"),
    ),
    "ca_dong": (
        ["Đinh"],
        ["Văn"],
        ["Thị"],
        _words("Ka Xếp Vương Lía Nghít Rê Bía Xiêng Lô Giang"),
        _words("Ghem Phai Trà Ron Bé Xăng Lêm Voi Kiêu"),
    ),
    "xo_dang": (
        [""],
        ["A"],
        ["Y"],
        _words("Dơi Nhóc Hlưu Tréo Bút Đức Phiên Lênh Thiu Hơn Jring Ne Rơm Sỹ Vông"),
        _words("Blan Hlưu Dới Hồng Nghiệp Bưn Thanh Vinh Lan Nhói Bốt Huệ Chới"),
    ),
    "ba_na": (
        [""],
        ["A"],
        ["Y"],
        _words("Biu Jar Chương Khưk Thưng Wưt Đưn Yưk Lưu Hiếu Ngưi"),
        _words("Pơnh Yưk Hạnh Mưn Byưn Khưn Ngân Xưn Thim Nher Blưn"),
    ),
    "gie_trieng": (
        [""],
        ["A"],
        ["Y"],
        _words("Brêng Lung Đum Kloi Vẻ Xia Mát Lốp Ngoan Thâu"),
        _words("Dương Lam Kiều Pen Nhủ Liêm Vẻ Đoan Chuyên"),
    ),
    "gia_rai": (
        ["Rơ Châm", "Ksor", "Siu", "Rơ Mah", "Puih"],
        [""],
        [""],
        _words("Pyưk Blêch Thuih Kêm Hrin Yơi Anh Chớt Ghép"),
        _words("H'Lan H'Yến H'Bia H'Nhin H'Phước H'Mlưi H'Thương"),
    ),
}
PEOPLES = tuple(_PEOPLES)


def invented_name(rng: Random, people: str, *, woman: bool) -> str:
    """A full name as written on papers, e.g. "Phạm Văn Brót", "Y Blan", "Ksor H'Lan"."""
    families, men_middle, women_middle, men, women = _PEOPLES[people]
    middle, given = (women_middle, women) if woman else (men_middle, men)
    parts = (rng.choice(families), rng.choice(middle), rng.choice(given))
    return " ".join(part for part in parts if part)
