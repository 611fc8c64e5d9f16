"""All wards that need attention, each with its reasons and one thing to do (features e10)."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _

from lms.progress import queries
from lms.reports.attention import every_attention
from lms.reports.pages import Context, head
from lms.reports.scope import Scope

WARDS_A_PAGE = 20


def attention_page(scope: Scope, query: QueryDict) -> Context:
    table = queries.ward_table(scope.wards, with_unknown=scope.is_whole, as_then=scope.as_then)
    found = every_attention(table.rows)
    page = Paginator(found, WARDS_A_PAGE).get_page(query.get("trang"))
    rest = query.copy()
    rest.pop("trang", None)
    return head(scope, table) | {
        "tab": "attention",
        "here": _("Needs attention"),
        "page": page,
        "number": len(found),
        "query": rest.urlencode(),
    }
