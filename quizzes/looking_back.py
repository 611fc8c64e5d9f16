"""Every question of an attempt again, with as much as its quiz shows at this moment."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from quizzes import media, questions
from quizzes.feedback import Thing
from quizzes.kind import Content
from quizzes.models import HandMark
from quizzes.notices import PutRight
from quizzes.pages import answer_text
from quizzes.queries import SheetRow, asked

Context = dict[str, Any]


def rows_of(
    attempt: int, rows: Collection[SheetRow], shown: Collection[str], right: PutRight
) -> list[Context]:
    """`attempt`: its id; `shown`: see `quizzes.feedback`; `right`: what was put right since."""
    keys = {row.item.version: right.corrections.key_of(row.item.version) for row in rows}
    contents = asked(set(keys.values()))
    comments = comments_on(attempt, rows) if Thing.OPTION in shown else {}
    return [
        _row(row, contents[keys[row.item.version]].content, shown)
        | {
            "left_out": right.reasons.get(row.item.question, ""),
            "comments": comments.get(row.position, []),
        }
        for row in rows
    ]


def comments_on(attempt: int, rows: Collection[SheetRow]) -> dict[int, list[str]]:
    """What people wrote who marked open answers, by position; no query where there are none."""
    by_hand = [row.position for row in rows if row.fraction is not None and _is_by_hand(row)]
    if not by_hand:
        return {}
    marks = HandMark.objects.filter(answer__attempt=attempt, answer__position__in=by_hand)
    found: dict[int, list[str]] = {}
    for position, comment in marks.exclude(comment="").values_list("answer__position", "comment"):
        found.setdefault(position, []).append(comment)
    return found


def _is_by_hand(row: SheetRow) -> bool:
    return questions.mark(row.question.kind, row.question.content, row.response) is None


def _row(row: SheetRow, key: Content, shown: Collection[str]) -> Context:
    """What is not shown is "" or None: the template never sees it. `key`: the content whose key
    holds."""
    content, response = row.question.content, row.response or {}
    tells = Thing.CORRECTNESS in shown
    return {
        "n": row.position,
        "stem": row.stem,
        "media": media.of(content, "stem"),
        "why_media": media.of(content, "explanation") if Thing.EXPLANATION in shown else [],
        "status": status_of(row) if tells else _given(row),
        "tells": tells,
        "chosen": answer_text(row),
        "key": _key(row, key, tells) if Thing.KEY in shown else "",
        "feedback": row.kind.feedback(content, response) if Thing.OPTION in shown else "",
        "why": content["explanation"] if Thing.EXPLANATION in shown else "",
    }


def _key(row: SheetRow, key: Content, tells: bool) -> str:
    """Not beside an answer that says it already."""
    said = tells and (row.is_right or not row.kind.counts)
    return "" if said else row.kind.key_text(key)


def _given(row: SheetRow) -> tuple[str, str]:
    """(icon, words) where nothing is told about right and wrong."""
    if not row.is_answered:
        return "circle", _("Not answered")
    return "circle", _("Answered")


def status_of(row: SheetRow) -> tuple[str, str]:
    """(icon, words) for the heading of a question."""
    if row.is_right:
        return "check", pgettext("answer", "Right")
    if not row.is_answered:
        return "circle", _("Not answered")
    if row.is_waiting:
        return "clock", _("waiting to be marked")
    if not row.kind.counts:
        return "check", _("Noted, thank you")
    if row.is_unknown:
        return "circle", _("Not known yet")
    if row.fraction:
        return "half", pgettext("answer", "Right in part")
    return "again", pgettext("answer", "Not right yet")
