"""One step of the measurement of progress, in a process of its own; prints its figures as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROWS = 100_000
PROVINCE = "79"  # the one with the most wards
Figures = dict[str, float]


def load(people: int) -> Figures:
    from django.core.management import call_command

    from tests.bench.progress_data import fill

    call_command("migrate", verbosity=0)
    call_command("import_units", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    return {"loading the facts, s": seconds(lambda: fill(people))}


def rebuild(_people: int) -> Figures:
    from lms.core import periods
    from lms.progress import services
    from tests.bench.progress_data import keep_months

    took = seconds(services.rebuild)
    peak = peak_mb()
    keep_months(periods.today())
    return {"full rebuild, s": took, "full rebuild, peak MB": peak}


def check(_people: int) -> Figures:
    from lms.progress.checking import differences

    found: list[Any] = []
    took = seconds(lambda: found.extend(differences()))
    assert not found, found[:3]
    return {"check_progress, s": took, "check_progress, peak MB": peak_mb()}


def pages(_people: int) -> Figures:
    from lms.progress.models import WardTotal
    from lms.progress.queries import ward_table
    from lms.units.models import WARD_KINDS, AdminUnit

    every = AdminUnit.objects.filter(kind__in=WARD_KINDS, closed_on=None)
    wards = every.filter(parent__code=PROVINCE)
    browser = boss()
    figures = {
        "bare view, p95 ms": p95(lambda: browser.get("/bench/hello/")),
        "bare view, session and query, p95 ms": p95(lambda: browser.get("/bench/small/")),
    }
    for name, path in [
        ("overview", ""),
        ("ward table", "xa-phuong/"),
        ("trend", "xu-huong/"),
    ]:
        figures[f"{name}, p95 ms"] = p95(lambda path=path: ok(browser, f"/quan-ly/{path}"))  # type: ignore[misc]
    codes = iter(list(wards.values_list("code", flat=True)) * 2)
    figures["drill-down, p95 ms"] = p95(lambda: ok(browser, f"/quan-ly/xa-phuong/{next(codes)}/"))
    for name, chosen in (("ward", wards), ("national", every)):
        bare = p95(lambda chosen=chosen: list(WardTotal.objects.filter(ward__in=chosen)), 0.5)  # type: ignore[misc]
        ours = p95(lambda chosen=chosen: ward_table(chosen), 0.5)  # type: ignore[misc]
        figures[f"plain SELECT of {name} rows, ms"] = bare
        figures[f"{name} table, read and hidden, ms"] = ours
        figures[f"{name} table ÷ reading its rows"] = ours / bare
    figures["open data of progress, p95 ms"] = p95(lambda: ok(browser, "/du-lieu-mo/tien-do.csv"))
    return figures


def recount(_people: int) -> Figures:
    """After a fact; of a whole ward; beside one row written."""
    from courses.models import Enrolment
    from lms.core import periods
    from lms.progress import services
    from lms.progress.models import WardTotal
    from lms.units.models import AdminUnit

    learning = iter(Enrolment.objects.filter(completed_at=None).order_by("pk")[:60])
    ward = WardTotal.objects.order_by("-enrolled")[0]  # the largest
    services.recount_stale()

    def row() -> None:
        WardTotal.objects.filter(pk=ward.pk).update(counted_at=periods.now())

    def fact() -> None:
        one = next(learning)
        Enrolment.objects.filter(pk=one.pk).update(completed_at=periods.now())
        one.refresh_from_db()
        services.mark_enrolment(enrolment=one)
        services.recount_stale()

    whole = AdminUnit.objects.filter(pk=ward.ward_id)
    return {
        "one row written, p95 ms": p95(row),
        "recount after a fact, p95 ms": p95(fact),
        "rebuild of the largest ward, s": seconds(lambda: services.rebuild(wards=whole)),
        "people of the largest ward": ward.enrolled,
    }


def xlsx(_people: int) -> Figures:
    from lms.core.spreadsheets import Column, Sheet, workbook_response

    columns = [Column("Mã"), Column("Tên", width=30), *(Column(f"N{n}", "int") for n in range(10))]

    def rows() -> Iterator[list[Any]]:
        for number in range(ROWS):
            yield [f"{number:05d}", f"Xã {number}", *range(number, number + 10)]

    def send() -> None:
        response = workbook_response([Sheet("T", columns, rows())], filename="t.xlsx")
        for _chunk in response:
            pass
        response.close()

    before = peak_mb()
    return {
        "bare process, peak MB": before,
        "xlsx of 100,000 rows, s": seconds(send),
        "xlsx, peak MB": peak_mb(),
    }


# --- measuring -----------------------------------------------------------------------------------


def boss() -> Any:
    """The browser of somebody who reads the reports of the whole province."""
    from django.test import Client

    from lms.accounts.roles import Role
    from tests.bench.browser import Browser
    from tests.factories import with_role

    client, browser = Client(), Browser()
    client.force_login(with_role(Role.ADMINISTRATOR))
    browser.cookies = {"sessionid": client.cookies["sessionid"].value}
    return browser


def ok(browser: Any, path: str) -> None:
    page = browser.get(path)
    assert page.status == 200, f"{path} answered {page.status}"


def seconds(call: Callable[[], Any]) -> float:
    began = time.monotonic()
    call()
    return time.monotonic() - began


def p95(call: Callable[[], Any], share: float = 0.95, times: int = 20) -> float:
    """Wall milliseconds, server and database together, warm."""
    for _ in range(2):
        call()
    took = sorted(1000 * seconds(call) for _ in range(times))
    return took[int(share * (times - 1))]


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(step: str, people: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    os.environ["OPERATOR_PROVINCE"] = PROVINCE
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    os.environ.setdefault("DATA_DIR", str(Path(tempfile.mkdtemp(prefix="bdhvs-progress-"))))
    import django

    django.setup()
    print(json.dumps(STEPS[step](people)))


STEPS = {
    "load": load,
    "rebuild": rebuild,
    "check": check,
    "pages": pages,
    "recount": recount,
    "xlsx": xlsx,
}

if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
