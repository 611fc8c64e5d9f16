"""The lint: one sentence for each thing that would go wrong on paper."""

from typing import Any

import pytest

from certificates import design, design_lint
from tests.certificates.designing import SEAL, SIGNERS, png, whole, with_line

MANY = [{"text": "{họ tên}"}, {"text": "{khóa học}"}]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (with_line("đã học 漢"), "漢"),
        (with_line("chữ nhỏ", size=9), "Chữ quá nhỏ: “chữ nhỏ”"),
        (whole(lines=[{"text": "{khóa học}"}]), "{họ tên}"),
        (whole(lines=[{"text": "{họ tên}"}]), "{khóa học}"),
        (whole(seal=design.encode_picture(png(100))), "79 điểm"),
        (whole(seal=SEAL, seal_right=-60, seal_side="third"), "đè lên nhau"),
        (whole(seal=SEAL, seal_right=60, seal_down=40), "ngoài tờ giấy"),
        (whole(lines=[*MANY, *({"text": f"dòng {n}", "size": 28} for n in range(12))]), "điểm"),
        (whole(lines=[*MANY, *({"text": f"dòng {n}", "size": 40} for n in range(12))]), "80 chữ"),
    ],
)
def test_it_says_what_would_go_wrong(given: dict[str, Any], words: str) -> None:
    problems = design_lint.lint(given)
    assert any(words.lower() in problem.lower() for problem in problems), problems


def test_a_seal_moved_onto_the_code_is_named_with_the_code() -> None:
    moved: dict[str, Any] = {"seal_side": "center", "seal_right": -30, "seal_down": 40}
    found = " ".join(design_lint.lint(whole(portrait=True, seal=SEAL, signers=SIGNERS, **moved)))
    assert "mã QR" in found


def test_a_seal_over_the_signature_and_the_office_is_as_it_should_be() -> None:
    assert design_lint.lint(whole(signers=SIGNERS, seal=SEAL, seal_signer=2)) == []


def test_the_same_thing_is_said_once() -> None:
    problems = design_lint.lint(whole(seal=design.encode_picture(png(60))))
    assert len(problems) == len(set(problems)) == 1
