"""What is typed leaves no trace, and nothing outside is ever called (S-d, N1)."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from courses.simulation.keeping import facts_of
from courses.simulation.loading import FOLDER
from courses.templatetags.courses_text import ngat
from tests.courses.readers import signed_in
from tests.courses.simulation.flows import begin, do, open_step, place, play, right

pytestmark = pytest.mark.django_db
SECRET = "051185009876"
TEMPLATES = Path("courses/templates/courses/simulation")


def everything_stored() -> str:
    """All rows of all tables as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")
            rows += [repr(row) for row in cursor.fetchall()]
    return "\n".join(rows)


def test_what_is_typed_is_neither_stored_nor_logged(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    signed_in(client)
    run = begin(client, place("nop-ho-so-xay-nha"), "kiem_tra")
    typed = []
    while not run.is_finished:
        step = open_step(run)
        if step.is_typed:
            do(client, run, {f"f_{one.id}": f"{SECRET} Bí Mật Riêng" for one in step.fields})
            typed += [value for value in right(step, facts_of(run)).values() if len(value) > 8]
        do(client, run, right(step, facts_of(run)))
        run.refresh_from_db()
    assert typed
    kept = everything_stored()
    assert run.token in kept  # the search finds what is there
    for value in (SECRET, "Bí Mật Riêng", "Mật Riêng", *typed):
        if value == "1.013225":  # stands in the script itself
            continue
        assert value not in kept
        assert value not in caplog.text


def test_a_run_keeps_no_character_only_its_seed(client: Client) -> None:
    run = play(client, begin(client, place("tra-cuu-ho-so"), "thu"))
    kept = everything_stored()
    facts = facts_of(run)
    assert not [
        facts[name] for name in ("so_dinh_danh", "ma_ho_so", "ho_ten") if facts[name] in kept
    ]


def test_characters_differ_from_run_to_run(client: Client) -> None:
    page = place("tra-cuu-ho-so")
    numbers = {facts_of(begin(client, page, "thu"))["so_dinh_danh"] for _n in range(5)}
    assert len(numbers) == 5


def test_steps_lead_nowhere_outside(client: Client) -> None:
    """No address of the script is a link, a form or a source; the policy allows this site alone."""
    run = begin(client, place("nop-ho-so-xay-nha"), "thu")
    response = client.get(f"{run.version.simulation.public_path}{run.token}/1/")
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    targets = re.findall(r'(?:href|action|src|formaction)="([^"]*)"', main)
    assert targets
    assert all(target.startswith(("/", "#")) for target in targets)
    assert "form-action 'self'" in response["Content-Security-Policy"]


def test_no_file_can_be_given_and_no_brand_is_carried() -> None:
    pages = [path for path in TEMPLATES.rglob("*.html") if path.parent.name != "package"]
    texts = "".join(path.read_text(encoding="utf-8") for path in pages)
    assert 'type="file"' not in texts
    assert "multipart" not in texts
    assert "://" not in texts
    with_pictures = {path.name for path in pages if "<img" in path.read_text(encoding="utf-8")}
    assert with_pictures <= {"picture.html"}, (
        "a replica is words and lines; only screenshots are pictures"
    )


def test_flows_hold_no_number_somebody_may_have() -> None:
    """Identity and phone numbers come from the character alone."""
    for path in FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"(?<![\d.])\d{9,}(?![\d.])", text), path.name
        spaced = re.findall(r"(?<![\d.])(?:0|\+84)\d{1,3}(?:[ .-]\d{3,4}){2,3}(?![\d.])", text)
        assert not spaced, path.name


def test_a_wrong_answer_is_shown_again_but_not_kept(client: Client) -> None:
    run = begin(client, place("nop-ho-so-xay-nha"), "thu")
    do(client, run, {"answer": "that"})
    assert "Riêng tôi" in do(client, run, {"f_tim": "Riêng tôi"}).content.decode()
    again = client.get(f"{run.version.simulation.public_path}{run.token}/2/").content.decode()
    assert "Riêng tôi" not in again


def test_an_address_breaks_before_its_ending_so_that_it_can_be_read() -> None:
    assert ngat("dichvucongquocgia.org <b>") == "dichvucongquocgia<wbr>.org &lt;b&gt;"
    assert ngat("Trả 2.000.000 đồng. Xong.") == "Trả 2.000.000 đồng. Xong."
