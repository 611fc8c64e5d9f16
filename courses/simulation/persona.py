"""The invented person of one run. Made from a seed, so a run keeps the number and no data of anybody.

Provably nobody's: an identity number begins with the code of a province, 001 to 096, and none is
000; a national phone number never has a second 0 after the first (00 is the way abroad); dossier
codes name a province H01 to H63, and none is H00."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Bùi", "Đỗ", "Huỳnh", "Phan", "Đặng", "Hồ", "Đinh")
_WOMEN = (("Thị", "Ngọc", "Thu", "Kim"), ("Hoa", "Lan", "Mai", "Hạnh", "Tâm", "Bình", "Yến"))
_MEN = (("Văn", "Đức", "Quang", "Minh"), ("Tâm", "Hùng", "Lộc", "Sơn", "Phúc", "Thành", "Bảy"))
_VILLAGES = ("Đông Hòa", "Phú Lộc", "An Bình", "Tân Mỹ", "Vĩnh Xuân", "Hòa Thuận", "Long Phú")
# No ward or province of the country has these names.
_WARDS = ("xã Hương Sen", "xã Bến Sáng", "xã Suối Ngọc", "xã Đồng Vàng", "xã Hoa Nắng")
PROVINCE = "tỉnh Bình Minh"

_TOKEN = re.compile(r"\{([a-z_]+)\}")

NAMES = (
    "ho_ten", "ten", "xung_ho", "ngay_sinh", "so_dinh_danh", "dien_thoai", "thon", "xa", "tinh",
    "dia_chi", "so_thua", "to_ban_do", "dien_tich", "ma_ho_so", "ma_xac_nhan", "otp", "mat_khau",
)  # fmt: skip


def persona(seed: int) -> dict[str, str]:
    """Facts by name, all texts; the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - a game, not a secret
    woman = rng.random() < 0.5
    middle, given = _WOMEN if woman else _MEN
    name = [rng.choice(_FAMILY), rng.choice(middle), rng.choice(given)]
    facts = {
        "ho_ten": " ".join(name),
        "ten": name[-1],
        "xung_ho": "bà" if woman else "ông",
        "ngay_sinh": f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(1955, 1985)}",
        "thon": rng.choice(_VILLAGES),
        "xa": rng.choice(_WARDS),
        "tinh": PROVINCE,
    }
    facts["dia_chi"] = f"thôn {facts['thon']}, {facts['xa']}, {PROVINCE}"
    return facts | _numbers(rng)


def _numbers(rng: random.Random) -> dict[str, str]:
    return {
        "so_dinh_danh": f"000{rng.randrange(10**9):09d}",
        "dien_thoai": f"0000{rng.randrange(10**6):06d}",
        "so_thua": str(rng.randint(11, 399)),
        "to_ban_do": str(rng.randint(2, 48)),
        "dien_tich": str(rng.randint(80, 400)),
        "ma_ho_so": f"H00.{rng.randint(10, 99)}-{rng.randrange(10**6):06d}",
        "ma_xac_nhan": "".join(rng.choices("ABCDEHKMNPRT2345678", k=5)),
        "otp": f"{rng.randrange(10**6):06d}",
        "mat_khau": f"Tap-{rng.randint(1000, 9999)}",
    }


def fill(text: str, facts: Mapping[str, str]) -> str:
    """`text` with the facts named in braces; a name nobody knows stays as it is. What a person is
    called by begins a sentence with a capital."""

    def fact(match: re.Match[str]) -> str:
        found = facts.get(match.group(1), match.group(0))
        begins = match.start() == 0 or text[: match.start()].endswith((". ", ": ", "? "))
        return found.capitalize() if begins and match.group(1) == "xung_ho" else found

    return _TOKEN.sub(fact, text)


def named_in(text: str) -> set[str]:
    return set(_TOKEN.findall(text))
