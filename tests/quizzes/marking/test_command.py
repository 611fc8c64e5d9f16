"""`manage.py mark`: a fraction a line, a bad line named, the others still marked."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]
QUESTION = {"kind": "multiple", "options": [{"correct": True}, {"correct": True}, {}]}


def line(response: Any, scheme: str = "relate.proportional", **more: Any) -> str:
    return json.dumps({"scheme": scheme, "question": QUESTION, "response": response} | more)


def run(tmp_path: Path, *lines: str | bytes) -> tuple[list[str], list[str], str]:
    """(stdout, stderr, the final complaint)."""
    file = tmp_path / "answers.jsonl"
    file.write_bytes(b"\n".join(one if isinstance(one, bytes) else one.encode() for one in lines))
    out, err, complaint = StringIO(), StringIO(), ""
    try:
        call_command("mark", str(file), stdout=out, stderr=err)
    except CommandError as error:
        complaint = str(error)
    return out.getvalue().splitlines(), err.getvalue().splitlines(), complaint


def test_a_fraction_a_line(tmp_path: Path) -> None:
    lines = [
        line({"options": ["1"]}),
        line({"options": ["3"]}),
        line(None),
        "",
        line({"options": ["1", "2"]}),
    ]
    assert run(tmp_path, *lines) == (["2/3", "0", "0", "1"], [], "")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", "JSON"),
        (b"\xff\xfe", "UTF-8"),
        ("[" * 100_000, "JSON"),
        ("[]", "object"),
        ("NaN", "JSON"),
        (line(5), "response"),
        (line([]), "response"),
        (json.dumps({"scheme": "exact", "response": {}}), "question"),
        (line({}, "no.such"), "no.such"),
        (line({}, "moodle.single"), "moodle.single"),
        (line({}, scheme=None), "scheme"),  # type: ignore[arg-type]
        (line({}, question={"kind": "multiple"}), "options"),
        (line({}, question={"kind": "open_answer"}), "open_answer"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_marked(
    tmp_path: Path, bad: str | bytes, reason: str
) -> None:
    good = line({"options": ["1"]})
    out, err, complaint = run(tmp_path, good, "", bad, good)
    assert out == ["2/3", "error", "2/3"]
    assert len(err) == 1
    assert err[0].startswith("line 3: ")
    assert reason in err[0]
    assert complaint == "1 of 3 lines could not be marked."


def test_the_scheme_may_stand_in_the_question(tmp_path: Path) -> None:
    asked = QUESTION | {"scheme": "capa.halves"}
    assert run(tmp_path, line({"options": ["1"]}, scheme="", question=asked))[0] == ["1/2"]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("mark", str(tmp_path / "none.jsonl"))


def test_standard_input_and_the_exit_code() -> None:
    command = [sys.executable, "manage.py", "mark", "-", "--settings", "lms.settings.test"]
    sent = "\n".join([line({"options": ["1"]}), "{", line({"options": ["1", "2"]})])
    done = subprocess.run(command, input=sent.encode(), capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == ["2/3", "error", "1"]
    assert "line 2: " in done.stderr.decode()
