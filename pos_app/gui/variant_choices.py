"""Which values of a product's options go together, and which can be had."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from pos_app.domain.product import OptionValue, Product, ProductOption, Variant


class Standing(Enum):
    """What choosing a value would lead to, the other choices left as they are."""

    FREE = auto()
    SOLD_OUT = auto()
    NO_SUCH = auto()


@dataclass(frozen=True, slots=True)
class Choices:
    """A product's options and, by the chosen value of each, its variants."""

    product: Product
    options: tuple[ProductOption, ...]
    _by_values: dict[tuple[str, ...], Variant]

    @classmethod
    def of(cls, product: Product, fallback_name: str) -> Choices:
        """Read `product`.

        Where its options do not tell its variants apart (a gap or a mistake in the catalogue), the
        variants themselves are the values of one option called `fallback_name`.
        """
        by_values = {variant.options: variant for variant in product.variants}
        known = [{value.value for value in option.values} for option in product.options]
        told_apart = len(by_values) == len(product.variants) and all(
            len(values) == len(known)
            and all(value in names for value, names in zip(values, known, strict=True))
            for values in by_values
        )
        if known and told_apart:
            return cls(product, product.options, by_values)
        values = tuple(
            OptionValue(str(i), v.title or v.sku) for i, v in enumerate(product.variants)
        )
        option = ProductOption(fallback_name, "", values)
        return cls(product, (option,), {(str(i),): v for i, v in enumerate(product.variants)})

    def start(self, sku: str = "") -> tuple[int, ...]:
        """Value indices to begin with: of the variant with `sku`, else of the first to be had."""
        variants = self._by_values.items()
        wanted = self.product.variant_by_sku(sku) if sku else None
        values = next((v for v, variant in variants if variant is wanted), None)
        if values is None:
            values = next(
                (v for v, variant in variants if variant.orderable), next(iter(self._by_values))
            )
        return tuple(
            next(i for i, known in enumerate(option.values) if known.value == value)
            for option, value in zip(self.options, values, strict=True)
        )

    def variant(self, chosen: tuple[int, ...]) -> Variant | None:
        """The variant of these values, or None: not every combination exists."""
        pairs = zip(self.options, chosen, strict=True)
        return self._by_values.get(tuple(option.values[i].value for option, i in pairs))

    def standing(self, chosen: tuple[int, ...], axis: int, value: int) -> Standing:
        """What changing `chosen` to `value` on one option would lead to."""
        variant = self.variant((*chosen[:axis], value, *chosen[axis + 1 :]))
        if variant is None:
            return Standing.NO_SUCH
        return Standing.FREE if variant.available else Standing.SOLD_OUT
