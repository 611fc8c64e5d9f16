from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils.module_loading import import_string

from lms.core import sweeps

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def only_these(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Nothing is registered but what the test registers; the names of what ran."""
    monkeypatch.setattr(sweeps, "_sweeps", [])
    ran: list[str] = []

    def find(name: str) -> Any:
        def work(*, at: datetime) -> None:
            ran.append(name)
            if name == "fails":
                raise DatabaseError("database is locked")

        return work

    monkeypatch.setattr(sweeps, "import_string", find)
    return ran


def test_each_runs_when_it_said_in_the_order_of_registration(only_these: list[str]) -> None:
    sweeps.register("first")
    sweeps.register("both", while_serving=True)
    sweeps.register("waits for others", at_start=False, while_serving=True)
    sweeps.run_at_start(at=NOW)
    assert only_these == ["first", "both"]
    sweeps.run_while_serving(at=NOW)
    assert only_these[2:] == ["both", "waits for others"]


def test_one_that_the_database_fails_holds_up_no_other_while_the_site_serves(
    only_these: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    sweeps.register("fails", while_serving=True)
    sweeps.register("next", while_serving=True)
    sweeps.run_while_serving(at=NOW)
    assert only_these == ["fails", "next"]
    assert [record.sweep for record in caplog.records] == ["fails"]  # type: ignore[attr-defined]
    with pytest.raises(DatabaseError):
        sweeps.run_at_start(at=NOW)


@pytest.mark.parametrize("sweep", sweeps._sweeps, ids=lambda sweep: sweep.work)
def test_every_name_leads_to_work(sweep: sweeps.Sweep) -> None:
    assert callable(import_string(sweep.work))


@pytest.mark.django_db
def test_on_an_empty_site_every_sweep_runs() -> None:
    sweeps.run_at_start(at=NOW)
    sweeps.run_while_serving(at=NOW)
