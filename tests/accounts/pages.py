"""Reading an answer the way a person does."""

from __future__ import annotations

import html
import re
from typing import Any


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


def title(response: Any) -> str:
    found = re.search(r"<title>(.*?)</title>", text(response), re.S)
    return found.group(1).strip() if found else ""


def summary(response: Any) -> str:
    """The error summary; "" where there is none."""
    found = re.search(r'<div class="bd-errsum".*?</ul>', text(response), re.S)
    return found.group(0) if found else ""


def assert_refused(response: Any, *sentences: str) -> None:
    """The page says what to mend: in the title, in the summary and beside the field (ux G-5)."""
    assert response.status_code == 200
    assert title(response).startswith("Lỗi: ")
    for sentence in sentences:
        assert sentence in summary(response)
