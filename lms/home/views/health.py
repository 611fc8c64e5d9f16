"""/suc-khoe/: for the machines that watch this one."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.home.health import check


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    found = check()
    return JsonResponse(found, status=200 if found["ok"] else 503)
