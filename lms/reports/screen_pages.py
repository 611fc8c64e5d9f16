"""What the pictures of the figures show (ux M3, M4), gathered: a scope in, a template's context out."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from lms.progress import queries
from lms.progress.tables import Table
from lms.reports.columns import total_name
from lms.reports.pages import Context, head
from lms.reports.scope import Scope
from lms.reports.tile_grid import Shown, tile_grid

SHOWN = "so"


def grid_page(scope: Scope, query: QueryDict) -> Context:
    table = queries.ward_table(scope.wards, with_unknown=scope.is_whole, as_then=scope.as_then)
    shown = _shown(query, table)
    whole = shown.of(table.summary)
    return head(scope, table) | {
        "tab": "grid",
        "here": _("Grid of wards"),
        "grid": tile_grid(table, shown),
        "shown": shown,
        "choices": [
            {"text": choice.label, "is_now": choice == shown, "href": _link(scope, choice)}
            for choice in Shown
        ],
        "total": {"name": total_name(table), "rate": whole.text if whole else "–"},
    }


def _shown(query: QueryDict, table: Table) -> Shown:
    """What was asked for; else the share of the target, where there is one."""
    if (asked := query.get(SHOWN, "")) in Shown.values:
        return Shown(asked)
    return Shown.ACHIEVED if table.summary.base.target else Shown.RATE


def _link(scope: Scope, choice: Shown) -> str:
    return f"?{urlencode(scope.asked | {SHOWN: choice.value})}"
