"""What answers tell about questions and tests. Pure: no Django, no clock, no database.

Formulas and their sources: docs/statistics.md. Marks come in whole units (`SCALE` units are one
point), so that sums are exact and the order of the answers does not matter."""

SCALE = 10_000  # marks are stored with four decimals
