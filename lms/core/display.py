"""How a page is to look for this reader, and who runs the site: what base.html needs everywhere.

The choice (ux G-9) lives in a cookie, so that it holds before and after sign-in without JavaScript,
and in the profile, so that it follows a person to another device; the profile wins.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "bd_hien_thi"
COOKIE_AGE = 365 * 24 * 60 * 60
SIZES = (1, 2, 3)
THEMES = ("sang", "toi", "tuong_phan", "theo_may")
SHARED_DEVICE_IDLE = 10 * 60
STAFF_IDLE = 60 * 60


@dataclass(frozen=True)
class Display:
    size: int = 1
    theme: str = "sang"
    data_saver: bool = False

    def as_cookie(self) -> str:
        return f"{self.size}:{self.theme}:{int(self.data_saver)}"


def parse(text: str) -> Display:
    """The choice in a cookie; anything unknown or forged falls back to the default part by part."""
    size, theme, saver = [*text.split(":"), "", "", ""][:3]
    return Display(
        size=int(size) if size in {"1", "2", "3"} else 1,
        theme=theme if theme in THEMES else "sang",
        data_saver=saver == "1",
    )


def display_of(request: HttpRequest) -> Display:
    """The reader's choice: profile when signed in, else cookie, else the default."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        saver = int(user.data_saver)
        return parse(f"{user.display_size}:{user.display_theme}:{saver}")
    return parse(request.COOKIES.get(COOKIE, ""))


def remember(response: HttpResponse, choice: Display) -> None:
    response.set_cookie(COOKIE, choice.as_cookie(), max_age=COOKIE_AGE, samesite="Lax")


def idle_seconds(request: HttpRequest) -> int:
    """After how long without a touch the page ends the session (ux G-12); 0 = never."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return 0
    if getattr(request, "shared_device", None):
        return SHARED_DEVICE_IDLE
    return STAFF_IDLE if request.user.is_staff else 0


@dataclass(frozen=True)
class Operator:
    """Who runs the site; all of it from settings."""

    name: str
    phone: str
    address: str
    trial: bool
    national_url: str

    @property
    def national_host(self) -> str:
        return urlsplit(self.national_url).netloc


def operator() -> Operator:
    return Operator(
        name=settings.OPERATOR_NAME,
        phone=settings.OPERATOR_PHONE,
        address=settings.OPERATOR_ADDRESS,
        trial=settings.TRIAL_STRIP,
        national_url=settings.NATIONAL_PLATFORM_URL,
    )


SECTIONS = {"nganh": "khoa-hoc", "doi-tuong": "khoa-hoc", "tu-dien": "tro-giup"}


def section_of(path: str) -> str:
    """Which link of the navigation a page belongs to: the first word of its address."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return SECTIONS.get(first, first)


def display(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {
        "display": display_of(request),
        "idle_seconds": idle_seconds(request),
        "operator": operator(),
        "section": section_of(request.path),
    }
