"""What a request knows about the computer it comes from, when a class shares that computer.

The cookie holds the token of a `SharedDevice`; `SharedDeviceMiddleware` turns it into
`request.shared_device`. The browser's session holds who sits there (`sit_down`) and when they last
touched it, so that an abandoned computer signs out by itself (ux F6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from lms.accounts.models import User
from lms.centres.models import SharedDevice
from lms.core.display import SHARED_DEVICE_IDLE

COOKIE = "bd_may"
_SEAT = "shared_seat"  # pk of the device the person signed in at
_SEEN = "shared_seen"  # seconds since 1970, of their last request
_SEEN_STEP = 15  # written at most that often


@dataclass(frozen=True, slots=True)
class Machine:
    """A registered computer of a running session. In templates: `request.shared_device`."""

    device: SharedDevice

    @property
    def label(self) -> str:
        return self.device.label

    @property
    def session_id(self) -> int:
        return self.device.session_id

    @property
    def session_name(self) -> str:
        return self.device.session.title


def machine_of(request: HttpRequest) -> Machine | None:
    machine: Machine | None = getattr(request, "shared_device", None)
    return machine


def find_device(token: str) -> SharedDevice | None:
    """The device of a cookie, whatever became of it since; one query."""
    devices = SharedDevice.objects.select_related("session__point")
    return devices.filter(token=token).first()


def is_live(device: SharedDevice, at: datetime) -> bool:
    return device.ended_at is None and device.session.is_usable(at)


# --- the cookie ----------------------------------------------------------------------------------


def remember(
    request: HttpRequest, response: HttpResponse, device: SharedDevice, at: datetime
) -> None:
    """Until half an hour after the class; no script can read it."""
    response.set_cookie(
        COOKIE,
        device.token,
        max_age=int((device.session.usable_until - at).total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def sign_out(request: HttpRequest) -> None:
    """Also drops what was still to be said to the person who leaves: messages outlive a session."""
    for _unread in messages.get_messages(request):
        pass
    logout(request)


def wipe(response: HttpResponse) -> None:
    """Nothing of the person who left may stay in this browser (ux G-14)."""
    response.headers["Clear-Site-Data"] = '"cache","storage"'
    response.headers["Cache-Control"] = "no-store, private"


# --- who sits there ------------------------------------------------------------------------------


def sit_down(request: HttpRequest, device: SharedDevice, at: datetime) -> None:
    request.session[_SEAT] = device.pk
    request.session[_SEEN] = int(at.timestamp())


def sits_elsewhere(request: HttpRequest, device: SharedDevice, user: User) -> bool:
    """Signed in later at another computer, or signed in before this one was shared."""
    return request.session.get(_SEAT) != device.pk or device.current_user_id != user.pk


def is_abandoned(request: HttpRequest, at: datetime) -> bool:
    seen: int = request.session.get(_SEEN, 0)
    return at.timestamp() - seen > SHARED_DEVICE_IDLE


def note_seen(request: HttpRequest, at: datetime) -> None:
    """Not at every click: each note is a write to the session's row."""
    now = int(at.timestamp())
    if now - request.session.get(_SEEN, 0) >= _SEEN_STEP:
        request.session[_SEEN] = now
