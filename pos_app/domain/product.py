"""Products of the merchant's catalogue, their options and variants (API sheet, §5)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.domain.money import Money


@dataclass(frozen=True, slots=True)
class AddToCartRef:
    """The catalogue's `add_to_cart_ref`: opaque JSON, passed on exactly as it was received.

    Held as JSON text so that nothing in the app is tempted to look inside or rebuild it.
    """

    json: str


class MessageKind(StrEnum):
    """What a variant's message is about."""

    STOCK = "stock"
    PROMOTION = "promotion"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class VariantMessage:
    """A remark of the merchant on a variant: "3 left", "2 for 1"."""

    kind: MessageKind
    text: str


@dataclass(frozen=True, slots=True)
class OptionValue:
    """One value of an option: `value` is matched, `display_name` shown, `swatch` a colour."""

    value: str
    display_name: str
    swatch: str = ""


@dataclass(frozen=True, slots=True)
class ProductOption:
    """An axis on which variants differ, such as size or colour, with its values in order."""

    name: str
    accessor: str
    values: tuple[OptionValue, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """What can be put into a cart. `options` holds one value for each of the product's options.

    `price` is None when the merchant gave none: such a variant can still be ordered, its price is
    then known from the merchant's cart only.
    """

    handle: str
    sku: str
    title: str
    ref: AddToCartRef | None
    price: Money | None
    msrp: Money | None = None
    available: bool = True
    options: tuple[str, ...] = ()
    image_url: str = ""
    messages: tuple[VariantMessage, ...] = ()

    @property
    def stock_message(self) -> str:
        """The first message on stock, or an empty text."""
        return next((m.text for m in self.messages if m.kind is MessageKind.STOCK), "")

    @property
    def orderable(self) -> bool:
        """Whether it can be added: available, and the catalogue gave a reference for it."""
        return self.available and self.ref is not None


@dataclass(frozen=True, slots=True)
class Product:
    """A product with everything needed to choose a variant of it."""

    handle: str
    base_sku: str
    title: str
    description: str = ""
    image_url: str = ""
    options: tuple[ProductOption, ...] = ()
    variants: tuple[Variant, ...] = ()

    def variant_with(self, options: tuple[str, ...]) -> Variant | None:
        """The variant with exactly these option values, or None: not each combination exists."""
        return next((v for v in self.variants if v.options == options), None)

    def variant_by_sku(self, sku: str) -> Variant | None:
        """The variant with this SKU, letter case aside; no SKU is none."""
        wanted = sku.casefold()
        return next((v for v in self.variants if wanted and v.sku.casefold() == wanted), None)


@dataclass(frozen=True, slots=True)
class PriceRange:
    """Cheapest and dearest variant."""

    low: Money
    high: Money


@dataclass(frozen=True, slots=True)
class ProductHit:
    """A row of search results. `product` is there when the search already told all about it.

    `matched_sku` is set when the words typed are exactly the SKU of one variant.
    """

    handle: str
    title: str
    image_url: str = ""
    pdp_url: str = ""
    price_range: PriceRange | None = None
    available: bool = True
    product: Product | None = None
    matched_sku: str = ""
