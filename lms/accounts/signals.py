"""What upper apps may listen to."""

from django.dispatch import Signal

# sender=User, user: somebody downloads everything kept about them. A receiver returns a pair
# (name of the part, anything json can write) with what its app keeps about `user`.
data_requested = Signal()
