"""The Excel template in Vietnamese: a question a row (docs/formats.md)."""

from quizzes.formats.xlsx.reader import read
from quizzes.formats.xlsx.writer import write

__all__ = ["read", "write"]
