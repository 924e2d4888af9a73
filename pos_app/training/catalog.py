"""The catalogue: products and variants made by rule, so that every start gives the same ones."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product as combinations
from typing import TYPE_CHECKING

from pos_app.training.assortment import ANCHORS, FAMILIES, PALETTE, Axis, Family
from pos_app.training.wire import ApiError, Json

if TYPE_CHECKING:
    from pos_app.training.generated import Generated

_PROMOTIONS = ("Buy 2, get 10 % off", "Free gift wrap this week", "New in")
_LOW_STOCK = 5


@dataclass(frozen=True, slots=True)
class Variant:
    """One thing that can be sold. Prices in cents (USD); `stock` is what the shelf starts with.

    `shown_price` is False where the catalogue tells no price and only the cart does.
    """

    sku: str
    product_sku: str
    product_title: str
    options: tuple[str, ...]
    price: int
    msrp: int | None
    stock: int
    image_id: str
    promotion: str = ""
    shown_price: bool = True
    requires_shipping: bool = True

    @property
    def title(self) -> str:
        """The product's title and the option values."""
        return f"{self.product_title} {' / '.join(self.options)}".strip()

    def ref(self) -> Json:
        """What the client must hand back unchanged to buy this variant."""
        key = f"{zlib.crc32(self.sku.encode()):08x}"
        ref: Json = {"variant_id": f"var_{key}", "product_id": f"prd_{self.product_sku.lower()}"}
        if self.options:
            ref["variant_handles"] = [slug(value) for value in self.options]
        return ref


@dataclass(frozen=True, slots=True)
class Product:
    """A product page."""

    base_sku: str
    handle: str
    title: str
    description: str
    product_type: str
    outline: str
    axes: tuple[Axis, ...]
    variants: tuple[Variant, ...]
    words: frozenset[str] = field(repr=False)


class Catalog:
    """All products, found by handle, by SKU and by the reference that a client hands back.

    `products` are always there; `size` is how many there are with those made when asked for.
    Raises ValueError for more than can be made.
    """

    def __init__(self, size: int = 0) -> None:
        self.products: tuple[Product, ...] = tuple(_products())
        self.by_handle: Mapping[str, Product] = {p.handle: p for p in self.products}
        self.outlines: Mapping[str, tuple[str, str]] = dict(_pictures(self.products))
        variants = [variant for product in self.products for variant in product.variants]
        self._by_id = {variant.ref()["variant_id"]: variant for variant in variants}
        self._stock = {variant.sku: variant.stock for variant in variants}
        self._more = _more(max(0, size - len(self.products)))

    def __len__(self) -> int:
        return len(self.products) + (len(self._more) if self._more else 0)

    def listed(self, start: int, stop: int) -> Iterator[tuple[str, str, str]]:
        """Handle, title and SKU of the products from `start` to before `stop`."""
        own = len(self.products)
        for product in self.products[start:stop]:
            yield product.handle, product.title, product.base_sku
        if self._more is not None:
            for number in range(max(start, own) - own, min(stop, len(self)) - own):
                yield self._more.handle(number), self._more.title(number), self._more.sku(number)

    def product(self, handle: str) -> Product | None:
        """The product of a handle, or None."""
        found = self.by_handle.get(handle)
        return self._more.by_handle(handle) if found is None and self._more else found

    def candidates(self, query: str) -> Iterator[Product]:
        """All that a search may find; of the many made when asked for, the first that fit."""
        yield from self.products
        if self._more is not None:
            by_sku = self._more.by_sku(query.strip())
            words = words_of(query)
            yield from (by_sku,) if by_sku else self._more.find(words) if words else ()

    def outline(self, picture: str) -> tuple[str, str] | None:
        """What a picture shows and its colour, by its id; None if there is no such picture."""
        found = self.outlines.get(picture)
        return self._more.outline(picture) if found is None and self._more else found

    def resolve(self, ref: Json) -> Variant:
        """The variant of an ``add_to_cart_ref`` that came back.

        Raises ApiError ``ErrorProductNotFound`` for an unknown variant and
        ``ErrorInvalidInputBody`` when anything in the reference was left out or altered.
        """
        variant = self._by_id.get(ref["variant_id"]) or self._made_variant(ref)
        if variant is None:
            raise ApiError("ErrorProductNotFound", "add_to_cart_ref names no product.")
        if ref != variant.ref():
            raise ApiError(
                "ErrorInvalidInputBody",
                f"add_to_cart_ref of {variant.sku} is not what the catalogue gave.",
            )
        return variant

    def stock(self, variant: Variant) -> int:
        """How many are left."""
        return self._stock.get(variant.sku, variant.stock)

    def take(self, variant: Variant, quantity: int) -> None:
        """Takes pieces off the shelf; the caller has checked that there are enough."""
        self._stock[variant.sku] = self.stock(variant) - quantity

    def check_stock(self, variant: Variant, quantity: int) -> None:
        """Raises ApiError ``ErrorNotEnoughStock`` naming the product when there are too few."""
        left = self.stock(variant)
        if left < quantity:
            raise not_enough(variant, left)

    def _made_variant(self, ref: Json) -> Variant | None:
        sku = str(ref.get("product_id", "")).removeprefix("prd_")
        product = self._more.by_sku(sku) if self._more else None
        variants = product.variants if product else ()
        return next((v for v in variants if v.ref()["variant_id"] == ref["variant_id"]), None)

    def messages(self, variant: Variant) -> list[Json]:
        """Remarks for the clerk: a promotion, and how few are left."""
        left = self.stock(variant)
        found: list[Json] = []
        if variant.promotion:
            found.append({"type": "promotion", "text": variant.promotion})
        if 0 < left <= _LOW_STOCK:
            found.append({"type": "stock", "text": f"{left} left"})
        elif left == 0:
            found.append({"type": "stock", "text": "Out of stock"})
        return found


def _more(count: int) -> Generated | None:
    """Further products; loaded only where some are wanted."""
    if not count:
        return None
    from pos_app.training.generated import Generated

    return Generated(count)


def not_enough(variant: Variant, left: int) -> ApiError:
    """The error for too few pieces of a variant."""
    words = f"Not enough stock: {variant.title} ({variant.sku}), {left} left."
    return ApiError("ErrorNotEnoughStock", words)


def gone(variant: Variant) -> ApiError:
    """The error for a product that the merchant no longer sells."""
    words = f"Product not found: {variant.title} ({variant.sku}) is no longer sold."
    return ApiError("ErrorProductNotFound", words)


def words_of(text: str) -> frozenset[str]:
    """The words of a text in lower case, for matching."""
    return frozenset(re.findall(r"[\w']+", text.casefold()))


def _pick(text: str, modulus: int) -> int:
    """A number below the modulus that looks random and is always the same for the text."""
    return zlib.crc32(text.encode()) % modulus


def slug(text: str) -> str:
    """A text as a part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _products() -> Iterator[Product]:
    for family in FAMILIES:
        for number, name in enumerate(family.names, start=1):
            yield made(family, f"{family.prefix}{number:02d}", f"{name} {family.noun}")
    yield from _unusual()


def made(family: Family, sku: str, title: str, handle: str = "") -> Product:
    """A product of a family with all its variants."""
    axes = tuple(_with_values(axis, sku) for axis in family.axes)
    variants = tuple(_variants(family, sku, title, axes))
    values = {value for axis in axes for value in axis.values}
    return Product(
        base_sku=sku,
        handle=handle or slug(title),
        title=title,
        description=f"{title}, from our {family.product_type.lower()} range.",
        product_type=family.product_type,
        outline=family.outline,
        axes=axes,
        variants=variants,
        words=words_of(" ".join([title, sku, family.product_type, *values])),
    )


def _with_values(axis: Axis, sku: str) -> Axis:
    """The axis with its values: a product comes in three of the colours."""
    if not axis.colours:
        return axis
    if sku in ANCHORS:
        return replace(axis, values=ANCHORS[sku][1])
    names = tuple(PALETTE)
    first = _pick(sku, len(names))
    return replace(axis, values=tuple(names[(first + 5 * i) % len(names)] for i in range(3)))


def _variants(family: Family, sku: str, title: str, axes: tuple[Axis, ...]) -> Iterator[Variant]:
    price = _price(family, sku)
    for index, options in enumerate(combinations(*(axis.values for axis in axes))):
        own = "-".join([sku, *(re.sub(r"[^A-Za-z0-9]", "", value) for value in options)])
        anchored = sku in ANCHORS
        if index > 0 and not anchored and _pick(own + "/made", 8) == 0:
            continue
        colour = options[-1] if axes and axes[-1].colours else ""
        promoted = _pick(sku + "/promotion", 9) == 0
        yield Variant(
            sku=own,
            product_sku=sku,
            product_title=title,
            options=options,
            price=price + (200 if options[:1] == ("XL",) and not anchored else 0),
            msrp=price + 600 if _pick(sku + "/msrp", 4) == 0 else None,
            stock=_stock(own, anchored=anchored),
            image_id=slug(f"{sku} {colour}"),
            promotion=_PROMOTIONS[_pick(sku, len(_PROMOTIONS))] if promoted else "",
        )


def _price(family: Family, sku: str) -> int:
    """Between low and high in steps of 50 cents."""
    if sku in ANCHORS:
        return ANCHORS[sku][0]
    return family.low + 50 * _pick(sku + "/price", (family.high - family.low) // 50 + 1)


def _stock(sku: str, *, anchored: bool) -> int:
    if anchored:
        return 400
    if _pick(sku + "/none", 11) == 0:
        return 0
    if _pick(sku + "/few", 7) == 0:
        return 1 + _pick(sku, 5)
    return 20 + _pick(sku, 120)


def _unusual() -> Iterator[Product]:
    """Products that are odd in one way each, as every real catalogue has them."""
    plain = {family.prefix: replace(family, axes=()) for family in FAMILIES}
    without_price = made(plain["GS"], "GS13", "Mystery Gift Set")
    hidden = tuple(replace(v, shown_price=False, stock=50) for v in without_price.variants)
    yield replace(without_price, variants=hidden)
    yield _in_stock(made(plain["GS"], "GS14", "Winter Warmer Gift Set", "gifts/winter-warmer"))
    long_title = (
        "Hand-Thrown Stoneware Mug with a Thumb Rest, Speckled Glaze and a Matching Lid, "
        "Made to Order in a Small Workshop and Signed by the Potter"
    )
    yield _in_stock(made(plain["DM"], "DM13", long_title, "hand-thrown-stoneware-mug"))
    yield _in_stock(made(plain["DM"], "DM14", "湯呑み 山桜 (Yunomi)", "yunomi-yamazakura"))
    card = made(plain["GS"], "GC01", "Gift Card by E-mail", "gift-card-by-e-mail")
    mailed = tuple(
        replace(v, price=5000, msrp=None, stock=9_999, requires_shipping=False)
        for v in card.variants
    )
    yield replace(card, variants=mailed)


def _in_stock(product: Product) -> Product:
    return replace(product, variants=tuple(replace(v, stock=60) for v in product.variants))


def _pictures(products: tuple[Product, ...]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Picture id → (outline, colour as #RRGGBB)."""
    swatches = tuple(PALETTE.values())
    for product in products:
        own = swatches[_pick(product.base_sku, len(swatches))]
        yield slug(product.base_sku), (product.outline, own)
        for variant in product.variants:
            colour = PALETTE.get(variant.options[-1], own) if variant.options else own
            yield variant.image_id, (product.outline, colour)
