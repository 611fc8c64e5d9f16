"""Whether a page can be deleted at all: not while facts hang on it."""

from django.db import router
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from wagtail.models import Page


def is_in_use(page: Page) -> bool:
    """Somebody learnt from it or a question belongs to it, or to a page under it. Asks the database
    what deleting would meet, so upper apps need not be known here."""
    pages = list(Page.objects.descendant_of(page, inclusive=True).specific())
    collector = Collector(using=router.db_for_write(Page))
    try:
        for one in pages:
            collector.collect([one])
    except (ProtectedError, RestrictedError):
        return True
    return False
