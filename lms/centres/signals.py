"""What upper apps may listen to. Sent inside the transaction that wrote the fact."""

from django.dispatch import Signal

# attendance: Attendance. Somebody checked in, was confirmed, marked absent, or any of it was undone
# (a walk-in that was undone comes without a pk: the row is gone).
attendance_changed = Signal()

# session: ClassSession. It was opened, closed or reopened.
session_changed = Signal()
