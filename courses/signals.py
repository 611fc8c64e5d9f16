"""What upper apps may listen to. Sent inside the transaction that wrote the fact."""

from django.dispatch import Signal

# enrolment: Enrolment. Any fact of this enrolment changed (new, activity, progress, completion).
# ward_before: id of the ward it has just moved away from, whose numbers change too; else None.
enrolment_changed = Signal()

# enrolment: Enrolment. Sent exactly once, when the last requirement is met.
course_completed = Signal()

# enrolment, requirement. What a completed course asked for turned out not to be met (a test was marked
# again). The completion stays; whoever gave something for it asks a person what is to become of that.
requirement_lost = Signal()

# enrolment, requirement. It is met after all.
requirement_regained = Signal()

# enrolment, requirement, score_text, evidence, at. Somebody who had met it already did so again, in a
# new sitting: a certificate that runs out may be renewed by that.
requirement_met_again = Signal()
