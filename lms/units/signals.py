"""What upper apps may listen to. Both are sent inside the transaction of the change."""

from django.dispatch import Signal

# sender=AdminUnit, passing: lms.units.settling.Settled. The day of a merger or split has come: move
# what belongs to a place (people, learning points, roles, targets) from `passing.unit` to its heirs.
unit_passed_on = Signal()

# sender=AdminUnit, unit. Somebody wants to close `unit` without a successor: a receiver returns a
# sentence about what would be left behind, or "".
unit_closing = Signal()
