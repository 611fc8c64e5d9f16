"""Classes as verbs: open, check in, confirm, share a computer, close."""

from lms.centres.services.attendance import (
    add_walk_in,
    check_in,
    confirm_attendance,
    mark_absent,
    undo_last_change,
)
from lms.centres.services.devices import (
    end_device,
    leave_seat,
    register_device,
    take_seat,
)
from lms.centres.services.learners import sign_up_in_class
from lms.centres.services.moves import move_points
from lms.centres.services.sessions import (
    close_session,
    copy_roster,
    open_session,
    open_weekly,
    reopen_session,
)

__all__ = [
    "add_walk_in",
    "check_in",
    "close_session",
    "confirm_attendance",
    "copy_roster",
    "end_device",
    "leave_seat",
    "mark_absent",
    "move_points",
    "open_session",
    "open_weekly",
    "register_device",
    "reopen_session",
    "sign_up_in_class",
    "take_seat",
    "undo_last_change",
]
