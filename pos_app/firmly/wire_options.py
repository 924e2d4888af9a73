"""Which value a variant has on each axis of its product.

`variant_option_list` is documented by name only (§5): an array of objects that name the axis and
the value, an array of values in the order of the axes, or an object from axis to value is read.
"""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.domain.product import ProductOption
from pos_app.firmly.wire_json import exact, mapping

_AXIS_NAMES = ("property_accessor", "name", "option", "option_name", "display_name")


def chosen_values(data: object, options: tuple[ProductOption, ...]) -> tuple[str, ...]:
    """One of the listed values for each of `options`, in their order; "" where it is not told."""
    told = list(_told(data, options))
    in_order = isinstance(data, list) and len(told) == len(options)
    found = []
    for place, option in enumerate(options):
        named = [value for axis, value in told if axis and axis in _names(option)]
        unnamed = [value for axis, value in told if not axis]
        if in_order and not told[place][0]:
            unnamed.insert(0, told[place][1])
        found.append(_listed(named or unnamed, option))
    return tuple(found)


def _told(data: object, options: tuple[ProductOption, ...]) -> Iterator[tuple[str, str]]:
    """Axis (folded; empty if not named) and value of each entry."""
    if isinstance(data, dict):
        for axis, value in data.items():
            yield axis.strip().casefold(), _value(value)
        return
    axes = frozenset(name for option in options for name in _names(option))
    for entry in data if isinstance(data, list) else ():
        told = mapping(entry)
        names = (exact(told.get(name)).casefold() for name in _AXIS_NAMES)
        axis = next((name for name in names if name in axes), "")
        shown = exact(told.get("display_name"))
        value = exact(entry) or _value(told.get("value"))
        yield axis, value or (shown if shown.casefold() != axis else "")


def _value(told: object) -> str:
    inner = mapping(told)
    return exact(told) or exact(inner.get("value")) or exact(inner.get("display_name"))


def _names(option: ProductOption) -> tuple[str, str]:
    return option.accessor.casefold(), option.name.casefold()


def _listed(candidates: list[str], option: ProductOption) -> str:
    """The option's value that one of the candidates means: the same, else the same to people."""
    for candidate in candidates:
        folded = candidate.casefold()
        exactly = (v.value for v in option.values if v.value == candidate)
        loosely = (
            value.value
            for value in option.values
            if folded in (value.value.casefold(), value.display_name.casefold())
        )
        found = next(exactly, "") or next(loosely, "")
        if found:
            return found
    return ""
