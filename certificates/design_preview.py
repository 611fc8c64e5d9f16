"""A design on the screen: the boxes that are printed, as SVG, and beside them what the lint says.

Reads nothing and writes nothing; the lines and pictures of a design are bounded, so the time is too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import qrcode
from qrcode.constants import ERROR_CORRECT_L

from certificates import pdf, sample
from certificates.design_boxes import Box, Paper
from certificates.design_lint import lint
from certificates.qr_print import dark_runs


@dataclass(frozen=True)
class Preview:
    paper: Paper
    problems: list[str]
    qr: str  # the path of its dark modules, in modules
    qr_scale: float

    @property
    def band(self) -> list[dict[str, Any]]:
        """Strips of the drum band with the turn that lays a lying one along each side."""
        return [_strip(box) for box in self.paper.band]


def preview(design: Mapping[str, Any], data: Mapping[str, Any]) -> Preview:
    paper = pdf.paper(dict(data), dict(design))
    path, across = _qr()
    return Preview(paper, lint(design), path, paper.qr.width / across)


def _strip(box: Box) -> dict[str, Any]:
    if box.width > box.height:
        return {"length": box.width, "move": f"translate({box.left:.2f} {box.top:.2f})"}
    return {
        "length": box.height,
        "move": f"translate({box.right:.2f} {box.top:.2f}) rotate(90)",
    }


@lru_cache(maxsize=1)
def _qr() -> tuple[str, int]:
    code = qrcode.QRCode(border=4, error_correction=ERROR_CORRECT_L)
    code.add_data(sample.URL)
    rows = code.get_matrix()
    runs = (
        f"M{start} {row}h{end - start}v1h{start - end}z"
        for row, modules in enumerate(rows)
        for start, end in dark_runs(modules)
    )
    return "".join(runs), len(rows)
