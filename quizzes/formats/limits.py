"""What is too much: sizes of files, and archives that are not what they seem."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from quizzes.formats.neutral import RefusedError

MOST_BYTES = 20_000_000  # of a file as sent
MOST_UNPACKED = 100_000_000  # of all its members together
MOST_MEMBERS = 5_000
MOST_TIMES_SMALLER = 200  # a member packed better than this is a bomb …
SMALL = 1_000_000  # … unless it is small anyway
MOST_QUESTIONS = 2_000
_ENCRYPTED = 0x1


def check_size(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise RefusedError(
            _("The file is larger than %(count)s MB.") % {"count": MOST_BYTES // 1_000_000}
        )
    if not data.strip():
        raise RefusedError(_("The file is empty."))


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The archive, after every member has been looked at. Nothing is ever unpacked to disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive.infolist())
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise RefusedError(_("The archive is broken.")) from error


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    bombs = [
        member
        for member in members
        if member.file_size > SMALL
        and member.file_size > MOST_TIMES_SMALLER * max(1, member.compress_size)
    ]
    if len(members) > MOST_MEMBERS or total > MOST_UNPACKED or bombs:
        raise RefusedError(_("The archive unpacks to too much. It was not opened."))
    for member in members:
        if not _is_inside(member.filename):
            raise RefusedError(
                _("The archive has a path that leads out of it: “%(name)s”.")
                % {"name": member.filename}
            )
        if member.flag_bits & _ENCRYPTED:
            raise RefusedError(_("The archive has a password. Save it without one."))


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    has_drive = bool(path.parts) and path.parts[0].endswith(":")
    return not path.is_absolute() and ".." not in path.parts and not has_drive


def check_count(count: int) -> None:
    if count > MOST_QUESTIONS:
        raise RefusedError(
            _("The file has more than %(count)s questions. Split it.") % {"count": MOST_QUESTIONS}
        )
