"""What the simulations ask the rooms above. Sent in the same transaction as the fact."""

from django.dispatch import Signal

run_begins = Signal()
"""kwargs: run (not yet saved), at. Whoever knows the class it is done in sets `class_ref` and
`device_ref` on it."""

run_finished = Signal()
"""kwargs: run (with its result), at."""
