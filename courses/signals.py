"""What upper apps may listen to. Sent inside the transaction that wrote the fact."""

from django.dispatch import Signal

# enrolment: Enrolment. Any fact of this enrolment changed (new, activity, progress, completion).
# ward_before: id of the ward it has just moved away from, whose numbers change too; else None.
enrolment_changed = Signal()

# enrolment: Enrolment. Sent exactly once, when the last requirement is met.
course_completed = Signal()
