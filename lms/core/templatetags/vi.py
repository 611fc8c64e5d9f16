"""Filters that write numbers and dates the Vietnamese way; nothing for nothing (None, "")."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template

from lms.core import vietnamese

register = template.Library()


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _written(value: Any, write: Callable[[dt.date], str]) -> str:
    return write(value) if isinstance(value, dt.date) else ""


@register.filter
def so(value: Any, decimals: int = 0) -> str:
    """{{ 1234.5|so:1 }} → 1.234,5"""
    number = _number(value)
    return "" if number is None else vietnamese.format_number(number, decimals)


@register.filter
def phan_tram(value: Any, decimals: int = 1) -> str:
    """{{ 62.4|phan_tram }} → 62,4% (the value is a percentage already, not a share of 1)."""
    number = _number(value)
    return "" if number is None else vietnamese.format_percent(number, decimals)


@register.filter
def ngay(value: Any) -> str:
    """31/01/2026"""
    return _written(value, vietnamese.format_date)


@register.filter
def thu_ngay(value: Any) -> str:
    """thứ Bảy, 31/01/2026"""
    return _written(value, vietnamese.format_weekday_date)


@register.filter
def ngay_dai(value: Any) -> str:
    """ngày 31 tháng 01 năm 2026"""
    return _written(value, vietnamese.format_long_date)


@register.filter
def gio(value: Any) -> str:
    """19:42"""
    return vietnamese.format_time(value) if isinstance(value, dt.datetime | dt.time) else ""


@register.filter
def gio_giay(value: Any) -> str:
    """19:42:07"""
    return vietnamese.format_clock(value) if isinstance(value, dt.datetime | dt.time) else ""
