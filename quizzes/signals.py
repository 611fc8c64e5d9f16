"""What upper apps may listen to. Sent inside the transaction that wrote the fact."""

from django.dispatch import Signal

# attempt: Attempt, just submitted and marked.
attempt_submitted = Signal()
