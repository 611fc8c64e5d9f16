"""Many at once: killed, resumed, doubled, empty; the ZIP; the scheduler's empty round."""

import io
import os
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from certificates import batches, registers, tasks
from certificates.models import Batch, Certificate, FileSignature, IssueRule
from courses.models import CoursePage
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.core.errors import DomainError
from tests.factories import EnrolmentFactory, UserFactory, WardFactory, make_course, with_role
from tests.threads import all_at_once


def completed(course: CoursePage, count: int, **fields: object) -> None:
    ward = fields.pop("ward", None) or WardFactory()
    for _ in range(count):
        EnrolmentFactory(course=course, completed_at=timezone.now(), user=UserFactory(ward=ward))


def start(course: CoursePage, by: User | None = None) -> Batch:
    return batches.start_batch(
        course=course, by=by or with_role(Role.ADMINISTRATOR), at=timezone.now()
    )


def run_all(batch: Batch) -> Batch:
    while batches.run(batch=batch, at=timezone.now()):
        pass
    batch.refresh_from_db()
    return batch


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dies_at", [1, 8])
def test_a_killed_worker_loses_nothing_and_doubles_nothing(dies_at: int) -> None:
    course = make_course()
    completed(course, 12)
    batch = start(course)
    database = connection.settings_dict
    address = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:"
        f"{database['PORT'] or 5432}/{database['NAME']}"
    )
    where = (
        {"DATABASE_URL": address}
        if connection.vendor == "postgresql"
        else {"DATABASE_FILE": str(database["NAME"])}
    )
    environment = os.environ | where | {
        "DJANGO_SETTINGS_MODULE": "tests.certificates.worker_settings",
        "TEST_DATA_DIR": str(project.DATA_DIR),
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.certificates.dying_worker", str(batch.pk), str(dies_at)]
    killed = subprocess.run(command, env=environment, cwd=project.BASE_DIR, check=False)
    assert killed.returncode == -9
    whole_chunks = (dies_at - 1) // 5 * 5
    assert Certificate.objects.count() == whole_chunks
    while batches.issue_chunk(batch=batch, at=timezone.now(), size=5):
        pass
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 13))
    assert Certificate.objects.values("enrolment").distinct().count() == 12
    assert not list(registers.findings())


@pytest.mark.django_db
def test_a_batch_ends_with_files_by_ward_and_the_register() -> None:
    course = make_course()
    completed(course, 2, ward=WardFactory(name="Tịnh Khê"))
    completed(course, 1, ward=WardFactory(name="Ba Gia"))
    batch = run_all(start(course))
    assert batch.finished_at is not None
    with storages["private"].open(batch.zip_name) as file:
        packed = zipfile.ZipFile(io.BytesIO(file.read()))
    folders = sorted(name.split("/")[0] for name in packed.namelist())
    assert folders == ["so-dang-ky.xlsx", "xa-ba-gia", "xa-tinh-khe", "xa-tinh-khe"]
    first = next(name for name in packed.namelist() if name.endswith(".pdf"))
    assert packed.read(first).startswith(b"%PDF")
    assert batches.progress(batch) == {
        "total": 3, "issued": 3, "refused": 0, "failed": 0, "ready": 3,
    }  # fmt: skip
    assert batches.run(batch=batch, at=timezone.now()) is False


@pytest.mark.django_db
def test_whoever_does_not_meet_the_rule_is_counted_apart() -> None:
    course = make_course()
    completed(course, 1)
    IssueRule.objects.create(course=course, supervised=True)
    batch = start(course)
    batches.issue_chunk(batch=batch, at=timezone.now())
    assert batches.progress(batch)["refused"] == 1
    assert not Certificate.objects.exists()


@pytest.mark.django_db
def test_a_file_that_cannot_be_made_does_not_hold_up_the_others() -> None:
    course = make_course()
    completed(course, 1)
    EnrolmentFactory(
        course=course, completed_at=timezone.now(), user=UserFactory(full_name="Hoa 漢")
    )
    batch = run_all(start(course))
    figures = batches.progress(batch)
    assert (figures["issued"], figures["ready"], figures["failed"]) == (2, 1, 1)
    assert batch.finished_at is not None


@pytest.mark.django_db
def test_while_the_signer_is_away_a_batch_waits_and_then_ends_whole(
    client: Client, settings: Settings
) -> None:
    course = make_course()
    completed(course, 3)
    administrator = with_role(Role.ADMINISTRATOR)
    batch = start(course, administrator)
    settings.PDF_SIGNER, settings.PDF_SIGNER_URL = "remote", "http://127.0.0.1:9"
    run_all(batch)
    assert batch.finished_at is None
    assert Certificate.objects.filter(status="valid", file_state="pending").count() == 3
    assert not FileSignature.objects.exists()
    client.force_login(administrator)
    page = client.get(f"/cap-giay-chung-nhan/{batch.pk}/").content.decode()
    assert "Dịch vụ ký số chưa trả lời" in page
    assert tasks.render_pending() == 0  # and nothing is made to be thrown away
    cache.clear()  # half a minute later
    settings.PDF_SIGNER = "own"
    run_all(batch)
    with storages["private"].open(batch.zip_name) as file, zipfile.ZipFile(file) as packed:
        assert sum(name.endswith(".pdf") for name in packed.namelist()) == 3
    assert not batch.items.exclude(problem="").exists()


@pytest.mark.django_db
def test_two_batches_of_a_course_issue_each_once() -> None:
    course = make_course()
    completed(course, 2)
    first, second = start(course), start(course)
    for batch in (first, second, first):
        batches.issue_chunk(batch=batch, at=timezone.now())
    assert Certificate.objects.count() == 2
    with pytest.raises(DomainError):
        start(course)


@pytest.mark.django_db
def test_without_a_worker_a_large_batch_goes_on_beside_the_server() -> None:
    course = make_course()
    completed(course, 12)  # more than one round of files
    batch = start(course)
    batches.finish_all(at=timezone.now())
    batch.refresh_from_db()
    assert batch.finished_at is not None
    assert batches.progress(batch)["ready"] == 12


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_one_batch_make_each_file_once_and_one_zip() -> None:
    course = make_course()
    completed(course, 9)
    batch = start(course)
    while batches.issue_chunk(batch=batch, at=timezone.now()):
        pass
    all_at_once(3, lambda: run_all(Batch.objects.get(pk=batch.pk)))
    batch.refresh_from_db()
    assert FileSignature.objects.count() == 9
    with storages["private"].open(batch.zip_name) as file, zipfile.ZipFile(file) as packed:
        assert sum(name.endswith(".pdf") for name in packed.namelist()) == 9


@pytest.mark.django_db
def test_an_abandoned_batch_is_taken_up_by_the_round(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    course = make_course()
    completed(course, 1)
    batch = start(course)
    tasks.look_after_certificates()
    assert not Certificate.objects.exists()  # somebody may still be at it
    Batch.objects.update(touched_at=timezone.now() - timedelta(minutes=4))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.look_after_certificates()
    batch.refresh_from_db()
    assert batch.finished_at is not None
    assert Certificate.objects.count() == 1


@pytest.mark.django_db
def test_an_empty_round_of_the_scheduler_costs_next_to_nothing(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    completed(make_course(), 2)
    with django_assert_max_num_queries(10):
        tasks.look_after_certificates()
        tasks.render_pending()


@pytest.mark.django_db
def test_the_page_starts_one_and_shows_how_far_it_is(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    course = make_course()
    completed(course, 2)
    client.force_login(with_role(Role.ADMINISTRATOR))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/cap-giay-chung-nhan/", {"course": course.pk})
    batch = Batch.objects.get()
    page = client.get(f"/cap-giay-chung-nhan/{batch.pk}/").content.decode()
    assert page.count("2/2") >= 2
    response = client.get(f"/cap-giay-chung-nhan/{batch.pk}.zip")
    assert b"".join(response.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    client.force_login(with_role(Role.EDITOR))
    assert client.get(f"/cap-giay-chung-nhan/{batch.pk}.zip").status_code == 403
