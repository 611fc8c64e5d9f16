"""Small dated files for tests, written the way an operator would."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lms.units.services import Imported, import_file

CHANGES_HEAD = "date,code,change,name,kind,parent,successors,decree"
PEOPLE_HEAD = f"{CHANGES_HEAD},people"
OPENING = """\
2025-07-01,51,create,Quảng Ngãi,tinh,,,QĐ 19
2025-07-01,52,create,Gia Lai,tinh,,,QĐ 19
2025-07-01,21211,create,Tịnh Khê,xa,51,,QĐ 19
2025-07-01,21220,create,Sơn Tịnh,xa,51,,QĐ 19
2025-07-01,21025,create,Cẩm Thành,phuong,51,,QĐ 19
2025-07-01,21548,create,Lý Sơn,dac_khu,51,,QĐ 19
"""

Apply = Callable[..., Imported]


@pytest.fixture
def apply(tmp_path: Path, db: None) -> Apply:
    """Import rows under a head line: `apply("2027-…,21211,rename,…")`."""

    def write_and_import(rows: str, head: str = CHANGES_HEAD) -> Imported:
        path = tmp_path / "file.csv"
        path.write_text(f"{head}\n{rows}", encoding="utf-8")
        return import_file(path=path)

    return write_and_import


@pytest.fixture
def opening(apply: Apply) -> None:
    """Two provinces; four units of Quảng Ngãi, two of them (Tịnh Khê, Sơn Tịnh) in areas."""
    apply(OPENING)
    apply(
        "21211,Xã Tịnh Kỳ,Thành phố Quảng Ngãi,Tỉnh Quảng Ngãi\n"
        "21220,Xã Tịnh Bắc,Huyện Sơn Tịnh,Tỉnh Quảng Ngãi\n",
        "code,ward,district,province",
    )
    apply(
        "51-bien,Khu vực biển,51,21211,2025-07-01,\n51-nui,Khu vực núi,51,21220,2025-07-01,\n",
        "area,name,province,ward,valid_from,valid_to",
    )
