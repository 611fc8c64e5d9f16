"""Facts of very many people, made inside the database by INSERT … SELECT: five enrolments each, two
attempts at a test and a lesson for each enrolment, certificates, visits to classes, and 36 months of
kept figures. Both databases understand the same statements; only dates are reckoned apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Model

COURSES = 40
EACH = 5  # courses a person is on
MONTHS = 36
WARDS = (
    "CREATE TABLE bench_ward AS SELECT row_number() OVER (ORDER BY code) - 1 AS n, id, code FROM"
)
SKEW = "(u.id * 31 % {count}) * (u.id * 17 % {count}) / {count}"
"""Few people in many wards, many in few, as it is."""


def fill(people: int) -> None:
    """Wards as they are, and so many people with everything the numbers are counted from."""
    from lms.accounts.models import User

    numbers = f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people}) SELECT i FROM n) n"  # noqa: E501
    number_wards()
    insert(User, numbers, username="'b' || i", full_name="'Người ' || i", password="'!bench'",
           birth_year="1940 + i % 65", sex="CASE i % 3 WHEN 0 THEN 'nam' WHEN 1 THEN 'nu' ELSE '' END",
           is_active="TRUE")  # fmt: skip
    count = _value("SELECT count(*) FROM bench_ward")
    place = SKEW.format(count=count)
    _run(f"CREATE TABLE bench_user AS SELECT u.id, w.id AS ward_id FROM accounts_user u "
         f"JOIN bench_ward w ON w.n = {place} WHERE u.password = '!bench'")  # fmt: skip
    _run("UPDATE accounts_user SET ward_id = (SELECT ward_id FROM bench_user b "
         "WHERE b.id = accounts_user.id) WHERE password = '!bench'")  # fmt: skip
    learn()
    certify()
    attend()
    _run("ANALYZE")


def number_wards() -> None:
    from lms.units.models import WARD_KINDS

    kinds = ", ".join(f"'{kind}'" for kind in WARD_KINDS)
    _run(f"{WARDS} units_adminunit WHERE closed_on IS NULL AND kind IN ({kinds})")


def learn() -> None:
    from courses.models import Enrolment, LessonProgress
    from quizzes.models import Attempt
    from tests.factories import make_course, make_quiz

    _run("CREATE TABLE bench_course (n integer, id integer, lesson_id integer, quiz_id integer)")
    for number in range(COURSES):
        course = make_course(lessons=1, screens=1)
        quiz = make_quiz(course, questions=1)
        lesson = course.get_children().first()
        _run(f"INSERT INTO bench_course VALUES ({number}, {course.pk}, {lesson.pk}, {quiz.pk})")
    turns = " UNION ALL ".join(f"SELECT {turn} AS k" for turn in range(EACH))
    step = COURSES // EACH
    source = f"bench_user u CROSS JOIN ({turns}) t JOIN bench_course c ON c.n = (u.id + {step} * t.k) % {COURSES}"  # noqa: E501
    done = "(u.id + k) % 3 = 0"
    insert(Enrolment, source, user_id="u.id", course_id="c.id", ward_id="u.ward_id",
           enrolled_at=ago("400 + (u.id + k) % 500"), last_activity_at=ago("(u.id * 7 + k) % 400"),
           completed_at=f"CASE WHEN {done} THEN {ago('(u.id * 7 + k) % 400')} END")  # fmt: skip
    source = "courses_enrolment e JOIN bench_course c ON c.id = e.course_id"
    insert(LessonProgress, source, enrolment_id="e.id", lesson_id="c.lesson_id",
           started_at="e.enrolled_at", seen_at="e.last_activity_at", done_at="e.completed_at",
           screen="1", last_screen="1")  # fmt: skip
    source += " CROSS JOIN (SELECT 1 AS k UNION ALL SELECT 2 AS k) t"
    insert(Attempt, source, quiz_id="c.quiz_id", enrolment_id="e.id", user_id="e.user_id",
           ward_id="e.ward_id", token="'t' || e.id || '-' || k", number="k", state="'submitted'",
           paper="'[]'", started_at="e.enrolled_at", submitted_at="e.last_activity_at",
           points="k", passed="k = 2", max_points="2", needed="2")  # fmt: skip


def certify() -> None:
    from certificates.models import Certificate, Register
    from tests.factories import AgencyFactory

    register = Register.objects.create(issuer=AgencyFactory(), year=2000)
    insert(Certificate, "courses_enrolment e WHERE e.completed_at IS NOT NULL AND e.id % 4 > 0",
           enrolment_id="e.id", kind="'completion'", is_current="TRUE", user_id="e.user_id",
           course_id="e.course_id", ward_id="e.ward_id", register_id=str(register.pk),
           number="e.id", code="'c' || e.id", token="'t' || e.id", issued_at="e.completed_at",
           status="'valid'", evidence="CASE WHEN e.id % 3 = 0 THEN 'supervised' ELSE 'online' END",
           data="'{}'", data_hash="''")  # fmt: skip


def attend() -> None:
    """A point and a class in each ward; every fifth person came."""
    from lms.centres.models import Attendance, ClassSession, LearningPoint

    insert(LearningPoint, "bench_ward w", code="'nvh-' || w.code", name="'Nhà văn hóa'",
           ward_id="w.id", is_open="TRUE")  # fmt: skip
    helper = str(_value("SELECT min(id) FROM bench_user"))
    insert(ClassSession, "centres_learningpoint p", point_id="p.id", ward_id="p.ward_id",
           facilitator_id=helper, title="'Lớp'", starts_at=ago("1 + p.id % 90"),
           ends_at=ago("p.id % 90"), token="'s' || p.id", pin="'0000'", created_at=ago("100"),
           )  # fmt: skip
    source = "bench_user u JOIN centres_classsession s ON s.ward_id = u.ward_id WHERE u.id % 5 = 0"
    insert(Attendance, source, session_id="s.id", user_id="u.id", ward_id="u.ward_id",
           state="'present'", confirmed_at="s.starts_at", confirmed_by_id=helper)  # fmt: skip


def keep_months(today: dt.date) -> None:
    """Figures of month ends and of the last weeks, a little smaller each: after a rebuild."""
    from lms.progress.models import COUNT_FIELDS, SESSION_FIELDS, WardSnapshot

    first = today.replace(day=1)
    ends = [_months_back(first, back) - dt.timedelta(days=1) for back in range(MONTHS)]
    days = {*ends, *(today - dt.timedelta(days=n) for n in range(1, 64))}
    for day in days:
        shrink = f"* {max(100 - (today - day).days // 12, 1)} / 100"
        counts: Any = {name: f"t.{name} {shrink}" for name in (*COUNT_FIELDS, *SESSION_FIELDS)}
        insert(WardSnapshot, "progress_wardtotal t", ward_id="t.ward_id", day=date(day),
               taken_at=ago("0"), **counts)  # fmt: skip
        zero: Any = dict.fromkeys(counts, "0")
        insert(WardSnapshot, "(SELECT 1) one", day=date(day), taken_at=ago("0"), **zero)
    _run("ANALYZE")


def _months_back(first: dt.date, back: int) -> dt.date:
    months = first.year * 12 + first.month - 1 - back
    return dt.date(months // 12, months % 12 + 1, 1)


# --- statements ----------------------------------------------------------------------------------


def insert(model: type[Model], source: str, **values: str) -> None:
    """Rows of `model` from `source`; columns not given take the default of their field."""
    columns, parameters = dict(values), []
    for field in model._meta.concrete_fields:
        name: Any = field.column
        if name in values or field.primary_key or field.null:
            continue
        columns[name] = "%s"
        parameters.append(field.get_db_prep_save(_default(field), connection))
    names = ", ".join(f'"{name}"' for name in columns)
    given = ", ".join(
        value if value == "%s" else value.replace("%", "%%") for value in columns.values()
    )
    table, found = model._meta.db_table, source.replace("%", "%%")
    text = f'INSERT INTO "{table}" ({names}) SELECT {given} FROM {found}'
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)


def _default(field: Any) -> Any:
    default: Callable[[], Any] = field.get_default
    if getattr(field, "auto_now_add", False):
        return dt.datetime.now(dt.UTC)
    return default()


def ago(days: str) -> str:
    """A moment so many days ago, as SQL."""
    if connection.vendor == "postgresql":
        return f"now() - ({days}) * interval '1 day'"
    return f"datetime('now', '-' || ({days}) || ' days')"


def date(day: dt.date) -> str:
    return f"date '{day}'" if connection.vendor == "postgresql" else f"'{day}'"


def _run(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text)


def _value(text: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchone()[0]
