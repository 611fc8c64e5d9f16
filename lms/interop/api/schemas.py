"""What the API answers; the OpenAPI document is made from these."""

from __future__ import annotations

import datetime as dt

from ninja import Schema


class Problem(Schema):
    """Every answer that is not 2xx. `code` stays the same in every language."""

    code: str
    detail: str


class Unit(Schema):
    code: str
    name: str
    kind: str
    province_code: str
    valid_from: dt.date
    valid_to: dt.date | None
    current_codes: list[str]
    former_codes: list[str]
    former_names: list[str]


class UnitVersion(Schema):
    name: str
    kind: str
    province_code: str
    valid_from: dt.date
    valid_to: dt.date | None
    decree: str


class UnitSuccession(Schema):
    date: dt.date
    change: str
    code: str
    decree: str


class UnitHistory(Unit):
    """`went_into`, `came_from`: by mergers and splits."""

    versions: list[UnitVersion]
    went_into: list[UnitSuccession]
    came_from: list[UnitSuccession]


class Course(Schema):
    slug: str
    code: str
    title: str
    outcome: str
    ministry: str
    audiences: list[str]
    minutes: int
    lessons: int
    address: str


class Figure(Schema):
    """Different people. `value` is null where it is hidden: then it lies between the other two."""

    value: int | None
    at_least: int
    at_most: int | None


class WardProgress(Schema):
    unit_code: str
    unit_name: str
    figures: dict[str, Figure]
    sessions_held: int


class Snapshot(Schema):
    day: dt.date
    is_month_end: bool


class Certificate(Schema):
    """No name: who holds the paper compares it by the QR code."""

    code: str
    status: str
    is_valid: bool
    course_code: str
    issued_on: dt.date
    expires_on: dt.date | None
    newer_code: str


class Page(Schema):
    """`next`: address of the following page."""

    count: int
    next: str | None


class Units(Page):
    items: list[Unit]


class Courses(Page):
    items: list[Course]


class Snapshots(Page):
    items: list[Snapshot]


class Progress(Page):
    """Kept figures of a day; the same `snapshot`, the same values."""

    day: dt.date
    snapshot: str
    items: list[WardProgress]
