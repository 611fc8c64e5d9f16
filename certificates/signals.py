"""What upper apps may listen to. Sent inside the transaction that wrote the fact."""

from django.dispatch import Signal

# certificate: Certificate, just issued (its file may still be pending).
certificate_issued = Signal()

# certificate: Certificate whose status changed (revoked, superseded).
certificate_changed = Signal()

# sender=Confirmed, users: ids of people of whom a certificate is confirmed by the national register
# and was not before, or the other way round.
confirmations_changed = Signal()
