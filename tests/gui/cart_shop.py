"""A few products, and a cart card whose requests the test answers with plain domain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.bridge.messages import LoadProduct, Lookup, ProductLoaded, Request, Search, SearchDone
from pos_app.domain.cart import Cart, line_for
from pos_app.domain.errors import Problem
from pos_app.domain.money import Money
from pos_app.domain.product import (
    AddToCartRef,
    MessageKind,
    OptionValue,
    Product,
    ProductHit,
    ProductOption,
    Variant,
    VariantMessage,
)
from pos_app.gui.cart_card import CartCard

Asked = TypeVar("Asked", Search, Lookup, LoadProduct)


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def variant(sku: str, title: str, *options: str, price: str | None = "22.00") -> Variant:
    money = None if price is None else usd(price)
    return Variant(sku.lower(), sku, title, AddToCartRef(sku), money, options=options)


def single(name: str, sku: str, price: str | None = "54.00") -> Product:
    return Product(name.lower(), sku, name, variants=(variant(sku, name, price=price),))


def radiant_tee() -> Product:
    """Sizes XS, S, M and colours Orange, Blue: no M in Blue, S in Orange is sold out."""
    made = []
    for size in ("XS", "S", "M"):
        for colour in ("Orange", "Blue"):
            if (size, colour) == ("M", "Blue"):
                continue
            stock = (VariantMessage(MessageKind.STOCK, "3 left"),) if size == "XS" else ()
            sku = f"WS12-{size}-{colour}"
            made.append(
                Variant(
                    sku,
                    sku,
                    f"{size} · {colour}",
                    AddToCartRef(sku),
                    usd("22.00"),
                    msrp=usd("28.00"),
                    available=(size, colour) != ("S", "Orange"),
                    options=(size, colour),
                    messages=stock,
                )
            )
    sizes = tuple(OptionValue(size, size) for size in ("XS", "S", "M"))
    colours = (OptionValue("Orange", "Orange", "#E4782B"), OptionValue("Blue", "Blue", "#2F5FD0"))
    options = (ProductOption("Size", "size", sizes), ProductOption("Color", "color", colours))
    return Product("radiant-tee", "WS12", "Radiant Tee", options=options, variants=tuple(made))


HOODIE = single("Hero Hoodie", "MH07")
TANK = single("Breathe-Easy Tank", "WT09", "34.00")
TEE = radiant_tee()


@dataclass
class Shop:
    """The card in a window, and what it asked for."""

    window: QWidget
    card: CartCard
    asked: list[Request] = field(default_factory=list)

    def all(self, kind: type[Asked]) -> list[Asked]:
        return [request for request in self.asked if isinstance(request, kind)]

    def type(self, text: str) -> None:
        self.card.focus_search()
        QTest.keyClicks(self.card.search.field, text)

    def press(self, key: Qt.Key, widget: QWidget | None = None) -> None:
        QTest.keyClick(widget or self.card.search.field, key)

    def scan(self, text: str) -> Lookup:
        """Type and press Enter at once, as a scanner does; the newest lookup."""
        self.type(text)
        self.press(Qt.Key.Key_Return)
        return self.all(Lookup)[-1]

    def answer(
        self,
        request: Lookup | LoadProduct,
        product: Product | None = None,
        sku: str = "",
        problem: Problem | None = None,
    ) -> None:
        self.card.receive(ProductLoaded(request.ticket, product, sku, problem))

    def search(self, qtbot: QtBot, text: str) -> Search:
        """Type and wait for the pause after which the search is asked for."""
        self.type(text)
        return self.wait_for_search(qtbot, text)

    def wait_for_search(self, qtbot: QtBot, words: str) -> Search:
        def asked() -> bool:
            return any(search.query == words for search in self.all(Search))

        qtbot.waitUntil(asked)
        return self.all(Search)[-1]

    def hits(self, search: Search, *hits: ProductHit, problem: Problem | None = None) -> None:
        self.card.receive(SearchDone(search.ticket, search.query, hits, problem))

    def quantities(self) -> list[tuple[str, int]]:
        return [(line.sku, line.quantity) for line in self.card.cart().lines]


def cart_of(*products: Product, quantity: int = 1) -> Cart:
    cart = Cart()
    for product in products:
        cart = cart.added(line_for(product, product.variants[0], quantity))
    return cart


def open_shop(qtbot: QtBot, postal_code: Callable[[], str] | None = None) -> Shop:
    asked: list[Request] = []
    window = QWidget()
    window.resize(560, 640)
    card = CartCard(asked.append)
    QVBoxLayout(window).addWidget(card)
    if postal_code is not None:
        card.set_postal_code_source(postal_code)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Shop(window, card, asked)
