"""Numbers in words: rates as percentages, differences in points, p values."""

from __future__ import annotations


def percent(rate: float | None) -> str:
    """Return a fraction as a percentage that rounds neither to none nor to all unless it is that."""
    if rate is None:
        return "–"
    points = 100 * rate
    if points in (0.0, 100.0):
        return f"{points:.0f}%"
    if 0 < points < 0.001:
        return "<0.001%"
    if 99.999 < points < 100:
        return ">99.999%"
    digits = 1
    while digits < 4 and (round(abs(points), digits) == 0 or round(points, digits) == 100):
        digits += 1
    return f"{points:.{digits}f}%"


def span(low: float, high: float) -> str:
    """Return an interval of fractions: `2.1–14.0%`."""
    return f"{percent(low).removesuffix('%')}–{percent(high)}"


def points(difference: float) -> str:
    """Return a difference of fractions in percentage points, signed, with a true minus."""
    return f"{100 * difference:+.1f}".replace("-", "−")


def p_value(p: float) -> str:
    """Return a p value as it is printed: `= .031` or `< .001`."""
    return f"= {p:.3f}".replace("0.", ".") if p >= 0.001 else "< .001"
