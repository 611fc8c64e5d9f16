"""The one step between an editor's draft and the public: a second person looks."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from courses import publishing


class ReviewTask(AbstractGroupApprovalTask):
    """Approval by a reviewers' group: never of one's own work, never while something is missing."""

    class Meta:
        verbose_name = _("review by a second person")
        verbose_name_plural = _("reviews by a second person")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        actions: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        if self._may_approve(obj, user):
            return actions
        return [action for action in actions if action[0] != "approve"]

    def _may_approve(self, obj: Any, user: Any) -> bool:
        state = obj.current_workflow_state
        if state is not None and state.requested_by_id == user.pk:
            return False
        return not publishing.blockers(obj.get_latest_revision_as_object())
