"""The QR code of the printed page: one path instead of reportlab's hundreds of rectangles, computed
once instead of twice (reportlab makes the code again for its bounds). A third of a page's time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from reportlab.graphics.barcode import registerWidget
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Group, Path


class OnePathQr(QrCodeWidget):
    """What `<pdf:barcode type="qr">` draws: the same modules, quiet zone and error correction."""

    codeName = "QR"

    def getBounds(self) -> tuple[float, float, float, float]:
        return self.x, self.y, self.x + self.barWidth, self.y + self.barHeight

    def draw(self) -> Group:
        self.qr.make()
        box = min(self.barWidth, self.barHeight) / (self.qr.getModuleCount() + 2 * self.barBorder)
        path = Path(fillColor=self.barFillColor, strokeColor=None, strokeWidth=0)
        first_row = self.y + self.barHeight - self.barBorder * box
        for row, modules in enumerate(self.qr.modules, 1):
            bottom = first_row - row * box
            for start, end in dark_runs(modules):
                left, right = (self.x + (self.barBorder + place) * box for place in (start, end))
                path.moveTo(left, bottom)
                path.lineTo(right, bottom)
                path.lineTo(right, bottom + box)
                path.lineTo(left, bottom + box)
                path.closePath()
        return Group(path)


def dark_runs(modules: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Where runs of dark modules begin and end: [1, 1, 0, 1] gives (0, 2) and (3, 4)."""
    place = 0
    for dark, run in groupby(map(bool, modules)):
        length = sum(1 for _ in run)
        if dark:
            yield place, place + length
        place += length


def register() -> None:
    """Later registered widgets win over reportlab's own of the same name."""
    registerWidget(OnePathQr)
