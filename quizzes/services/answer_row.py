"""One answer into its row, in one statement: the busiest write of the whole site.

The statement itself decides everything a race could spoil: the attempt is open, its grace is not
over, this browser may write, and no newer edit is there. FOR SHARE makes it wait for a submit that
is under way (and see its outcome); SQLite has one writer at a time and needs no lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from quizzes.kind import Response
from quizzes.models import Answer, Attempt

_SQL = """
INSERT INTO {answer}
    (attempt_id, position, response, saved_at, edited_at, seq, device)
SELECT id, %s, {response}, {moment}, {moment}, %s, %s FROM {attempt}
WHERE id = %s AND state = 'open' AND (expires_at IS NULL OR expires_at >= {moment})
    AND (%s = '' OR device = '' OR device = %s OR {moment} < device_since)
{lock}
ON CONFLICT (attempt_id, position) DO UPDATE SET
    response = excluded.response, saved_at = excluded.saved_at, edited_at = excluded.edited_at,
    seq = CASE WHEN {answer}.device = excluded.device AND {answer}.seq > excluded.seq
        THEN {answer}.seq ELSE excluded.seq END,
    device = excluded.device
WHERE CASE WHEN {answer}.device = excluded.device AND excluded.seq > 0
    THEN excluded.seq > {answer}.seq
    ELSE {answer}.edited_at IS NULL OR excluded.edited_at >= {answer}.edited_at END
RETURNING position
"""


@dataclass(frozen=True, slots=True)
class Edit:
    """Where and when an answer was given. `seq` grows with every edit on a device; 0 where no
    script counts (a plain form): given just now. `device` "": not said, so not asked for."""

    at: datetime
    device: str = ""
    seq: int = 0


def write(*, attempt: Attempt, position: int, response: Response, at: datetime, edit: Edit) -> bool:
    """Whether the answer was written; if not, the attempt takes none from here, or a newer edit (or
    this very one) is there already."""
    moment = _prepared("saved_at", at)
    edited = _prepared("edited_at", edit.at)
    values = [position, _prepared("response", response), moment, edited, edit.seq, edit.device]
    values += [attempt.pk, moment, edit.device, edit.device, edited]
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor), values)
        return cursor.fetchone() is not None


def _statement(vendor: str) -> str:
    is_postgres = vendor == "postgresql"
    return _SQL.format(
        answer=Answer._meta.db_table,
        attempt=Attempt._meta.db_table,
        response="%s::jsonb" if is_postgres else "%s",
        moment="%s::timestamptz" if is_postgres else "%s",
        lock="FOR SHARE" if is_postgres else "",
    )


def _prepared(name: str, value: object) -> Any:
    """As the column `name` keeps it in this database."""
    field: Any = Answer._meta.get_field(name)
    return field.get_db_prep_save(value, connection)
